/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  From a sweep to its plan: every point is checked through the same door as a configuration, and none is kept unless all are good.
 */
#pragma once
#include "study/plan.h"
#include "study/sweep.h"

struct plan_request {
  const struct sweep *sweep;
  const struct model *const *models;
  size_t n_models;
  const char *folder; /**< of the study */
  const char *store;  /**< where finished points lie, absolute; NULL: STUDY/points */
};

/** Make a plan. Mistakes of points, and what all of them are warned of, are printed to `say`.
 *  Free with plan_free, also after an error.
 *  Errors: ERROR_CONFIG with the number of points that cannot be run; ERROR_FAILED without memory. */
int plan_make(struct plan *plan, const struct plan_request *request, FILE *say, struct error *error);
