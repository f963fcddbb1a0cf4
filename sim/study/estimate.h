/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the points of a plan will cost: a few of them are rehearsed (run/rehearsal.h), the others take after them.
 */
#pragma once
#include "config/settings.h"

/** What the cost of a point follows from. */
struct estimate_shape {
  double values; /**< cells of all fields together */
  double bytes;  /**< of memory */
  double end;    /**< simulated time [day] */
  size_t sessions;
};

struct estimate_shape estimate_shape_of(const struct settings *settings);

/** Reads the settings of point i, which the caller of estimate_walls frees. */
typedef int estimate_read_fn(void *context, size_t i, struct settings *settings, struct error *error);

/** Wall time of each point with one thread.
 *  The cost of a step is that of the rehearsed point of the nearest size, in proportion to the values; the number of steps is that of
 *  the rehearsed point of the same sessions and end, or in proportion to 1 + sessions.
 *  @param shapes  shape [n]  @param walls  out, shape [n] [s]; 0: the points that were tried failed, and nothing is known */
void estimate_walls(const struct estimate_shape shapes[], size_t n, estimate_read_fn *read, void *context,
                    double walls[]);
