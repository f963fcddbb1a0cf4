/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One page of cells as text, Markdown and JSON.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/page.h"

static const struct column columns[] = {{"name", COLUMN_NAME, NULL},        {"unit", COLUMN_FACT, NULL},
                                        {"size_of_it", COLUMN_FACT, "mm"},  {"range", COLUMN_FACT, NULL},
                                        {"on", COLUMN_DATA, NULL},          {"parts", COLUMN_FACT, NULL},
                                        {"sentence", COLUMN_SENTENCE, NULL}};
static const struct table table = {"things", "Things", NULL, NULL, columns, sizeof columns / sizeof *columns, 0};

/* A page with one row; the caller frees it. */
static char *page_of(enum page_format format, double size, const double range[2], const char *sentence) {
  static const char *const parts[] = {"a", "b"};
  char *text = NULL;
  size_t length = 0;
  FILE *stream = open_memstream(&text, &length);
  struct page *page = page_open(format, stream, "a test", "tiny");
  struct row row;
  cr_assert_not_null(page);
  row_begin(&row);
  row_words(&row, "thing");
  row_unit(&row, "1");
  row_number(&row, size);
  row_range(&row, range);
  row_truth(&row, true);
  row_list(&row, parts, 2);
  row_print_words(&row, "%s", sentence);
  page_table(page, &table);
  page_row(page, &row);
  page_table_end(page);
  page_close(page);
  fclose(stream);
  return text;
}

static void expect_in(char *text, const char *words) {
  cr_expect_not_null(strstr(text, words), "'%s' is not in\n%s", words, text);
  free(text);
}

Test(page, json_keeps_numbers_units_and_truth) {
  expect_in(
      page_of(PAGE_JSON, 0.1, (double[]){0, HUGE_VAL}, "it"),
      "\"name\": \"thing\",\n      \"unit\": \"1\",\n      \"size_of_it\": 0.1,\n      \"size_of_it_unit\": \"mm\",\n"
      "      \"range\": [0, null],\n      \"on\": true,\n      \"parts\": [\"a\", \"b\"],\n      \"sentence\": \"it\"");
}

Test(page, json_has_null_for_what_is_not_known) {
  expect_in(page_of(PAGE_JSON, (double)NAN, (double[]){-HUGE_VAL, HUGE_VAL}, ""),
            "\"size_of_it\": null,\n      \"size_of_it_unit\": \"mm\",\n      \"range\": null,");
  expect_in(page_of(PAGE_JSON, (double)NAN, (double[]){0, 1}, ""), "\"sentence\": null");
}

Test(page, json_escapes_quotes_and_control_characters) {
  expect_in(page_of(PAGE_JSON, 1, (double[]){0, 1}, "say \"\\\n"), "\"say \\\"\\\\\\n\"");
}

Test(page, markdown_escapes_its_own_signs_and_leaves_out_data) {
  expect_in(page_of(PAGE_MARKDOWN, 2, (double[]){0, 1}, "a|b *c*"),
            "| name | unit | size of it [mm] | range | parts | sentence |\n| --- | --- | --- | --- | --- | --- |\n"
            "| `thing` | pure number | 2 | 0 to 1 | a, b | a\\|b \\*c\\* |\n");
}

Test(page, markdown_makes_addresses_links) {
  expect_in(page_of(PAGE_MARKDOWN, 2, (double[]){0, 1}, "https://doi.org/10.1/x|y"), "| <https://doi.org/10.1/x|y> |");
}

Test(page, text_tells_facts_with_their_names_and_units) {
  expect_in(page_of(PAGE_TEXT, 2, (double[]){1, HUGE_VAL}, "it"),
            "\nThings\n------\n\n  thing\n      it\n"
            "      unit pure number; size of it 2 mm; range at least 1; parts a, b\n");
}

Test(page, text_breaks_lines_between_words_by_100_columns_whatever_the_bytes) {
  /* 6 columns of indent, nine words of 9 characters in 10 bytes and their spaces come to 95; " last" fills the line. */
  expect_in(page_of(PAGE_TEXT, 2, (double[]){0, 1},
                    "sj\xC3\xB6gren12 sj\xC3\xB6gren12 sj\xC3\xB6gren12 sj\xC3\xB6gren12 sj\xC3\xB6gren12 "
                    "sj\xC3\xB6gren12 sj\xC3\xB6gren12 sj\xC3\xB6gren12 sj\xC3\xB6gren12 last then"),
            "sj\xC3\xB6gren12 last\n      then\n");
}
