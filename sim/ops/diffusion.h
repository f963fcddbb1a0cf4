/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Diffusion of one row: finite volumes, second order, conservative.
 */
#pragma once
#include "grid/fields.h"

/** Rows around row (j, k) of a field; at a wall a row is its own neighbour, so that the difference is 0. */
struct neighbours {
  const double *centre, *y_below, *y_above, *z_below, *z_above;
};

/** The neighbours of row (j, k) of field f on its own planes. */
struct neighbours neighbours_of(const struct fields *fields, const struct grid *grid, size_t f, size_t j, size_t k);

/** rate = D lap(u) over row (j, k) of a field, which stands in struct fields: what is beside a row may be read.
 *  @param rate  out, shape [pitch] [unit/day]; pads become 0, but stay as they are on a radius  @param D  [mm^2/day] */
void diffuse_row(const struct grid *grid, const struct neighbours *u, double D, double *rate);
