/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>
#include <stdarg.h>

static const double QUANTILE = 0.975;
static const double SINGULAR = 1e-6; /* of the largest singular value of the Jacobian with columns of length 1 */
static const double PART = 0.1;      /* of a direction that changes nothing */
static const double ALIKE = 0.99;    /* correlation */
static const double WIDE = 0.9;      /* share of the range that an interval takes */
static const double AT_END = 1e-3;   /* share of the range between a value and its end */
static const double LOUD = 0.1;      /* noise [deviations] */

static void remark(struct fit_solution *solution, const char *sentence) {
  if (sentence) solution->remarks[solution->n_remarks++] = sentence;
}

/* Mark the parameters that take part in directions that change no prediction: their columns are 0, or follow from others. */
static int find_undetermined(struct fit_solution *solution, const struct fit_descent *best, size_t n, size_t p) {
  gsl_matrix *u = gsl_matrix_alloc(n, p), *v = gsl_matrix_alloc(p, p);
  gsl_vector *s = gsl_vector_alloc(p), *work = gsl_vector_alloc(p);
  int status = u && v && s && work ? GSL_SUCCESS : GSL_ENOMEM;
  for (size_t j = 0; !status && j < p; j++) {
    double length = 0;
    for (size_t i = 0; i < n; i++) length = hypot(length, best->jacobian[i * p + j]);
    solution->estimates[j].determined = length > 0;
    for (size_t i = 0; i < n; i++) gsl_matrix_set(u, i, j, length > 0 ? best->jacobian[i * p + j] / length : 0);
  }
  if (!status) status = gsl_linalg_SV_decomp(u, v, s, work);
  for (size_t k = 0; !status && k < p; k++)
    for (size_t j = 0; j < p && gsl_vector_get(s, k) <= SINGULAR * gsl_vector_get(s, 0); j++)
      if (fabs(gsl_matrix_get(v, j, k)) > PART) solution->estimates[j].determined = false;
  gsl_matrix_free(u);
  gsl_matrix_free(v);
  gsl_vector_free(s);
  gsl_vector_free(work);
  return status;
}

/* Covariance of the coordinates of the determined parameters; NAN in the rows and columns of the others. */
static int find_covariance(const struct fit_solution *solution, const struct fit_descent *best, size_t n, size_t p,
                           double scale, double *covariance) {
  size_t left = 0, column = 0;
  for (size_t j = 0; j < p; j++) left += solution->estimates[j].determined;
  for (size_t i = 0; i < p * p; i++) covariance[i] = (double)NAN;
  if (left == 0) return GSL_SUCCESS;
  gsl_matrix *jacobian = gsl_matrix_alloc(n, left), *found = gsl_matrix_alloc(left, left);
  int status = jacobian && found ? GSL_SUCCESS : GSL_ENOMEM;
  for (size_t j = 0; !status && j < p; j++) {
    if (!solution->estimates[j].determined) continue;
    for (size_t i = 0; i < n; i++) gsl_matrix_set(jacobian, i, column, best->jacobian[i * p + j]);
    column++;
  }
  if (!status) status = gsl_multifit_nlinear_covar(jacobian, 0, found);
  for (size_t j = 0, row = 0; !status && j < p; j++) {
    if (!solution->estimates[j].determined) continue;
    column = 0;
    for (size_t k = 0; k < p; k++)
      if (solution->estimates[k].determined) covariance[j * p + k] = scale * gsl_matrix_get(found, row, column++);
    row++;
  }
  gsl_matrix_free(jacobian);
  gsl_matrix_free(found);
  return status;
}

static void estimate(struct fit_solution *solution, const struct fit_problem *problem, const double *coordinate,
                     const double *covariance, double width) {
  size_t p = problem->n_parameters;
  for (size_t j = 0; j < p; j++) {
    const struct fit_transform *transform = &problem->transforms[j];
    struct fit_estimate *parameter = &solution->estimates[j];
    double half = width * sqrt(covariance[j * p + j]);
    parameter->value = fit_transform_value(transform, coordinate[j]);
    parameter->deviation = fit_transform_slope(transform, coordinate[j]) * sqrt(covariance[j * p + j]);
    parameter->low = isnan(half) ? half : fit_transform_value(transform, coordinate[j] - half);
    parameter->high = isnan(half) ? half : fit_transform_value(transform, coordinate[j] + half);
  }
  for (size_t j = 0; j < p; j++)
    for (size_t k = 0; k < p; k++) {
      double slopes = fit_transform_slope(&problem->transforms[j], coordinate[j]) *
                      fit_transform_slope(&problem->transforms[k], coordinate[k]);
      double both = covariance[j * p + k];
      solution->covariance[j * p + k] = slopes * both;
      solution->correlation[j * p + k] = both / sqrt(covariance[j * p + j] * covariance[k * p + k]);
    }
}

static void sum_misfit(struct fit_solution *solution, const struct fit_problem *problem) {
  solution->chi2 = solution->held_chi2 = 0;
  for (size_t i = 0; i < problem->n_observations; i++) {
    double residual = (solution->predicted[i] - problem->observed[i]) / problem->deviation[i];
    *(problem->used[i] ? &solution->chi2 : &solution->held_chi2) += residual * residual;
  }
}

/* What is to be said of one parameter. */
static void remark_parameter(struct fit_solution *solution, const struct fit_problem *problem, size_t j,
                             const char *const names[], struct error *error) {
  const struct fit_estimate *parameter = &solution->estimates[j];
  const struct fit_transform *transform = &problem->transforms[j];
  double low = fit_transform_share(transform, parameter->low), high = fit_transform_share(transform, parameter->high);
  double share = fit_transform_share(transform, parameter->value);
  if (!parameter->determined)
    remark(solution, pool_print(&solution->pool, error,
                                "%s is not determined by these observations: others can make up for it, or nothing "
                                "depends on it",
                                names[j]));
  else if (high - low > WIDE)
    remark(solution, pool_print(&solution->pool, error, "%s is hardly determined: its interval is %.0f %% of its range",
                                names[j], 100 * (high - low)));
  else if (!fit_transform_is_bounded(transform) && parameter->high > 100 * parameter->low)
    remark(solution, pool_print(&solution->pool, error, "%s is hardly determined: its interval spans a factor of %.3g",
                                names[j], parameter->high / parameter->low));
  if (share < AT_END || share > 1 - AT_END)
    remark(solution, pool_print(&solution->pool, error,
                                "%s lies at the %s end of its range: its interval says nothing, and a better fit may "
                                "lie beyond",
                                names[j], share < 0.5 ? "lower" : "upper"));
}

static void remark_all(struct fit_solution *solution, const struct fit_problem *problem, const char *const names[],
                       struct error *error) {
  size_t p = problem->n_parameters;
  solution->remarks = pool_take(&solution->pool, 2 * p + p * p / 2 + 2, sizeof *solution->remarks, error);
  if (!solution->remarks) return;
  for (size_t j = 0; j < p; j++) remark_parameter(solution, problem, j, names, error);
  for (size_t j = 0; j < p; j++)
    for (size_t k = j + 1; k < p; k++) {
      double together = solution->correlation[j * p + k];
      if (fabs(together) > ALIKE)
        remark(solution, pool_print(&solution->pool, error,
                                    "%s and %s cannot be told apart by these observations: their correlation is %.4f",
                                    names[j], names[k], together));
    }
  if (isnan(solution->noise))
    remark(solution, "the noise of the predictions could not be measured: some beside the first beginning failed");
  else if (solution->noise > LOUD)
    remark(solution, pool_print(&solution->pool, error,
                                "the predictions are rough: their noise is %.2g of a deviation; a smaller "
                                "run.tolerance makes them smoother",
                                solution->noise));
}

int fit_judge(struct fit_solution *solution, const struct fit_problem *problem, const struct fit_descent *best,
              const char *const names[], struct error *error) {
  size_t p = problem->n_parameters, n = fit_count_used(problem);
  struct pool pool = {NULL};
  double *covariance = pool_take(&pool, p * p, sizeof *covariance, error);
  solution->n_used = n;
  solution->n_held = problem->n_observations - n;
  solution->freedom = n - p;
  sum_misfit(solution, problem);
  double freedom = (double)solution->freedom;
  double scale = problem->relative ? solution->chi2 / freedom : 1;
  double width = problem->relative ? gsl_cdf_tdist_Pinv(QUANTILE, freedom) : gsl_cdf_ugaussian_Pinv(QUANTILE);
  int status = error->code ? GSL_ENOMEM : find_undetermined(solution, best, n, p);
  if (!status) status = find_covariance(solution, best, n, p, scale, covariance);
  if (!status) estimate(solution, problem, best->coordinate, covariance, width);
  if (!status) remark_all(solution, problem, names, error);
  pool_free(&pool);
  if (status) error_set(error, ERROR_FAILED, "the covariance cannot be found: %s", gsl_strerror(status));
  return (int)error->code;
}
