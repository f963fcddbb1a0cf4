/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  When things happen.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "run/schedule.h"

static const int64_t DAY = 86400000; /* [ms] */

/* A run of `end` [ms] without sessions or wishes; freed by the caller. */
static struct settings *lasting(int64_t end) {
  struct settings *s = calloc(1, sizeof *s);
  s->end = end;
  return s;
}

static struct schedule made(const struct settings *s) {
  struct schedule schedule;
  struct error error = {OK, ""};
  cr_assert_eq(schedule_create(&schedule, s, &error), OK, "%s", error.sentence);
  for (size_t i = 1; i < schedule.n; i++) cr_assert_lt(schedule.event[i - 1].time, schedule.event[i].time);
  return schedule;
}

static void expect(const struct event *event, int64_t time, bool measure, bool frame, int session) {
  cr_expect_eq(event->time, time);
  cr_expect_eq(event->measure, measure, "measure at %lld ms", (long long)time);
  cr_expect_eq(event->frame, frame, "frame at %lld ms", (long long)time);
  cr_expect_eq(event->session, session, "session at %lld ms", (long long)time);
}

Test(schedule, begins_and_ends_with_a_frame) {
  struct settings *s = lasting(3 * DAY);
  struct schedule schedule = made(s);
  cr_assert_eq(schedule.n, 2);
  expect(&schedule.event[0], 0, true, true, -1);
  expect(&schedule.event[1], 3 * DAY, true, true, -1);
  schedule_free(&schedule);
  free(s);
}

Test(schedule, is_in_order_and_merges_what_happens_at_one_time) {
  struct settings *s = lasting(10 * DAY);
  s->n_sessions = 2, s->session[0] = 0, s->session[1] = 4 * DAY;
  s->frames.n = 3, s->frames.at[0] = 7 * DAY, s->frames.at[1] = 4 * DAY, s->frames.at[2] = 7 * DAY;
  s->measures.n = 2, s->measures.at[0] = 9 * DAY, s->measures.at[1] = 1 * DAY;
  s->measures.every = 4 * DAY;
  struct schedule schedule = made(s);
  cr_assert_eq(schedule.n, 7);
  expect(&schedule.event[0], 0, true, true, 0);
  expect(&schedule.event[1], 1 * DAY, true, false, -1);
  expect(&schedule.event[2], 4 * DAY, true, true, 1);
  expect(&schedule.event[3], 7 * DAY, true, true, -1);
  expect(&schedule.event[4], 8 * DAY, true, false, -1);
  expect(&schedule.event[5], 9 * DAY, true, false, -1);
  expect(&schedule.event[6], 10 * DAY, true, true, -1);
  schedule_free(&schedule);
  free(s);
}

Test(schedule, a_session_alone_asks_for_no_table_row) {
  struct settings *s = lasting(10 * DAY);
  s->n_sessions = 1, s->session[0] = 3 * DAY;
  struct schedule schedule = made(s);
  cr_assert_eq(schedule.n, 3);
  expect(&schedule.event[1], 3 * DAY, false, false, 0);
  schedule_free(&schedule);
  free(s);
}

Test(schedule, tenths_of_a_day_stay_exact_for_26_weeks) {
  struct settings *s = lasting(26 * 7 * DAY);
  s->measures.every = DAY / 10;
  struct schedule schedule = made(s);
  cr_assert_eq(schedule.n, 1821, "0, 0.1, ... 182 days, the end once: %zu", schedule.n);
  for (size_t k = 0; k < schedule.n; k++) {
    cr_assert_eq(schedule.event[k].time, (int64_t)k * 8640000);
    cr_assert_eq(schedule_days(schedule.event[k].time), (double)k / 10, "the double nearest to %zu tenths", k);
  }
  schedule_free(&schedule);
  free(s);
}

Test(schedule, an_interval_that_does_not_divide_the_run_stops_before_its_end) {
  struct settings *s = lasting(10 * DAY);
  s->frames.every = 3 * DAY;
  struct schedule schedule = made(s);
  cr_assert_eq(schedule.n, 5);
  expect(&schedule.event[3], 9 * DAY, true, true, -1);
  expect(&schedule.event[4], 10 * DAY, true, true, -1);
  schedule_free(&schedule);
  free(s);
}

Test(schedule, a_session_at_the_end_comes_with_the_last_frame) {
  struct settings *s = lasting(10 * DAY);
  s->n_sessions = 1, s->session[0] = 10 * DAY;
  struct schedule schedule = made(s);
  cr_assert_eq(schedule.n, 2);
  expect(&schedule.event[1], 10 * DAY, true, true, 0);
  schedule_free(&schedule);
  free(s);
}

Test(schedule, leaves_out_times_after_the_end) {
  struct settings *s = lasting(10 * DAY);
  s->frames.n = 2, s->frames.at[0] = 10 * DAY + 1, s->frames.at[1] = 10 * DAY - 1;
  struct schedule schedule = made(s);
  cr_assert_eq(schedule.n, 3);
  expect(&schedule.event[1], 10 * DAY - 1, true, true, -1);
  expect(&schedule.event[2], 10 * DAY, true, true, -1);
  schedule_free(&schedule);
  free(s);
}

Test(schedule, refuses_more_events_than_a_run_can_hold) {
  struct settings *s = lasting(400 * DAY);
  s->measures.every = 1;
  struct schedule schedule;
  struct error error = {OK, ""};
  cr_expect_eq(schedule_create(&schedule, s, &error), ERROR_CONFIG);
  cr_expect_null(schedule.event);
  schedule_free(&schedule);
  free(s);
}
