/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What channels deposit has the volume of the channels, whatever the grid. */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "base/sum.h"
#include "needle/deposit.h"
#include "verify/checks.h"
#include "verify/logistic.h"

enum { CHANNELS = 12 };
static const double BOX = 0.8, DEPTH = 0.4, RIM = 0.03; /* [mm] */

/* Channel i: its place, tilt and taper; of a depth that no grid divides. */
static struct puncture channel(uint64_t i) {
  static const double TAPERS[] = {0, 0.5, 1};
  return (struct puncture){.x = BOX * random_uniform(1, 0, i, 0),
                           .y = BOX * random_uniform(1, 0, i, 1),
                           .shear = {random_uniform(1, 0, i, 2) - 0.5, random_uniform(1, 0, i, 3) - 0.5},
                           .depth = 0.2 + 0.15 * random_uniform(1, 0, i, 4),
                           .radius = 0.03 + 0.04 * random_uniform(1, 0, i, 5),
                           .taper = TAPERS[i % COUNT(TAPERS)]};
}

/* With r(z) = radius (1 - z/depth)^taper, the integral over depth of pi (r^2 + r rim + rim^2/3): a disc, and around it a
 * weight that falls from 1 to 0. */
static double exact_volume(const struct puncture *p) {
  return M_PI * p->depth *
         (p->radius * p->radius / (2 * p->taper + 1) + p->radius * RIM / (p->taper + 1) + RIM * RIM / 3);
}

static double deposited_volume(const struct grid *grid, const struct puncture *puncture, double *deposit) {
  const struct logistic numbers = {.rim = RIM};
  size_t rows = grid->axis[1].n * grid->axis[2].n;
  for (size_t i = 0; i < grid->pitch * rows; i++) deposit[i] = 0;
  deposit_add(grid, &verify_logistic, &numbers, puncture, &deposit);
  double total = 0;
  for (size_t r = 0; r < rows; r++)
    total += sum_weighted(deposit + r * grid->pitch, grid->axis[0].measure, NULL, grid->axis[0].n);
  return total * grid->axis[1].measure[0] * grid->axis[2].measure[0];
}

static int largest_error(double *largest, double spacing, struct error *error) {
  const struct grid_request request = {.width = {BOX, BOX},
                                       .spacing = {spacing, spacing, spacing},
                                       .periodic = true,
                                       .n_layers = 1,
                                       .thickness = {DEPTH}};
  struct grid grid;
  TRY(grid_create(&grid, &request, error));
  double *deposit = malloc(grid.pitch * grid.axis[1].n * grid.axis[2].n * sizeof *deposit);
  for (uint64_t i = 0; deposit && i < CHANNELS; i++) {
    struct puncture puncture = channel(i);
    *largest = fmax(*largest, fabs(deposited_volume(&grid, &puncture, deposit) / exact_volume(&puncture) - 1));
  }
  int code = deposit ? OK : error_set(error, ERROR_FAILED, "no memory for a deposit");
  free(deposit);
  grid_free(&grid);
  return code;
}

int verify_injured_volume(const struct verify_models *models, struct verify_report *report, struct error *error) {
  (void)models;
  static const double spacings[] = {0.01, 0.02, 0.025, 0.04, 0.05};
  for (size_t s = 0; s < COUNT(spacings); s++) {
    double largest = 0;
    TRY(largest_error(&largest, spacings[s], error));
    TRY(verify_compare(
        report, (struct verify_numbers){0, largest, 1e-12},
        "round-off: areas are in closed form, Gauss's sums over depth and rim are exact for these tapers", error,
        "volume of %d tilted, tapered channels at %g um: largest relative error", CHANNELS, 1000 * spacings[s]));
  }
  return OK;
}
