/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Fluxes of directed movement through the faces of one row (taxis.h): pure kernels.
 */
#pragma once
#include "grid/grid.h"

/** Rows around the faces of one direction, and what is constant along them. */
struct face {
  const double *below, *above;   /**< cells on both sides, shape [n] */
  const double *before, *beyond; /**< their outer neighbours: before | below | above | beyond */
  const double *below_t[2][2],
      *above_t[2][2];           /**< [transverse axis][lower, upper neighbour] of the cells on both sides */
  double normal, transverse[2]; /**< 1/h along the normal; weight of the sum of four differences [1/mm] */
};

/** Direction of the signal, n.g/(1 + |g|), on the faces between two rows; the first transverse axis is x.
 *  @param length [mm], scale [unit of the signal]  @param out  [n] */
void faces_direction_across(const struct grid *grid, const struct face *f, double length, double scale, double *out);

/** The same on the faces above each cell along the row `below` itself; the transverse axes are y and z. */
void faces_direction_along(const struct grid *grid, const struct face *f, double length, double scale, double *out);

/** Flux of the mover u through the faces between two rows: rate -= (flux - lower)/h, then lower = flux, for the next row.
 *  @param d      direction, shape [n]  @param speed  [mm/day]
 *  @param fill_below, fill_above  filling of the cells on both sides, shape [n]; both NULL: 1 everywhere
 *  @param lower  flux through the faces before [unit mm/day], shape [n]  @param rate  NULL: nothing but lower is wanted */
void faces_flux_across(size_t n, const struct face *u, double speed, const double *d, const double *fill_below,
                       const double *fill_above, double inverse_h, double *lower, double *rate);

/** The same where the faces are a wall. */
void faces_wall_across(size_t n, double inverse_h, double *lower, double *rate);

/** rate -= divergence of the fluxes along the row u. @param fill  as above, of the row  @param flux  [n], overwritten */
void faces_divergence_along(const struct grid *grid, const double *u, double speed, const double *d, const double *fill,
                            double *flux, double *rate);
