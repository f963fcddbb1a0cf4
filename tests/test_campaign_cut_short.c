/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Campaigns that are stopped or killed, and what they leave.
 */
#include <signal.h>
#include <sys/wait.h>

#include "campaign_scene.h"
#include "io/lock.h"

TestSuite(campaign_cut_short, .init = set_up, .fini = tear_down, .timeout = 100);

/* Begin a campaign in a process of its own, and signal it while the long point is at work. @return how it ended */
static int signal_at_work(size_t i, int number) {
  struct error error;
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) _exit(run_all(&error));
  for (int wait = 0; wait < 2000 && !plan_scene_has(&scene, i, ""); wait++) rest(5);
  rest(100);
  kill(child, number);
  int status;
  cr_assert_eq(waitpid(child, &status, 0), child);
  return status;
}

Test(campaign_cut_short, stopped_goes_on_to_the_same_bits) {
  plan_scene_add(&scene, LONG_TEXT, NULL);
  int status = signal_at_work(0, SIGTERM);
  cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == ERROR_STOPPED, "status %x", (unsigned)status);
  cr_assert_eq(store_look(scene.plan.store, scene.point[0].identity), POINT_BEGUN, "a stop is no failure");
  cr_assert(has_checkpoint(0));
  expect_done(1, 0);
  cr_expect_not(plan_scene_has(&scene, 0, ""));
  static struct stored stored;
  struct error error = {OK, ""};
  cr_assert_eq(stored_read(&stored, plan_scene_path(&scene, 0, ".h5"), &error), OK);
  cr_expect_str_eq(stored_execution(&stored, "resumes"), "1");
  stored_free(&stored);
  expect_same_tables(run_alone(0, true), plan_scene_path(&scene, 0, ".h5"));
}

Test(campaign_cut_short, begins_a_point_afresh_whose_checkpoint_is_of_another_build) {
  plan_scene_add(&scene, LONG_TEXT, "run.end=5 day");
  signal_at_work(0, SIGTERM);
  cr_assert(has_checkpoint(0));
  campaign.program = "test 2";
  expect_done(1, 0);
}

Test(campaign_cut_short, killed_goes_on) {
  add_three();
  plan_scene_add(&scene, LONG_TEXT, "run.end=5 day");
  int status = signal_at_work(3, SIGKILL);
  cr_assert(WIFSIGNALED(status));
  rest(200); /* its processes end a moment later */
  struct error error;
  cr_assert_eq(run_all(&error), OK, "%s", error.sentence);
  cr_expect_eq(tally.done + tally.done_before, 4u);
  for (size_t i = 0; i < 4; i++) cr_expect(plan_scene_has(&scene, i, ".h5") && !plan_scene_has(&scene, i, ""));
}

Test(campaign_cut_short, takes_over_a_point_that_was_complete_when_its_process_was_killed) {
  struct error error = {OK, ""};
  char master[PATH_SIZE + 32];
  add_three();
  snprintf(master, sizeof master, "%s", plan_scene_path(&scene, 1, ""));
  cr_assert_eq(folder_make(master, &error), OK);
  const char *alone = run_alone(1, true);
  char from[SCENE_PATH + 64];
  snprintf(from, sizeof from, "%s/run.vtkhdf", alone);
  snprintf(master, sizeof master, "%s/run.vtkhdf", plan_scene_path(&scene, 1, ""));
  cr_assert_eq(rename(from, master), 0);
  ino_t inode = inode_of(master);
  expect_done(3, 0);
  cr_expect_eq(inode_of(plan_scene_path(&scene, 1, ".h5")), inode, "it was not computed again");
}

Test(campaign_cut_short, removes_the_folder_that_a_killed_process_left_beside_a_finished_point) {
  struct error error = {OK, ""};
  char path[PATH_SIZE + 32];
  add_three();
  expect_done(3, 0);
  cr_assert_eq(folder_make(plan_scene_path(&scene, 2, ""), &error), OK);
  snprintf(path, sizeof path, "%s/.mend.lock", plan_scene_path(&scene, 2, ""));
  fclose(fopen(path, "w"));
  snprintf(path, sizeof path, "%s/checkpoint_1", plan_scene_path(&scene, 2, ""));
  fclose(fopen(path, "w"));
  expect_done(0, 3);
  cr_expect_not(plan_scene_has(&scene, 2, ""));
}

Test(campaign_cut_short, leaves_a_point_alone_that_is_in_work_elsewhere) {
  struct error error = {OK, ""};
  int lock;
  add_three();
  cr_assert_eq(folder_make(plan_scene_path(&scene, 0, ""), &error), OK);
  cr_assert_eq(lock_take(plan_scene_path(&scene, 0, ""), &lock, &error), OK);
  cr_assert_eq(run_all(&error), OK, "%s", error.sentence);
  cr_expect(tally.done == 2 && tally.busy == 1 && tally.failed == 0, "%s", tally.failure);
  cr_expect_not_null(strstr(tally.elsewhere, "is being written by process"), "%s", tally.elsewhere);
  lock_release(plan_scene_path(&scene, 0, ""), lock);
  expect_done(1, 2);
}

Test(campaign_cut_short, stops_before_its_wall_time_is_over) {
  struct error error;
  plan_scene_add(&scene, ENDLESS_TEXT, NULL);
  plan_scene_add(&scene, ENDLESS_TEXT, "run.seed=2");
  plan_scene_add(&scene, ENDLESS_TEXT, "run.seed=3");
  campaign.max_wall = 0.5;
  cr_assert_eq(run_all(&error), ERROR_STOPPED);
  cr_expect(tally.left == 3 && tally.failed == 0);
  cr_expect_not_null(strstr(error.sentence, "--max-wall"), "%s", error.sentence);
  cr_expect(has_checkpoint(2) && has_checkpoint(1) && !plan_scene_has(&scene, 0, ""), "the dearest were begun");
}
