/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  JSON, and numbers as text.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"

/* A writer into memory. */
struct page {
  char *text;
  size_t length;
  struct json json;
};

static void expect(struct page *page, const char *text) {
  fclose(page->json.stream);
  cr_expect_str_eq(page->text, text);
  free(page->text);
}

#define BEGIN(page)                  \
  struct page page = {.text = NULL}; \
  page.json = (struct json) { .stream = open_memstream(&page.text, &page.length) }

Test(number, is_written_with_the_fewest_digits_that_read_back) {
  char text[NUMBER_LENGTH];
  cr_expect_str_eq(number_text(0.1, text), "0.1");
  cr_expect_str_eq(number_text(3, text), "3");
  cr_expect_str_eq(number_text(-2.5e-7, text), "-2.5e-07");
  cr_expect_str_eq(number_text(0.1 + 0.2, text), "0.30000000000000004");
  double hard[] = {1. / 3, 2. / 3 * 1e300, 4.9406564584124654e-324, 1.7976931348623157e308, 9007199254740993.};
  for (size_t i = 0; i < sizeof hard / sizeof *hard; i++) {
    double back = strtod(number_text(hard[i], text), NULL);
    cr_expect(memcmp(&back, &hard[i], sizeof back) == 0, "%s", text);
  }
}

Test(json, nests_objects_arrays_and_rows) {
  BEGIN(page);
  json_object(&page.json, NULL);
  json_number(&page.json, "a", 1);
  json_array(&page.json, "b");
  json_numbers(&page.json, NULL, 2, (double[]){0.5, 2});
  json_truth(&page.json, NULL, true);
  json_end(&page.json);
  json_object(&page.json, "c");
  json_end(&page.json);
  json_numbers(&page.json, "d", 0, NULL);
  json_end(&page.json);
  expect(&page, "{\n  \"a\": 1,\n  \"b\": [\n    [0.5, 2],\n    true\n  ],\n  \"c\": {},\n  \"d\": []\n}\n");
}

Test(json, writes_null_for_what_is_no_number) {
  BEGIN(page);
  json_row(&page.json, NULL);
  json_number(&page.json, NULL, (double)NAN);
  json_number(&page.json, NULL, (double)INFINITY);
  json_number(&page.json, NULL, -(double)INFINITY);
  json_text(&page.json, NULL, NULL);
  json_end(&page.json);
  expect(&page, "[null, null, null, null]\n");
}

Test(json, escapes_quotes_backslashes_and_control_characters) {
  BEGIN(page);
  json_row(&page.json, NULL);
  json_text(&page.json, NULL, "a \"b\" \\ c\n\t\x01\x7f");
  json_end(&page.json);
  expect(&page, "[\"a \\\"b\\\" \\\\ c\\n\\u0009\\u0001\\u007f\"]\n");
}

Test(json, keeps_utf8_and_replaces_what_is_none) {
  BEGIN(page);
  json_row(&page.json, NULL);
  json_text(&page.json, NULL, "\xc3\xa0 \xe2\x82\xac \xf0\x9f\x98\x80");
  /* A lone continuation, an overlong slash, a surrogate, one beyond U+10FFFF, and a character cut short. */
  json_text(&page.json, NULL, "\x80|\xc0\xaf|\xed\xa0\x80|\xf4\x90\x80\x80|\xe2\x82");
  json_end(&page.json);
  expect(&page,
         "[\"\xc3\xa0 \xe2\x82\xac \xf0\x9f\x98\x80\", \"\\ufffd|\\ufffd\\ufffd|\\ufffd\\ufffd\\ufffd|"
         "\\ufffd\\ufffd\\ufffd\\ufffd|\\ufffd\\ufffd\"]\n");
}
