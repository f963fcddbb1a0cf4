/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_descent.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double UNREACHABLE =
    1e60; /* residual where there is no prediction: uphill of everything, and its square a number */
static const double GAIN = 1e-4;      /* of the root of chi2 */
static const double SINGULAR = 1e-10; /* share of the largest singular value */
static const double LONGEST = 2; /* step, in each coordinate: a leap to an end of the range would leave it flat there */
static const double LOUDNESS = 3; /* times the noise of a prediction: what a gain must be more than */
enum { MOST_ITERATIONS = 100 };

/* What the callbacks of the library see. */
struct search {
  struct fit_descent *descent;
  struct error *error;
  size_t p, n, n_used;
  double *parameters;     /* [2p][p] */
  double *predictions;    /* [2p][n] */
  const gsl_vector *from; /* where the search is, or NULL before it begins */
  double *known;          /* coordinate of the predictions in descent->predicted, [p]; NAN at first */
  struct pool pool;
};

size_t fit_count_used(const struct fit_problem *problem) {
  size_t used = 0;
  for (size_t i = 0; i < problem->n_observations; i++) used += problem->used[i];
  return used;
}

static int evaluate(struct search *search, size_t n_vectors, double *predictions) {
  const struct fit_problem *problem = search->descent->problem;
  search->descent->evaluations += n_vectors;
  return problem->evaluate(problem->context, n_vectors, search->parameters, predictions, search->error);
}

/* The parameters of one set, at x with coordinate j moved by `by`. */
static void put_parameters(struct search *search, size_t vector, const gsl_vector *x, size_t j, double by) {
  for (size_t k = 0; k < search->p; k++) {
    double coordinate = gsl_vector_get(x, k) + (k == j ? by : 0);
    search->parameters[vector * search->p + k] =
        fit_transform_value(&search->descent->problem->transforms[k], coordinate);
  }
}

static bool is_whole(const struct search *search, const double *predictions) {
  for (size_t i = 0; i < search->n; i++)
    if (search->descent->problem->used[i] && !isfinite(predictions[i])) return false;
  return true;
}

/* Predict at x, unless that is what was predicted last. */
static int go_to(struct search *search, const gsl_vector *x) {
  bool same = true;
  for (size_t k = 0; k < search->p; k++)
    same = same && fabs(gsl_vector_get(x, k) - search->known[k]) <= 0; /* false for NAN */
  if (same) return OK;
  put_parameters(search, 0, x, 0, 0);
  TRY(evaluate(search, 1, search->descent->predicted));
  for (size_t k = 0; k < search->p; k++) search->known[k] = gsl_vector_get(x, k);
  return OK;
}

static bool is_leap(const struct search *search, const gsl_vector *x) {
  bool leap = false;
  for (size_t k = 0; search->from && k < search->p; k++)
    leap = leap || !(fabs(gsl_vector_get(x, k) - gsl_vector_get(search->from, k)) <= LONGEST);
  return leap;
}

static int residuals(const gsl_vector *x, void *context, gsl_vector *f) {
  struct search *search = context;
  const struct fit_problem *problem = search->descent->problem;
  const double *predicted = search->descent->predicted;
  bool leap = is_leap(search, x);
  if (!leap && go_to(search, x)) return GSL_EBADFUNC;
  bool whole = !leap && is_whole(search, predicted);
  for (size_t i = 0, row = 0; i < search->n; i++)
    if (problem->used[i])
      gsl_vector_set(f, row++, whole ? (predicted[i] - problem->observed[i]) / problem->deviation[i] : UNREACHABLE);
  return GSL_SUCCESS;
}

/* Column j from the predictions on both sides, or, where one of them failed, from the other and the middle. */
static int put_column(struct search *search, size_t j, gsl_matrix *jacobian) {
  const struct fit_descent *descent = search->descent;
  const double *below = search->predictions + 2 * j * search->n, *above = below + search->n;
  double width = 2 * descent->step;
  if (!is_whole(search, below) || !is_whole(search, above)) {
    width = descent->step;
    if (!is_whole(search, below)) below = descent->predicted;
    else above = descent->predicted;
  }
  if (!is_whole(search, above)) return GSL_EBADFUNC;
  for (size_t i = 0, row = 0; i < search->n; i++)
    if (descent->problem->used[i])
      gsl_matrix_set(jacobian, row++, j, (above[i] - below[i]) / (width * descent->problem->deviation[i]));
  return GSL_SUCCESS;
}

/* All columns are evaluated at once. */
static int derivatives(const gsl_vector *x, void *context, gsl_matrix *jacobian) {
  struct search *search = context;
  double step = search->descent->step;
  if (go_to(search, x)) return GSL_EBADFUNC;
  for (size_t j = 0; j < search->p; j++) {
    put_parameters(search, 2 * j, x, j, -step);
    put_parameters(search, 2 * j + 1, x, j, step);
  }
  if (evaluate(search, 2 * search->p, search->predictions)) return GSL_EBADFUNC;
  for (size_t j = 0; j < search->p; j++)
    if (put_column(search, j, jacobian)) return GSL_EBADFUNC;
  return GSL_SUCCESS;
}

/* By how much the best step of the linear model would lower the root of chi2: the part of f that the columns of J span. */
static int gain_left(const gsl_multifit_nlinear_workspace *w, double *gain) {
  size_t n = w->J->size1, p = w->J->size2;
  gsl_matrix *u = gsl_matrix_alloc(n, p), *v = gsl_matrix_alloc(p, p);
  gsl_vector *s = gsl_vector_alloc(p), *work = gsl_vector_alloc(p);
  int status = u && v && s && work ? gsl_matrix_memcpy(u, w->J) : GSL_ENOMEM;
  if (!status) status = gsl_linalg_SV_decomp(u, v, s, work);
  *gain = 0;
  for (size_t k = 0; !status && k < p; k++) {
    double part = 0;
    gsl_vector_view column = gsl_matrix_column(u, k);
    if (!(gsl_vector_get(s, k) > SINGULAR * gsl_vector_get(s, 0))) continue;
    status = gsl_blas_ddot(&column.vector, w->f, &part);
    *gain = hypot(*gain, part);
  }
  gsl_matrix_free(u);
  gsl_matrix_free(v);
  gsl_vector_free(s);
  gsl_vector_free(work);
  return status;
}

static double least_gain(const struct search *search, double chi2) {
  const struct fit_descent *descent = search->descent;
  double freedom = search->n_used > search->p ? (double)(search->n_used - search->p) : 1;
  return GAIN * (descent->problem->relative ? sqrt(chi2 / freedom) : 1) + LOUDNESS * descent->noise;
}

/* @return how it ended; an error of the evaluations stands in search->error */
static enum fit_end iterate(struct search *search, gsl_multifit_nlinear_workspace *w) {
  for (;; search->descent->iterations++) {
    double gain = 0, norm = gsl_blas_dnrm2(w->f);
    if (gain_left(w, &gain)) return FIT_LOST;
    if (gain <= least_gain(search, norm * norm)) return FIT_CONVERGED;
    if (search->descent->iterations == MOST_ITERATIONS) return FIT_TIRED;
    int status = gsl_multifit_nlinear_iterate(w);
    if (status == GSL_ENOPROG) return FIT_NOISE;
    if (status) return FIT_LOST;
  }
}

static void keep(struct search *search, const gsl_multifit_nlinear_workspace *w) {
  struct fit_descent *descent = search->descent;
  descent->chi2 = 0;
  for (size_t k = 0; k < search->p; k++) descent->coordinate[k] = gsl_vector_get(w->x, k);
  for (size_t i = 0; i < search->n_used; i++) {
    descent->residual[i] = gsl_vector_get(w->f, i);
    descent->chi2 += descent->residual[i] * descent->residual[i];
    for (size_t k = 0; k < search->p; k++) descent->jacobian[i * search->p + k] = gsl_matrix_get(w->J, i, k);
  }
  if (descent->end != FIT_LOST && go_to(search, w->x)) descent->end = FIT_LOST; /* a step tried last may have failed */
}

static int descend(struct search *search) {
  struct fit_descent *descent = search->descent;
  gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
  how.trs = gsl_multifit_nlinear_trs_lm;
  how.scale = gsl_multifit_nlinear_scale_more;
  gsl_multifit_nlinear_fdf function = {
      .f = residuals, .df = derivatives, .n = search->n_used, .p = search->p, .params = search};
  gsl_multifit_nlinear_workspace *w =
      gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, search->n_used, search->p);
  if (!w) return error_set(search->error, ERROR_FAILED, "no memory to fit");
  gsl_vector_view begin = gsl_vector_view_array(descent->coordinate, search->p);
  descent->end = FIT_LOST;
  if (go_to(search, &begin.vector) == OK && is_whole(search, descent->predicted) &&
      gsl_multifit_nlinear_init(&begin.vector, &function, w) == GSL_SUCCESS) {
    search->from = w->x;
    descent->end = iterate(search, w);
    if (!search->error->code) keep(search, w);
  }
  if (descent->end == FIT_LOST) descent->chi2 = (double)NAN;
  gsl_multifit_nlinear_free(w);
  return (int)search->error->code;
}

int fit_descend(struct fit_descent *descent, struct error *error) {
  size_t p = descent->problem->n_parameters, n = descent->problem->n_observations;
  struct search search = {
      .descent = descent, .error = error, .p = p, .n = n, .n_used = fit_count_used(descent->problem)};
  descent->iterations = descent->evaluations = 0;
  search.parameters = pool_take(&search.pool, 2 * p * p, sizeof(double), error);
  search.predictions = pool_take(&search.pool, 2 * p * n, sizeof(double), error);
  search.known = pool_take(&search.pool, p, sizeof(double), error);
  for (size_t k = 0; search.known && k < p; k++) search.known[k] = (double)NAN;
  if (search.known && !error->code) descend(&search);
  pool_free(&search.pool);
  return (int)error->code;
}
