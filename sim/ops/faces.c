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

/* Speed filling d on a face; without a filling, speed d. */
POINTWISE_INLINE double velocity(double speed, double d, const double *below, const double *above, size_t i,
                                 size_t next) {
  return below ? speed * d * (0.5 * (below[i] + above[next])) : speed * d;
}

POINTWISE_INLINE void flux_across(size_t n, const struct face *u, double speed, const double *d,
                                  const double *fill_below, const double *fill_above, double inverse_h, double *lower,
                                  double *rate) {
  const double *restrict before = u->before, *restrict a = u->below, *restrict b = u->above,
                         *restrict beyond = u->beyond;
  double *restrict below = lower, *restrict r = rate;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    double flux = limited_flux(velocity(speed, d[i], fill_below, fill_above, i, i), before[i], a[i], b[i], beyond[i]);
    if (rate) r[i] -= inverse_h * (flux - below[i]);
    below[i] = flux;
  }
}

POINTWISE void faces_flux_across(size_t n, const struct face *u, double speed, const double *d,
                                 const double *fill_below, const double *fill_above, double inverse_h, double *lower,
                                 double *rate) {
  if (fill_below && rate) flux_across(n, u, speed, d, fill_below, fill_above, inverse_h, lower, rate);
  else if (fill_below) flux_across(n, u, speed, d, fill_below, fill_above, inverse_h, lower, NULL);
  else if (rate) flux_across(n, u, speed, d, NULL, NULL, inverse_h, lower, rate);
  else flux_across(n, u, speed, d, NULL, NULL, inverse_h, lower, NULL);
}

POINTWISE void faces_wall_across(size_t n, double inverse_h, double *lower, double *rate) {
  double *restrict below = lower, *restrict r = rate;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    r[i] += inverse_h * below[i];
    below[i] = 0;
  }
}

/* Face above cell i, whose neighbours may lie beyond an end of the row. */
POINTWISE_INLINE double flux_at_end(const struct axis *x, const double *c, double speed, const double *d,
                                    const double *fill, size_t i) {
  size_t n = x->n, next = i + 1 < n ? i + 1 : 0;
  double before = i > 0 ? c[i - 1] : x->periodic ? c[n - 1] : c[0];
  double beyond = next + 1 < n ? c[next + 1] : x->periodic ? c[0] : c[n - 1];
  if (i + 1 == n && !x->periodic) return 0;
  return limited_flux(velocity(speed, d[i], fill, fill, i, next), before, c[i], c[next], beyond);
}

POINTWISE_INLINE void divergence_along(const struct grid *grid, const double *u, double speed, const double *d,
                                       const double *fill, double *flux, double *rate) {
  const struct axis *x = &grid->axis[0];
  size_t n = x->n;
  const double *restrict c = u;
  double *restrict f = flux, *restrict r = rate;
#pragma omp simd
  for (size_t i = 1; i < n - 2; i++)
    f[i] = limited_flux(velocity(speed, d[i], fill, fill, i, i + 1), c[i - 1], c[i], c[i + 1], c[i + 2]);
  f[0] = flux_at_end(x, c, speed, d, fill, 0);
  f[n - 2] = flux_at_end(x, c, speed, d, fill, n - 2);
  f[n - 1] = flux_at_end(x, c, speed, d, fill, n - 1);
  const double *restrict lower = x->lower, *restrict upper = x->upper;
  double h = x->h;
  r[0] -= h * (upper[0] * f[0] - lower[0] * f[n - 1]);
#pragma omp simd
  for (size_t i = 1; i < n; i++) r[i] -= h * (upper[i] * f[i] - lower[i] * f[i - 1]);
}

POINTWISE void faces_divergence_along(const struct grid *grid, const double *u, double speed, const double *d,
                                      const double *fill, double *flux, double *rate) {
  if (fill) divergence_along(grid, u, speed, d, fill, flux, rate);
  else divergence_along(grid, u, speed, d, NULL, flux, rate);
}
