/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  For the tests of packing: the small result of result_scene.h, its forms kept beside it, and what they have in common.
 */
#pragma once
#include <sys/stat.h>

#include "io/pack.h"
#include "result_scene.h"

/* A copy of the present folder, to compare with. */
static inline void keep_as(const char *name) {
  cr_assert_eq(shell("cp -a '%s' '%s/%s'", scene.folder, scene.parent, name), 0);
}

static inline void put_back(const char *name) {
  cr_assert_eq(shell("rm -rf '%s' && cp -a '%s/%s' '%s'", scene.folder, scene.parent, name, scene.folder), 0);
}

/* Whether folders beside the first one, given as for the shell, hold the same. */
static inline bool same_as(const char *first, const char *others) {
  return shell("cd '%s' && " MEND_PYTHON " " MEND_SOURCE_DIR "/tests/compare_results.py %s %s", scene.parent, first,
               others) == 0;
}

static inline void apply(void) {
  struct error error = {0};
  struct stat status[2];
  uint64_t bytes = 0;
  cr_assert_eq(pack_apply(scene.folder, &bytes, &error), OK, "%s", error.sentence);
  cr_assert_eq(stat(inside("run.vtkhdf"), &status[0]) || stat(inside("run.xdmf"), &status[1]), 0);
  cr_expect_eq(bytes, (uint64_t)(status[0].st_size + status[1].st_size));
  cr_expect_not(is_there("frames"));
}

static inline void undo(void) {
  struct error error = {0};
  cr_assert_eq(pack_undo(scene.folder, &error), OK, "%s", error.sentence);
}
