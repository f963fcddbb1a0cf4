/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>

#include "step/control.h"

Test(control, climbs_a_ladder_of_ratio_1_2) {
  cr_expect_float_eq(control_step(0), 1e-9, 1e-23);
  for (int rung = 1; rung < N_RUNGS; rung++)
    cr_expect_float_eq(control_step(rung) / control_step(rung - 1), 1.2, 1e-12);
}

Test(control, lands_on_an_event_within_one_step_and_halves_within_two) {
  struct control control = {.rung = 40, .last_error = 1};
  double dt = control_step(40);
  int rung;
  cr_expect_eq(control_next(&control, 0.7 * dt, &rung), 0.7 * dt);
  cr_expect_eq(rung, -1);
  cr_expect_eq(control_next(&control, 1.5 * dt, &rung), 0.75 * dt);
  cr_expect_eq(rung, -1);
  cr_expect_eq(control_next(&control, 2.5 * dt, &rung), dt);
  cr_expect_eq(rung, 40);
}

Test(control, is_not_moved_by_a_cut_step) {
  struct control control = {.rung = 40, .last_error = 0.5};
  control_accept(&control, 1e-9, -1, 1);
  cr_expect_eq(control.rung, 40);
  cr_expect_eq(control.last_error, 0.5);
}

Test(control, grows_on_small_errors_and_shrinks_on_large_ones) {
  struct control control = {.rung = 40, .last_error = 0.01};
  control_accept(&control, 0.01, 40, 1);
  cr_expect_gt(control.rung, 40);
  control = (struct control){.rung = 40, .last_error = 0.95};
  control_accept(&control, 0.95, 40, 1);
  cr_expect_lt(control.rung, 40);
}

Test(control, takes_a_smaller_step_after_a_rejection_and_does_not_climb_at_once) {
  struct control control = {.rung = 40, .last_error = 0.5};
  cr_expect(control_reject(&control, 4, control_step(40), 1));
  cr_expect_lt(control.rung, 40);
  int rung = control.rung;
  control_accept(&control, 1e-3, rung, 1);
  cr_expect_eq(control.rung, rung);
  control_accept(&control, 1e-3, rung, 1);
  cr_expect_gt(control.rung, rung);
}

Test(control, steps_down_from_a_cut_step_that_was_rejected) {
  struct control control = {.rung = 60, .last_error = 0.5};
  cr_expect(control_reject(&control, (double)NAN, control_step(30), 1));
  cr_expect_lt(control_step(control.rung), control_step(30));
}

Test(control, says_when_no_smaller_step_is_left) {
  struct control control = {.rung = 0, .last_error = 1};
  cr_expect_not(control_reject(&control, 10, control_step(0), 1));
}
