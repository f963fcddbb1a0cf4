/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Being asked to stop, once and twice.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/stop.h"

/* In a child: send itself signals one after the other. @return how it ended; it exits with 0 if `noted` is what was noted */
static int after(const int signals[], size_t n, const char *noted) {
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    stop_listen();
    for (size_t s = 0; s < n; s++) raise(signals[s]);
    const char *found = stop_signal();
    _exit(found && noted ? strcmp(found, noted) != 0 : found != noted);
  }
  int status;
  cr_assert_eq(waitpid(child, &status, 0), child);
  return status;
}

Test(stop, is_not_wanted_before_a_signal) { cr_expect_eq(after(NULL, 0, NULL), 0); }

Test(stop, notes_each_of_its_signals_by_name) {
  cr_expect_eq(after((int[]){SIGTERM}, 1, "SIGTERM"), 0);
  cr_expect_eq(after((int[]){SIGINT}, 1, "SIGINT"), 0);
  cr_expect_eq(after((int[]){SIGUSR1}, 1, "SIGUSR1"), 0);
}

Test(stop, keeps_to_the_first_of_several) {
  cr_expect_eq(after((int[]){SIGUSR1, SIGTERM, SIGTERM, SIGINT}, 4, "SIGUSR1"), 0);
}

Test(stop, is_at_once_at_a_second_interrupt) {
  int status = after((int[]){SIGINT, SIGINT}, 2, "SIGINT");
  cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT, "%d", status);
  status = after((int[]){SIGTERM, SIGINT, SIGINT}, 3, "SIGTERM");
  cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT, "%d", status);
}

Test(stop, that_was_asked_for_is_not_forgotten_when_listening_begins_again) {
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    stop_listen();
    raise(SIGTERM);
    stop_listen();
    _exit(stop_signal() ? 0 : 1);
  }
  int status;
  cr_assert_eq(waitpid(child, &status, 0), child);
  cr_expect_eq(status, 0);
}
