/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a run will cost: the steps of a cell are counted, those of a box are those of the cell of its mean channel.
 */
#include <criterion/criterion.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <string.h>

#include "run/rehearsal.h"
#include "run/size.h"
#include "tiny_run.h"

static struct tiny numbers = {.signal_diffusivity = 0.05, .decay = 3, .growth = 2, .capacity = 1, .rim = 0.02};

/* The axisymmetric cell of one channel of 0.3 mm by 0.05 mm, treated on days 0 and 1 of three. */
static struct settings *cell(double radius) {
  struct settings *s = tiny_settings(&tiny_model, &numbers);
  tiny_treat(s, 2, 5, 0.3, 0.05);
  s->geometry = AXISYMMETRIC;
  s->radius = radius;
  s->end = 3 * (int64_t)86400000;
  return s;
}

/* From day 1.5 on the signal decays so fast that steps are rejected. */
static void suddenly(const void *derived, const struct cells *cells, const double *const u[],
                     double *const production[], double *const loss[]) {
  const struct tiny *p = derived;
  (void)u, (void)production;
  for (size_t i = 0; i < cells->n; i++) loss[T_SIGNAL][i] += cells->t > 1.5 ? 1e3 * p->decay : p->decay;
}

static struct rehearsal rehearsed(const struct settings *settings) {
  struct simulation sim;
  struct rehearsal rehearsal;
  struct error error = {OK, ""};
  cr_assert_eq(simulation_create(&sim, settings, &error), OK, "%s", error.sentence);
  cr_assert_eq(rehearse(&rehearsal, settings, &sim.grid, &sim.treatment, &error), OK, "%s", error.sentence);
  simulation_free(&sim);
  return rehearsal;
}

/* Steps that are foretold; the settings are freed. */
static size_t steps(struct settings *settings) {
  struct rehearsal rehearsal = rehearsed(settings);
  size_t n = rehearsal.steps;
  rehearsal_free(&rehearsal);
  free(settings);
  return n;
}

/* Steps of the run itself, rejected ones included. @param rejected  out, or NULL */
static size_t steps_taken(const struct settings *settings, size_t *rejected) {
  struct simulation sim;
  struct schedule schedule;
  struct error error = {OK, ""};
  cr_assert_eq(schedule_create(&schedule, settings, &error), OK);
  cr_assert_eq(simulation_create(&sim, settings, &error), OK, "%s", error.sentence);
  for (size_t i = 0; i < schedule.n; i++) {
    double day = (double)schedule.event[i].time / 86400000;
    cr_assert_eq(simulation_advance(&sim, day, NULL, &error), OK, "%s", error.sentence);
    if (schedule.event[i].session >= 0) simulation_injure(&sim, (size_t)schedule.event[i].session);
  }
  size_t n = sim.tally.accepted + sim.tally.rejected;
  if (rejected) *rejected = sim.tally.rejected;
  simulation_free(&sim);
  schedule_free(&schedule);
  return n;
}

Test(rehearsal, counts_the_steps_of_a_cell_exactly) {
  static const struct part_spec parts[] = {{"all", suddenly, "decay"}};
  struct model model = tiny_model;
  model.parts = parts;
  struct settings *settings = cell(0.4);
  settings->model = &model;
  settings->tolerance = 1e-4;
  settings->frames.every = 21600000, settings->measures.every = 7200000;
  struct rehearsal rehearsal = rehearsed(settings);
  size_t rejected;
  cr_expect_eq(rehearsal.steps, steps_taken(settings, &rejected), "%zu", rehearsal.steps);
  cr_expect(rehearsal.steps > 50 && rejected > 0, "%zu steps, %zu rejected", rehearsal.steps, rejected);
  cr_expect_eq(rehearsal.frames, 13, "four a day, and the start");
  cr_expect(rehearsal.step_wall > 0 && rehearsal.step_wall < 1 && rehearsal.start_wall > 0);
  cr_expect_str_eq(rehearsal.notes, "");
  rehearsal_free(&rehearsal);
  free(settings);
}

Test(rehearsal, ends_for_a_session_at_the_end_and_without_any) {
  struct settings *settings = cell(0.4);
  settings->session[1] = settings->end;
  size_t late = steps_taken(settings, NULL);
  cr_expect_eq(steps(settings), late);
  settings = tiny_settings(&tiny_model, &numbers);
  settings->end = 30 * (int64_t)86400000;
  size_t untreated = steps_taken(settings, NULL);
  cr_expect_eq(steps(settings), untreated, "at rest a cell takes the steps of a box");
}

Test(rehearsal, takes_the_cell_of_the_mean_channel_for_a_box) {
  struct settings *settings = cell(sqrt(0.64 / (M_PI * 5)));
  settings->tolerance = 1e-4;
  size_t due = steps(settings);
  settings = cell(0);
  settings->tolerance = 1e-4;
  settings->geometry = CARTESIAN;
  settings->depth_deviation = 0;
  cr_expect_eq(steps(settings), due, "five channels in 0.64 mm^2");
}

Test(rehearsal, takes_the_mean_of_listed_channels_that_pierce) {
  static struct puncture listed[] = {{.x = 0.2, .y = 0.2, .depth = 0.2, .radius = 0.03, .taper = 0.2},
                                     {.x = 0.6, .y = 0.6, .depth = 0.4, .radius = 0.07, .taper = 0.4},
                                     {.x = 0.4, .y = 0.4, .depth = 0, .radius = 0.3, .taper = 1}};
  static long sessions[] = {0, 0, 0};
  struct settings *settings = cell(sqrt(0.64 / (M_PI * 2)));
  settings->tolerance = 1e-4;
  settings->taper = 0.3;
  size_t due = steps(settings);
  settings = cell(0);
  settings->tolerance = 1e-4;
  settings->geometry = CARTESIAN;
  settings->device = FROM_FILE;
  settings->density = settings->channel_depth = settings->channel_radius = (double)NAN;
  settings->listed = listed;
  settings->listed_session = sessions;
  settings->n_listed = 3;
  cr_expect_eq(steps(settings), due);
}

Test(rehearsal, of_a_slab_and_of_a_single_column_of_cells) {
  for (size_t axes = 0; axes < 2; axes++) {
    struct settings *settings = cell(0);
    settings->geometry = CARTESIAN;
    settings->density = 200;
    settings->width[1] = 0;
    if (axes == 0) settings->width[0] = 0;
    cr_expect_gt(steps(settings), 10, "%zu axes", axes);
  }
}

/* Wall time of a step of a resting box of 5 planes [s]. */
static double wall(double x, double y) {
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  settings->width[0] = x, settings->width[1] = y;
  struct grid_request request = size_request(settings);
  struct grid grid;
  struct rehearsal rehearsal;
  struct error error = {OK, ""};
  cr_assert_eq(grid_create(&grid, &request, &error), OK);
  cr_assert_eq(rehearse(&rehearsal, settings, &grid, &(struct treatment){0}, &error), OK, "%s", error.sentence);
  double seconds = rehearsal.step_wall;
  rehearsal_free(&rehearsal);
  grid_free(&grid);
  free(settings);
  return seconds;
}

/* The large box has 256 times as many rows. */
Test(rehearsal, scales_the_time_of_a_part_to_the_box) {
  double least = HUGE_VAL, along_y = HUGE_VAL;
  for (int attempt = 0; attempt < 3; attempt++) {
    least = fmin(least, wall(400, 2.5));
    along_y = fmin(along_y, wall(400, 640));
  }
  cr_expect(along_y > 64 * least && along_y < 1024 * least, "%g s for 25 rows, %g s for 256 times as many", least,
            along_y);
}

/* Three layers, the one in the middle thin: at its own thickness as spacing its faces would fall together. */
Test(rehearsal, keeps_every_layer_where_it_makes_cells_larger) {
  static const struct layer_spec layers[] = {{"upper", "above"}, {"lower", "below"}, {"lowest", "deep"}};
  struct model model = tiny_model;
  model.layers = layers;
  model.n_layers = 3;
  struct settings *settings = cell(8);
  settings->model = &model;
  settings->thickness[0] = 0.9821, settings->thickness[1] = 0.1, settings->thickness[2] = 0.4669;
  settings->spacing[0] = settings->spacing[1] = settings->spacing[2] = 0.02;
  cr_expect_gt(steps(settings), 10);
}
