/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "needle/punctures.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "needle/punctures_file.h"

/* Draws of one needle: 0 and 1 the position, from 2 on the depth, since a cut normal takes as many as it needs. */
enum { DRAW_X, DRAW_Y, DRAW_DEPTH };

static const double DEVIATIONS = 3; /* where the scatter of the depth is cut */

static int allocate(struct punctures *punctures, double n, struct error *error) {
  const double most = 0x1p53; /* counts beyond are no longer whole in a double */
  *punctures = (struct punctures){0};
  if (n < 1) return OK;
  if (n < most) punctures->puncture = calloc((size_t)n, sizeof *punctures->puncture);
  if (!punctures->puncture) return error_set(error, ERROR_FAILED, "no memory for %g punctures", n);
  punctures->n = (size_t)n;
  return OK;
}

static struct puncture upright(const struct needles *needles, double x, double y, double depth) {
  return (struct puncture){.x = x, .y = y, .depth = depth, .radius = needles->radius, .taper = needles->taper};
}

static int scatter(struct punctures *punctures, const struct needles *needles, uint64_t session, const double width[2],
                   struct error *error) {
  if (DEVIATIONS * needles->depth_deviation > 1)
    return error_set(error, ERROR_CONFIG,
                     "a relative deviation of the depth of %g would make negative depths: allowed is up to 1/3",
                     needles->depth_deviation);
  double expected = needles->density * width[0] * width[1];
  if (expected < 0.5)
    return error_set(error, ERROR_CONFIG,
                     "a density of %g per cm^2 makes no puncture on %g x %g mm: widen the box, or place them by a file",
                     100 * needles->density, width[0], width[1]);
  TRY(allocate(punctures, round(expected), error));
  for (size_t i = 0; i < punctures->n; i++) {
    double x = width[0] * random_uniform(needles->seed, session, i, DRAW_X);
    double y = width[1] * random_uniform(needles->seed, session, i, DRAW_Y);
    double deviation = random_normal(needles->seed, session, i, DRAW_DEPTH, DEVIATIONS);
    punctures->puncture[i] = upright(needles, x, y, needles->depth * (1 + needles->depth_deviation * deviation));
  }
  return OK;
}

int punctures_make(struct punctures *punctures, const struct needles *needles, size_t session, const double width[2],
                   bool axisymmetric, struct error *error) {
  *punctures = (struct punctures){0};
  if (needles->device == DEVICE_FILE) {
    if (axisymmetric)
      return error_set(error, ERROR_CONFIG,
                       "%s: an axisymmetric grid has one channel, on its axis, and takes none from a file",
                       needles->file);
    return punctures_read(punctures, needles, session, width, error);
  }
  if (!axisymmetric) return scatter(punctures, needles, session, width, error);
  TRY(allocate(punctures, 1, error));
  punctures->puncture[0] = upright(needles, 0, 0, needles->depth);
  return OK;
}

void punctures_free(struct punctures *punctures) {
  free(punctures->puncture);
  *punctures = (struct punctures){0};
}
