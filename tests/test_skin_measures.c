/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The measures, combinations, outcomes and conclusions of the skin model.
 */
#include <stdio.h>

#include "skin_numbers.h"

static struct numbers numbers;
static struct single one;
static void set_up(void) {
  numbers_default(&numbers);
  numbers_derive(&numbers);
}
TestSuite(skin_measures, .init = set_up);

static const struct measure_spec *measure(const char *name) {
  for (size_t i = 0; i < skin()->n_measures; i++)
    if (strcmp(skin()->measures[i].name, name) == 0) return &skin()->measures[i];
  return NULL;
}

static double integrand(const char *name) {
  double out = -1e300;
  cr_assert_not_null(measure(name));
  measure(name)->integrand(numbers.derived, &one.cells, one.readable, &out);
  return out;
}

Test(skin_measures, measures_are_their_arithmetic) {
  single_rest(&one, &numbers);
  cr_expect_float_eq(integrand("collagen1_formation_mean"), 0.030 * 0.8, 1e-15);
  cr_expect_float_eq(integrand("new_collagen_rate_mean"), 0, 1e-15);
  cr_expect_eq(integrand("collagen_change_mean"), 0);
  cr_expect_eq(integrand("elastin_change_by_depth"), 0);
  cr_expect_eq(integrand("inflammatory_cells_mean"), 0);
  /* T = 4 rest: eT = 1/2. A = 0.030 (2000 + 3 1000)/2000 (1 + 16/2) (400 - 220)/(400 - 200); s3 = 0.2 + 0.25/2 */
  const double A = 0.030 * 2.5 * 9 * 0.9;
  one.u[field_index("T")] = 4, one.u[field_index("Y")] = 1000, one.u[field_index("C1")] = 180,
  one.u[field_index("E")] = 7;
  one.u[field_index("N")] = 30, one.u[field_index("M1")] = 12, one.u[field_index("M2")] = 500;
  cr_expect_float_eq(integrand("collagen1_formation_near_channel"), A * 0.675, 1e-14);
  cr_expect_float_eq(integrand("new_collagen_rate_papillary"), 100 * (A - 0.030) / 200, 1e-13);
  cr_expect_float_eq(integrand("collagen_change_reticular"), 10, 1e-13);
  cr_expect_float_eq(integrand("elastin_change_by_depth"), -12.5, 1e-13);
  cr_expect_eq(integrand("inflammatory_cells_mean"), 42);
}

Test(skin_measures, combinations_and_conclusions_are_their_arithmetic) {
  const struct {
    const char *name;
    double inputs[2], value;
  } expected[] = {{"collagen_ratio_mean", {50, 160}, 0.3125},
                  {"collagen_ratio_near_channel", {50, 160}, 0.3125},
                  {"elastin_change_mean", {6, 0}, -25},
                  {"tgf_beta3_ratio_near_channel", {1, 0}, 2.5}};
  cr_assert_eq(skin()->n_combines, COUNT(expected));
  for (size_t i = 0; i < COUNT(expected); i++) {
    cr_expect_str_eq(skin()->combines[i].name, expected[i].name);
    cr_expect_float_eq(skin()->combines[i].combine(numbers.derived, expected[i].inputs), expected[i].value, 1e-13);
  }
  cr_assert_eq(skin()->n_concludes, 1u);
  const double residue[] = {3, 60};
  cr_expect_float_eq(skin()->concludes[0].conclude(numbers.derived, residue), 5, 1e-14);
}

static bool is_series(const char *name) {
  for (size_t i = 0; i < skin()->n_combines; i++)
    if (strcmp(skin()->combines[i].name, name) == 0) return true;
  const struct measure_spec *found = measure(name);
  return found && found->reduction != PROFILE;
}

static const struct outcome_spec *outcome(const char *name) {
  for (size_t i = 0; i < skin()->n_outcomes; i++)
    if (strcmp(skin()->outcomes[i].name, name) == 0) return &skin()->outcomes[i];
  return NULL;
}

Test(skin_measures, every_series_that_is_named_exists) {
  const struct model *m = skin();
  for (size_t i = 0; i < m->n_measures; i++) {
    expect_told(m->measures[i].name, m->measures[i].unit, m->measures[i].doc);
    cr_expect_neq(m->measures[i].field == NO_FIELD, m->measures[i].integrand == NULL, "%s", m->measures[i].name);
    cr_expect_eq(measure(m->measures[i].name), &m->measures[i], "%s is named once", m->measures[i].name);
  }
  for (size_t i = 0; i < m->n_combines; i++) {
    expect_told(m->combines[i].name, m->combines[i].unit, m->combines[i].doc);
    for (size_t k = 0; k < MAX_INPUTS && m->combines[i].inputs[k]; k++)
      cr_expect_not_null(measure(m->combines[i].inputs[k]), "%s", m->combines[i].inputs[k]);
  }
  for (size_t i = 0; i < m->n_outcomes; i++) {
    expect_told(m->outcomes[i].name, m->outcomes[i].unit, m->outcomes[i].doc);
    cr_expect(is_series(m->outcomes[i].series), "%s of %s", m->outcomes[i].series, m->outcomes[i].name);
    cr_expect_eq(outcome(m->outcomes[i].name), &m->outcomes[i], "%s is named once", m->outcomes[i].name);
  }
  for (size_t k = 0; k < 2; k++) cr_expect_not_null(outcome(m->concludes[0].inputs[k]));
  for (size_t i = 0; i < m->n_headlines; i++)
    cr_expect(outcome(m->headlines[i]) || strcmp(m->headlines[i], m->concludes[0].name) == 0, "%s", m->headlines[i]);
}

Test(skin_measures, the_reference_case_finds_its_outcomes) {
  const char *const near[] = {"N", "M1", "M2", "T", "T3", "G", "V", "F", "Y", "P", "H", "B", "S"};
  const char *const stored[] = {"C1", "C3", "E"};
  char name[96];
  for (size_t i = 0; i < COUNT(near); i++) {
    const char *field = skin()->fields[field_index(near[i])].name;
    snprintf(name, sizeof name, "%s_near_channel_peak", field);
    cr_assert_not_null(outcome(name), "%s", name);
    cr_expect_eq(outcome(name)->functional, PEAK);
    snprintf(name, sizeof name, "%s_near_channel_peak_time", field);
    cr_assert_not_null(outcome(name), "%s", name);
    cr_expect_eq(outcome(name)->functional, PEAK_TIME);
  }
  for (size_t i = 0; i < COUNT(stored); i++) {
    snprintf(name, sizeof name, "%s_mean_change", skin()->fields[field_index(stored[i])].name);
    cr_assert_not_null(outcome(name), "%s", name);
    cr_expect_eq(outcome(name)->functional, CHANGE);
  }
  cr_expect_not_null(outcome("alarm_mean_peak_time"));
  cr_expect_not_null(outcome("collagen1_formation_near_channel_peak"));
}
