/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Problems with a manufactured solution: which terms act, in which geometry.
 */
#pragma once
#include "verify/bench.h"
#include "verify/manufactured.h"

struct verify_problem {
  const char *name;
  enum geometry geometry;
  bool deep;     /**< there is a y axis too */
  bool periodic; /**< at the sides */
  double upper;  /**< share of the depth that the mover does not live in */
  double diffusivity, signal_diffusivity, reaction, speed;
  double shift; /**< of the signal's waves along x and y, periodic sides alone [mm] */
};

/** A bench with n cells along each edge of 1 mm, and the numbers that it points at. */
struct verify_trial {
  struct verify_bench bench;
  struct manufactured numbers;
};

/** Put a problem's exact solution at day 0 on a grid of n cells a side.
 *  @param discrete  it is the solution of the grid's own equations (diffusion and reaction alone), so that the steps are the
 *                   only error; otherwise that of the differential equations
 *  @param sourced   otherwise the fields are only moved
 *  @param trial  out, stays where it was made; free with verify_trial_free, also after an error. Errors: those of
 *  verify_bench_create. */
int verify_trial_create(struct verify_trial *trial, const struct verify_problem *problem, size_t n, bool discrete,
                        bool sourced, const struct scheme *scheme, struct error *error);
void verify_trial_free(struct verify_trial *trial);

/** Difference of the mover from the exact solution at time t. */
struct verify_difference verify_trial_error(const struct verify_trial *trial, double t);
