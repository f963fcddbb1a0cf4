#include "base/progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double TERMINAL_INTERVAL = 0.2, LOG_INTERVAL = 30, RECENT = 3; /* [s] */

double wall_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void duration_text(double seconds, char text[24]) {
  if (!isfinite(seconds) || seconds > 1e8) snprintf(text, 24, "?");
  else if (seconds < 99.5) snprintf(text, 24, "%.0f s", seconds);
  else if (seconds < 5940) snprintf(text, 24, "%.0f min", seconds / 60);
  else snprintf(text, 24, "%.0f h %02.0f min", floor(seconds / 3600), floor(fmod(seconds, 3600) / 60));
}

void progress_start(struct progress *progress, double from, double end, bool quiet) {
  const char *term = getenv("TERM");
  *progress = (struct progress){.quiet = quiet, .from = from, .end = end, .start = wall_clock()};
  progress->terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
  progress->recent_wall = progress->shown = progress->start;
  progress->recent_time = from;
}

void progress_show(struct progress *progress, double t, double dt, size_t steps) {
  double now = wall_clock();
  if (progress->quiet || now - progress->shown < (progress->terminal ? TERMINAL_INTERVAL : LOG_INTERVAL)) return;
  /* Steps grow with time since a session, so the recent rate says more of what is left than the mean. */
  double rate = (t - progress->recent_time) / (now - progress->recent_wall);
  if (now - progress->recent_wall > RECENT) {
    progress->recent_wall = now;
    progress->recent_time = t;
  }
  char left[24];
  duration_text(rate > 0 ? (progress->end - t) / rate : HUGE_VAL, left);
  fprintf(stderr, "%sday %.2f of %g (%.0f %%)  step %zu of %.2g day  %.3g days/s  about %s left%s",
          progress->terminal ? "\r\033[K" : "", t, progress->end, 100 * t / progress->end, steps, dt, rate, left,
          progress->terminal ? "" : "\n");
  fflush(stderr);
  progress->line_open = progress->terminal;
  progress->shown = now;
}

void progress_end(struct progress *progress) {
  if (progress->line_open) fputs("\r\033[K", stderr);
  progress->line_open = false;
}
