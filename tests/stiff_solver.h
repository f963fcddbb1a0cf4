/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The equations of method_of_lines.h integrated by the stiff solver of the GNU Scientific Library: backward
 *  differentiation of order 1 to 5, as tight as is wanted. Its Jacobian is made of differences: a cell's rate depends
 *  on cells at most two away, so that one evaluation gives the columns of every fifth ring, for each field and plane.
 */
#pragma once
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>

#include "method_of_lines.h"

enum { REACH = 2, APART = 2 * REACH + 1 };

struct solver {
  struct equations *equations;
  gsl_odeiv2_system system;
  gsl_odeiv2_driver *driver;
  double *scale, *moved, *rate; /* [n] */
};

static inline int solver_rate(double t, const double y[], double dydt[], void *data) {
  (void)t;
  equations_rate(((struct solver *)data)->equations, y, dydt);
  return GSL_SUCCESS;
}

/* Columns of field f on the rings first, first + APART, ... of plane k. */
static inline void difference_columns(struct solver *s, const double y[], const double dydt[], size_t f, size_t k,
                                      size_t first, double *dfdy) {
  struct equations *e = s->equations;
  double step[MOST_CELLS];
  memcpy(s->moved, y, e->n * sizeof *y);
  for (size_t i = first; i < e->nr; i += APART) {
    size_t column = (size_t)e->unknown[f][k * e->nr + i];
    volatile double to = y[column] + 1e-7 * fmax(fabs(y[column]), s->scale[column]); /* exactly what is stored */
    s->moved[column] = to;
    step[i] = to - y[column];
  }
  equations_rate(e, s->moved, s->rate);
  for (size_t i = first; i < e->nr; i += APART) {
    size_t column = (size_t)e->unknown[f][k * e->nr + i];
    for (size_t c = 0; c < e->nr * e->nz; c++) {
      if (c % e->nr + REACH < i || c % e->nr > i + REACH) continue;
      for (size_t g = 0; g < e->model->n_fields; g++)
        if (lives(e, g, c)) {
          size_t row = (size_t)e->unknown[g][c];
          dfdy[row * e->n + column] = (s->rate[row] - dydt[row]) / step[i];
        }
    }
  }
}

static inline int solver_jacobian(double t, const double y[], double *dfdy, double dfdt[], void *data) {
  struct solver *s = data;
  struct equations *e = s->equations;
  (void)t;
  double *dydt = malloc(e->n * sizeof *dydt);
  if (!dydt) return GSL_ENOMEM;
  equations_rate(e, y, dydt);
  memset(dfdy, 0, e->n * e->n * sizeof *dfdy);
  memset(dfdt, 0, e->n * sizeof *dfdt);
  for (size_t f = 0; f < e->model->n_fields; f++)
    for (size_t k = 0; k < e->nz; k++)
      for (size_t first = 0; first < APART && first < e->nr; first++)
        if (lives(e, f, k * e->nr)) difference_columns(s, y, dydt, f, k, first, dfdy);
  free(dydt);
  return GSL_SUCCESS;
}

/** A solver of the equations, whose error in each step is below tolerance (|u| + 0.01 scale). To be freed with solver_free. */
static inline struct solver *solver_of(struct equations *e, double tolerance) {
  struct solver *s = calloc(1, sizeof *s);
  cr_assert_not_null(s);
  s->equations = e;
  s->scale = calloc(3 * e->n, sizeof *s->scale);
  cr_assert_not_null(s->scale);
  s->moved = s->scale + e->n, s->rate = s->moved + e->n;
  for (size_t f = 0; f < e->model->n_fields; f++)
    for (size_t c = 0; c < e->nr * e->nz; c++)
      if (lives(e, f, c)) s->scale[e->unknown[f][c]] = 0.01 * e->model->fields[f].scale;
  s->system = (gsl_odeiv2_system){solver_rate, solver_jacobian, e->n, s};
  s->driver =
      gsl_odeiv2_driver_alloc_scaled_new(&s->system, gsl_odeiv2_step_msbdf, 1e-6, tolerance, tolerance, 1, 0, s->scale);
  cr_assert_not_null(s->driver);
  return s;
}

/** Forget the past, since y was changed. */
static inline void solver_restart(struct solver *s) { gsl_odeiv2_driver_reset_hstart(s->driver, 1e-6); }

/** Integrate y from t to end [day], on from where the last call ended. */
static inline void solver_advance(struct solver *s, double t, double end, double y[]) {
  int status = gsl_odeiv2_driver_apply(s->driver, &t, end, y);
  cr_assert_eq(status, GSL_SUCCESS, "%s", gsl_strerror(status));
}

static inline void solver_free(struct solver *s) {
  gsl_odeiv2_driver_free(s->driver);
  free(s->scale);
  free(s);
}
