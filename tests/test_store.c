/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where finished points lie, and what is read off it.
 */
#include <fcntl.h>

#include "io/folder.h"
#include "plan_scene.h"

static struct plan_scene scene;
static const char ID[] = "ab0123456789cdef";

static void set_up(void) { plan_scene_open(&scene); }
static void tear_down(void) { plan_scene_close(&scene); }
TestSuite(store, .init = set_up, .fini = tear_down);

static const char *path_of(const char *ending) {
  static char path[PATH_SIZE];
  struct error error = {OK, ""};
  cr_assert_eq(store_path(path, scene.plan.store, ID, ending, &error), OK, "%s", error.sentence);
  return path;
}

static void write_text(const char *path, const char *text) {
  FILE *stream = fopen(path, "w");
  cr_assert_not_null(stream, "%s", path);
  fputs(text, stream);
  fclose(stream);
}

static void make_folder(void) {
  struct error error = {OK, ""};
  cr_assert_eq(folder_make(path_of(""), &error), OK, "%s", error.sentence);
}

static enum store_state look(void) { return store_look(scene.plan.store, ID); }

Test(store, has_a_folder_for_identities_that_begin_alike) {
  char expected[PATH_SIZE + 64];
  snprintf(expected, sizeof expected, "%s/ab/%s.h5", scene.plan.store, ID);
  cr_expect_str_eq(path_of(".h5"), expected);
  char far_away[PATH_SIZE];
  struct error error = {OK, ""};
  memset(far_away, 'x', sizeof far_away - 1);
  far_away[sizeof far_away - 1] = '\0';
  cr_expect_eq(store_path(expected, far_away, ID, ".h5", &error), ERROR_FAILED);
}

Test(store, sees_a_point_begun_failed_and_done) {
  cr_expect_eq(look(), POINT_TO_DO);
  make_folder();
  cr_expect_eq(look(), POINT_BEGUN);
  write_text(path_of(".failed"), "because\n");
  cr_expect_eq(look(), POINT_FAILED, "also with what it left");
  write_text(path_of(".h5"), "");
  cr_expect_eq(look(), POINT_DONE, "whatever was before");
  cr_expect_str_eq(store_state_word[POINT_TO_DO], "to do");
  cr_expect_str_eq(store_state_word[POINT_DONE], "done");
}

Test(store, keeps_why_a_point_failed_in_one_line) {
  struct error error = {OK, ""};
  char reason[REASON_SIZE];
  cr_expect_str_eq(store_failure(scene.plan.store, ID, reason), "");
  cr_assert_eq(store_keep_failure(scene.plan.store, ID, ERROR_CONFIG, "two\nlines", "mend 1", &error), OK, "%s",
               error.sentence);
  cr_expect_eq(look(), POINT_FAILED);
  cr_expect_str_eq(store_failure(scene.plan.store, ID, reason), "two lines");
  char text[256] = "";
  FILE *stream = fopen(path_of(".failed"), "r");
  cr_assert_not_null(stream);
  text[fread(text, 1, sizeof text - 1, stream)] = '\0';
  fclose(stream);
  cr_expect_not_null(strstr(text, "\nexit status: 2\nprogram: mend 1\ndate: 20"), "%s", text);
  cr_expect_eq(store_forget_failure(scene.plan.store, ID, &error), OK);
  cr_expect_eq(store_forget_failure(scene.plan.store, ID, &error), OK, "nothing to forget is fine");
  cr_expect_eq(look(), POINT_TO_DO);
}

Test(store, keeps_the_master_of_a_point_under_its_identity) {
  struct error error = {OK, ""};
  char master[PATH_SIZE];
  make_folder();
  cr_assert_eq(atomic_join(master, path_of(""), MASTER_FILE, &error), OK);
  write_text(master, "content");
  cr_assert_eq(store_keep(scene.plan.store, ID, false, &error), OK, "%s", error.sentence);
  cr_expect_eq(look(), POINT_DONE);
  cr_expect_not(store_has_frames(scene.plan.store, ID));
  cr_expect_neq(access(master, F_OK), 0, "it was moved");
}

Test(store, links_to_the_master_of_a_point_that_keeps_its_frames) {
  struct error error = {OK, ""};
  char master[PATH_SIZE], text[16] = "";
  make_folder();
  cr_assert_eq(atomic_join(master, path_of(""), MASTER_FILE, &error), OK);
  write_text(master, "content");
  for (int again = 0; again < 2; again++)
    cr_assert_eq(store_keep(scene.plan.store, ID, true, &error), OK, "%s", error.sentence);
  cr_expect(look() == POINT_DONE && store_has_frames(scene.plan.store, ID));
  FILE *stream = fopen(path_of(".h5"), "r");
  cr_assert_not_null(stream);
  cr_assert_not_null(fgets(text, sizeof text, stream));
  fclose(stream);
  cr_expect_str_eq(text, "content");
  cr_assert_eq(unlink(master), 0);
  cr_expect_eq(look(), POINT_BEGUN, "a link to nothing is no point");
  cr_expect_not(store_has_frames(scene.plan.store, ID));
}
