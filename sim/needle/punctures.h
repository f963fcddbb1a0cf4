/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Devices make punctures. Depth law, residual radius and taper: a needle of length L leaves a channel of depth
 *  efficiency (L - indentation), and of half the needle's radius (kalluri2011).
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "model.h"

enum device { DEVICE_RANDOM, DEVICE_FILE };

/** A device with its numbers, in mm; what does not belong to the type is unused. */
struct needles {
  enum device device;
  double density;         /**< random: punctures per area [1/mm^2] */
  double depth;           /**< random: mean effective depth of a channel [mm] */
  double depth_deviation; /**< random: relative standard deviation of the depth, cut at 3 of them; at most 1/3 */
  double radius;          /**< random: residual radius at the surface [mm] */
  double taper;           /**< exponent of the profile; of a file, where it has no such column */
  const char *file;       /**< file: path of the CSV */
  size_t n_sessions;      /**< file: a row of a later session is refused; 0: any may be named */
  double skin_depth;      /**< file: a deeper channel is refused [mm]; 0: any depth */
  uint64_t seed;
};

/** Punctures of one session, in the device's order. */
struct punctures {
  size_t n;
  struct puncture *puncture; /**< owned */
};

/** Punctures of one session of a device over a box.
 *  random: round(density area) positions, at least one, uniform over the box; one at the axis, untilted and without scatter, if
 *  `axisymmetric`. file: the rows of the CSV whose `session` is this one's number (1, 2, ...) or that name none; it is
 *  refused if there are none, or if `axisymmetric`.
 *  The CSV begins with a line of column names with units, in any order: x [mm], y [mm], depth [mm], radius [mm], and as
 *  you like tilt [deg] from the vertical, azimuth [deg] from x towards y, taper [1], session [1]. Any unit of the
 *  dimension will do. Empty lines and lines that begin with # are skipped; quotes are not allowed.
 *  @param session  0, 1, ...
 *  @param width    of the box along x and y [mm]
 *  @param punctures  out; the caller frees it with punctures_free
 *  Errors: ERROR_CONFIG with file:line, column, what was found and what is allowed; ERROR_FAILED without memory. */
int punctures_make(struct punctures *punctures, const struct needles *needles, size_t session, const double width[2],
                   bool axisymmetric, struct error *error);
void punctures_free(struct punctures *punctures);
