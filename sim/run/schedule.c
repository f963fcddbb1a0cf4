/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/schedule.h"

#include <stdlib.h>

enum { MAX_EVENTS = 1000000 };

double schedule_days(int64_t time) { return (double)time / 86400000.0; }

static int compare(const void *a, const void *b) {
  const struct event *p = a, *q = b;
  return (p->time > q->time) - (p->time < q->time);
}

static size_t count(const struct times *times, int64_t end) {
  return times->n + (times->every > 0 ? (size_t)(end / times->every) : 0);
}

static void add_times(struct schedule *schedule, const struct times *times, int64_t end, bool frame) {
  for (size_t i = 0; i < times->n; i++)
    if (times->at[i] <= end)
      schedule->event[schedule->n++] =
          (struct event){.time = times->at[i], .measure = true, .frame = frame, .session = -1};
  for (int64_t i = 1; times->every > 0 && i <= end / times->every; i++)
    schedule->event[schedule->n++] =
        (struct event){.time = i * times->every, .measure = true, .frame = frame, .session = -1};
}

static void merge(struct schedule *schedule) {
  size_t last = 0;
  for (size_t i = 1; i < schedule->n; i++) {
    struct event *into = &schedule->event[last], *from = &schedule->event[i];
    if (from->time != into->time) {
      schedule->event[++last] = *from;
      continue;
    }
    into->measure = into->measure || from->measure;
    into->frame = into->frame || from->frame;
    if (from->session >= 0) into->session = from->session;
  }
  schedule->n = last + 1;
}

int schedule_create(struct schedule *schedule, const struct settings *s, struct error *error) {
  *schedule = (struct schedule){0};
  size_t n = 2 + s->n_sessions + count(&s->frames, s->end) + count(&s->measures, s->end);
  if (n > MAX_EVENTS)
    return error_set(error, ERROR_CONFIG, "output.frames and output.measures ask for %zu times, allowed are %d", n,
                     MAX_EVENTS);
  schedule->event = calloc(n, sizeof *schedule->event);
  if (!schedule->event) return error_set(error, ERROR_FAILED, "no memory for %zu events", n);
  schedule->event[schedule->n++] = (struct event){.time = 0, .measure = true, .frame = true, .session = -1};
  schedule->event[schedule->n++] = (struct event){.time = s->end, .measure = true, .frame = true, .session = -1};
  for (size_t i = 0; i < s->n_sessions; i++)
    schedule->event[schedule->n++] = (struct event){.time = s->session[i], .session = (int)i};
  add_times(schedule, &s->frames, s->end, true);
  add_times(schedule, &s->measures, s->end, false);
  qsort(schedule->event, schedule->n, sizeof *schedule->event, compare);
  merge(schedule);
  return OK;
}

void schedule_free(struct schedule *schedule) {
  free(schedule->event);
  *schedule = (struct schedule){0};
}
