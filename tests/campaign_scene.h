/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A campaign over a few small points, for its tests.
 */
#pragma once
#include <omp.h>
#include <time.h>

#include "io/folder.h"
#include "plan_scene.h"
#include "run/run.h"
#include "study/campaign.h"

static struct plan_scene scene; /* each test is a process of its own */
static struct campaign campaign;
static struct campaign_tally tally;

static inline void set_up(void) {
  omp_set_num_threads(1); /* this process must not start threads before it makes others */
  plan_scene_open(&scene);
  campaign = (struct campaign){.plan = &scene.plan,
                               .models = models,
                               .n_models = n_models,
                               .program = "test 1",
                               .build = "test",
                               .processes = 2,
                               .threads = 1,
                               .shares = 1,
                               .quiet = true};
}
static inline void tear_down(void) { plan_scene_close(&scene); }

/* Three small points: growth at the rates 0.7, 0.8, 0.9 per day. */
static inline void add_three(void) {
  plan_scene_add(&scene, FISHER_TEXT, NULL);
  plan_scene_add(&scene, FISHER_TEXT, "skin.parameters.growth_rate=0.8 /day");
  plan_scene_add(&scene, FISHER_TEXT, "skin.parameters.growth_rate=0.9 /day");
}

static inline int run_all(struct error *error) {
  *error = (struct error){OK, ""};
  return campaign_run(&campaign, &tally, error);
}

static inline void expect_done(size_t now, size_t before) {
  struct error error;
  cr_assert_eq(run_all(&error), OK, "%s", error.sentence);
  cr_expect(tally.done == now && tally.done_before == before && tally.failed + tally.busy + tally.left == 0,
            "%zu done, %zu before, %zu failed, %zu busy, %zu left: %s", tally.done, tally.done_before, tally.failed,
            tally.busy, tally.left, tally.failure);
}

static inline ino_t inode_of(const char *path) {
  struct stat status;
  cr_assert_eq(stat(path, &status), 0, "%s", path);
  return status.st_ino;
}

/* Run point i for itself. @return its folder */
static inline const char *run_alone(size_t i, bool tables_only) {
  static char folder[SCENE_PATH + 16];
  struct error error = {OK, ""};
  snprintf(folder, sizeof folder, "%s/alone", scene.folder);
  const struct run_options options = {
      .folder = folder, .quiet = true, .force = true, .tables_only = tables_only, .program = "test 1", .build = "test"};
  cr_assert_eq(run(&scene.settings[i], &options, stderr, &error), OK, "%s", error.sentence);
  return folder;
}

static inline void rest(long milliseconds) {
  nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

static inline bool has_checkpoint(size_t i) {
  char path[PATH_SIZE + 32];
  snprintf(path, sizeof path, "%s/" CHECKPOINT_FILE_0, plan_scene_path(&scene, i, ""));
  return access(path, F_OK) == 0;
}
