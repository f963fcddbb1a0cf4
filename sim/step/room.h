/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Working memory of the threads of a time step: some cells of every field, a plane per mover, a few rows.
 */
#pragma once
#include "ops/reaction.h"
#include "ops/taxis.h"
#include "step/costs.h"

/** What one thread needs of its own. */
struct room {
  struct blocks blocks;
  struct taxis_room taxis;
  struct fields plane; /**< increments of the plane that is worked; none where a plane is too large for the caches */
  double *solve;       /**< scratch of line_solve_along for a group of rows */
  double *carry;       /**< [room_columns()] of update_columns */
  struct ticks ticks;
  double *memory;
};

struct rooms {
  size_t n;
  struct room *room;
};

/** Doubles of each plane that are solved along z together: whole rows, about as many as stay in the second-level cache. */
size_t room_columns(const struct grid *grid);

/** One room for each thread that OpenMP would start now. Free with rooms_free, also after an error.
 *  Errors: ERROR_FAILED without memory. */
int rooms_create(struct rooms *rooms, const struct laws *laws, struct error *error);
void rooms_free(struct rooms *rooms);

/** Threads that a pass over all fields is worth: one, or all that have a room. */
int rooms_threads(const struct rooms *rooms, const struct laws *laws);
