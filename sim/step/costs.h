/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the terms of a time step cost. Threads count ticks of each term; the wall time of a pass is shared out by them.
 */
#pragma once
#include <stdint.h>

#include "ops/reaction.h"

/** Ticks of one thread. */
struct ticks {
  uint64_t diffusion, taxis, along_x, along_y;
};

/** Seconds of all steps so far. */
struct step_costs {
  double diffusion, taxis, part[MAX_PARTS],
      stage;                        /**< rates: part of the reaction by part of the laws; right-hand side */
  double along_x, along_y, columns; /**< solves along x and y; along z, with new values and error */
};

struct rooms;

/** Share out the seconds of both passes by the ticks of all threads. */
struct step_costs step_costs_of(const struct rooms *rooms, double planes, double columns);
