/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  New values from the increments of a step's stages, and what the step control must know of them.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

/** What is known of the new values of some cells. Merging is exact in any order. */
struct verdict_of_step {
  double error;    /**< largest |error estimate| / (rtol |u| + 0.01 rtol scale) */
  double lowest;   /**< smallest value / scale */
  size_t bad;      /**< values whose error is not <= 1: too large, or not a number */
  size_t negative; /**< values below 0 */
  size_t field;    /**< the first field that is in error or too far below 0; SIZE_MAX: none, or not asked */
};

/** The verdict on no cells. */
struct verdict_of_step verdict_none(void);

/** into = the verdict on the cells of both. */
void verdict_merge(struct verdict_of_step *into, const struct verdict_of_step *more);

/** out = u + sum_s a[s] k[s] over n cells. */
void combine_row(size_t n, const double *u, size_t n_stages, const double *const k[], const double a[], double *out);

/** Judge the error estimate sum_s e[s] k[s] and the new values over n cells.
 *  @param relative, absolute  tolerances: rtol, and 0.01 rtol scale [unit of u] */
void judge_row(size_t n, const double *u, size_t n_stages, const double *const k[], const double e[], double relative,
               double absolute, double scale, const double *fresh, struct verdict_of_step *verdict);
