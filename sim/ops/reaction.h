/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Production and loss of one row, and the right-hand side that a stage of the time step makes of them.
 */
#pragma once
#include <stdint.h>

#include "ops/laws.h"

enum { MAX_EARLIER = 3 };

/** What a stage makes of the rates at its values y:
 *  k = (dt (transport + production - loss y) + sum_s weight[s] (earlier[s] - start)) / (1 + gamma_dt loss). */
struct stage_rule {
  double t, dt, gamma_dt; /**< [day]; t is the beginning of the step */
  size_t n_earlier;
  double weight[MAX_EARLIER];
  const struct fields *values;               /**< y */
  const struct fields *start;                /**< state at the beginning of the step */
  const struct fields *earlier[MAX_EARLIER]; /**< values of the stages before */
  const struct fields *out;                  /**< k; comes in as the transport of the fields that move [unit/day] */
};

/** Ticks of the parts of a reaction. */
struct reaction_ticks {
  uint64_t part[MAX_PARTS], stage; /**< by part of the laws; the arithmetic around them */
};

/** Room of one thread for some cells of every field, few enough to stay in the first-level cache. */
struct blocks {
  size_t length;                                     /**< cells, a multiple of 8 */
  const double *values[MAX_FIELDS];                  /**< what the model reads: max(y, 0) */
  double *clamped[MAX_FIELDS];                       /**< room for values where any is below 0, shape [length] */
  double *production[MAX_FIELDS], *loss[MAX_FIELDS]; /**< [unit/day], [1/day], shape [length] */
  struct reaction_ticks ticks;                       /**< added to */
};

/** Doubles that struct blocks needs. */
size_t blocks_memory(const struct laws *laws);

/** Lay blocks out in 64-byte aligned memory of blocks_memory doubles. */
void blocks_place(struct blocks *blocks, const struct laws *laws, double *memory);

/** Production and loss of the cells of row (j, k) from i0 on, which is a multiple of blocks->length: as many as fit. Fields
 *  without cells on this plane are read from rest values. */
void react_block(const struct laws *laws, const struct fields *u, size_t j, size_t k, double t, size_t i0,
                 struct blocks *blocks);

/** Finish k of row (j, k) of every field, before any line solve. Fields without cells on this plane are read from rest values,
 *  and their rates go nowhere. @param ahead  rows until those that will be worked next, which are fetched into cache */
void react_row(const struct laws *laws, const struct stage_rule *rule, size_t j, size_t k, size_t ahead,
               struct blocks *blocks);
