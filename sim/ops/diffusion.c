/* SPDX-License-Identifier: GPL-3.0-or-later */
/* D lap u = D sum over faces of face/(volume h) (u_neighbour - u): the coefficients are those of the line solves (grid.h), so
 * that both see the same operator. Walls carry no flux. */
#include "ops/diffusion.h"

struct neighbours neighbours_of(const struct fields *fields, const struct grid *grid, size_t f, size_t j, size_t k) {
  struct range range = fields->range[f];
  size_t j_below = grid_neighbour(&grid->axis[1], j, -1), j_above = grid_neighbour(&grid->axis[1], j, 1);
  return (struct neighbours){.centre = fields_row(fields, f, j, k),
                             .y_below = fields_row(fields, f, j_below, k),
                             .y_above = fields_row(fields, f, j_above, k),
                             .z_below = fields_row(fields, f, j, k > range.k0 ? k - 1 : k),
                             .z_above = fields_row(fields, f, j, k + 1 < range.k1 ? k + 1 : k)};
}

POINTWISE void diffuse_row(const struct grid *grid, const struct neighbours *u, double D, double *rate) {
  const struct axis *x = &grid->axis[0];
  size_t n = x->n;
  double y = D / (grid->axis[1].h * grid->axis[1].h), z = D / (grid->axis[2].h * grid->axis[2].h);
  const double *restrict c = u->centre, *restrict yb = u->y_below, *restrict ya = u->y_above;
  const double *restrict zb = u->z_below, *restrict za = u->z_above, *restrict lower = x->lower,
                         *restrict upper = x->upper;
  double *restrict out = rate;
#pragma omp simd
  for (size_t i = 1; i < n - 1; i++)
    out[i] = D * (lower[i] * (c[i - 1] - c[i]) + upper[i] * (c[i + 1] - c[i])) + y * ((yb[i] - c[i]) + (ya[i] - c[i])) +
             z * ((zb[i] - c[i]) + (za[i] - c[i]));
  for (size_t e = 0; e < 2; e++) {
    size_t i = e ? n - 1 : 0, below = i > 0 ? i - 1 : n - 1, above = i + 1 < n ? i + 1 : 0;
    out[i] = D * (lower[i] * (c[below] - c[i]) + upper[i] * (c[above] - c[i])) + y * ((yb[i] - c[i]) + (ya[i] - c[i])) +
             z * ((zb[i] - c[i]) + (za[i] - c[i]));
  }
}
