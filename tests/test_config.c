/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config_cases.h"

enum { DAY = 86400000 }; /* [ms] */

static void expect_value(double found, double expected) {
  cr_expect(fabs(found - expected) <= 1e-15 * fabs(expected), "%.17g is not %.17g", found, expected);
}

Test(settings, of_skin_are_in_internal_units) {
  struct reading reading = read_text(GOOD);
  expect_good(&reading);
  const struct settings *settings = reading.settings;
  const struct tiny_params *params = settings->params;
  cr_expect(settings->model == &TINY);
  expect_value(settings->thickness[0], 0.1);
  expect_value(settings->thickness[1], 1.5);
  cr_expect(settings->module_on[0] && !settings->module_on[1] && !settings->module_on[2]);
  expect_value(params->speed, 0.15);
  expect_value(params->rate, 0.2);
  expect_value(params->gain, 0.5);
  cr_expect(params->count == 3 && params->shape == 0 && params->fast);
  done(&reading);
}

Test(settings, of_grid_treatment_run_and_output_are_in_internal_units) {
  struct reading reading = read_text(GOOD);
  expect_good(&reading);
  const struct settings *settings = reading.settings;
  cr_expect(settings->geometry == CARTESIAN && settings->periodic == 1);
  expect_value(settings->width[0], 2);
  expect_value(settings->width[1], 1);
  for (size_t a = 0; a < 3; a++) expect_value(settings->spacing[a], 0.025);
  cr_expect(settings->treated && settings->device == RANDOM);
  expect_value(settings->density, 2.5);
  expect_value(settings->indentation, 0.2);
  expect_value(settings->depth_efficiency, 0.6);
  expect_value(settings->channel_depth, 0.78);    /* 0.6 (1.5 - 0.2) */
  expect_value(settings->channel_radius, 0.0625); /* a quarter of 0.25 */
  expect_value(settings->depth_deviation, 0.063);
  expect_value(settings->taper, 0.5);
  cr_assert(settings->n_sessions == 4);
  for (int64_t k = 0; k < 4; k++) cr_expect(settings->session[k] == 28 * k * DAY);
  cr_expect(settings->end == INT64_C(182) * DAY && settings->seed == 7 && settings->scheme == 0);
  expect_value(settings->tolerance, 0.01);
  cr_expect(settings->frames.every == 7 * DAY && settings->measures.every == DAY && settings->precision == FLOAT64);
  cr_assert(settings->frames.n == 2 && settings->measures.n == 0);
  cr_expect(settings->frames.at[0] == DAY && settings->frames.at[1] == 3 * DAY);
  done(&reading);
}

Test(settings, that_are_not_given_have_their_defaults) {
  struct reading reading =
      read_text("skin: {model: tiny, layers: {lower: 1 mm}}\ngrid: {spacing: 25 um}\nrun: {end: 3 h}\n");
  expect_good(&reading);
  const struct settings *settings = reading.settings;
  const struct tiny_params *params = settings->params;
  cr_expect(settings->thickness[0] <= 0, "a layer that is not named is absent");
  cr_expect(!settings->module_on[0] && !settings->module_on[1] && settings->module_on[2]);
  expect_value(params->speed, 0.2);
  cr_expect(settings->geometry == CARTESIAN && settings->width[0] <= 0 && settings->width[1] <= 0 &&
            settings->periodic);
  cr_expect(!settings->treated && settings->n_sessions == 0);
  cr_expect(settings->end == 3 * 3600000 && settings->seed == 1 && settings->precision == FLOAT32);
  expect_value(settings->tolerance, 0.01);
  cr_expect(settings->frames.every == 0 && settings->frames.n == 0 && settings->measures.every == DAY);
  cr_expect_str_empty(settings->warnings);
  done(&reading);
}

Test(settings, of_one_width_hold_for_both_axes_and_of_a_list_for_each) {
  const struct {
    const char text[64];
    double x, y;
  } cases[] = {{"grid.width=3 mm", 3, 3},
               {"grid={width: [3 mm], spacing: [1 mm, 1 mm, 25 um]}", 3, 0},
               {"grid={width: [], spacing: [1 mm, 1 mm, 25 um]}", 0, 0},
               {"grid.width=[1 mm, 300 um]", 1, 0.3}};
  for (size_t c = 0; c < COUNT(cases); c++) {
    struct reading reading = read_with(cases[c].text);
    expect_good(&reading);
    expect_value(reading.settings->width[0], cases[c].x);
    expect_value(reading.settings->width[1], cases[c].y);
    done(&reading);
  }
}

Test(settings, of_an_axisymmetric_cell_have_the_radius_of_the_density) {
  struct reading reading = read_with("grid={geometry: axisymmetric, spacing: [10 um, 20 um]}");
  expect_good(&reading);
  expect_value(reading.settings->radius, 0.356824823231); /* 1/sqrt(2.5 pi), 12 digits */
  cr_expect(reading.settings->geometry == AXISYMMETRIC && !reading.settings->periodic);
  expect_value(reading.settings->spacing[0], 0.01);
  expect_value(reading.settings->spacing[2], 0.02);
  done(&reading);
  reading = read_with("grid={geometry: axisymmetric, radius: 400 um, spacing: 10 um, sides: no-flux}");
  expect_good(&reading);
  expect_value(reading.settings->radius, 0.4);
  done(&reading);
}

Test(depths, follow_the_length_of_the_needle) {
  const struct {
    const char length[16];
    double efficiency, depth;
  } cases[] = {{"0.77 mm", 0.27, 0.1539},
               {"0.8 mm", 0.27, 0.162},
               {"0.9 mm", 0.435, 0.3045},
               {"1 mm", 0.6, 0.48},
               {"2 mm", 0.6, 1.08}};
  for (size_t c = 0; c < COUNT(cases); c++) {
    char text[64];
    snprintf(text, sizeof text, "treatment.device.length=%.15s", cases[c].length);
    struct reading reading = read_with(text);
    expect_good(&reading);
    expect_value(reading.settings->depth_efficiency, cases[c].efficiency);
    expect_value(reading.settings->channel_depth, cases[c].depth);
    done(&reading);
  }
}

Test(channels, may_be_given_by_depth_and_radius) {
  struct reading reading = read_with(
      "treatment.device={type: random, density: 1 /mm^2, channel_depth: 150 um, channel_radius: 35 um, taper: 0}");
  expect_good(&reading);
  expect_value(reading.settings->channel_depth, 0.15);
  expect_value(reading.settings->channel_radius, 0.035);
  cr_expect(reading.settings->taper <= 0);
  cr_expect(isnan(reading.settings->length) && isnan(reading.settings->needle_diameter));
  free(expect_fixed(&reading));
  done(&reading);
}

Test(sessions, may_be_a_list_which_is_put_in_order) {
  struct reading reading = read_with("treatment.sessions=[2 week, 0 day, 36 h]");
  expect_good(&reading);
  cr_assert(reading.settings->n_sessions == 3);
  cr_expect(reading.settings->session[0] == 0 && reading.settings->session[1] == 36 * 3600000);
  cr_expect(reading.settings->session[2] == 14 * DAY);
  done(&reading);
}

Test(sessions, that_are_none_leave_the_skin_untreated) {
  const char *const none[] = {"treatment.sessions=[]", "treatment.sessions={count: 0}", "treatment={sessions: []}"};
  for (size_t i = 0; i < COUNT(none); i++) {
    struct reading reading = read_with(none[i]);
    expect_good(&reading);
    cr_expect(!reading.settings->treated);
    done(&reading);
  }
}

Test(times, are_rounded_once_to_whole_milliseconds) {
  struct reading reading = read_with("run.end=15724800.0016 s");
  expect_good(&reading);
  cr_expect(reading.settings->end == INT64_C(15724800002), "%lld", (long long)reading.settings->end);
  char *canonical = expect_fixed(&reading);
  cr_expect(strstr(canonical, "  end: 15724800.002 s\n") != NULL, "%s", canonical);
  free(canonical);
  done(&reading);
}

Test(fragments, give_parameters_that_the_file_overrules) {
  struct reading reading = folder_make();
  struct assignment assignment = {"skin.parameters_from=part.yaml"};
  write_file(&reading, "part.yaml", "speed: 7 mm/day # overruled, or it would be out of range\ngain: 0.25\n");
  read_in(&reading, GOOD, &assignment, 1);
  expect_good(&reading);
  const struct tiny_params *params = reading.settings->params;
  expect_value(params->speed, 0.15);
  expect_value(params->gain, 0.25);
  cr_expect_str_empty(reading.settings->warnings);
  done(&reading);
}

Test(values, outside_their_plausible_range_leave_a_warning) {
  struct reading reading = read_with("skin.parameters.speed=0.35 mm/day");
  expect_good(&reading);
  cr_expect_str_eq(reading.settings->warnings,
                   "skin.parameters.speed: 350 um/day is outside the plausible range 100 to 300 um/day\n");
  done(&reading);
}

Test(layers, that_end_inside_a_cell_leave_a_warning) {
  struct reading reading = read_with("grid.spacing=80 um"); /* 1.6 mm in 20 cells: 0.1 mm lies between 0.08 and 0.16 */
  expect_good(&reading);
  cr_expect(strstr(reading.settings->warnings,
                   "skin.layers.upper: its lower boundary at 0.1 mm is moved to the cell face at 0.08 mm\n") != NULL);
  done(&reading);
}

Test(measures, may_be_taken_at_listed_times_only) {
  struct reading reading = read_with("output={measures: {every: 0 day, at: [1 day]}}");
  expect_good(&reading);
  cr_expect(reading.settings->measures.every == 0 && reading.settings->measures.n == 1);
  done(&reading);
}

Test(frames, asked_for_twice_come_once) {
  struct reading reading = read_with("output.frames.at=[3 day, 1 day, 24 h, 3 day]");
  expect_good(&reading);
  cr_assert(reading.settings->frames.n == 2);
  cr_expect(reading.settings->frames.at[0] == DAY && reading.settings->frames.at[1] == 3 * DAY);
  done(&reading);
}

Test(frames, after_the_end_leave_a_warning) {
  struct reading reading = read_with("output.frames.at=[1 day, 300 day]");
  expect_good(&reading);
  cr_expect_str_eq(reading.settings->warnings,
                   "output.frames.at: 1 of 2 times come after the end of the run on day 182\n");
  done(&reading);
}

Test(assignments, replace_add_and_win_in_their_order) {
  const struct assignment assignments[] = {
      {"run.seed=3"}, {"output.measures.every=12 h"}, {"run.seed=4"}, {"skin.modules=[vessels, swelling]"}};
  struct reading reading = folder_make();
  read_in(&reading, GOOD, assignments, COUNT(assignments));
  expect_good(&reading);
  cr_expect(reading.settings->seed == 4 && reading.settings->measures.every == DAY / 2);
  cr_expect(reading.settings->module_on[0] && reading.settings->module_on[1]);
  done(&reading);
}

Test(runs, use_the_rounded_numbers) {
  struct reading one = read_with("skin.parameters.speed=123.4567890123456 um/day");
  struct reading other = read_with("skin.parameters.speed=0.123456789012 mm/day");
  expect_good(&one);
  expect_good(&other);
  const struct tiny_params *a = one.settings->params, *b = other.settings->params;
  cr_expect(memcmp(&a->speed, &b->speed, sizeof a->speed) == 0);
  done(&one);
  done(&other);
}
