/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "needle/punctures.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"

/* Draws of one needle: 0 and 1 the position (of a lattice that of the whole pass, counted like a needle), from 2 on the
 * depth, since a cut normal takes as many as it needs. */
enum { DRAW_X, DRAW_Y, DRAW_DEPTH };

static const double DEVIATIONS = 3; /* where the scatter of the depth is cut */
static const double MOST_IN_LATTICE = 1e7;

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

static double scattered_depth(const struct needles *needles, uint64_t session, size_t needle) {
  double deviation = random_normal(needles->seed, session, needle, DRAW_DEPTH, DEVIATIONS);
  return needles->depth * (1 + needles->depth_deviation * deviation);
}

/* @param expected  out; how many punctures are to be expected in the box */
static int expect(const struct needles *needles, const double width[2], double *expected, struct error *error) {
  if (DEVIATIONS * needles->depth_deviation > 1)
    return error_set(error, ERROR_CONFIG,
                     "a relative deviation of the depth of %g would make negative depths: allowed is up to 1/3",
                     needles->depth_deviation);
  *expected = needles->density * width[0] * width[1];
  if (!(*expected < 0.5)) return OK;
  return error_set(error, ERROR_CONFIG,
                   "a density of %g per cm^2 makes no puncture on %g x %g mm: widen the box, or place them by a file",
                   100 * needles->density, width[0], width[1]);
}

static int scatter(struct punctures *punctures, const struct needles *needles, uint64_t session, const double width[2],
                   struct error *error) {
  double expected = 0;
  TRY(expect(needles, width, &expected, error));
  TRY(allocate(punctures, round(expected), error));
  for (size_t i = 0; i < punctures->n; i++) {
    double x = width[0] * random_uniform(needles->seed, session, i, DRAW_X);
    double y = width[1] * random_uniform(needles->seed, session, i, DRAW_Y);
    punctures->puncture[i] = upright(needles, x, y, scattered_depth(needles, session, i));
  }
  return OK;
}

/* Points of one pass within the box (lattice_points). */
static size_t lay_pass(const struct needles *needles, uint64_t session, size_t pass, const double width[2],
                       double (*point)[2]) {
  double shift[2] = {0, 0};
  if (needles->n_phases) {
    shift[0] = needles->phase[pass % needles->n_phases];
  } else {
    shift[0] = random_uniform(needles->seed, session, pass, DRAW_X);
    shift[1] = random_uniform(needles->seed, session, pass, DRAW_Y);
  }
  return lattice_points(needles->lattice, needles->direction[pass % needles->n_directions], shift, width, point);
}

static int pass_over(struct punctures *punctures, const struct needles *needles, uint64_t session,
                     const double width[2], struct error *error) {
  double expected = 0, total = 0, most = 0;
  TRY(expect(needles, width, &expected, error));
  if (expected > MOST_IN_LATTICE)
    return error_set(error, ERROR_CONFIG, "a density of %g per cm^2 makes %.3g punctures on %g x %g mm: allowed are %g",
                     100 * needles->density, expected, width[0], width[1], MOST_IN_LATTICE);
  for (size_t pass = 0; pass < needles->passes; pass++) {
    double n = (double)lay_pass(needles, session, pass, width, NULL);
    total += n;
    most = fmax(most, n);
  }
  if (total < 1) return OK;
  double(*point)[2] = malloc((size_t)most * sizeof *point);
  if (!point) return error_set(error, ERROR_FAILED, "no memory for the %g punctures of a pass", most);
  int code = allocate(punctures, total, error);
  for (size_t pass = 0, i = 0; !code && pass < needles->passes; pass++) {
    size_t n = lay_pass(needles, session, pass, width, point);
    double direction = needles->direction[pass % needles->n_directions] * M_PI / 180;
    double slope = tan(needles->tilt * M_PI / 180);
    for (size_t p = 0; p < n; p++, i++) {
      struct puncture *made = &punctures->puncture[i];
      *made = upright(needles, point[p][0], point[p][1], scattered_depth(needles, session, i));
      made->shear[0] = slope * cos(direction), made->shear[1] = slope * sin(direction);
    }
  }
  free(point);
  return code;
}

static bool is_listed(const struct needles *needles, size_t i, size_t session) {
  return needles->listed_session[i] == 0 || needles->listed_session[i] == (long)session + 1;
}

static int select_listed(struct punctures *punctures, const struct needles *needles, size_t session,
                         struct error *error) {
  double total = 0;
  for (size_t i = 0; i < needles->n_listed; i++) total += is_listed(needles, i, session);
  TRY(allocate(punctures, total, error));
  for (size_t i = 0, n = 0; i < needles->n_listed; i++)
    if (is_listed(needles, i, session)) punctures->puncture[n++] = needles->listed[i];
  return OK;
}

int punctures_make(struct punctures *punctures, const struct needles *needles, size_t session, const double width[2],
                   bool axisymmetric, struct error *error) {
  *punctures = (struct punctures){0};
  if (needles->placing == PLACED_BY_LIST) {
    if (axisymmetric)
      return error_set(error, ERROR_CONFIG,
                       "an axisymmetric grid has one channel, on its axis, and takes none from a list");
    return select_listed(punctures, needles, session, error);
  }
  if (axisymmetric) {
    TRY(allocate(punctures, 1, error));
    punctures->puncture[0] = upright(needles, 0, 0, needles->depth);
    return OK;
  }
  if (needles->placing == PLACED_AT_RANDOM) return scatter(punctures, needles, session, width, error);
  return pass_over(punctures, needles, session, width, error);
}

void punctures_free(struct punctures *punctures) {
  free(punctures->puncture);
  *punctures = (struct punctures){0};
}
