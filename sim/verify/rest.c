/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A year without treatment changes nothing. */
#include <math.h>

#include "verify/small_runs.h"

/* Largest distance from rest of any field, over its scale. */
static double drift(const struct simulation *sim) {
  const struct fields *u = stepper_state(sim->stepper);
  const struct model *model = sim->settings->model;
  double largest = 0;
  for (size_t f = 0; f < model->n_fields; f++)
    for (size_t k = u->range[f].k0; k < u->range[f].k1; k++)
      for (size_t j = 0; j < sim->grid.axis[1].n; j++)
        for (size_t i = 0; i < sim->grid.axis[0].n; i++) {
          double far = fabs(fields_row(u, f, j, k)[i] - sim->laws.rest[f]) / model->fields[f].scale;
          if (!isnan(largest) && !(far <= largest)) largest = far;
        }
  return largest;
}

static int rest(const struct verify_models *models, const struct model *model, struct verify_report *report,
                struct error *error) {
  const struct verify_small small = {.geometry = AXISYMMETRIC, .days = 365, .untreated = true};
  struct verify_run run = {.settings = {.model = NULL}};
  int code = verify_run_begin(&run, models, model, &small, error);
  if (!code) code = simulation_advance(&run.sim, small.days, NULL, error);
  if (!code)
    code = verify_compare(report, (struct verify_numbers){0, stepper_residual(run.sim.stepper, small.days), 1e-12},
                          "round-off of rates that cancel, some 1e-16 of terms of up to 1000 scales a day", error,
                          "%s, untreated for a year: largest rate over scale, 1/day", model->name);
  if (!code)
    code = verify_compare(report, (struct verify_numbers){0, drift(&run.sim), 1e-10},
                          "a rate of 1e-12 of a scale a day for a year, less what decays", error,
                          "%s, untreated for a year: largest change over scale", model->name);
  verify_run_free(&run);
  return code;
}

int verify_rest(const struct verify_models *models, struct verify_report *report, struct error *error) {
  return verify_each_model(models, "untreated for a year", rest, report, error);
}
