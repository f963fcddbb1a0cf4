/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Weighted nonlinear least squares: the parameters for which a model comes nearest to observations, how well these determine them,
 *  and what is foretold of observations that were held out. The solver knows the model as a function that is called.
 *
 *  Least is chi2 = sum over the observations used of ((predicted - observed)/deviation)^2, by the trust region of Levenberg and
 *  Marquardt of the GNU Scientific Library, from several beginnings. Derivatives are central differences, whose step follows the
 *  noise of the predictions (fit_noise.h).
 */
#pragma once
#include <stdint.h>

#include "base/pool.h"
#include "study/fit_transform.h"

/** Predict all observations for several sets of parameters at once.
 *  @param parameters   shape [n_vectors][n_parameters]
 *  @param predictions  out, shape [n_vectors][n_observations]; NaN: no prediction can be made, or the run failed
 *  Errors: those that end the fit; a set of parameters that cannot be run is none. */
typedef int fit_evaluate_fn(void *context, size_t n_vectors, const double *parameters, double *predictions,
                            struct error *error);

/** What is to be fitted to what. All is borrowed. */
struct fit_problem {
  size_t n_parameters, n_observations;
  const struct fit_transform *transforms; /**< shape [n_parameters] */
  const double *observed, *deviation;     /**< value and standard deviation, shape [n_observations] */
  const bool *used;                       /**< false: held out, shape [n_observations] */
  bool relative;                          /**< deviations are known up to a common factor, which the residuals tell */
  fit_evaluate_fn *evaluate;
  void *context;
};

/** How to search. */
struct fit_request {
  size_t starts; /**< the first at `begin` of each parameter, the others a Latin hypercube */
  uint64_t seed;
};

/** How a search ended. */
enum fit_end { FIT_CONVERGED, FIT_NOISE, FIT_TIRED, FIT_LOST, N_FIT_ENDS };

/** The words for these. */
extern const char *const fit_end_word[N_FIT_ENDS];

/** One search; shapes [n_parameters]. */
struct fit_start {
  double *begin, *found; /**< values */
  double chi2;           /**< at `found`; NAN if it was lost at its beginning */
  size_t iterations, evaluations;
  enum fit_end end;
  bool same; /**< came to the least chi2 of all */
};

/** What the observations say of a parameter. */
struct fit_estimate {
  double value, low, high; /**< 95 % interval, made in the coordinate; NAN if it is not determined */
  double deviation;        /**< standard deviation; NAN if it is not determined */
  bool determined;
};

/** What was found; all lives in the pool. */
struct fit_solution {
  struct pool pool;
  size_t n_starts, best, n_same;
  struct fit_start *starts;
  struct fit_estimate *estimates;   /**< shape [n_parameters] */
  double *covariance, *correlation; /**< of the values, and of the coordinates, shape [n_parameters][n_parameters] */
  double *predicted;                /**< shape [n_observations] */
  double chi2, held_chi2;           /**< of the observations used, and of those held out */
  size_t n_used, n_held, freedom;   /**< freedom: observations used minus parameters */
  double noise, step;               /**< of the predictions [deviations]; of the differences, in the coordinate */
  size_t evaluations;               /**< sets of parameters */
  size_t n_remarks;
  const char **remarks; /**< what is to be known of the estimates */
};

/** Fit. @param names of the parameters, for the remarks
 *  Free with fit_free, also after an error.
 *  Errors: ERROR_CONFIG with fewer observations than parameters, or if no beginning can be run; those of evaluate; ERROR_FAILED
 *  without memory. */
int fit_solve(struct fit_solution *solution, const struct fit_problem *problem, const struct fit_request *request,
              const char *const names[], struct error *error);
void fit_free(struct fit_solution *solution);
