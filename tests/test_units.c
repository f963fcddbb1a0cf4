/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "base/units.h"

static double read_good(const char *text, const char *unit) {
  struct error error = {OK, ""};
  double value = 0;
  cr_expect(quantity_read(text, unit, &value, &error) == OK, "%s: %s", text, error.sentence);
  units_free();
  return value;
}

static void expect_refused(const char *text, const char *unit, const char *part) {
  struct error error = {OK, ""};
  double value = 0;
  cr_expect(quantity_read(text, unit, &value, &error) == ERROR_CONFIG, "%s was read as %g", text, value);
  cr_expect(strstr(error.sentence, part) != NULL, "%s: %s", text, error.sentence);
  units_free();
}

static void expect_near(double found, double expected) {
  cr_expect(fabs(found - expected) <= 4e-15 * fabs(expected), "%.17g is not %.17g", found, expected);
}

Test(quantities, come_in_millimetres_and_days) {
  expect_near(read_good("1500 um", "mm"), 1.5);
  expect_near(read_good("1.5 mm", "um"), 1.5);
  expect_near(read_good("1.5 \xc2\xb5m", "um"), 0.0015);
  expect_near(read_good("1 um^2/s", "um^2/s"), 0.0864); /* 86400 s in a day, 1e-6 mm^2 in a um^2 */
  expect_near(read_good("100 um^2 / s", "um^2/s"), 8.64);
  expect_near(read_good("12 um/h", "um/day"), 0.288);
  expect_near(read_good("6 h", "h"), 0.25);
  expect_near(read_good("4 week", "day"), 28);
  expect_near(read_good("90 min", "h"), 0.0625);
  expect_near(read_good("2 d", "day"), 2);
  expect_near(read_good("36 s", "day"), 36.0 / 86400);
}

Test(quantities, take_a_leading_slash_for_one_over) {
  expect_near(read_good("250 /cm^2", "1/cm^2"), 2.5);
  expect_near(read_good("250 1/cm^2", "/cm^2"), 2.5);
  expect_near(read_good("250 cm-2", "/cm^2"), 2.5);
}

Test(quantities, keep_concentrations_in_the_unit_of_their_row) {
  expect_near(read_good("3 ug/mL", "ng/mL"), 3000);
  expect_near(read_good("3 mg/mL", "mg/mL"), 3);
  expect_near(read_good("2000 cells/mm^3", "cells/mm^3"), 2000);
  expect_near(read_good("2e6 cell/cm^3", "cells/mm^3"), 2000);
}

Test(quantities, of_a_pure_number_have_no_unit) {
  expect_near(read_good("1e-2", "1"), 0.01);
  expect_near(read_good("-.5", "1"), -0.5);
  expect_refused("5 mm", "1", "'5 mm' has a unit, but is a plain number");
  expect_refused("5 %", "1", "has a unit");
}

Test(quantities, are_finite_decimal_numbers) {
  const char *const wrong[] = {"0x10", "nan", "inf", "-inf", "", "mm", "1,5", "e5", ".", "+", "NaN mm", "infinity mm"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    expect_refused(wrong[i], "1", "is not a decimal number");
    expect_refused(wrong[i], "mm", "is not a decimal number with a unit, such as 1 mm");
  }
  expect_refused("1e400", "1", "'1e400' is not a finite number");
  expect_refused("1e400 mm", "um", "'1e400 mm' is not a finite number");
  expect_refused("1e308 km", "mm", "is not a finite number");
  expect_refused("1e-400", "1", "too near to 0");
}

Test(quantities, need_their_unit) { expect_refused("5", "um", "'5' lacks its unit, such as um"); }

Test(quantities, of_an_unknown_unit_are_refused) {
  expect_refused("5 foo", "um", "'foo' is not a known unit");
  expect_refused("5 2 mm", "um", "'2 mm' is not a known unit");
  expect_refused("5 mm 3", "um", "'mm 3' is not a known unit");
  expect_refused("5 mm@2", "um", "'mm@2' is not a known unit");
  expect_refused("5 s since 2000", "s", "is not a known unit");
  expect_refused("5 -mm", "um", "'-mm' is not a known unit");
  expect_refused("5 ((((", "um", "'((((' is not a known unit");
}

Test(quantities, of_another_dimension_are_refused_with_both) {
  expect_refused("5 h", "um", "'h' has the dimension time; a unit of length, such as um, is needed");
  expect_refused("5 mm", "1/cm^2", "'mm' has the dimension length; a unit of 1/length^2, such as 1/cm^2, is needed");
  expect_refused("5 ng", "ng/mL", "a unit of mass/length^3, such as ng/mL, is needed");
  expect_refused("5 cells/mL", "ng/mL", "'cells/mL' has the dimension cells/length^3");
}

Test(quantities, are_not_turned_upside_down) { /* UDUNITS would convert 1/mm into mm by its reciprocal */
  expect_refused("5 /mm", "mm", "'/mm' has the dimension 1/length; a unit of length");
}

Test(quantities, do_not_begin_away_from_zero) { expect_refused("20 degC", "K", "'degC' does not begin at 0 K"); }

Test(quantities, of_time_have_no_months_or_years) {
  const char *const wrong[] = {"1 month", "1 year", "1 months", "1 yr",         "1 fortnight",
                               "1 ms",    "1 hour", "1 kday",   "3 common_year"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    expect_refused(wrong[i], "day", i < 8 ? "times are in s, min, h, day or week" : "is not a known unit");
  expect_refused("1 um/month", "um/day", "'month' is not used here");
}

Test(internal_units, are_of_millimetres_and_days) {
  const char *const pairs[][2] = {
      {"um", "mm"},       {"um^2/s", "mm^2/day"}, {"um/day", "mm/day"}, {"h", "day"}, {"/cm^2", "1/mm^2"},
      {"1/day", "1/day"}, {"day", "day"},         {"1/h", "1/day"},     {"mm", "mm"}, {"1", "1"}};
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) cr_expect_str_eq(unit_internal(pairs[i][0]), pairs[i][1]);
  units_free();
}

Test(internal_units, of_other_dimensions_are_the_row_s_own) {
  const char *const units[] = {"ng/mL", "mg/mL", "cells/mm^3", "ng/(mL day)", "1/(ng/mL)/day", "no unit at all"};
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) cr_expect_str_eq(unit_internal(units[i]), units[i]);
  units_free();
}

Test(unit_factors, are_exactly_one_between_equal_units) {
  const char *const units[] = {"mm", "mm^2/day", "mm/day", "day", "1/mm^2", "ng/mL", "cells/mm^3"};
  struct error error = {OK, ""};
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    double factor = 0;
    cr_expect(unit_factor(units[i], units[i], &factor, &error) == OK, "%s", error.sentence);
    cr_expect(factor >= 1 && factor <= 1, "%s: %.17g", units[i], factor);
  }
  units_free();
}

Test(unit_factors, name_the_unit_that_is_unknown) {
  struct error error = {OK, ""};
  double factor = 0;
  cr_expect(unit_factor("mm", "blob", &factor, &error) == ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "'blob' is not a known unit") != NULL, "%s", error.sentence);
  units_free();
}

Test(units, can_be_freed_without_use_and_used_after) {
  units_free();
  units_free();
  expect_near(read_good("1 mm", "mm"), 1);
}
