/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  When things happen: events on whole milliseconds, landed on exactly. At one time: measures, frame, session, in this order.
 */
#pragma once
#include "base/error.h"
#include "config/settings.h"

struct event {
  int64_t time; /**< [ms] */
  bool measure, frame;
  int session; /**< index of the session, or -1 */
};

struct schedule {
  size_t n;
  struct event *event; /**< owned, ascending; the first is at 0, the last at the end */
};

/** Collect the events of a run: start, end, sessions, frames and table times; a frame is a table time too.
 *  Errors: ERROR_CONFIG with more events than a run can hold; ERROR_FAILED without memory. */
int schedule_create(struct schedule *schedule, const struct settings *settings, struct error *error);
void schedule_free(struct schedule *schedule);

/** Milliseconds as days. */
double schedule_days(int64_t time);
