/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/progress.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double TERMINAL_INTERVAL = 0.2, LOG_INTERVAL = 30; /* [s] */

double wall_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void duration_text(double seconds, char text[24]) {
  if (!isfinite(seconds) || seconds > 1e8) snprintf(text, 24, "?");
  else if (seconds < 9.95) snprintf(text, 24, "%.1f s", seconds);
  else if (seconds < 99.5) snprintf(text, 24, "%.0f s", seconds);
  else if (seconds < 5940) snprintf(text, 24, "%.0f min", seconds / 60);
  else snprintf(text, 24, "%.0f h %02.0f min", floor(seconds / 3600), floor(fmod(seconds, 3600) / 60));
}

void bytes_text(double bytes, char text[24]) {
  static const char *const UNITS[] = {"kB", "MB", "GB", "TB"};
  size_t unit = 0;
  bytes *= 1e-3;
  while (bytes > 999.5 && unit + 1 < sizeof UNITS / sizeof *UNITS) {
    bytes *= 1e-3;
    unit++;
  }
  snprintf(text, 24, "%.3g %s", bytes, UNITS[unit]);
}

void progress_start(struct progress *progress, double end, bool quiet) {
  const char *term = getenv("TERM");
  *progress = (struct progress){.quiet = quiet, .end = end, .to = end, .start = wall_clock()};
  progress->terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
  progress->shown = progress->start;
}

void progress_interval(struct progress *progress, double from, double to, size_t later, size_t steps) {
  progress->from = from;
  progress->to = to;
  progress->later = later;
  progress->steps_before = steps;
}

/* Steps grow about in proportion to the time since the session, so those left to a time `to` are the number of steps that fit
 * into the time so far, times the logarithm of what is left; later intervals will cost as many as this one. */
static double steps_left(const struct progress *progress, double t, double dt, size_t steps) {
  double since = t - progress->from;
  if (!(since > 0) || !(dt > 0)) return HUGE_VAL;
  double here = since / dt * log((progress->to - progress->from) / since);
  return here + (double)progress->later * (here + (double)(steps - progress->steps_before));
}

bool progress_due(const struct progress *progress) {
  return !progress->quiet && wall_clock() - progress->shown >= (progress->terminal ? TERMINAL_INTERVAL : LOG_INTERVAL);
}

void progress_line(struct progress *progress, const char *format, ...) {
  va_list arguments;
  if (progress->terminal) fputs("\r\033[K", stderr);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  if (!progress->terminal) fputc('\n', stderr);
  fflush(stderr);
  progress->line_open = progress->terminal;
  progress->shown = wall_clock();
}

void progress_show(struct progress *progress, double t, double dt, size_t steps) {
  if (!progress_due(progress)) return;
  char left[24];
  double now = wall_clock(), rate = (t - progress->shown_time) / (now - progress->shown);
  duration_text(steps_left(progress, t, dt, steps) * (now - progress->start) / (double)steps, left);
  progress_line(progress, "day %.2f of %g (%.0f %%), step %zu of %.2g day, %.2g days/s, about %s left", t,
                progress->end, 100 * t / progress->end, steps, dt, rate, left);
  progress->shown_time = t;
}

void progress_end(struct progress *progress) {
  if (progress->line_open) fputs("\r\033[K", stderr);
  progress->line_open = false;
}
