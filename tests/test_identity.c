/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Which keys of two configurations differ that may not.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "run/identity.h"

static const char WAS[] =
    "skin:\n"
    "  model: skin\n"
    "  parameters:\n"
    "    alarm_half: 0.3\n"
    "    rim_width: 20 um\n"
    "run:\n"
    "  end: 28 day\n"
    "  seed: 1\n"
    "output:\n"
    "  precision: float32\n"
    "  frames: {every: 7 day, at: []}\n"
    "  measures: {every: 1 day, at: []}\n";

/* WAS with one text in place of another; to be freed. */
static char *with(const char *old, const char *new) {
  const char *at = strstr(WAS, old);
  char *text = malloc(sizeof WAS + strlen(new));
  cr_assert(at && text);
  sprintf(text, "%.*s%s%s", (int)(at - WAS), WAS, new, at + strlen(old));
  return text;
}

/* The lines that are written; to be freed. */
static char *lines_of(const char *is, int differences) {
  char *lines = NULL;
  size_t size;
  FILE *out = open_memstream(&lines, &size);
  cr_assert_eq(identity_differences(WAS, is, out), differences);
  fclose(out);
  return lines;
}

static void expect(const char *old, const char *new, int differences, const char *words) {
  char *is = with(old, new), *lines = lines_of(is, differences);
  cr_expect_str_eq(lines, words);
  free(is);
  free(lines);
}

Test(identity, of_a_configuration_is_its_own) { expect("seed: 1", "seed: 1", 0, ""); }

Test(identity, names_each_key_that_differs_with_both_values) {
  expect("seed: 1", "seed: 22", 1, "run.seed: was 1, is 22\n");
  expect("alarm_half: 0.3\n    rim_width: 20 um", "alarm_half: 0.4\n    rim_width: 30 um", 2,
         "skin.parameters.alarm_half: was 0.3, is 0.4\nskin.parameters.rim_width: was 20 um, is 30 um\n");
}

Test(identity, names_a_key_that_came_or_went) {
  expect("    rim_width: 20 um\n", "", 1, "skin.parameters.rim_width: was 20 um, is absent\n");
  expect("  seed: 1\n", "  seed: 1\n  scheme: ros2\n", 1, "run.scheme: was absent, is ros2\n");
}

Test(identity, leaves_what_lies_ahead_free_but_not_how_it_is_written) {
  expect("end: 28 day", "end: 2 day", 0, "");
  expect("every: 7 day", "every: 9 day", 0, "");
  expect("every: 1 day", "every: 2 day", 0, "");
  expect("float32", "float64", 1, "output.precision: was float32, is float64\n");
}

Test(identity, does_not_take_a_value_that_begins_alike_for_the_same) {
  expect("seed: 1", "seed: 12", 1, "run.seed: was 1, is 12\n");
}
