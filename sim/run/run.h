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
  const char *program, *build; /**< name and version; compiler, flags and revision */
};

/** Run and write the result; progress, notes and a summary go to `say`.
 *  Errors: ERROR_CONFIG before anything is written if the numbers are refused; ERROR_FAILED with the cause. */
int run(const struct settings *settings, const struct run_options *options, FILE *say, struct error *error);
