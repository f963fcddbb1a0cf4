/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Step sizes: a geometric ladder, so that factors are reused, and a PI controller that climbs it.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { N_RUNGS = 142 };

struct control {
  int rung;          /**< of the next step */
  double last_error; /**< of the last accepted step */
  bool rejected;     /**< the step before was rejected: do not climb */
};

/** Step size of a rung [day]: 1e-9 x 1.2^rung (0.09 ms, below any event's distance to another, to 146 days). */
double control_step(int rung);

/** Begin anew with a small step, at the start and after each session. */
void control_restart(struct control *control);

/** Size of the next step [day], given the time left to the next event: land on it if it is within one step, take half if
 *  within two. @param rung  out: the rung of this size, or -1 if it was cut */
double control_next(const struct control *control, double left, int *rung);

/** Learn from an accepted step. @param error  of the step, in units of the tolerance; @param rung  as control_next gave it */
void control_accept(struct control *control, double error, int rung, int embedded_order);

/** Learn from a rejected step. @return false if no smaller step is left */
bool control_reject(struct control *control, double error, double dt, int embedded_order);
