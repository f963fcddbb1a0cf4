/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One search for the least chi2, from one beginning.
 */
#pragma once
#include "study/fit.h"

/** A search: where it begins and, afterwards, where it ended. Arrays are the caller's. */
struct fit_descent {
  const struct fit_problem *problem;
  double step;        /**< of the differences, in the coordinate */
  double noise;       /**< of the predictions [deviations]: gains below it are none */
  double *coordinate; /**< in and out, shape [n_parameters] */
  double *residual;   /**< out: (predicted - observed)/deviation, shape [n_used] */
  double *jacobian;   /**< out: d residual/d coordinate, shape [n_used][n_parameters] */
  double *predicted;  /**< out: also of what was held out, shape [n_observations] */
  double chi2;        /**< out; NAN if the search was lost */
  size_t iterations, evaluations;
  enum fit_end end;
};

/** @return the number of observations used */
size_t fit_count_used(const struct fit_problem *problem);

/** Search downhill until a further step would lower the root of chi2 by less than a ten thousandth and 3 times the noise. A step
 *  to where no prediction can be made counts as uphill, so that a shorter one is tried, and so does one longer than 2 in a coordinate.
 *  Errors: those of problem->evaluate; ERROR_FAILED without memory. */
int fit_descend(struct fit_descent *descent, struct error *error);
