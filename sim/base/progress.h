/** @file
 *  Long work shows itself: one line that is rewritten on a terminal, a plain line now and then elsewhere (a Slurm log).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct progress {
  bool quiet, terminal;
  double start, shown; /**< wall clock [s] */
  double from, end;    /**< simulated time [day] */
  double recent_wall, recent_time;
  bool line_open;
};

/** Begin to show work from simulated time `from` to `end` [day], on stderr. */
void progress_start(struct progress *progress, double from, double end, bool quiet);

/** Show that time t [day] was reached after `steps` steps of size dt [day]; cheap, prints only when it is time to. */
void progress_show(struct progress *progress, double t, double dt, size_t steps);

/** End the line on a terminal, so that other text can follow. */
void progress_end(struct progress *progress);

/** Wall clock [s] from some origin. */
double wall_clock(void);

/** A duration for people, "1 h 02 min", into text[24]. */
void duration_text(double seconds, char text[24]);
