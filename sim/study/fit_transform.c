/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_transform.h"

#include <math.h>

static const double INSIDE = 0.01;      /* share of the range that a beginning keeps from its ends */
static const double LEAST_PLACE = 0.05; /* of a beginning, from either end */
static const double FACTOR = 4;

static double stretched(const struct fit_transform *t, double value) { return t->logarithmic ? log(value) : value; }
static double unstretched(const struct fit_transform *t, double s) { return t->logarithmic ? exp(s) : s; }

/* 1/(1 + exp(-x)) */
static double logistic(double x) { return x > 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)); }

bool fit_transform_is_bounded(const struct fit_transform *t) { return isfinite(t->from) && isfinite(t->to); }

double fit_transform_share(const struct fit_transform *t, double value) {
  if (!fit_transform_is_bounded(t)) return (double)NAN;
  double a = stretched(t, t->from), b = stretched(t, t->to);
  return (stretched(t, value) - a) / (b - a);
}

double fit_transform_coordinate(const struct fit_transform *t, double value) {
  if (!fit_transform_is_bounded(t)) return stretched(t, value);
  double share = fit_transform_share(t, value);
  share = fmin(fmax(share, INSIDE), 1 - INSIDE);
  return log(share / (1 - share));
}

double fit_transform_value(const struct fit_transform *t, double coordinate) {
  if (!fit_transform_is_bounded(t)) return unstretched(t, coordinate);
  double a = stretched(t, t->from), b = stretched(t, t->to);
  double value = unstretched(t, a + (b - a) * logistic(coordinate));
  return fmin(fmax(value, t->from), t->to); /* rounding may lead out */
}

double fit_transform_slope(const struct fit_transform *t, double coordinate) {
  double value = fit_transform_value(t, coordinate), slope = t->logarithmic ? value : 1;
  if (!fit_transform_is_bounded(t)) return slope;
  return slope * (stretched(t, t->to) - stretched(t, t->from)) * logistic(coordinate) * logistic(-coordinate);
}

double fit_transform_place(const struct fit_transform *t, double u) {
  if (!fit_transform_is_bounded(t)) return stretched(t, t->begin) + (2 * u - 1) * log(FACTOR);
  double share = LEAST_PLACE + (1 - 2 * LEAST_PLACE) * u;
  return log(share / (1 - share));
}
