/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A whole run in memory.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "fisher_cases.h"
#include "run/course.h"

static struct settings settings_of(const char *text) {
  static const struct model *const known[] = {&model_fisher};
  struct settings settings;
  struct error error = {OK, ""};
  const struct settings_request request = {.path = "course.yaml", .text = text, .models = known, .n_models = 1};
  cr_assert_eq(settings_read(&settings, &request, stderr, &error), OK, "%s", error.sentence);
  return settings;
}

Test(course, gives_the_outcomes_of_a_run_in_the_order_of_the_tables) {
  struct settings settings = settings_of(FISHER_TEXT);
  struct error error = {OK, ""};
  double values[5] = {0};
  cr_assert_eq(model_fisher.n_outcomes, 4);
  cr_assert_eq(model_fisher.n_concludes, 1);
  cr_assert_eq(course_outcomes(&settings, values, &error), OK, "%s", error.sentence);
  cr_expect_float_eq(values[0], fisher_closure(), 1e-4 * fisher_closure(), "%.10g h", values[0]);
  cr_expect_float_eq(values[1], fisher_change(), 1e-4 * -fisher_change(), "%.10g cells/mm^3", values[1]);
  for (size_t i = 2; i < COUNT(values); i++) cr_expect(isnan(values[i]), "not within three days: %g", values[i]);
  settings_free(&settings);
}

Test(course, injures_at_each_session_and_ends_at_the_end) {
  struct settings settings = settings_of(FISHER_TEXT);
  struct error error = {OK, ""};
  struct schedule schedule;
  struct simulation sim;
  cr_assert_eq(schedule_create(&schedule, &settings, &error), OK);
  cr_assert_eq(simulation_create(&sim, &settings, &error), OK, "%s", error.sentence);
  cr_assert_eq(course_follow(&sim, &schedule, &error), OK, "%s", error.sentence);
  cr_expect_eq(sim.t, 3);
  cr_expect_eq(sim.treatment.n_done, 1);
  simulation_free(&sim);
  schedule_free(&schedule);
  settings_free(&settings);
}

Test(course, tells_why_it_could_not_begin) {
  struct settings settings = settings_of(FISHER_TEXT);
  struct error error = {OK, ""};
  double values[5] = {0};
  settings.frames.every = 1; /* more times than a schedule holds */
  cr_expect_eq(course_outcomes(&settings, values, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "output.frames"), "%s", error.sentence);
  settings_free(&settings);
}
