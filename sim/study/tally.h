/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How far a plan has come, by what stands in its store.
 */
#pragma once
#include "study/store.h"

struct plan_tally {
  size_t different;            /**< points that are not the same as an earlier one */
  size_t n[N_STORE_STATES];    /**< of those, by state */
  double wall[N_STORE_STATES]; /**< forecast of them with one thread [s] */
};

/** Points that are not the same as an earlier one, in their order. @param first  out, shape [plan->n_points]
 *  @return how many */
size_t plan_distinct(const struct plan *plan, size_t first[]);

/** Look at the state of every point. @param states  out, shape [plan->n_points], or NULL */
struct plan_tally plan_look(const struct plan *plan, enum store_state states[]);
