/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  All points of a plan, or a share of them, run side by side. A point that several points of the plan are (they have one identity)
 *  is run once, and counts once.
 */
#pragma once
#include "base/progress.h"
#include "study/plan.h"
#include "study/store.h"

/** What is to be run, and how. All is borrowed. */
struct campaign {
  const struct plan *plan;
  const struct model *const *models; /**< shape [n_models] */
  size_t n_models;
  const char *program, *build; /**< as in struct run_options */
  size_t processes;
  int threads;          /**< of each process */
  size_t share, shares; /**< the share of so many, from 0 */
  bool retry;           /**< points that failed before are run again */
  double max_wall;      /**< wall time after which points stop with a checkpoint [s]; 0: none */
  bool quiet;           /**< no progress, no notes */
};

/** What became of the points. */
struct campaign_tally {
  size_t points;            /**< that are different, of the share */
  size_t done, done_before; /**< the latter when the campaign began, or by others meanwhile */
  size_t failed, failed_before;
  size_t busy;                 /**< in work elsewhere */
  size_t left;                 /**< not begun, or stopped with a checkpoint */
  size_t processes;            /**< that the memory allowed */
  double wall;                 /**< [s] */
  char failure[REASON_SIZE];   /**< why the first failed; "" if none did */
  char elsewhere[REASON_SIZE]; /**< who has the first busy one in work */
};

/** Run what is not done. Points that fail leave a record in the store. The caller must not have started threads; signals are listened
 *  to (run/stop.h).
 *  @param tally  out, also after an error
 *  Errors: ERROR_STOPPED if it was asked to stop, or max_wall has passed; ERROR_FAILED with file and cause, or if no process can be made.
 *  A point that fails is no error. */
int campaign_run(const struct campaign *campaign, struct campaign_tally *tally, struct error *error);

/** The points that are different, the dearest first. @param order  out: indices, each the first of its identity, shape [n_points]
 *  @param n  out: how many. Errors: ERROR_FAILED without memory. */
int campaign_order(const struct plan *plan, size_t order[], size_t *n, struct error *error);

/** Which points belong to share `index` of `count` (from 0): the dearest first, each to the share that has the least to do so far. The
 *  same for the same plan, whatever is done; equal points belong to one share.
 *  @param mine  out, shape [n_points]. Errors: ERROR_FAILED without memory. */
int campaign_share(const struct plan *plan, size_t index, size_t count, bool mine[], struct error *error);

/** What all see of a campaign at work. */
struct campaign_display {
  struct progress progress;
  double begin, heard; /**< wall clock, at the start and when a point was last heard of [s] */
  size_t processes;
  double cost, cost_done;             /**< forecast of what was to do, and of what is done by now [s] */
  size_t points, done, failed, to_do; /**< to_do: not heard of yet */
};

/** Show it if it is time to, in one line. */
void campaign_show(struct campaign_display *display);
