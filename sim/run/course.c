/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/course.h"

int course_follow(struct simulation *sim, const struct schedule *schedule, struct error *error) {
  for (size_t i = 0; i < schedule->n; i++) {
    TRY(simulation_advance(sim, schedule_days(schedule->event[i].time), NULL, error));
    if (schedule->event[i].session >= 0) simulation_injure(sim, (size_t)schedule->event[i].session);
  }
  return OK;
}

int course_outcomes(const struct settings *settings, double values[], struct error *error) {
  struct schedule schedule;
  struct simulation sim = {.settings = NULL};
  int code = schedule_create(&schedule, settings, error);
  if (!code) code = simulation_create(&sim, settings, error);
  if (!code) code = course_follow(&sim, &schedule, error);
  if (!code) outcomes_values(sim.outcomes, values);
  simulation_free(&sim);
  schedule_free(&schedule);
  return code;
}
