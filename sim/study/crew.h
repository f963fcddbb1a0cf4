/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Work done side by side in processes: one that dies takes nothing with it but the item it had. Processes are made once and take one
 *  item after another; the caller must not have started threads.
 */
#pragma once
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

/** Do one item, in a process of the crew, and print what is to be known of it. @return a code of enum error_code */
typedef int crew_work_fn(void *context, size_t item, FILE *answer, struct error *error);

/** What became of an item, heard in the calling process. */
struct crew_answer {
  size_t item;
  int code;             /**< of the work; ERROR_FAILED if its process died */
  const char *sentence; /**< of the error, or how the process died; "" if code is OK */
  const char *text;     /**< what was printed, [length] and a final 0 */
  size_t length;
};
typedef void crew_hear_fn(void *context, const struct crew_answer *answer);

/** Called now and then while the crew works, for progress. */
typedef void crew_tick_fn(void *context);

struct crew {
  size_t processes;
  int threads; /**< of each process */
  crew_work_fn *work;
  crew_hear_fn *hear;
  crew_tick_fn *tick; /**< or NULL */
  void *context;      /**< of all three; each process has a copy of what it was when the work began */
};

/** Do n items, begun in the order given. Once a signal asks to stop (run/stop.h), no further item is begun, those in work get
 *  SIGTERM, and what they come to is still heard.
 *  @param items  shape [n]; borrowed
 *  Errors: ERROR_STOPPED if it was asked to stop; ERROR_FAILED if no process can be made. */
int crew_work(const struct crew *crew, const size_t items[], size_t n, struct error *error);
