/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A whole run: from settings to a result folder.
 */
#pragma once
#include "run/simulation.h"

/** What the caller adds to a run. */
struct run_options {
  const char *folder;
  bool force;                  /**< replace an existing result */
  bool quiet;                  /**< no progress, no summary */
  bool resume;                 /**< go on from the newest checkpoint, if there is one */
  bool keep_checkpoint;        /**< also at the end, so that the run can be prolonged */
  double checkpoint_every;     /**< wall time between checkpoints [s]; 0: only when the run is stopped */
  double max_wall;             /**< wall time after which the run stops with a checkpoint [s]; 0: none */
  bool keep_frames;            /**< leave each frame in a file of its own at the end */
  bool tables_only;            /**< write no frames and no run.xdmf; the numbers are the same */
  bool locked;                 /**< the caller holds the folder's lock (io/lock.h), and keeps it */
  const char *program, *build; /**< name and version; compiler, flags and revision */
};

/** Run and write the result; progress, notes and a summary go to `say`. Signals are listened to (run/stop.h).
 *  Errors: ERROR_CONFIG before anything is written if the numbers are refused; ERROR_FAILED with the cause;
 *  ERROR_STOPPED if it was asked to stop, and can go on. */
int run(const struct settings *settings, const struct run_options *options, FILE *say, struct error *error);
