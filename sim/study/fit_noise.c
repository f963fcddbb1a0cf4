/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_noise.h"

#include <math.h>

#include "study/fit_descent.h"

enum { POINTS = 9, ORDER = 4, MOST_LINES = 2 };
static const double SPACING = 0.01; /* in the coordinate */
static const double VARIANCE = 70;  /* of a fourth difference of white noise: 8!/(4! 4!) */
static const double LEAST_STEP = 1e-5, MOST_STEP = 0.3, UNMEASURED_STEP = 0.1;

/* The first line moves all coordinates alike, the second every other one against them. */
static double direction(size_t line, size_t k) { return line == 1 && k % 2 == 1 ? -1 : 1; }

/* Mean square of the fourth differences, and slope from end to end, of one observation along one line. */
static void measure(const double *predictions, size_t stride, double *squares, double *slope) {
  double d[POINTS];
  for (size_t i = 0; i < POINTS; i++) d[i] = predictions[i * stride];
  *slope = (d[POINTS - 1] - d[0]) / (SPACING * (POINTS - 1));
  for (size_t order = 1; order <= ORDER; order++)
    for (size_t i = 0; i + order < POINTS; i++) d[i] = d[i + 1] - d[i];
  *squares = 0;
  for (size_t i = 0; i + ORDER < POINTS; i++) *squares += d[i] * d[i] / (POINTS - ORDER);
}

static void put_points(const struct fit_problem *problem, size_t lines, const double *coordinate, double *parameters) {
  for (size_t line = 0; line < lines; line++)
    for (size_t i = 0; i < POINTS; i++)
      for (size_t k = 0; k < problem->n_parameters; k++) {
        double by = SPACING * ((double)i - (POINTS - 1) / 2.0) * direction(line, k);
        *parameters++ = fit_transform_value(&problem->transforms[k], coordinate[k] + by);
      }
}

int fit_noise_measure(const struct fit_problem *problem, const double *coordinate, double *noise, double *step,
                      size_t *evaluations, struct error *error) {
  size_t lines = problem->n_parameters > 1 ? MOST_LINES : 1, n = problem->n_observations;
  struct pool pool = {NULL};
  double *parameters = pool_take(&pool, lines * POINTS * problem->n_parameters, sizeof(double), error);
  double *predictions = pool_take(&pool, lines * POINTS * n, sizeof(double), error);
  if (!error->code) put_points(problem, lines, coordinate, parameters);
  if (!error->code) problem->evaluate(problem->context, lines * POINTS, parameters, predictions, error);
  *evaluations += lines * POINTS;
  double rough = 0, steepest = 0;
  for (size_t line = 0; line < lines && !error->code; line++) {
    double steep = 0;
    for (size_t i = 0; i < n; i++) {
      double squares, slope, weight = problem->deviation[i] * problem->deviation[i];
      if (!problem->used[i]) continue;
      measure(predictions + line * POINTS * n + i, n, &squares, &slope);
      rough += squares / (VARIANCE * weight * (double)lines);
      steep += slope * slope / weight;
    }
    steepest = fmax(steepest, steep);
  }
  pool_free(&pool);
  *noise = sqrt(rough / (double)fit_count_used(problem));
  double ratio = sqrt(rough / steepest);
  *step = isfinite(*noise) ? fmin(fmax(cbrt(3 * ratio), LEAST_STEP), MOST_STEP) : UNMEASURED_STEP;
  if (!isfinite(*noise)) *noise = (double)NAN;
  return (int)error->code;
}
