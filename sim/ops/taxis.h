/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Directed movement: conservative, second order, limited, explicit.
 */
#pragma once
#include "ops/laws.h"

/** Room of one thread for fluxes: what the row and the plane before left on the faces that are shared. */
struct taxis_room {
  double *direction[3];                   /**< speed factor on the faces above along x, y, z, shape [pitch] */
  double *flux;                           /**< [pitch] */
  double *here[MAX_MOVERS];               /**< filling of the movers of a group in the row itself, shape [pitch] */
  double *lower, *above;                  /**< filling of one mover in neighbouring rows, shape [pitch] */
  double *y_flux[MAX_GROUPS][MAX_MOVERS]; /**< through the faces towards the row before, shape [pitch] */
  double *z_flux[MAX_GROUPS][MAX_MOVERS]; /**< through the faces towards the plane before, shape [ny][pitch] */
};

/** Doubles that struct taxis_room needs. */
size_t taxis_memory(const struct laws *laws);

/** Lay a room out in 64-byte aligned memory of taxis_memory doubles. */
void taxis_place(struct taxis_room *room, const struct laws *laws, double *memory);

/** rate[f] -= div(v u) over row (j, k) for every mover f that lives there.
 *  Rows of a plane must come in order from j = 0 on.
 *  @param follows  the room has just seen the whole plane k - 1
 *  @param rate     shape [n_fields][pitch] [unit/day] */
void taxis_row(const struct laws *laws, const struct fields *u, size_t j, size_t k, double t, bool follows,
               struct taxis_room *room, double *const rate[]);
