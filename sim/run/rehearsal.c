/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/rehearsal.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "run/course.h"

static const double CELLS = 1200, PART = 1.5e6;
static const double LONG_ENOUGH = 0.2; /* to time steps [s] */

/* The mean channel, and its share of the surface. Needles that did not pierce make none. */
static void place_one_channel(struct settings *copy, const struct grid *grid, const struct treatment *treatment) {
  double n = 0, depth = 0, radius = 0, taper = 0;
  for (size_t i = 0; i < treatment->n_planned; i++)
    for (size_t p = 0; p < treatment->session[i].punctures.n; p++) {
      const struct puncture *puncture = &treatment->session[i].punctures.puncture[p];
      if (!(puncture->depth > 0)) continue;
      n++;
      depth += puncture->depth;
      radius += puncture->radius;
      taper += puncture->taper;
    }
  if (n == 0) { /* nothing happens, anywhere */
    copy->radius = copy->spacing[0];
    return;
  }
  copy->device = RANDOM;
  copy->channel_depth = depth / n;
  copy->channel_radius = radius / n;
  copy->taper = taper / n;
  copy->radius = sqrt(grid->axis[0].length * grid->axis[1].length * (double)treatment->n_planned / (M_PI * n));
}

/* Along z no further than that every layer keeps a plane. */
static void coarsen(struct settings *copy) {
  double total = 0, thinnest = HUGE_VAL;
  for (size_t l = 0; l < copy->model->n_layers; l++) {
    total += copy->thickness[l];
    if (copy->thickness[l] > 0) thinnest = fmin(thinnest, copy->thickness[l]);
  }
  double cells = copy->radius / copy->spacing[0] * (total / copy->spacing[2]);
  if (cells <= CELLS) return;
  double factor = sqrt(cells / CELLS);
  double coarsest = fmax(total / ceil(total / thinnest), copy->spacing[2]);
  copy->spacing[2] = fmin(copy->spacing[2] * factor, coarsest);
  copy->spacing[0] *= factor;
  copy->spacing[1] = copy->spacing[0];
}

static int count_steps(struct rehearsal *rehearsal, const struct settings *settings, const struct grid *grid,
                       const struct treatment *treatment, struct error *error) {
  struct settings copy = *settings; /* its texts and parameters stay the original's */
  if (grid->geometry != AXISYMMETRIC) {
    copy.geometry = AXISYMMETRIC;
    copy.periodic = 0;
    place_one_channel(&copy, grid, treatment);
  }
  coarsen(&copy);
  struct schedule schedule;
  struct simulation sim = {0};
  int code = schedule_create(&schedule, settings, error);
  for (size_t i = 0; i < schedule.n; i++) rehearsal->frames += schedule.event[i].frame;
  if (!code) code = simulation_create(&sim, &copy, error);
  size_t said = sim.notes_size; /* of the numbers: the box has its own */
  if (!code) code = course_follow(&sim, &schedule, error);
  rehearsal->steps = sim.tally.accepted + sim.tally.rejected;
  if (!code) rehearsal->notes = strdup(sim.notes + said);
  if (!code && !rehearsal->notes) code = error_set(error, ERROR_FAILED, "no memory for notes");
  simulation_free(&sim);
  schedule_free(&schedule);
  return code;
}

/* The largest part of the box that is within bounds; rows stay long, since short ones cost more per cell. */
static void cut(struct settings *copy, const struct grid *grid) {
  copy->n_sessions = 0;
  if (grid->geometry == AXISYMMETRIC) return;
  double rows = PART / (double)(copy->model->n_fields * grid->axis[2].n);
  double nx = fmin((double)grid->axis[0].n, fmax(8, rows)), ny = fmin((double)grid->axis[1].n, fmax(1, rows / nx));
  if (grid->axis[0].n > 1) copy->width[0] = nx * grid->axis[0].h;
  if (grid->axis[1].n > 1) copy->width[1] = floor(ny) * grid->axis[1].h;
}

static int time_steps(struct rehearsal *rehearsal, const struct settings *settings, const struct grid *grid,
                      struct error *error) {
  enum { WARM = 2, LEAST = 3 };
  struct settings copy = *settings;
  struct simulation sim;
  cut(&copy, grid);
  double begin = wall_clock();
  int code = simulation_create(&sim, &copy, error);
  double share = code ? 1 : (double)grid_size(grid) / (double)grid_size(&sim.grid);
  rehearsal->start_wall = share * (wall_clock() - begin);
  size_t n = 0;
  for (; !code && (n < WARM + LEAST || wall_clock() - begin < LONG_ENOUGH); n++) {
    if (n == WARM) begin = wall_clock();
    stepper_try(sim.stepper, 0, control_step(0), 0);
    stepper_accept(sim.stepper);
    gauges_take(sim.gauges, stepper_state(sim.stepper), 0, false, sim.series, NULL);
  }
  if (!code) rehearsal->step_wall = share * (wall_clock() - begin) / (double)(n - WARM);
  simulation_free(&sim);
  return code;
}

int rehearse(struct rehearsal *rehearsal, const struct settings *settings, const struct grid *grid,
             const struct treatment *treatment, struct error *error) {
  *rehearsal = (struct rehearsal){0};
  TRY(count_steps(rehearsal, settings, grid, treatment, error));
  return time_steps(rehearsal, settings, grid, error);
}

void rehearsal_free(struct rehearsal *rehearsal) {
  free(rehearsal->notes);
  *rehearsal = (struct rehearsal){0};
}
