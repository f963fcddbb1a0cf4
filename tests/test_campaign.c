/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Campaigns over a plan: numbers, failures, frames, shares.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "campaign_scene.h"

TestSuite(campaign, .init = set_up, .fini = tear_down, .timeout = 100);

Test(campaign, gives_each_point_the_bits_of_a_run_with_frames) {
  add_three();
  expect_done(3, 0);
  for (size_t i = 0; i < 3; i++) {
    const char *alone = run_alone(i, false);
    expect_same_tables(alone, plan_scene_path(&scene, i, ".h5"));
    cr_expect_not(plan_scene_has(&scene, i, ""), "no folder of work is left");
  }
}

Test(campaign, finds_what_the_equation_says) {
  static struct stored stored;
  struct error error = {OK, ""};
  plan_scene_add(&scene, FISHER_TEXT, NULL);
  expect_done(1, 0);
  cr_assert_eq(stored_read(&stored, plan_scene_path(&scene, 0, ".h5"), &error), OK, "%s", error.sentence);
  const struct column *closure = stored_column(&stored.content.outcomes, "closure_time");
  cr_assert_not_null(closure);
  cr_expect_float_eq(closure->values[0], fisher_closure(), 1e-3 * fisher_closure());
  cr_expect_eq(stored.n_frames, 0u);
  cr_expect_str_eq(stored_provenance(&stored, "configuration"), scene.point[0].configuration);
  stored_free(&stored);
}

Test(campaign, never_touches_a_point_that_is_done) {
  add_three();
  expect_done(3, 0);
  ino_t before[3];
  for (size_t i = 0; i < 3; i++) before[i] = inode_of(plan_scene_path(&scene, i, ".h5"));
  expect_done(0, 3);
  for (size_t i = 0; i < 3; i++) cr_expect_eq(inode_of(plan_scene_path(&scene, i, ".h5")), before[i]);
}

Test(campaign, runs_a_point_once_that_several_points_are) {
  add_three();
  plan_scene_add(&scene, FISHER_TEXT, NULL);
  expect_done(3, 0);
  cr_expect_eq(tally.points, 3u);
}

Test(campaign, keeps_why_a_point_failed_and_leaves_it_alone_until_it_is_retried) {
  struct error error;
  char reason[REASON_SIZE];
  add_three();
  plan_scene_add(&scene, HUGE_TEXT, NULL);
  cr_assert_eq(run_all(&error), OK, "%s", error.sentence);
  cr_expect(tally.done == 3 && tally.failed == 1 && tally.left == 0);
  cr_expect_not_null(strstr(tally.failure, "of memory"), "%s", tally.failure);
  cr_expect_str_eq(store_failure(scene.plan.store, scene.point[3].identity, reason), tally.failure);
  cr_expect_not(plan_scene_has(&scene, 3, ""), "an empty folder of work is removed");
  cr_assert_eq(run_all(&error), OK);
  cr_expect(tally.done == 0 && tally.failed == 0 && tally.failed_before == 1);
  cr_expect_str_eq(tally.failure, reason);
  campaign.retry = true;
  cr_assert_eq(run_all(&error), OK);
  cr_expect(tally.failed == 1 && tally.failed_before == 0);
}

Test(campaign, forgets_the_failure_of_a_point_that_is_done_in_the_end) {
  struct error error = {OK, ""};
  add_three();
  store_keep_failure(scene.plan.store, scene.point[1].identity, 1, "once", "test", &error);
  campaign.retry = true;
  expect_done(3, 0);
  cr_expect_not(plan_scene_has(&scene, 1, ".failed"));
}

Test(campaign, keeps_what_a_killed_process_was_at_as_a_failure) {
  /* A process may not take as much processor time as the point needs. */
  struct error error;
  plan_scene_add(&scene, FISHER_TEXT, NULL);
  plan_scene_add(&scene, ENDLESS_TEXT, NULL);
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    setrlimit(RLIMIT_CPU, &(struct rlimit){1, 2});
    signal(SIGXCPU, SIG_DFL);
    int code = run_all(&error);
    _exit(code == OK && tally.done == 1 && tally.failed == 1 ? 0 : 1);
  }
  int status;
  cr_assert_eq(waitpid(child, &status, 0), child);
  cr_expect_eq(status, 0);
  char reason[REASON_SIZE];
  store_failure(scene.plan.store, scene.point[1].identity, reason);
  cr_expect_str_eq(reason, "signal 24 (CPU time limit exceeded) ended its process");
}

Test(campaign, trusts_no_identity_alone_in_a_shared_store) {
  struct error error;
  add_three();
  scene.plan.store_given = true;
  expect_done(3, 0);
  expect_done(3, 0); /* looked at, and found good */
  scene.point[1].configuration = scene.point[2].configuration;
  cr_assert_eq(run_all(&error), OK);
  cr_expect(tally.failed == 1 && tally.done == 2);
  cr_expect_not_null(strstr(tally.failure, "another configuration with the same identity"), "%s", tally.failure);
  cr_expect_not(plan_scene_has(&scene, 1, ".failed"));
}

Test(campaign, refuses_a_point_that_means_another_run_by_now) {
  struct error error;
  add_three();
  scene.point[0].configuration = FISHER_TEXT; /* not canonical */
  cr_assert_eq(run_all(&error), OK);
  cr_expect_eq(tally.failed, 1u);
  cr_expect_not_null(strstr(tally.failure, "plan the sweep anew"), "%s", tally.failure);
}

Test(campaign, keeps_frames_where_the_plan_asks_for_them) {
  static struct stored stored;
  struct error error = {OK, ""};
  plan_scene_add(&scene, FISHER_TEXT, NULL);
  expect_done(1, 0);
  scene.plan.frames = true;
  expect_done(1, 0); /* it had none */
  expect_done(0, 1);
  cr_assert_eq(stored_read(&stored, plan_scene_path(&scene, 0, ".h5"), &error), OK, "%s", error.sentence);
  cr_expect_eq(stored.n_frames, 2u, "the start and the end");
  stored_free(&stored);
  cr_assert_eq(stored_read(&stored, plan_scene_path(&scene, 0, ""), &error), OK, "%s", error.sentence);
  cr_expect(stored.n_frames == 2 && stored.frames_missing == 0 && stored_complete(&stored));
  stored_free(&stored);
  scene.plan.frames = false;
  expect_done(0, 1);
  cr_expect(plan_scene_has(&scene, 0, ""), "what is no leftover stays");
}

Test(campaign, runs_no_more_points_at_a_time_than_the_memory_holds) {
  add_three();
  for (size_t i = 0; i < 3; i++) scene.point[i].memory = 0.6 * size_available();
  expect_done(3, 0);
  cr_expect_eq(tally.processes, 1u);
}

Test(campaign, begins_with_the_dearest_point) {
  struct error error = {OK, ""};
  size_t order[MOST_SCENE_POINTS], n = 0;
  add_three();
  plan_scene_add(&scene, FISHER_TEXT, NULL); /* the same as the first */
  scene.point[0].wall = 5, scene.point[1].wall = 2, scene.point[2].wall = 7;
  cr_assert_eq(campaign_order(&scene.plan, order, &n, &error), OK);
  cr_assert_eq(n, 3u);
  cr_expect(order[0] == 2 && order[1] == 0 && order[2] == 1);
}

/* A plan of n different points with costs as of a sweep over sizes; to be freed. */
static struct plan_point *many(struct plan *plan, size_t n) {
  struct plan_point *points = calloc(n, sizeof *points);
  cr_assert_not_null(points);
  for (size_t i = 0; i < n; i++) {
    snprintf(points[i].identity, IDENTITY_LENGTH, "%016zx", i * 2654435761u % 1000003u);
    points[i].wall = 1 + (double)(i * 7919 % 101);
  }
  *plan = (struct plan){.n_points = n, .points = points};
  return points;
}

Test(campaign, shares_out_every_point_once_and_evenly) {
  enum { POINTS = 500, SHARES = 7 };
  struct plan plan;
  struct plan_point *points = many(&plan, POINTS);
  strcpy(points[30].identity, points[3].identity);
  points[30].wall = points[3].wall;
  bool mine[SHARES][POINTS], again[POINTS];
  double load[SHARES] = {0}, least = 1e30, most = 0;
  struct error error = {OK, ""};
  for (size_t s = 0; s < SHARES; s++) {
    cr_assert_eq(campaign_share(&plan, s, SHARES, mine[s], &error), OK);
    cr_assert_eq(campaign_share(&plan, s, SHARES, again, &error), OK);
    cr_expect_eq(memcmp(mine[s], again, sizeof again), 0, "the same each time");
    cr_expect_eq(mine[s][3], mine[s][30], "equal points belong together");
    for (size_t i = 0; i < POINTS; i++)
      if (mine[s][i] && i != 30) load[s] += points[i].wall;
    if (load[s] < least) least = load[s];
    if (load[s] > most) most = load[s];
  }
  for (size_t i = 0; i < POINTS; i++) {
    size_t owners = 0;
    for (size_t s = 0; s < SHARES; s++) owners += mine[s][i];
    cr_expect_eq(owners, 1u, "point %zu", i);
  }
  cr_expect_gt(least, 0);
  cr_expect_leq(most - least, 101, "no more apart than the dearest point: %g to %g", least, most);
  free(points);
}

Test(campaign, shares_out_points_of_unknown_cost_by_their_number) {
  enum { POINTS = 40, SHARES = 4 };
  struct plan plan;
  struct plan_point *points = many(&plan, POINTS);
  struct error error = {OK, ""};
  for (size_t i = 0; i < POINTS; i++) points[i].wall = 0;
  for (size_t s = 0; s < SHARES; s++) {
    bool mine[POINTS];
    size_t n = 0;
    cr_assert_eq(campaign_share(&plan, s, SHARES, mine, &error), OK);
    for (size_t i = 0; i < POINTS; i++) n += mine[i];
    cr_expect_eq(n, POINTS / SHARES, "share %zu has %zu", s, n);
  }
  free(points);
}

Test(campaign, of_a_share_runs_that_share) {
  add_three();
  campaign.shares = 2;
  expect_done(1, 0); /* the dearest costs as much as the others together */
  cr_expect(plan_scene_has(&scene, 2, ".h5") && tally.points == 1);
  campaign.share = 1;
  expect_done(2, 0);
}
