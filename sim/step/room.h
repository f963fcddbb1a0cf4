/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Working memory of the threads of a time step: a few rows each, and a plane per mover.
 */
#pragma once
#include "ops/reaction.h"
#include "ops/taxis.h"

enum { ROW_GROUP = 16 }; /* rows of a plane that are worked before the solves along x, while they are in cache */

/** What one thread needs of its own. */
struct room {
  struct rows rows;
  struct taxis_room taxis;
  double *solve; /**< scratch of line_solve_along */
  double *memory;
};

struct rooms {
  size_t n;
  struct room *room;
};

/** One room for each thread that OpenMP would start now. Free with rooms_free, also after an error.
 *  Errors: ERROR_FAILED without memory. */
int rooms_create(struct rooms *rooms, const struct laws *laws, struct error *error);
void rooms_free(struct rooms *rooms);
