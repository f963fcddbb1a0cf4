/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "study/campaign.h"

void campaign_show(struct campaign_display *display) {
  if (!progress_due(&display->progress)) return;
  char elapsed[24], left[24];
  double wall = wall_clock() - display->begin;
  size_t in_work = display->to_do < display->processes ? display->to_do : display->processes;
  /* Forecasts are true to each other rather than to the clock. */
  double rest = display->cost - display->cost_done, heard = display->heard - display->begin;
  double pace = display->cost_done > 0 ? heard / display->cost_done : 1 / (double)display->processes;
  duration_text(wall, elapsed);
  duration_text(fmax(0, rest * pace - (wall - heard)), left);
  progress_line(&display->progress, "%zu of %zu points done, %zu failed, %zu in work, %zu to do; %s, about %s left",
                display->done, display->points, display->failed, in_work, display->to_do - in_work, elapsed, left);
}
