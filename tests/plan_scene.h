/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A plan of a few configurations, in a folder of its own, for the tests of what runs one.
 */
#pragma once
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/settings.h"
#include "fisher_cases.h"
#include "io/stored.h"
#include "run/size.h"
#include "study/plan.h"
#include "study/store.h"

enum { MOST_SCENE_POINTS = 8, SCENE_PATH = 128 };

/* fisher in 18 000 cells: some 1000 steps. */
static const char LONG_TEXT[] =
    "skin: {model: fisher, layers: {tissue: 0.4 mm}, parameters: {growth_rate: 0.7 /day}}\n"
    "grid: {width: [0.6 mm, 0.6 mm], spacing: 20 um}\n"
    "treatment:\n"
    "  device: {type: random, density: 1500 /cm^2, channel_depth: 0.3 mm, channel_radius: 70 um, taper: 0}\n"
    "  sessions: [1 day]\n"
    "run: {end: 10 day, tolerance: 1e-5}\n";

/* The same with a step at least every quarter of an hour: some 900 000 steps. */
static const char ENDLESS_TEXT[] =
    "skin: {model: fisher, layers: {tissue: 0.4 mm}}\n"
    "grid: {width: [0.6 mm, 0.6 mm], spacing: 20 um}\n"
    "run: {end: 9000 day}\n"
    "output: {measures: {every: 15 min}}\n";

/* More cells than any machine holds. */
static const char HUGE_TEXT[] =
    "skin: {model: fisher, layers: {tissue: 0.4 mm}}\n"
    "grid: {width: [0.6 mm, 0.6 mm], spacing: 0.2 um}\n"
    "run: {end: 1 day}\n";

struct plan_scene {
  char folder[SCENE_PATH];
  struct plan plan;
  struct plan_point point[MOST_SCENE_POINTS];
  struct settings settings[MOST_SCENE_POINTS]; /* of the points */
};

static inline void plan_scene_open(struct plan_scene *scene) {
  struct error error = {OK, ""};
  snprintf(scene->folder, SCENE_PATH, "/tmp/mend_study_XXXXXX");
  cr_assert_not_null(mkdtemp(scene->folder));
  snprintf(scene->plan.folder, PATH_SIZE, "%s", scene->folder);
  cr_assert_eq(atomic_join(scene->plan.store, scene->folder, "points", &error), OK);
  scene->plan.title = scene->plan.sweep = "";
  scene->plan.points = scene->point;
}

static inline void plan_scene_close(struct plan_scene *scene) {
  char command[SCENE_PATH + 16];
  for (size_t i = 0; i < scene->plan.n_points; i++) settings_free(&scene->settings[i]);
  snprintf(command, sizeof command, "rm -rf %s", scene->folder);
  if (system(command)) cr_log_warn("%s is left behind", scene->folder);
}

/** One more point: a configuration with one assignment. Equal texts have equal identities. */
static inline void plan_scene_add(struct plan_scene *scene, const char *text, const char *assignment) {
  struct error error = {OK, ""};
  size_t i = scene->plan.n_points++;
  cr_assert_lt(i, (size_t)MOST_SCENE_POINTS);
  struct settings *settings = &scene->settings[i];
  const struct assignment assignments[] = {{assignment}};
  const struct settings_request request = {.path = "scene",
                                           .text = text,
                                           .assignments = assignments,
                                           .n_assignments = assignment != NULL,
                                           .models = models,
                                           .n_models = n_models,
                                           .refuse_grid = size_refuse_uncountable};
  cr_assert_eq(settings_read(settings, &request, stderr, &error), OK, "%s", error.sentence);
  size_t same = 0;
  while (strcmp(scene->settings[same].canonical, settings->canonical) != 0) same++;
  scene->point[i] =
      (struct plan_point){.setting = i, .configuration = settings->canonical, .wall = 1 + (double)i, .memory = 1e6};
  snprintf(scene->point[i].identity, IDENTITY_LENGTH, "%02zx%014zx", same + 0xa0, same);
}

/** Path of what stands in the store for a point. */
static inline const char *plan_scene_path(const struct plan_scene *scene, size_t i, const char *ending) {
  static char path[PATH_SIZE];
  struct error error = {OK, ""};
  cr_assert_eq(store_path(path, scene->plan.store, scene->point[i].identity, ending, &error), OK);
  return path;
}

static inline bool plan_scene_has(const struct plan_scene *scene, size_t i, const char *ending) {
  return access(plan_scene_path(scene, i, ending), F_OK) == 0;
}

/** Measures and outcomes of two results are the same bits, and there are some. */
static inline void expect_same_tables(const char *one, const char *other) {
  static struct stored a, b;
  struct error error = {OK, ""};
  cr_assert_eq(stored_read(&a, one, &error), OK, "%s", error.sentence);
  cr_assert_eq(stored_read(&b, other, &error), OK, "%s", error.sentence);
  const struct table *tables[2][2] = {{&a.content.measures, &b.content.measures},
                                      {&a.content.outcomes, &b.content.outcomes}};
  for (size_t t = 0; t < 2; t++) {
    const struct table *first = tables[t][0], *second = tables[t][1];
    cr_assert_gt(first->n_columns, 0u);
    cr_assert_eq(first->n_columns, second->n_columns);
    cr_assert_eq(first->n_rows, second->n_rows);
    for (size_t c = 0; c < first->n_columns; c++) {
      size_t bytes = first->n_rows * (first->columns[c].profile ? a.cells[2] : 1) * sizeof(double);
      cr_expect_str_eq(first->columns[c].name, second->columns[c].name);
      cr_expect_eq(memcmp(first->columns[c].values, second->columns[c].values, bytes), 0, "%s", first->columns[c].name);
    }
  }
  stored_free(&a);
  stored_free(&b);
}
