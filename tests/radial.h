/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Reaction and diffusion in a disc, for tests: nodes at 0, h, 2 h, ... from the axis, Strang's splitting into half a step of
 *  the reactions (Runge-Kutta of order 4), one of diffusion (two-stage SDIRK, GSL's tridiagonal solver), and half a step of the
 *  reactions. Of second order in h and dt, and with nothing in common with the engine.
 */
#pragma once
#include <criterion/criterion.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { RADIAL_NODES = 512, RADIAL_FIELDS = 3 };

/** du/dt of the fields of one node. */
typedef void radial_reaction(const double u[], double out[], const void *numbers);

struct radial {
  size_t n, n_fields;
  double h, dt;
  bool held; /**< the last node keeps its values; else nothing crosses the side */
  double diffusivity[RADIAL_FIELDS];
  radial_reaction *reaction;
  const void *numbers;
  double u[RADIAL_FIELDS][RADIAL_NODES];
};

/** Twice the area of a node's ring, of pi: what it counts in an integral over the disc. */
static inline double radial_area(const struct radial *disc, size_t i) {
  const double h = disc->h, outer = i + 1 < disc->n ? ((double)i + 0.5) * h : (double)i * h;
  const double inner = i > 0 ? ((double)i - 0.5) * h : 0;
  return outer * outer - inner * inner;
}

/* Conductances of each node towards the axis and away from it, per area. */
static inline void radial_neighbours(const struct radial *disc, size_t i, double *inward, double *outward) {
  const double per_area = 2 / radial_area(disc, i);
  const bool held = disc->held && i + 1 == disc->n;
  *inward = i > 0 && !held ? ((double)i - 0.5) * per_area : 0;
  *outward = i + 1 < disc->n ? ((double)i + 0.5) * per_area : 0;
}

/* k = (I - dt g D lap)^-1 D lap (u + shift) */
static inline void radial_stage(const struct radial *disc, size_t f, double gamma, const double *shift, double *k) {
  static double diagonal[RADIAL_NODES], above[RADIAL_NODES], below[RADIAL_NODES], right[RADIAL_NODES];
  const double *u = disc->u[f], D = disc->diffusivity[f], g = gamma * disc->dt * D;
  for (size_t i = 0; i < disc->n; i++) {
    double inward, outward;
    radial_neighbours(disc, i, &inward, &outward);
    const double here = u[i] + shift[i];
    right[i] = i > 0 ? D * inward * (u[i - 1] + shift[i - 1] - here) : 0;
    if (i + 1 < disc->n) right[i] += D * outward * (u[i + 1] + shift[i + 1] - here);
    diagonal[i] = 1 + g * (inward + outward);
    above[i] = -g * outward;
    if (i > 0) below[i - 1] = -g * inward;
  }
  gsl_vector_view d = gsl_vector_view_array(diagonal, disc->n), a = gsl_vector_view_array(above, disc->n - 1);
  gsl_vector_view b = gsl_vector_view_array(below, disc->n - 1), r = gsl_vector_view_array(right, disc->n);
  gsl_vector_view x = gsl_vector_view_array(k, disc->n);
  cr_assert_eq(gsl_linalg_solve_tridiag(&d.vector, &a.vector, &b.vector, &r.vector, &x.vector), 0);
}

static inline void radial_diffuse(struct radial *disc, size_t f) {
  static double k1[RADIAL_NODES], k2[RADIAL_NODES], shift[RADIAL_NODES];
  const double gamma = 1 - sqrt(0.5), rest = disc->dt * (1 - gamma);
  memset(shift, 0, sizeof shift);
  radial_stage(disc, f, gamma, shift, k1);
  for (size_t i = 0; i < disc->n; i++) shift[i] = rest * k1[i];
  radial_stage(disc, f, gamma, shift, k2);
  for (size_t i = 0; i < disc->n; i++) disc->u[f][i] += rest * k1[i] + disc->dt * gamma * k2[i];
}

static inline void radial_react(struct radial *disc, double dt) {
  static const double along[4] = {0, 0.5, 0.5, 1}, weight[4] = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
  for (size_t i = 0; i < disc->n - disc->held; i++) {
    double u[RADIAL_FIELDS], k[RADIAL_FIELDS] = {0}, sum[RADIAL_FIELDS] = {0};
    for (size_t s = 0; s < 4; s++) {
      for (size_t f = 0; f < disc->n_fields; f++) u[f] = disc->u[f][i] + along[s] * dt * k[f];
      disc->reaction(u, k, disc->numbers);
      for (size_t f = 0; f < disc->n_fields; f++) sum[f] += weight[s] * k[f];
    }
    for (size_t f = 0; f < disc->n_fields; f++) disc->u[f][i] += dt * sum[f];
  }
}

static inline void radial_step(struct radial *disc) {
  cr_assert(disc->n <= RADIAL_NODES && disc->n_fields <= RADIAL_FIELDS);
  radial_react(disc, disc->dt / 2);
  for (size_t f = 0; f < disc->n_fields; f++)
    if (disc->diffusivity[f] > 0) radial_diffuse(disc, f);
  radial_react(disc, disc->dt / 2);
}

/** The limit of no spacing, from numbers with errors of second order at two spacings. */
static inline double radial_limit(double coarse, double fine, double ratio_of_spacings) {
  return fine + (fine - coarse) / (ratio_of_spacings * ratio_of_spacings - 1);
}
