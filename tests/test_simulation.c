/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A simulation of a small model: rest, events, rejected steps, what is counted; and a year of untreated skin.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "models/registry.h"
#include "run/simulation.h"
#include "tiny_run.h"

/* Counts steps and adds their sizes. */
struct counter {
  struct watcher watcher;
  size_t n;
  double sum, first;
};

static int count(struct watcher *watcher, const struct simulation *simulation, double dt, struct error *error) {
  struct counter *counter = (struct counter *)watcher;
  (void)simulation;
  if (counter->n++ == 0) counter->first = dt;
  counter->sum += dt;
  return (int)error->code;
}

static void make(struct simulation *sim, const struct settings *settings) {
  struct error error = {OK, ""};
  cr_assert_eq(simulation_create(sim, settings, &error), OK, "%s", error.sentence);
}

static void advance(struct simulation *sim, double target, struct counter *counter) {
  struct error error = {OK, ""};
  int code = simulation_advance(sim, target, counter ? &counter->watcher : NULL, &error);
  cr_assert_eq(code, OK, "%s", error.sentence);
}

static void fill(struct simulation *sim, size_t f, double value) {
  struct fields *u = stepper_state(sim->stepper);
  for (size_t k = u->range[f].k0; k < u->range[f].k1; k++)
    for (size_t j = 0; j < sim->grid.axis[1].n; j++)
      for (size_t i = 0; i < sim->grid.axis[0].n; i++) fields_row(u, f, j, k)[i] = value;
}

static double first_of(struct simulation *sim, size_t f) {
  const struct fields *u = stepper_state(sim->stepper);
  return fields_row(u, f, 0, u->range[f].k0)[0];
}

static double farthest_from_rest(struct simulation *sim) {
  const struct fields *u = stepper_state(sim->stepper);
  double largest = 0;
  for (size_t f = 0; f < u->n; f++)
    for (size_t k = u->range[f].k0; k < u->range[f].k1; k++)
      for (size_t j = 0; j < sim->grid.axis[1].n; j++)
        for (size_t i = 0; i < sim->grid.axis[0].n; i++) {
          double off = fabs(fields_row(u, f, j, k)[i] - sim->laws.rest[f]) / sim->settings->model->fields[f].scale;
          if (!(off <= largest)) largest = off;
        }
  return largest;
}

Test(simulation, a_year_of_untreated_skin_changes_nothing_with_any_modules) {
  const char *const modules[] = {"skin.modules=[]", "skin.modules=[vessels]", "skin.modules=[hyaluronan]",
                                 "skin.modules=[vessels, hyaluronan]"};
  for (size_t m = 0; m < 4; m++) {
    struct settings *settings = calloc(1, sizeof *settings);
    struct error error = {OK, ""};
    const struct assignment set[] = {{modules[m]}, {"grid.width=[0.2 mm, 0.2 mm]"}, {"skin.layers.dermis=0.4 mm"}};
    const struct settings_request request = {.path = MEND_SOURCE_DIR "/configs/untreated.yaml",
                                             .assignments = set,
                                             .n_assignments = 3,
                                             .models = models,
                                             .n_models = n_models};
    cr_assert_eq(settings_read(settings, &request, stderr, &error), OK, "%s", error.sentence);
    struct simulation sim;
    make(&sim, settings);
    size_t fields = 0;
    for (size_t f = 0; f < settings->model->n_fields; f++) fields += sim.laws.range[f].k1 > sim.laws.range[f].k0;
    cr_expect_eq(fields, settings->model->n_fields - (m & 1 ? 0 : 2) - (m & 2 ? 0 : 1), "%s: %zu fields", modules[m],
                 fields);
    cr_expect_lt(sim.tally.rest_residual, 1e-12);
    advance(&sim, 365, NULL);
    cr_expect_eq(sim.t, 365);
    cr_expect_lt(farthest_from_rest(&sim), 1e-12, "%s: %g", modules[m], farthest_from_rest(&sim));
    cr_expect(sim.tally.rejected == 0 && sim.tally.negative == 0 && sim.tally.lowest >= 0, "%s", modules[m]);
    simulation_free(&sim);
    settings_free(settings);
    free(settings);
  }
}

Test(simulation, lands_exactly_on_every_target) {
  struct tiny numbers = {.decay = 1, .growth = 2, .capacity = 1};
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  struct simulation sim;
  make(&sim, settings);
  fill(&sim, T_SIGNAL, 1), fill(&sim, T_MOVER, 0.01);
  struct counter counter = {.watcher = {count}};
  const double targets[] = {0, 1e-9, 0.1, 0.3, 1.0 / 3, 0.7, 0.7, 5.1};
  for (size_t i = 0; i < COUNT(targets); i++) {
    advance(&sim, targets[i], &counter);
    cr_expect_eq(sim.t, targets[i], "%.17g", sim.t);
  }
  cr_expect_float_eq(counter.sum, 5.1, 1e-12);
  cr_expect_eq(counter.n, sim.tally.accepted);
  cr_expect_float_eq(first_of(&sim, T_SIGNAL), exp(-5.1), 1e-3);
  cr_expect_float_eq(first_of(&sim, T_MOVER), 1 / (1 + 99 * exp(-10.2)), 1e-2);
  simulation_free(&sim);
  free(settings);
}

static int refuse(struct watcher *watcher, const struct simulation *simulation, double dt, struct error *error) {
  (void)watcher, (void)simulation, (void)dt;
  return error_set(error, ERROR_FAILED, "enough");
}

Test(simulation, stops_after_the_step_that_its_watcher_refuses) {
  struct tiny numbers = {.decay = 1, .growth = 2, .capacity = 1};
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  struct simulation sim;
  struct watcher watcher = {refuse};
  struct error error = {OK, ""};
  make(&sim, settings);
  fill(&sim, T_SIGNAL, 1);
  cr_expect_eq(simulation_advance(&sim, 100, &watcher, &error), ERROR_FAILED);
  cr_expect_str_eq(error.sentence, "enough");
  cr_expect(sim.tally.accepted == 1 && sim.t > 0 && sim.t < 100);
  simulation_free(&sim);
  free(settings);
}

Test(simulation, lands_exactly_where_sums_of_steps_would_not) {
  struct tiny numbers = {.capacity = 1};
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  struct simulation sim;
  make(&sim, settings);
  size_t inexact = 0;
  for (uint64_t walk = 0; walk < 20; walk++) {
    sim.t = 0;
    for (double t = 1e-12; t < 1e-5; t *= 2 + 5 * random_uniform(1, walk, 0, (uint64_t)sim.tally.accepted)) {
      struct counter counter = {.watcher = {count}};
      inexact += sim.t + (t - sim.t) != t;
      advance(&sim, t, &counter);
      cr_assert_eq(sim.t, t, "%.17g", t);
      cr_assert_eq(counter.n, 1, "a second step would be one of round-off");
    }
  }
  cr_expect_gt(inexact, 0, "the case occurred");
  simulation_free(&sim);
  free(settings);
}

static void rest_of_one(const void *derived, double u[]) {
  (void)derived;
  u[T_SIGNAL] = 1, u[T_MOVER] = u[T_CROWD] = 0;
}

/* Not a number in the upper layer alone. */
static void broken_above(const void *derived, const struct cells *cells, const double *const u[],
                         double *const production[], double *const loss[]) {
  (void)derived, (void)u, (void)loss;
  for (size_t i = 0; i < cells->n; i++) production[T_SIGNAL][i] += cells->layer == 0 ? (double)NAN : 0;
}

static void expect_refused(const struct settings *settings, const char *word) {
  struct simulation sim;
  struct error error = {OK, ""};
  cr_expect_eq(simulation_create(&sim, settings, &error), ERROR_CONFIG);
  cr_expect_not_null(strstr(error.sentence, word), "'%s' says %s", error.sentence, word);
  simulation_free(&sim);
}

Test(simulation, refuses_a_model_whose_rest_does_not_rest) {
  const struct part_spec broken = {"broken", broken_above, ""};
  struct tiny numbers = {.decay = 1e-11, .capacity = 1};
  struct model restless = tiny_model, mad = tiny_model;
  restless.rest = rest_of_one;
  mad.parts = &broken;
  struct settings *settings = tiny_settings(&restless, &numbers);
  expect_refused(settings, "tiny");
  numbers.decay = 1e-13;
  struct simulation sim;
  make(&sim, settings);
  cr_expect_float_eq(sim.tally.rest_residual, 1e-13, 1e-16);
  simulation_free(&sim);
  settings->model = &mad;
  expect_refused(settings, "rest");
  free(settings);
}

static void objects(const void *derived, struct judge *judge) {
  judge->say(judge, NOTE, "a gain");
  judge->say(judge, WARNING, "too much");
  if (((const struct tiny *)derived)->growth > 1) judge->say(judge, REFUSAL, "no growth above 1");
}

Test(simulation, keeps_what_the_model_notes_and_refuses_what_it_refuses) {
  struct tiny numbers = {.capacity = 1};
  struct model model = tiny_model;
  model.check = objects;
  struct settings *settings = tiny_settings(&model, &numbers);
  struct simulation sim;
  make(&sim, settings);
  cr_expect_str_eq(sim.notes, "a gain\nwarning: too much\n");
  simulation_free(&sim);
  numbers.growth = 2;
  expect_refused(settings, "no growth above 1");
  free(settings);
}

/* Growth to the capacity that sets in on day 0.5, a thousand times faster than the steps until then. */
static void wakes(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                  double *const loss[]) {
  (void)derived;
  double rate = cells->t < 0.5 ? 0 : 1e3;
  for (size_t i = 0; i < cells->n; i++) {
    production[T_SIGNAL][i] += rate * u[T_SIGNAL][i];
    loss[T_SIGNAL][i] += rate * u[T_SIGNAL][i];
  }
}

Test(simulation, tries_a_rejected_step_again_with_a_smaller_one) {
  const struct part_spec part = {"wakes", wakes, ""};
  struct tiny numbers = {.capacity = 1};
  struct model model = tiny_model;
  model.parts = &part;
  struct settings *settings = tiny_settings(&model, &numbers);
  struct simulation sim;
  make(&sim, settings);
  fill(&sim, T_SIGNAL, 0.01);
  struct counter before = {.watcher = {count}}, after = before;
  advance(&sim, 0.5, &before);
  cr_expect_eq(sim.tally.rejected, 0, "nothing happens until then");
  advance(&sim, 0.5 + 4.5951198501346e-3, &after); /* 1000 t = log 99: half of the capacity */
  cr_expect_gt(sim.tally.rejected, 0);
  cr_expect_eq(sim.tally.accepted, before.n + after.n, "rejected steps are not counted as accepted");
  cr_expect_float_eq(first_of(&sim, T_SIGNAL), 0.5, 0.02, "%g", first_of(&sim, T_SIGNAL));
  simulation_free(&sim);
  free(settings);
}

/* u' = u^2 from 1: without end on day 1. */
static void explodes(const void *derived, const struct cells *cells, const double *const u[],
                     double *const production[], double *const loss[]) {
  (void)derived, (void)loss;
  for (size_t i = 0; i < cells->n; i++) production[T_SIGNAL][i] += u[T_SIGNAL][i] * u[T_SIGNAL][i];
}

Test(simulation, says_when_no_step_is_small_enough) {
  const struct part_spec part = {"explodes", explodes, ""};
  struct tiny numbers = {.capacity = 1};
  struct model model = tiny_model;
  model.parts = &part;
  struct settings *settings = tiny_settings(&model, &numbers);
  struct simulation sim;
  struct error error = {OK, ""};
  make(&sim, settings);
  fill(&sim, T_SIGNAL, 1);
  advance(&sim, 0.5, NULL);
  cr_expect_float_eq(first_of(&sim, T_SIGNAL), 2, 0.04, "1/(1 - t): %g", first_of(&sim, T_SIGNAL));
  cr_expect_eq(simulation_advance(&sim, 2, NULL, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "no step is small enough: signal"), "%s", error.sentence);
  cr_expect_float_eq(sim.t, 1, 0.05, "it stops where the solution does: %g", sim.t);
  simulation_free(&sim);
  free(settings);
}
