/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Searches side by side, so that what all of them want to know next is evaluated at once. Each search has a thread, which waits
 *  while the caller's evaluates; the caller of `evaluate` may make processes, for then all others sleep.
 */
#pragma once
#include "study/fit_descent.h"

/** Search from n beginnings. @param descents  shape [n]; their problem is `problem`
 *  Errors: the first of any search; ERROR_FAILED if a thread cannot be made. */
int fit_lockstep(const struct fit_problem *problem, struct fit_descent descents[], size_t n, struct error *error);
