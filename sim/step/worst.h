/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where a rejected step went wrong: looked for afterwards, so that the passes over memory need not know places.
 */
#pragma once
#include "grid/fields.h"
#include "ops/update.h"

/** A cell, and the value that a step would have given a field there. */
struct worst_cell {
  size_t i, j, k;
  double value; /**< [unit of the field] */
};

/** The cell of the largest error in field f, or where no error is above the tolerance, of the lowest value. What is not a number
 *  counts as largest and as lowest; of equal cells it is the first.
 *  @param u        the state before the step
 *  @param earlier  shape [rule->n_earlier]: the values of the earlier stages
 *  @param fresh    the values that the step would have given
 *  @param rule     of the last stage, with the tolerances of field f */
struct worst_cell worst_find(const struct grid *grid, size_t f, const struct fields *u,
                             const struct fields *const earlier[], const struct fields *fresh,
                             const struct update_rule *rule);

/** Move to the first cell where the rates of field f are not finite, if there is one: line solves spread what is no number from
 *  there over the whole field. */
void worst_trace(struct worst_cell *worst, const struct grid *grid, size_t f, const struct fields *rates);
