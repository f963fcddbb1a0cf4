/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Work in a process of its own. HDF5 itself may crash on a damaged file, and what opens a file that may be broken or
 *  foreign must outlive that. There is no limit of time.
 */
#pragma once
#include <stdio.h>

#include "base/error.h"

/** What the work wrote for its caller; never NULL after `apart`, and 0 behind it. The caller frees the text. */
struct answer {
  char *text;
  size_t length; /**< [bytes] */
};

/** The work: what it prints passes on as it is, what it changes in memory is lost but for what it writes to `answer`.
 *  No threads may be started. @return an exit status */
typedef int apart_fn(void *context, FILE *answer);

/** Do work that opens the file or folder `path`, in a process of its own, and wait for its end.
 *  @param answer  out; freed by the caller, also after an error
 *  @return what the work returned. Errors: ERROR_FAILED with `path` and the signal that ended the work, or why it could
 *  not be begun. SIGPIPE ends the caller too, as it would have without a process for the work. */
int apart(const char *path, apart_fn *work, void *context, struct answer *answer, struct error *error);
