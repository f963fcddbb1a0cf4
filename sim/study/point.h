/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One point of a plan, from its configuration to its place in the store. Killed at any moment, a finished point stays finished, and
 *  a half one is taken up from its checkpoint.
 */
#pragma once
#include "study/plan.h"

/** By what points are run. All is borrowed. */
struct point_request {
  const struct plan *plan;
  const struct model *const *models; /**< those that a configuration may name, shape [n_models] */
  size_t n_models;
  const char *program, *build; /**< as in struct run_options */
  double deadline;             /**< wall_clock() by which the point must have stopped [s]; 0: none */
};

/** Whether a point needs no more work: it is finished, with its frames if the plan keeps them. */
bool point_is_done(const struct plan *plan, size_t index);

/** Run a point that is not done; of one that is done, see that it is of the configuration that was planned.
 *  @param busy  out: another process has it in work, as `error` says; nothing is done then
 *  @return OK also for a busy one. Errors: those of run; ERROR_FAILED if the finished file cannot be read or is of another
 *  configuration; ERROR_CONFIG if the plan's configuration means another one to this program; ERROR_STOPPED. */
int point_run(const struct point_request *request, size_t index, bool *busy, struct error *error);

/** Remove what a killed process left beside a finished point. Errors: ERROR_FAILED with file and cause. */
int point_clean(const struct plan *plan, size_t index, struct error *error);
