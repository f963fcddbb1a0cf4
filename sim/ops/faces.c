/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law of motion on faces (taxis.c), one row at a time. */
#include "ops/faces.h"

#include <math.h>

/* length n.grad(s) / (scale + s + length |grad(s)|) */
POINTWISE_INLINE double direction(double below, double above, double normal, double t0, double t1, double length,
                                  double scale) {
  double gn = (above - below) * normal;
  double size = sqrt(gn * gn + t0 * t0 + t1 * t1);
  return length * gn / (scale + 0.5 * (below + above) + length * size);
}

/* Flux through a face: upwind value with half a limited slope. */
POINTWISE_INLINE double limited_flux(double v, double before, double below, double above, double beyond) {
  double step = above - below, behind = v > 0 ? below - before : beyond - above, upwind = v > 0 ? below : above;
  double product = step * behind, slope = product > 0 ? product / (step + behind) : 0;
  return v * (v > 0 ? upwind + slope : upwind - slope);
}

POINTWISE void faces_direction_across(const struct grid *grid, const struct face *f, double length, double scale,
                                      double *out) {
  size_t n = grid->axis[0].n;
  const double *restrict a = f->below, *restrict b = f->above;
  const double *restrict am = f->below_t[1][0], *restrict ap = f->below_t[1][1], *restrict bm = f->above_t[1][0],
                         *restrict bp = f->above_t[1][1];
  double *restrict d = out;
  double wx = f->transverse[0], wt = f->transverse[1], normal = f->normal;
#pragma omp simd
  for (size_t i = 1; i < n - 1; i++) {
    double tx = wx * ((a[i + 1] - a[i - 1]) + (b[i + 1] - b[i - 1]));
    double tt = wt * ((ap[i] - am[i]) + (bp[i] - bm[i]));
    d[i] = direction(a[i], b[i], normal, tx, tt, length, scale);
  }
  bool wrap = grid->axis[0].periodic;
  for (size_t e = 0; e < 2; e++) {
    size_t i = e ? n - 1 : 0, im = i > 0 ? i - 1 : wrap ? n - 1 : i, ip = i + 1 < n ? i + 1 : wrap ? 0 : i;
    double tx = wx * ((a[ip] - a[im]) + (b[ip] - b[im])), tt = wt * ((ap[i] - am[i]) + (bp[i] - bm[i]));
    d[i] = direction(a[i], b[i], normal, tx, tt, length, scale);
  }
}

POINTWISE void faces_direction_along(const struct grid *grid, const struct face *f, double length, double scale,
                                     double *out) {
  size_t n = grid->axis[0].n;
  const double *restrict c = f->below;
  const double *restrict ym = f->below_t[0][0], *restrict yp = f->below_t[0][1], *restrict zm = f->below_t[1][0],
                         *restrict zp = f->below_t[1][1];
  double *restrict d = out;
  double wy = f->transverse[0], wz = f->transverse[1], normal = f->normal;
#pragma omp simd
  for (size_t i = 0; i < n - 1; i++) {
    double ty = wy * ((yp[i] - ym[i]) + (yp[i + 1] - ym[i + 1]));
    double tz = wz * ((zp[i] - zm[i]) + (zp[i + 1] - zm[i + 1]));
    d[i] = direction(c[i], c[i + 1], normal, ty, tz, length, scale);
  }
  double ty = wy * ((yp[n - 1] - ym[n - 1]) + (yp[0] - ym[0])), tz = wz * ((zp[n - 1] - zm[n - 1]) + (zp[0] - zm[0]));
  d[n - 1] = grid->axis[0].periodic ? direction(c[n - 1], c[0], normal, ty, tz, length, scale) : 0;
}

POINTWISE void faces_flux_across(size_t n, const struct face *u, double speed, const double *d,
                                 const double *fill_below, const double *fill_above, double *flux) {
  const double *restrict before = u->before, *restrict a = u->below, *restrict b = u->above,
                         *restrict beyond = u->beyond;
  double *restrict out = flux;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    double v = speed * d[i] * (0.5 * (fill_below[i] + fill_above[i]));
    out[i] = limited_flux(v, before[i], a[i], b[i], beyond[i]);
  }
}

POINTWISE void faces_divergence_along(const struct grid *grid, const double *u, double speed, const double *d,
                                      const double *fill, double *flux, double *rate) {
  const struct axis *x = &grid->axis[0];
  size_t n = x->n;
  const double *restrict c = u;
  double *restrict f = flux, *restrict r = rate;
#pragma omp simd
  for (size_t i = 1; i < n - 2; i++) {
    double v = speed * d[i] * (0.5 * (fill[i] + fill[i + 1]));
    f[i] = limited_flux(v, c[i - 1], c[i], c[i + 1], c[i + 2]);
  }
  for (size_t e = 0; e < 3; e++) { /* faces whose neighbours lie beyond an end of the row */
    size_t i = e == 0 ? 0 : n - e, next = i + 1 < n ? i + 1 : 0;
    bool wrap = x->periodic;
    double before = i > 0 ? c[i - 1] : wrap ? c[n - 1] : c[0];
    double beyond = next + 1 < n ? c[next + 1] : wrap ? c[0] : c[n - 1];
    f[i] = limited_flux(speed * d[i] * (0.5 * (fill[i] + fill[next])), before, c[i], c[next], beyond);
  }
  if (!x->periodic) f[n - 1] = 0;
  const double *restrict lower = x->lower, *restrict upper = x->upper;
  double h = x->h;
  r[0] -= h * (upper[0] * f[0] - lower[0] * f[n - 1]);
#pragma omp simd
  for (size_t i = 1; i < n; i++) r[i] -= h * (upper[i] * f[i] - lower[i] * f[i - 1]);
}

POINTWISE void faces_divergence_across(size_t n, double inverse_h, const double *above, double *below, double *rate) {
  double *restrict r = rate, *restrict b = below;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    r[i] -= inverse_h * (above[i] - b[i]);
    b[i] = above[i];
  }
}
