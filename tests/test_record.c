/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Sessions within a simulation, and the tables that a run collects.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "run/record.h"
#include "tiny_run.h"

static const struct measure_spec measures[] = {
    {"by_depth", "1", "signal of each depth", T_SIGNAL, NULL, {ANYWHERE, {0, 0}, 0, false}, PROFILE},
    {"mean", "1", "mean signal", T_SIGNAL, NULL, {ANYWHERE, {0, 0}, 0, false}, MEAN},
    {"nowhere", "1", "below the grid", T_SIGNAL, NULL, {ANYWHERE, {5, 6}, 0, false}, MEAN},
    {"deep", "1", "mover of each depth", T_MOVER, NULL, {ANYWHERE, {0, 0}, 0, false}, PROFILE},
    {"near", "1", "signal near channels", T_SIGNAL, NULL, {ANYWHERE, {0, 0}, 0.04, false}, MEAN}};
static double twice(const void *derived, const double inputs[]) { return (void)derived, 2 * inputs[0]; }
static const struct combine_spec combines[] = {{"double", "1", "twice the mean", {"mean"}, twice}};
#define OVER(row_name, row_series, row_functional, ...) \
  { .name = row_name, .unit = "1", .doc = "", .series = row_series, .functional = row_functional, .clock = __VA_ARGS__ }
static const struct outcome_spec outcomes[] = {
    OVER("last", "mean", FINAL, SINCE_START), OVER("never", "nowhere", FINAL, SINCE_START),
    OVER("total", "mean", INTEGRAL, SINCE_START), OVER("peak", "near", PEAK, SINCE_LAST_SESSION),
    OVER("since", "mean", CHANGE, SINCE_LAST_SESSION)};
static const struct conclude_spec concludes[] = {{"more", "1", "twice the last", {"last"}, twice}};

static struct tiny numbers;
static struct model model;
static struct settings *settings;

static void set_up(void) {
  numbers = (struct tiny){.decay = 0.5, .capacity = 1, .signal_diffusivity = 0.01, .rim = 0.02};
  model = tiny_model;
  model.measures = measures, model.n_measures = COUNT(measures), model.combines = combines, model.n_combines = 1;
  model.outcomes = outcomes, model.n_outcomes = COUNT(outcomes), model.concludes = concludes, model.n_concludes = 1;
  settings = tiny_settings(&model, &numbers);
  settings->periodic = 1;
}
static void tear_down(void) { free(settings); }
TestSuite(record, .init = set_up, .fini = tear_down);

static void make(struct simulation *sim, struct record *record, size_t rows) {
  struct error error = {OK, ""};
  cr_assert_eq(simulation_create(sim, settings, &error), OK, "%s", error.sentence);
  cr_assert_eq(record_create(record, sim, rows, &error), OK, "%s", error.sentence);
}

static void advance(struct simulation *sim, double target, struct watcher *watcher) {
  struct error error = {OK, ""};
  cr_assert_eq(simulation_advance(sim, target, watcher, &error), OK, "%s", error.sentence);
}

static double mean_signal(struct simulation *sim) {
  double sum = 0;
  for (size_t k = 0; k < 5; k++)
    for (size_t j = 0; j < 8; j++)
      for (size_t i = 0; i < 8; i++) sum += fields_row(stepper_state(sim->stepper), T_SIGNAL, j, k)[i];
  return sum / (5 * 8 * 8);
}

static double value(const struct table *table, const char *name, size_t place) {
  for (size_t c = 0; c < table->n_columns; c++)
    if (strcmp(table->columns[c].name, name) == 0) return table->columns[c].values[place];
  cr_assert_fail("there is a column %s", name);
  return (double)NAN;
}

Test(record, has_a_row_for_each_time_and_a_column_for_each_series_that_is_present) {
  tiny_treat(settings, 1, 4, 0.3, 0.03);
  struct simulation sim;
  struct record record;
  make(&sim, &record, 3);
  double expected[3];
  for (size_t row = 0; row < 3; row++) {
    advance(&sim, 0.5 * (double)row, NULL);
    if (row == 1) simulation_injure(&sim, 0);
    record_take(&record);
    expected[row] = mean_signal(&sim);
  }
  struct table table = record_content(&record).measures;
  cr_assert_eq(table.n_rows, 3);
  cr_assert_eq(table.n_columns, 5, "by_depth, mean, deep, near, double");
  cr_expect_gt(expected[1], 0);
  for (size_t row = 0; row < 3; row++) {
    cr_expect_eq(table.time[row], 0.5 * (double)row);
    cr_expect_float_eq(value(&table, "mean", row), expected[row], 1e-15);
    cr_expect_float_eq(value(&table, "double", row), 2 * expected[row], 1e-15);
    cr_expect_eq(isnan(value(&table, "near", row)), row == 0);
    double column = 0;
    for (size_t k = 0; k < 5; k++) {
      column += value(&table, "by_depth", row * 5 + k) / 5;
      cr_expect_eq(isnan(value(&table, "deep", row * 5 + k)), k < 2, "plane %zu", k);
    }
    cr_expect_float_eq(column, expected[row], 1e-15);
  }
  for (size_t c = 0; c < 5; c++) {
    bool profile = strcmp(table.columns[c].name, "by_depth") == 0 || strcmp(table.columns[c].name, "deep") == 0;
    cr_expect_eq(table.columns[c].profile, profile, "%s", table.columns[c].name);
    cr_expect(strlen(table.columns[c].unit) > 0 && strlen(table.columns[c].description) > 0);
  }
  record_free(&record);
  simulation_free(&sim);
}

Test(record, holds_outcomes_and_conclusions_so_far) {
  tiny_treat(settings, 1, 4, 0.3, 0.03);
  numbers.signal_diffusivity = 0;
  struct simulation sim;
  struct record record;
  make(&sim, &record, 1);
  simulation_injure(&sim, 0);
  double begin = mean_signal(&sim), near = sim.series[4];
  advance(&sim, 2, NULL);
  struct table table = record_content(&record).outcomes;
  cr_assert_eq(table.n_rows, 1);
  cr_assert_eq(table.n_columns, 5, "last, total, peak, since, more");
  cr_expect_null(table.time);
  cr_expect_float_eq(value(&table, "last", 0), mean_signal(&sim), 1e-15);
  cr_expect_eq(value(&table, "more", 0), 2 * value(&table, "last", 0));
  cr_expect_float_eq(value(&table, "last", 0), begin * exp(-1), 1e-3 * begin);
  cr_expect_float_eq(value(&table, "total", 0), begin * (1 - exp(-1)) / 0.5, 1e-2 * begin, "trapezoid over all steps");
  cr_expect_eq(value(&table, "peak", 0), near, "the sample just after the session counts");
  cr_expect_float_eq(value(&table, "since", 0), mean_signal(&sim) - begin, 1e-15, "from just after the session");
  record_free(&record);
  simulation_free(&sim);
}

Test(record, tells_of_the_sessions_that_were) {
  tiny_treat(settings, 2, 4, 0.3, 0.03);
  struct simulation sim;
  struct record record;
  make(&sim, &record, 1);
  cr_expect_eq(record_content(&record).n_sessions, 0);
  for (size_t i = 0; i < 2; i++) {
    advance(&sim, (double)i, NULL);
    simulation_injure(&sim, i);
    struct content content = record_content(&record);
    cr_assert_eq(content.n_sessions, i + 1);
    const struct session_record *session = &content.sessions[i];
    cr_expect_eq(session->time, (double)i);
    cr_assert_eq(session->n_punctures, 4);
    cr_expect_eq(session->punctures, sim.treatment.session[i].punctures.puncture);
    cr_expect_eq(session->injured, sim.treatment.session[i].injured);
    struct table report = {session->n_report, 1, session->report, NULL};
    cr_assert_eq(report.n_columns, 7, "five numbers, and the volume in each of two layers");
    cr_expect(value(&report, "punctures", 0) == 4 && value(&report, "punctures_pierced", 0) == 4);
    cr_expect_float_eq(value(&report, "density", 0), 4 / 0.64, 1e-12);
    cr_expect_gt(value(&report, "injured_volume_upper", 0), value(&report, "injured_volume_lower", 0));
  }
  record_free(&record);
  simulation_free(&sim);
}

/* Remembers the first step. */
struct first {
  struct watcher watcher;
  double dt;
};

static int note(struct watcher *watcher, const struct simulation *sim, double dt, struct error *error) {
  struct first *first = (struct first *)watcher;
  (void)sim;
  if (!(first->dt > 0)) first->dt = dt;
  return (int)error->code;
}

Test(record, a_session_is_followed_by_a_small_step) {
  tiny_treat(settings, 1, 4, 0.3, 0.03);
  struct simulation sim;
  struct record record;
  make(&sim, &record, 1);
  advance(&sim, 1, NULL);
  struct first resting = {.watcher = {note}}, injured = resting;
  advance(&sim, 2, &resting.watcher);
  simulation_injure(&sim, 0);
  advance(&sim, 3, &injured.watcher);
  cr_expect_gt(resting.dt, 0.01);
  cr_expect_lt(injured.dt, 5.0 / 86400, "seconds: %g day", injured.dt);
  record_free(&record);
  simulation_free(&sim);
}

/* Two sessions and two days, on a grid so large that threads share it. */
static void treated(int threads, struct simulation *sim, struct record *record) {
  omp_set_num_threads(threads);
  make(sim, record, 3);
  for (size_t i = 0; i < 2; i++) {
    advance(sim, (double)i, NULL);
    record_take(record);
    simulation_injure(sim, i);
  }
  advance(sim, 2, NULL);
  record_take(record);
}

Test(record, has_the_same_bits_on_any_number_of_threads) {
  tiny_treat(settings, 2, 20, 0.3, 0.03);
  settings->width[0] = 4, settings->width[1] = 4;
  numbers.mover_diffusivity = 0.01, numbers.speed = 0.1, numbers.length = 0.1, numbers.scale = 1, numbers.growth = 1;
  struct simulation one, many;
  struct record first, other;
  treated(1, &one, &first);
  cr_assert_gt(grid_size(&one.grid) * T_FIELDS, 1u << 14);
  cr_expect_gt(one.tally.accepted, 20);
  for (int threads = 2; threads <= 3; threads++) {
    treated(threads, &many, &other);
    cr_expect_eq(many.tally.accepted, one.tally.accepted);
    for (size_t f = 0; f < T_FIELDS; f++) {
      const struct fields *u = stepper_state(one.stepper), *v = stepper_state(many.stepper);
      size_t n = (u->range[f].k1 - u->range[f].k0) * u->plane;
      cr_expect_arr_eq(v->plane0[f], u->plane0[f], n * sizeof(double), "%d threads, field %zu", threads, f);
    }
    cr_expect_arr_eq(other.series, first.series, (COUNT(measures) + 1) * 3 * sizeof(double), "%d threads", threads);
    cr_expect_arr_eq(other.profiles, first.profiles, 2 * 3 * 5 * sizeof(double), "%d threads", threads);
    record_content(&first), record_content(&other);
    cr_expect_arr_eq(other.outcomes, first.outcomes, 6 * sizeof(double), "%d threads", threads);
    record_free(&other);
    simulation_free(&many);
  }
  record_free(&first);
  simulation_free(&one);
}
