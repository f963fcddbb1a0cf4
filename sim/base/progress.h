/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Long work shows itself: one line that is rewritten on a terminal, a plain line now and then elsewhere (a Slurm log).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct progress {
  bool quiet, terminal;
  double start, shown;        /**< wall clock [s] */
  double end;                 /**< simulated time [day] */
  double from, to;            /**< the present interval between sessions [day] */
  size_t later, steps_before; /**< intervals to come; steps before the present one */
  double shown_time;
  bool line_open;
};

/** Begin to show work up to the simulated time `end` [day], on stderr. */
void progress_start(struct progress *progress, double end, bool quiet);

/** An interval begins in which steps grow from small ones: from a session to the next, or the end.
 *  @param from, to  [day]  @param later  intervals that follow it  @param steps  taken so far */
void progress_interval(struct progress *progress, double from, double to, size_t later, size_t steps);

/** Show that time t [day] was reached after `steps` steps of size dt [day]; cheap, prints only when it is time to. */
void progress_show(struct progress *progress, double t, double dt, size_t steps);

/** Show a line made like printf in the same way; for work that has no simulated time. */
void progress_line(struct progress *progress, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Whether it is time to show something. */
bool progress_due(const struct progress *progress);

/** End the line on a terminal, so that other text can follow. */
void progress_end(struct progress *progress);

/** Wall clock [s] from some origin. */
double wall_clock(void);

/** A duration for people, "1 h 02 min", into text[24]. */
void duration_text(double seconds, char text[24]);

/** An amount of memory for people, "1.2 GB", into text[24]. */
void bytes_text(double bytes, char text[24]);
