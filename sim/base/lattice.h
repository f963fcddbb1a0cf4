/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Points of the plane that repeat along two steps: i step[0] + j step[1] + offset[b] for whole i and j.
 */
#pragma once
#include <stddef.h>

enum { MAX_OFFSETS = 256 };

struct lattice {
  double step[2][2];             /**< along x and y [mm]; not parallel */
  size_t n;                      /**< points per cell */
  double offset[MAX_OFFSETS][2]; /**< of each of them [mm] */
};

/** @return points per area [1/mm^2] */
double lattice_density(const struct lattice *lattice);

/** Points within 0 <= x < width[0], 0 <= y < width[1] of a lattice laid with its origin on the middle of this box.
 *  @param direction  angle by which it is turned from x towards y [degree]
 *  @param shift      by which it is moved after that, as shares of the two steps
 *  @param width      [mm]
 *  @param point      out, along x and y [mm], by j, then i, then offset, with room for all of them; or NULL
 *  @return how many there are */
size_t lattice_points(const struct lattice *lattice, double direction, const double shift[2], const double width[2],
                      double (*point)[2]);
