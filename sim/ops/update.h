/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The last line solve of a stage and the values that follow from it, in one pass over memory, and what the step control must
 *  know of them.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ops/line.h"
#include "ops/reaction.h"

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

/** What follows from the solved increment k: the value u + own k + sum_s earlier[s] (stage_s - u); and, of the last stage, its
 *  error own_error k + sum_s error[s] (stage_s - u). */
struct update_rule {
  size_t n_earlier;
  double own, earlier[MAX_EARLIER];
  bool judged;
  double own_error, error[MAX_EARLIER];
  double relative, absolute,
      scale; /**< tolerances rtol and 0.01 rtol scale [unit of u]; size of the field [unit of u] */
};

/** Arrays of one field at the first of some rows of its first plane; planes are `stride` apart. */
struct columns {
  double *k; /**< the increment after the solves along x and y; becomes the value that follows */
  const double *u, *stage[MAX_EARLIER]; /**< state, values of earlier stages */
  size_t stride, length, n;             /**< doubles between planes; doubles of a plane, a multiple of 8; planes */
  bool more;                            /**< more rows follow in memory, to be fetched into cache on the way */
};

/** Solve along z and put the value that follows in place of the increment, for all columns. @param carry  [length], scratch
 *  @return the verdict, without its field, if the rule says judged; else the verdict on no cells */
struct verdict_of_step update_columns(const struct update_rule *rule, const struct line *line,
                                      const struct columns *columns, double *carry);
