/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The largest error over cells is the norm: a mean would hide the channels, a few per cent of the volume. A maximum and counts
 * depend on no order. NaN is invisible to `>`, so cells that are not good are counted beside the maximum. */
#include "ops/update.h"

#include <math.h>

#include "model.h"
#include "ops/lanes.h"

struct verdict_of_step verdict_none(void) {
  return (struct verdict_of_step){.field = SIZE_MAX};
}

void verdict_merge(struct verdict_of_step *into, const struct verdict_of_step *more) {
  into->error = more->error > into->error ? more->error : into->error;
  into->lowest = more->lowest < into->lowest ? more->lowest : into->lowest;
  into->bad += more->bad;
  into->negative += more->negative;
  into->field = more->field < into->field ? more->field : into->field;
}

POINTWISE void combine_row(size_t n, const double *u, size_t n_stages, const double *const k[], const double a[],
                           double *out) {
  double *restrict o = out;
  const double *restrict start = u, *restrict k0 = k[0];
  double a0 = a[0];
  if (n_stages == 2) {
    const double *restrict k1 = k[1];
    double a1 = a[1];
#pragma omp simd
    for (size_t i = 0; i < n; i++) o[i] = start[i] + (a0 * k0[i] + a1 * k1[i]);
    return;
  }
#pragma omp simd
  for (size_t i = 0; i < n; i++) o[i] = start[i] + a0 * k0[i];
  for (size_t s = 1; s < n_stages; s++) {
    const double *restrict ks = k[s];
    double as = a[s];
#pragma omp simd
    for (size_t i = 0; i < n; i++) o[i] += as * ks[i];
  }
}

/* Errors and values of eight cells, kept lane by lane. */
struct lane_verdict {
  double error[LANES], lowest[LANES], bad[LANES], negative[LANES];
};

/* Cells i .. i + n of a row, n <= LANES. */
POINTWISE_INLINE void judge_lanes(struct lane_verdict *v, size_t i, size_t n, const double *u, size_t n_stages,
                                  const double *const k[], const double e[], double relative, double absolute,
                                  const double *fresh) {
  double estimate[LANES] = {0};
  for (size_t s = 0; s < n_stages; s++)
    for (size_t l = 0; l < n; l++) estimate[l] += e[s] * k[s][i + l];
#pragma omp simd
  for (size_t l = 0; l < n; l++) {
    double error = fabs(estimate[l]) / (relative * fabs(u[i + l]) + absolute);
    v->error[l] = error > v->error[l] ? error : v->error[l];
    v->bad[l] += error <= 1 ? 0.0 : 1.0;
    v->lowest[l] = fresh[i + l] < v->lowest[l] ? fresh[i + l] : v->lowest[l];
    v->negative[l] += fresh[i + l] < 0 ? 1.0 : 0.0;
  }
}

POINTWISE void judge_row(size_t n, const double *u, size_t n_stages, const double *const k[], const double e[],
                         double relative, double absolute, double scale, const double *fresh,
                         struct verdict_of_step *verdict) {
  struct lane_verdict v = {0};
  size_t whole = n / LANES * LANES;
  for (size_t i = 0; i < whole; i += LANES) judge_lanes(&v, i, LANES, u, n_stages, k, e, relative, absolute, fresh);
  judge_lanes(&v, whole, n - whole, u, n_stages, k, e, relative, absolute, fresh);
  for (size_t l = 0; l < LANES; l++) {
    struct verdict_of_step lane = {v.error[l], v.lowest[l] / scale, (size_t)v.bad[l], (size_t)v.negative[l], SIZE_MAX};
    verdict_merge(verdict, &lane);
  }
}
