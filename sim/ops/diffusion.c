/* SPDX-License-Identifier: GPL-3.0-or-later */
/* D lap u = D sum over faces of face/(volume h) (u_neighbour - u): the coefficients are those of the line solves (grid.h), so
 * that both see the same operator. Walls carry no flux. */
#include "ops/diffusion.h"

#include "ops/lanes.h"

struct neighbours neighbours_of(const struct fields *fields, const struct grid *grid, size_t f, size_t j, size_t k) {
  struct range range = fields->range[f];
  size_t j_below = grid_neighbour(&grid->axis[1], j, -1), j_above = grid_neighbour(&grid->axis[1], j, 1);
  return (struct neighbours){.centre = fields_row(fields, f, j, k),
                             .y_below = fields_row(fields, f, j_below, k),
                             .y_above = fields_row(fields, f, j_above, k),
                             .z_below = fields_row(fields, f, j, k > range.k0 ? k - 1 : k),
                             .z_above = fields_row(fields, f, j, k + 1 < range.k1 ? k + 1 : k)};
}

/* Eight cells from i on, whose neighbours along x are `below` and `above`. */
POINTWISE_INLINE lanes rate_of_lanes(const struct neighbours *u, size_t i, lanes below, lanes above, double x, double y,
                                     double z) {
  lanes c = lanes_of(u->centre + i);
  lanes along_y = (lanes_of(u->y_below + i) - c) + (lanes_of(u->y_above + i) - c);
  lanes along_z = (lanes_of(u->z_below + i) - c) + (lanes_of(u->z_above + i) - c);
  return x * ((below - c) + (above - c)) + (y * along_y + z * along_z);
}

/* Uniform spacing: at a wall a cell is its own neighbour. Pads become 0. */
POINTWISE_INLINE void diffuse_uniform(const struct grid *grid, const struct neighbours *around, double D,
                                      double *rate) {
  const struct neighbours u = *around;
  const double x = D * grid->inverse_h2[0], y = D * grid->inverse_h2[1], z = D * grid->inverse_h2[2];
  size_t n = grid->axis[0].n, last = (n - 1) / LANES * LANES;
  const double *c = u.centre;
  const double before = grid->axis[0].periodic ? c[n - 1] : c[0], beyond = grid->axis[0].periodic ? c[0] : c[n - 1];
  const lanes zero = {0}, count = {0, 1, 2, 3, 4, 5, 6, 7};
  lanes below = lanes_loose(c - 1), above = lanes_loose(c + last + 1);
  below[0] = before;
  above[n - 1 - last] = beyond;
  if (last > 0) {
    *lanes_at(rate) = rate_of_lanes(&u, 0, below, lanes_loose(c + 1), x, y, z);
    for (size_t i = LANES; i < last; i += LANES)
      *lanes_at(rate + i) = rate_of_lanes(&u, i, lanes_loose(c + i - 1), lanes_loose(c + i + 1), x, y, z);
    below = lanes_loose(c + last - 1);
  }
  *lanes_at(rate + last) =
      lanes_choose(count < (double)(n - last), rate_of_lanes(&u, last, below, above, x, y, z), zero);
}

/* Rings of a radius, whose exchange varies. */
POINTWISE_INLINE void diffuse_rings(const struct grid *grid, const struct neighbours *u, double D, double *rate) {
  const double y = D * grid->inverse_h2[1], z = D * grid->inverse_h2[2];
  size_t n = grid->axis[0].n;
  const double *restrict lower = grid->axis[0].lower, *restrict upper = grid->axis[0].upper, *restrict c = u->centre;
  const double *restrict yb = u->y_below, *restrict ya = u->y_above, *restrict zb = u->z_below,
                         *restrict za = u->z_above;
  double *restrict out = rate;
  for (size_t i = 0; i < n; i++) {
    size_t below = i > 0 ? i - 1 : 0, above = i + 1 < n ? i + 1 : i;
    out[i] = D * (lower[i] * (c[below] - c[i]) + upper[i] * (c[above] - c[i])) +
             (y * ((yb[i] - c[i]) + (ya[i] - c[i])) + z * ((zb[i] - c[i]) + (za[i] - c[i])));
  }
}

POINTWISE void diffuse_row(const struct grid *grid, const struct neighbours *u, double D, double *rate) {
  if (grid->geometry == CARTESIAN) diffuse_uniform(grid, u, D, rate);
  else diffuse_rings(grid, u, D, rate);
}
