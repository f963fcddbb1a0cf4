/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/sweep.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "models/registry.h"
#include "study/plan_make.h"

static char folder[] = "/tmp/mend-test-sweep-XXXXXX";
static char said[8192];

static const char BASE[] =
    "skin: {model: fisher, layers: {tissue: 0.1 mm}}\n"
    "grid: {width: [0.1 mm, 0.1 mm], spacing: 25 um}\n"
    "treatment: {device: {type: random, density: 20000 /cm^2, channel_depth: 0.05 mm, channel_radius: 0.02 mm},\n"
    "            sessions: [0 day]}\n"
    "run: {end: 2 day, seed: 7}\n";

static const char *at(const char *name) {
  static char path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static void write_file(const char *name, const char *text) {
  FILE *stream = fopen(at(name), "w");
  cr_assert_not_null(stream);
  fputs(text, stream);
  fclose(stream);
}

static int read_sweep(struct sweep *sweep, const char *text, struct error *error) {
  cr_assert_not_null(mkdtemp(folder));
  write_file("base.yaml", BASE);
  write_file("points.csv",
             "# a comment\ntreatment.device.density [1/cm^2],run.scheme\n100,ros2\n2e4,ros34pw2\n300,ros2\n");
  write_file("sweep.yaml", text);
  static char path[128];
  snprintf(path, sizeof path, "%s", at("sweep.yaml"));
  FILE *complaints = fmemopen(said, sizeof said, "w");
  struct sweep_request request = {path, models, n_models};
  int code = sweep_read(sweep, &request, complaints, error);
  fclose(complaints);
  return code;
}

static void clean(void) {
  static const char *const FILES[] = {"base.yaml", "points.csv", "sweep.yaml"};
  for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) unlink(at(FILES[i]));
  rmdir(folder);
}

static void read_good(struct sweep *sweep, const char *text) {
  struct error error = {OK, ""};
  int code = read_sweep(sweep, text, &error);
  cr_assert_eq(code, OK, "%s%s", error.sentence, said);
}

/* The sentences of a sweep file that is refused. */
static void expect_refused(const char *text, const char *sentence) {
  struct sweep sweep;
  struct error error = {OK, ""};
  int code = read_sweep(&sweep, text, &error);
  cr_expect_eq(code, ERROR_CONFIG, "exit status %d", code);
  cr_expect_not_null(strstr(said, sentence), "'%s' is not in:\n%s%s", sentence, said, error.sentence);
  sweep_free(&sweep);
  clean();
}

static double number(const struct sweep *sweep, size_t k, double u) { return varied_at(&sweep->keys[k], u).number; }

Test(sweep, range_is_spaced_evenly_in_itself_or_in_its_logarithm) {
  struct sweep sweep;
  read_good(&sweep,
            "base: base.yaml\nvary:\n  treatment.device.channel_depth: {from: 10 um, to: 0.05 mm, n: 5}\n"
            "  treatment.device.density: {from: 100 /cm^2, to: 40000 /cm^2, n: 3, scale: log}\n");
  cr_assert_eq(sweep.n_keys, 2);
  cr_assert_eq(sweep.design.n_points, 15);
  cr_expect_str_eq(sweep.keys[0].unit, "um", "a range is in the unit of its lower end");
  for (size_t i = 0; i < 5; i++) cr_expect_float_eq(number(&sweep, 0, (double)i / 4), 10 + 10 * (double)i, 1e-12);
  cr_expect_eq(number(&sweep, 1, 0), 100);
  cr_expect_eq(number(&sweep, 1, 0.5), 2000, "the middle is the geometric mean");
  cr_expect_eq(number(&sweep, 1, 1), 40000);
  sweep_free(&sweep);
  clean();
}

Test(sweep, values_become_assignments_of_the_command_line) {
  struct sweep sweep;
  struct error error = {OK, ""};
  const char *list[MOST_ASSIGNMENTS];
  read_good(&sweep,
            "base: base.yaml\nvary:\n  treatment.device.channel_depth: {from: 10 um, to: 50 um, n: 5}\n"
            "  treatment.sessions: [[0 day], {first: 1 h, count: 2, interval: 1 day}]\n  run.tolerance: [1e-2, 1e-3]\n"
            "  run.scheme: [ros2, ros34pw2]\n");
  cr_assert_eq(varied_assign(&sweep.keys[0], 0.25, list, &sweep.pool, &error), 1);
  cr_expect_str_eq(list[0], "treatment.device.channel_depth=20 um");
  cr_assert_eq(varied_assign(&sweep.keys[1], 1, list, &sweep.pool, &error), 1);
  cr_expect_str_eq(list[0], "treatment.sessions={first: 1 h, count: 2, interval: 1 day}");
  cr_expect(sweep.keys[1].is_word && sweep.keys[3].is_word && !sweep.keys[2].is_word);
  cr_expect_eq(number(&sweep, 2, 0.99), 1e-3);
  cr_expect_str_eq(varied_at(&sweep.keys[3], 0.49).word, "ros2");
  cr_expect_str_eq(varied_at(&sweep.keys[3], 0.5).word, "ros34pw2");
  sweep_free(&sweep);
  clean();
}

Test(sweep, cases_set_several_keys_and_what_varies_comes_after_them) {
  struct sweep sweep;
  struct error error = {OK, ""};
  const char *list[MOST_ASSIGNMENTS];
  read_good(&sweep,
            "base: base.yaml\ncases:\n  short: {run.end: 1 day, run.seed: 3}\n  long: {run.end: 4 day}\n"
            "vary: {run.tolerance: [1e-2, 1e-3]}\n");
  cr_assert_eq(sweep.n_keys, 2);
  cr_assert_eq(sweep.design.n_points, 4);
  cr_expect_str_eq(sweep.keys[0].name, "case");
  cr_assert_eq(varied_assign(&sweep.keys[0], 0, list, &sweep.pool, &error), 2);
  cr_expect_str_eq(list[0], "run.end=1 day");
  cr_expect_str_eq(list[1], "run.seed=3");
  cr_expect_str_eq(varied_at(&sweep.keys[0], 1).word, "long");
  sweep_free(&sweep);
  clean();
}

Test(sweep, list_takes_its_keys_and_points_from_a_table) {
  struct sweep sweep;
  read_good(&sweep, "base: base.yaml\ndesign: {type: list, file: points.csv}\n");
  cr_assert_eq(sweep.n_keys, 2);
  cr_assert_eq(sweep.design.n_points, 3);
  for (size_t i = 0; i < 3; i++)
    cr_expect_eq(number(&sweep, 0, sweep.design.unit[2 * i]), ((const double[]){100, 2e4, 300})[i]);
  cr_expect_str_eq(varied_at(&sweep.keys[1], sweep.design.unit[3]).word, "ros34pw2");
  sweep_free(&sweep);
  clean();
}

Test(sweep, plausible_range_of_a_parameter_is_that_of_its_row) {
  struct sweep sweep;
  read_good(&sweep,
            "base: base.yaml\nvary: {skin.parameters.growth_rate: plausible}\n"
            "design: {type: latin hypercube, points: 4}\n");
  const struct model *fisher = sweep.model;
  const struct param_spec *row = fisher->params;
  while (strcmp(row->key, "growth_rate") != 0) row++;
  cr_expect_eq(sweep.keys[0].from, row->plausible[0]);
  cr_expect_eq(sweep.keys[0].to, row->plausible[1]);
  cr_expect_str_eq(sweep.keys[0].unit, row->unit);
  cr_expect_eq(sweep.design.n_points, 4);
  sweep_free(&sweep);
  clean();
}

Test(sweep, mistakes_are_said_with_place_and_nearest_name) {
  expect_refused("base: base.yaml\nvary: {treatment.device.densty: [100 /cm^2]}\n",
                 "sweep.yaml:2:8: treatment.device.densty: is not a key of a configuration; did you mean 'density'?");
}

Test(sweep, unknown_parts_are_refused) {
  expect_refused("base: base.yaml\nvary: {run.tolerance: [1e-2]}\ndesing: grid\n",
                 "desing: is not a known key; did you mean 'design'?");
}

Test(sweep, ends_of_a_range_must_be_of_one_dimension) {
  expect_refused("base: base.yaml\nvary: {treatment.device.channel_depth: {from: 10 um, to: 1, n: 3}}\n",
                 "'1' is no number in the unit of 'from', um");
}

Test(sweep, logarithm_of_nothing_is_refused) {
  expect_refused("base: base.yaml\nvary: {treatment.device.channel_depth: {from: 0 um, to: 10 um, n: 3, scale: log}}\n",
                 "has no logarithm");
}

Test(sweep, grid_needs_to_know_how_many) {
  expect_refused("base: base.yaml\nvary: {treatment.device.channel_depth: {from: 10 um, to: 20 um}}\n", "needs n");
}

Test(sweep, too_many_points_are_refused_before_there_is_room_for_them) {
  expect_refused(
      "base: base.yaml\nvary:\n  treatment.device.channel_depth: {from: 10 um, to: 20 um, n: 10000}\n"
      "  treatment.device.taper: {from: 0, to: 1, n: 10000}\n  treatment.device.density: {from: 1 /cm^2, to: 2 /cm^2, "
      "n: 10000}\n",
      "makes 1000000000000 points; allowed are at most 50000");
}

Test(sweep, key_varies_once) {
  expect_refused("base: base.yaml\nvary: {run.tolerance: [1e-2]}\nuncertainty: {over: {run.tolerance: [1e-3]}}\n",
                 "is varied twice");
}

Test(sweep, indices_are_over_ranges_alone) {
  expect_refused("base: base.yaml\ndesign: {type: sobol, rows: 4}\nvary: {treatment.device.taper: [0, 1]}\n",
                 "must be a range in this design, not a list");
}

Test(sweep, indices_take_no_replicates) {
  expect_refused(
      "base: base.yaml\nreplicates: 2\ndesign: {type: morris, trajectories: 4}\n"
      "vary: {run.tolerance: {from: 1e-3, to: 1e-2}}\n",
      "takes no replicates");
}

Test(sweep, base_must_be_a_good_configuration) {
  expect_refused("base: base.yaml\nset: {run.end: 3 furlong}\nvary: {run.tolerance: [1e-2]}\n", "'furlong'");
}

static void plan_good(struct plan *plan, const char *text) {
  struct sweep sweep;
  struct error error = {OK, ""};
  read_good(&sweep, text);
  FILE *say = fmemopen(said, sizeof said, "w");
  struct plan_request request = {.sweep = &sweep, .models = models, .n_models = n_models, .folder = folder};
  int code = plan_make(plan, &request, say, &error);
  fclose(say);
  cr_assert_eq(code, OK, "%s%s", error.sentence, said);
  sweep_free(&sweep);
}

Test(plan, points_run_through_settings_then_replicates_then_samples) {
  struct plan plan;
  plan_good(&plan,
            "base: base.yaml\nvary: {run.tolerance: [1e-2, 1e-3]}\nreplicates: 3\n"
            "uncertainty: {samples: 2, over: {skin.parameters.growth_rate: {from: 1 1/day, to: 2 1/day}}}\n");
  cr_assert_eq(plan.n_points, 12);
  cr_assert_eq(plan.n_keys, 2);
  for (size_t i = 0; i < 12; i++) {
    const struct plan_point *point = &plan.points[i];
    char seed[32];
    cr_expect(point->setting == i / 6 && point->replicate == i / 2 % 3 && point->sample == i % 2);
    snprintf(seed, sizeof seed, "seed: %zu\n", 7 + point->replicate);
    cr_expect_not_null(strstr(point->configuration, seed), "replicate %zu:\n%s", point->replicate,
                       point->configuration);
    cr_expect_eq(point->value[0], i < 6 ? 1e-2 : 1e-3);
    cr_expect(point->value[1] >= 1 && point->value[1] <= 2);
    cr_expect_eq(point->value[1], plan.points[i % 2].value[1], "every point has the same samples");
    cr_expect(point->wall > 0 && point->memory > 0);
  }
  plan_free(&plan);
  clean();
}

Test(plan, identity_is_of_the_meaning_not_of_the_words) {
  struct plan plan;
  plan_good(&plan, "base: base.yaml\nvary: {treatment.device.channel_depth: [0.05 mm, 50 um, 40 um]}\n");
  cr_assert_eq(plan.n_points, 3);
  cr_expect_str_eq(plan.points[0].identity, plan.points[1].identity, "0.05 mm and 50 um are one");
  cr_expect_str_neq(plan.points[0].identity, plan.points[2].identity);
  cr_expect_eq(strlen(plan.points[0].identity), 16);
  plan_free(&plan);
  clean();
}

Test(plan, file_holds_all_of_it) {
  struct plan plan, again;
  struct error error = {OK, ""};
  plan_good(&plan,
            "title: why\nbase: base.yaml\nvary: {run.scheme: [ros2, ros34pw2], run.tolerance: {from: 1e-3, to: 1e-2, "
            "n: 2, scale: log}}\n");
  cr_assert_eq(plan_write(&plan, &error), OK, "%s", error.sentence);
  cr_assert_eq(plan_read(&again, folder, &error), OK, "%s", error.sentence);
  cr_assert(again.n_points == 4 && again.n_keys == 2 && again.design.n_points == 4 && again.design.n_keys == 2);
  cr_expect(again.kind == plan.kind && again.frames == plan.frames && !again.store_given);
  cr_expect_str_eq(again.title, "why");
  cr_expect_str_eq(again.sweep, plan.sweep);
  for (size_t k = 0; k < 2; k++) {
    cr_expect_str_eq(again.keys[k].name, plan.keys[k].name);
    cr_expect_str_eq(again.keys[k].unit, plan.keys[k].unit);
    cr_expect(again.keys[k].is_word == plan.keys[k].is_word && again.keys[k].logarithmic == plan.keys[k].logarithmic);
  }
  for (size_t i = 0; i < 4; i++) {
    const struct plan_point *a = &plan.points[i], *b = &again.points[i];
    cr_expect_str_eq(a->identity, b->identity);
    cr_expect_str_eq(a->configuration, b->configuration);
    cr_expect_str_eq(a->word[0], b->word[0]);
    cr_expect(isnan(b->value[0]) && b->word[1] == NULL && a->value[1] == b->value[1] && a->wall == b->wall);
    cr_expect_eq(plan.design.unit[2 * i], again.design.unit[2 * i]);
  }
  unlink(at(PLAN_FILE));
  plan_free(&plan);
  plan_free(&again);
  clean();
}

Test(plan, point_that_cannot_be_run_is_named_with_its_values) {
  struct sweep sweep;
  struct plan plan;
  struct error error = {OK, ""};
  read_good(&sweep, "base: base.yaml\nvary: {treatment.device.channel_depth: [0.05 mm, 5 mm]}\n");
  FILE *say = fmemopen(said, sizeof said, "w");
  struct plan_request request = {.sweep = &sweep, .models = models, .n_models = n_models, .folder = folder};
  cr_expect_eq(plan_make(&plan, &request, say, &error), ERROR_CONFIG);
  fclose(say);
  cr_expect_not_null(strstr(said, "point 1 (treatment.device.channel_depth = 5 mm) cannot be run:"), "%s", said);
  cr_expect_not_null(strstr(error.sentence, "1 of 2 points"), "%s", error.sentence);
  plan_free(&plan);
  sweep_free(&sweep);
  clean();
}

Test(plan, folder_without_one_is_told_how_to_make_it) {
  struct plan plan;
  struct error error = {OK, ""};
  cr_expect_eq(plan_read(&plan, "/tmp", &error), ERROR_CONFIG);
  cr_expect_not_null(strstr(error.sentence, "mend sweep plan"), "%s", error.sentence);
  plan_free(&plan);
}
