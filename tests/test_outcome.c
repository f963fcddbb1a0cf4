/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Functionals over time of series with known answers.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "measure/outcome.h"
#include "tiny_model.h"

enum { SERIES, N_PLACES = 8 };

static const struct measure_spec measures[] = {
    {"series", "1", "", T_SIGNAL, NULL, {ANYWHERE, {0, 0}, 0, false}, MEAN},
    {"of_no_layer", "1", "", T_SIGNAL, NULL, {0, {0, 0}, 0, false}, MEAN},
    {"profile", "1", "", T_SIGNAL, NULL, {ANYWHERE, {0, 0}, 0, false}, PROFILE}};

/* Outcomes on a grid of one cell that has no upper layer. */
struct scene {
  struct tiny numbers;
  struct model model;
  struct grid grid;
  struct laws laws;
  struct gauges *gauges;
  struct outcomes *outcomes;
  struct error error;
  double values[N_PLACES];
};

static int scene_try(struct scene *s, const struct outcome_spec *rows, size_t n, const struct conclude_spec *concludes,
                     size_t n_concludes) {
  *s = (struct scene){.model = tiny_model, .numbers = {.capacity = 1}};
  s->model.measures = measures, s->model.n_measures = COUNT(measures);
  s->model.outcomes = rows, s->model.n_outcomes = n;
  s->model.concludes = concludes, s->model.n_concludes = n_concludes;
  struct grid_request request = {.spacing = {1, 1, 1}, .n_layers = 2, .thickness = {0, 1}};
  cr_assert_eq(grid_create(&s->grid, &request, &s->error), OK);
  cr_assert_eq(laws_create(&s->laws, &s->model, NULL, &s->numbers, &s->grid, &s->error), OK);
  cr_assert_eq(gauges_create(&s->gauges, &s->laws, &s->error), OK, "%s", s->error.sentence);
  return outcomes_create(&s->outcomes, &s->model, &s->numbers, s->gauges, &s->error);
}

static void scene_make(struct scene *s, const struct outcome_spec *rows, size_t n) {
  cr_assert_eq(scene_try(s, rows, n, NULL, 0), OK, "%s", s->error.sentence);
}

static void scene_free(struct scene *s) {
  outcomes_free(s->outcomes);
  gauges_free(s->gauges);
  laws_free(&s->laws);
  grid_free(&s->grid);
}

static void sample(struct scene *s, double t, double x) {
  outcomes_sample(s->outcomes, t, (double[]){x, (double)NAN, (double)NAN}, false);
  outcomes_values(s->outcomes, s->values);
}

static void session(struct scene *s, double t, double x) {
  outcomes_sample(s->outcomes, t, (double[]){x, (double)NAN, (double)NAN}, true);
  outcomes_values(s->outcomes, s->values);
}

#define OVER(row_name, row_series, row_functional, ...) \
  { .name = row_name, .unit = "1", .doc = "", .series = row_series, .functional = row_functional, .clock = __VA_ARGS__ }
#define ROW(functional, ...) OVER(#functional, "series", functional, __VA_ARGS__)

Test(outcome, final_change_and_peak_are_read_from_the_samples) {
  const struct outcome_spec rows[] = {ROW(FINAL, SINCE_START), ROW(CHANGE, SINCE_START), ROW(PEAK, SINCE_START),
                                      ROW(PEAK_TIME, SINCE_START)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  const double series[][2] = {{0, 2}, {1, 5}, {3, 7}, {4, 7}, {6, 3}};
  for (size_t i = 0; i < COUNT(series); i++) sample(&s, series[i][0], series[i][1]);
  cr_expect_eq(s.values[0], 3);
  cr_expect_eq(s.values[1], 1);
  cr_expect_eq(s.values[2], 7);
  cr_expect_eq(s.values[3], 3, "the first of equal peaks");
  scene_free(&s);
}

Test(outcome, peaks_of_negative_series_are_negative) {
  const struct outcome_spec rows[] = {ROW(PEAK, SINCE_START), ROW(PEAK_TIME, SINCE_START)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  sample(&s, 0, -5), sample(&s, 1, -2), sample(&s, 2, -3);
  cr_expect(s.values[0] == -2 && s.values[1] == 1);
  scene_free(&s);
}

Test(outcome, integral_is_the_trapezoid_and_a_jump_adds_nothing) {
  const struct outcome_spec rows[] = {ROW(INTEGRAL, SINCE_START)};
  struct scene s;
  scene_make(&s, rows, 1);
  sample(&s, 0, 0), sample(&s, 2, 4), session(&s, 2, 10), sample(&s, 2.5, 0);
  cr_expect_float_eq(s.values[0], 4 + 2.5, 1e-14);
  scene_free(&s);
}

Test(outcome, value_at_a_time_lies_on_the_line_between_samples) {
  const struct outcome_spec rows[] = {ROW(VALUE_AT, SINCE_START, .at = 2.5), ROW(VALUE_AT, SINCE_START, .at = 3),
                                      ROW(VALUE_AT, SINCE_START, .at = 0)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  sample(&s, 0, 7), sample(&s, 2, 1);
  cr_expect(isnan(s.values[0]) && isnan(s.values[1]), "not reached yet");
  cr_expect_eq(s.values[2], 7);
  sample(&s, 3, 5);
  cr_expect_float_eq(s.values[0], 3, 1e-14);
  cr_expect_eq(s.values[1], 5);
  sample(&s, 4, 100);
  cr_expect_float_eq(s.values[0], 3, 1e-14, "it stays");
  scene_free(&s);
}

Test(outcome, value_at_a_time_before_the_series_begins_is_not_made_up) {
  const struct outcome_spec rows[] = {ROW(VALUE_AT, SINCE_START, .at = 1)};
  struct scene s;
  scene_make(&s, rows, 1);
  sample(&s, 0, (double)NAN), sample(&s, 2, 5), sample(&s, 3, 6);
  cr_expect(isnan(s.values[0]), "%g", s.values[0]);
  scene_free(&s);
}

Test(outcome, first_above_is_the_first_crossing) {
  const struct outcome_spec rows[] = {ROW(FIRST_ABOVE, SINCE_START, .level = 4),
                                      ROW(FIRST_ABOVE, SINCE_START, .level = 9),
                                      ROW(FIRST_ABOVE, SINCE_START, .level = 0)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  const double series[][2] = {{1, 0}, {2, 1}, {4, 7}, {5, 2}, {6, 8}};
  for (size_t i = 0; i < COUNT(series); i++) sample(&s, series[i][0], series[i][1]);
  cr_expect_float_eq(s.values[0], 3, 1e-14);
  cr_expect(isnan(s.values[1]), "never reached");
  cr_expect_eq(s.values[2], 1, "at once");
  scene_free(&s);
}

Test(outcome, last_above_is_the_last_crossing_down) {
  const struct outcome_spec rows[] = {ROW(LAST_ABOVE, SINCE_START, .level = 4),
                                      ROW(LAST_ABOVE, SINCE_START, .level = 9)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  sample(&s, 0, 0), sample(&s, 1, 8), sample(&s, 2, 0);
  cr_expect_float_eq(s.values[0], 1.5, 1e-14);
  sample(&s, 3, 8);
  cr_expect(isnan(s.values[0]), "above again");
  sample(&s, 5, 6), sample(&s, 7, 2), sample(&s, 8, 1);
  cr_expect_float_eq(s.values[0], 6, 1e-14);
  cr_expect(s.values[1] == 0, "never above");
  scene_free(&s);
}

Test(outcome, a_level_may_be_a_share_of_the_peak_so_far) {
  const struct outcome_spec rows[] = {ROW(LAST_ABOVE, SINCE_START, .level = 0.1, .share_of_peak = true)};
  struct scene s;
  scene_make(&s, rows, 1);
  sample(&s, 0, 1), sample(&s, 1, 0), sample(&s, 2, 10), sample(&s, 3, 5);
  cr_expect(isnan(s.values[0]));
  sample(&s, 5, 0);
  cr_expect_float_eq(s.values[0], 4.6, 1e-14, "5 falls by 2.5 a day to 1");
  scene_free(&s);
}

Test(outcome, clocks_since_the_last_session_begin_anew_with_each) {
  const struct outcome_spec rows[] = {ROW(PEAK, SINCE_LAST_SESSION),
                                      ROW(PEAK_TIME, SINCE_LAST_SESSION),
                                      ROW(INTEGRAL, SINCE_LAST_SESSION),
                                      ROW(VALUE_AT, SINCE_LAST_SESSION, .at = 1),
                                      ROW(CHANGE, SINCE_LAST_SESSION),
                                      ROW(FIRST_ABOVE, SINCE_LAST_SESSION, .level = 3),
                                      ROW(LAST_ABOVE, SINCE_LAST_SESSION, .level = 3),
                                      ROW(LAST_ABOVE, SINCE_LAST_SESSION, .level = 0.25, .share_of_peak = true)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  sample(&s, 0, 20), sample(&s, 1, 20), sample(&s, 5, 0);
  cr_expect(s.values[0] == 20 && s.values[1] == 0 && s.values[3] == 20 && s.values[5] == 0,
            "from the start until then");
  sample(&s, 10, 40);
  session(&s, 10, 2);
  cr_expect(isnan(s.values[5]), "not yet above");
  cr_expect(s.values[6] == 0, "never above since");
  cr_expect(isnan(s.values[7]), "still above");
  cr_expect(isnan(s.values[3]));
  cr_expect_eq(s.values[2], 0);
  sample(&s, 12, 6), sample(&s, 14, 0);
  const double expected[] = {6, 2, 8 + 6, 4, -2, 0.5, 3, 3.5};
  for (size_t i = 0; i < 8; i++)
    cr_expect_float_eq(s.values[i], expected[i], 1e-13, "%s: %g", rows[i].name, s.values[i]);
  scene_free(&s);
}

Test(outcome, clocks_since_the_start_pass_over_sessions) {
  const struct outcome_spec rows[] = {ROW(PEAK_TIME, SINCE_START), ROW(CHANGE, SINCE_START),
                                      ROW(FIRST_ABOVE, SINCE_START, .level = 3),
                                      ROW(LAST_ABOVE, SINCE_START, .level = 3)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  sample(&s, 0, 1), sample(&s, 10, 2), session(&s, 10, 8), sample(&s, 12, 9), sample(&s, 14, 0);
  const double expected[] = {12, -1, 10, 12 + 4.0 / 3};
  for (size_t i = 0; i < 4; i++)
    cr_expect_float_eq(s.values[i], expected[i], 1e-13, "%s: %g", rows[i].name, s.values[i]);
  scene_free(&s);
}

Test(outcome, is_multiplied_by_its_factor) {
  const struct outcome_spec rows[] = {ROW(PEAK_TIME, SINCE_START, .factor = 24), ROW(FINAL, SINCE_START, .factor = -2),
                                      ROW(INTEGRAL, SINCE_START, .factor = 0.5),
                                      ROW(FIRST_ABOVE, SINCE_START, .level = 1, .factor = 24)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  sample(&s, 0, 0), sample(&s, 2, 4);
  const double expected[] = {48, -8, 2, 12};
  for (size_t i = 0; i < 4; i++)
    cr_expect_float_eq(s.values[i], expected[i], 1e-14, "%s: %g", rows[i].name, s.values[i]);
  scene_free(&s);
}

Test(outcome, passes_over_samples_that_are_not_there) {
  const struct outcome_spec rows[] = {ROW(FINAL, SINCE_START), ROW(CHANGE, SINCE_START), ROW(PEAK, SINCE_START),
                                      ROW(INTEGRAL, SINCE_START)};
  struct scene s;
  scene_make(&s, rows, COUNT(rows));
  sample(&s, 0, (double)NAN);
  for (size_t i = 0; i < 4; i++) cr_expect(isnan(s.values[i]), "%s of nothing", rows[i].name);
  sample(&s, 1, 2), sample(&s, 2, (double)NAN), sample(&s, 3, 4), sample(&s, 4, (double)NAN);
  const double expected[] = {4, 2, 4, 6};
  for (size_t i = 0; i < 4; i++) cr_expect_eq(s.values[i], expected[i], "%s: %g", rows[i].name, s.values[i]);
  scene_free(&s);
}

static double quotient(const void *derived, const double inputs[]) {
  return ((const struct tiny *)derived)->capacity * inputs[0] / inputs[1];
}
static double next(const void *derived, const double inputs[]) { return (void)derived, inputs[0] + 1; }

Test(outcome, conclusions_follow_from_outcomes_and_earlier_conclusions) {
  const struct outcome_spec rows[] = {ROW(FINAL, SINCE_START), ROW(PEAK, SINCE_START),
                                      OVER("absent", "of_no_layer", PEAK, SINCE_START)};
  const struct conclude_spec concludes[] = {{"share", "1", "", {"FINAL", "PEAK"}, quotient},
                                            {"more", "1", "", {"share"}, next},
                                            {"nothing", "1", "", {"FINAL", "absent"}, quotient},
                                            {"no_more", "1", "", {"nothing"}, next}};
  struct scene s;
  cr_assert_eq(scene_try(&s, rows, 3, concludes, 4), OK, "%s", s.error.sentence);
  sample(&s, 0, 8), sample(&s, 1, 2);
  const bool present[] = {true, true, false, true, true, false, false};
  for (size_t i = 0; i < 7; i++) {
    cr_expect_eq(outcomes_present(s.outcomes, i), present[i], "%zu", i);
    cr_expect_eq(isnan(s.values[i]), !present[i], "%zu", i);
  }
  cr_expect(s.values[3] == 0.25 && s.values[4] == 1.25);
  scene_free(&s);
}

Test(outcome, what_it_is_made_of_is_taken_at_every_step) {
  const struct outcome_spec rows[] = {ROW(FINAL, SINCE_START)};
  struct scene s;
  for (size_t n = 0; n < 2; n++) {
    scene_make(&s, rows, n);
    struct fields fields;
    double series[COUNT(measures)];
    cr_assert_eq(fields_create(&fields, &s.grid, T_FIELDS, s.laws.range, &s.error), OK);
    fields_row(&fields, T_SIGNAL, 0, 0)[0] = 3;
    gauges_take(s.gauges, &fields, 0, false, series, NULL);
    cr_expect(n ? series[SERIES] == 3 : isnan(series[SERIES]), "%zu outcomes: %g", n, series[SERIES]);
    fields_free(&fields);
    scene_free(&s);
  }
}

Test(outcome, a_row_over_what_is_no_series_is_refused) {
  const struct outcome_spec unknown[] = {OVER("odd", "profiles", FINAL, SINCE_START)};
  const struct outcome_spec over_profile[] = {OVER("odd", "profile", FINAL, SINCE_START)};
  const struct conclude_spec later[] = {{"early", "1", "", {"late"}, next}, {"late", "1", "", {"FINAL"}, next}};
  const struct outcome_spec rows[] = {ROW(FINAL, SINCE_START)};
  struct scene s;
  cr_expect_eq(scene_try(&s, unknown, 1, NULL, 0), ERROR_FAILED);
  cr_expect_not_null(strstr(s.error.sentence, "profiles"));
  scene_free(&s);
  cr_expect_eq(scene_try(&s, over_profile, 1, NULL, 0), ERROR_FAILED);
  scene_free(&s);
  cr_expect_eq(scene_try(&s, rows, 1, later, 2), ERROR_FAILED);
  cr_expect_not_null(strstr(s.error.sentence, "late"));
  scene_free(&s);
}
