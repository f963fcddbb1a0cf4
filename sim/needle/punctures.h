/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Devices make punctures: at random, pass by pass from a lattice of needles (roller, pen, stamp), or from a list.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/lattice.h"
#include "model.h"

/** How a device places its needles. */
enum placing { PLACED_AT_RANDOM, PLACED_IN_LATTICE, PLACED_BY_LIST };

/** A device with its numbers; what does not belong to its placing is unused. Arrays are borrowed. */
struct needles {
  enum placing placing;
  double density;         /**< random and lattice: punctures per area and session [1/mm^2] */
  double depth;           /**< random and lattice: mean effective depth of a channel [mm] */
  double depth_deviation; /**< random and lattice: relative standard deviation of the depth, cut at 3; at most 1/3 */
  double radius;          /**< random and lattice: residual radius at the surface [mm] */
  double taper;           /**< random and lattice: exponent of the profile */
  const struct lattice *lattice; /**< of the needles in one pass along x */
  size_t passes;                 /**< lattice */
  double tilt;                   /**< lattice: from the vertical, forward along the pass [degree] */
  size_t n_directions, n_phases;
  const double *direction; /**< lattice: of the passes in turn, from x towards y [degree] */
  /** Lattice: shares of the first step by which the passes in turn are moved; none: each pass is moved at random over the
   *  whole cell. */
  const double *phase;
  size_t n_listed;
  const struct puncture *listed; /**< list: the punctures of all sessions */
  const long *listed_session;    /**< list: number of each one's session, from 1 on; 0: every session */
  uint64_t seed;
};

/** Punctures of one session, in the device's order. */
struct punctures {
  size_t n;
  struct puncture *puncture; /**< owned */
};

/** Punctures of one session of a device over a box.
 *  random: round(density area) positions, at least one, uniform over the box. lattice: those of its points that come to lie
 *  in the box, pass by pass; there may be none. Both make one on the axis, untilted and without scatter, if `axisymmetric`.
 *  list: those of this session in their order; refused if `axisymmetric`.
 *  @param session  0, 1, ...
 *  @param width    of the box along x and y [mm]
 *  @param punctures  out; the caller frees it with punctures_free
 *  Errors: ERROR_CONFIG if less than half a puncture is expected, or more than 10 million from a lattice, if depths could be
 *  negative, or the list meets an axis; ERROR_FAILED without memory. */
int punctures_make(struct punctures *punctures, const struct needles *needles, size_t session, const double width[2],
                   bool axisymmetric, struct error *error);
void punctures_free(struct punctures *punctures);
