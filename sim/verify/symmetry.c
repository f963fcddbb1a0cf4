/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a needle does in the centre of a square box looks the same from all four sides. */
#include <math.h>

#include "verify/small_runs.h"

/* Value of a field in the cell that a mirror image shows in cell (i, j, k): of x, of y, or both exchanged. */
static double image(const struct fields *u, size_t f, size_t n, int which, size_t i, size_t j, size_t k) {
  switch (which) {
    case 0: return fields_row(u, f, j, k)[n - 1 - i];
    case 1: return fields_row(u, f, n - 1 - j, k)[i];
    default: return fields_row(u, f, i, k)[j];
  }
}

/* Largest difference between any field and its images, over its scale. */
static double asymmetry(const struct simulation *sim) {
  enum { IMAGES = 3 };
  const struct fields *u = stepper_state(sim->stepper);
  const struct model *model = sim->settings->model;
  size_t n = sim->grid.axis[0].n;
  double largest = 0;
  for (size_t f = 0; f < model->n_fields; f++)
    for (size_t k = u->range[f].k0; k < u->range[f].k1; k++)
      for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++)
          for (int which = 0; which < IMAGES; which++) {
            double apart = fabs(fields_row(u, f, j, k)[i] - image(u, f, n, which, i, j, k)) / model->fields[f].scale;
            if (!isnan(largest) && !(apart <= largest)) largest = apart;
          }
  return largest;
}

static int between_sides(const struct verify_models *models, const struct model *model, bool periodic,
                         struct verify_report *report, struct error *error) {
  const struct verify_small small = {.geometry = CARTESIAN, .periodic = periodic, .centred = true, .days = 3};
  struct verify_run run = {.settings = {.model = NULL}};
  int code = verify_run_begin(&run, models, model, &small, error);
  if (!code) code = simulation_advance(&run.sim, small.days, NULL, error);
  if (!code)
    code = verify_compare(report, (struct verify_numbers){0, asymmetry(&run.sim), 1e-12},
                          "round-off, some 1e-16 in each of some 200 steps, which diffusion and decay do not multiply",
                          error,
                          "%s, centred channel, %s sides, 3 days: largest difference from its mirror images over scale",
                          model->name, periodic ? "periodic" : "no-flux");
  verify_run_free(&run);
  return code;
}

static int compare(const struct verify_models *models, const struct model *model, struct verify_report *report,
                   struct error *error) {
  TRY(between_sides(models, model, false, report, error));
  return between_sides(models, model, true, report, error);
}

int verify_symmetry(const struct verify_models *models, struct verify_report *report, struct error *error) {
  return verify_each_model(models, "centred channel", compare, report, error);
}
