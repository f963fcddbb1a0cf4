/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Work done side by side in processes, of which some die.
 */
#define _DEFAULT_SOURCE
#include <criterion/criterion.h>
#include <dirent.h>
#include <omp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "model.h"
#include "run/stop.h"
#include "study/crew.h"

enum { MOST = 64, LONG_TEXT = 1 << 20 };

/* What all processes see. */
struct shared {
  int n_begun;
  size_t begun[MOST];
  pid_t worker[MOST]; /* of each item */
};

struct scene {
  struct shared *shared;
  int heard[MOST]; /* how often of each item */
  int code[MOST];
  char sentence[MOST][256];
  size_t length[MOST];
  bool as_printed[MOST];
  int ticks;
  pid_t stop_at_tick; /* whom to signal then */
};

static struct scene scene;

static void rest(long milliseconds) {
  nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

static void note(size_t item) {
  int n = __atomic_fetch_add(&scene.shared->n_begun, 1, __ATOMIC_SEQ_CST);
  scene.shared->begun[n] = item;
  scene.shared->worker[item] = getpid();
}

static void hear(void *context, const struct crew_answer *answer) {
  struct scene *s = context;
  s->heard[answer->item]++;
  s->code[answer->item] = answer->code;
  snprintf(s->sentence[answer->item], 256, "%s", answer->sentence);
  s->length[answer->item] = answer->length;
  char expected[64];
  snprintf(expected, sizeof expected, "item %zu", answer->item);
  s->as_printed[answer->item] = strcmp(answer->text, expected) == 0;
}

static void tick(void *context) {
  struct scene *s = context;
  s->ticks++;
  if (s->stop_at_tick) kill(s->stop_at_tick, SIGTERM);
}

static int print(void *context, size_t item, FILE *answer, struct error *error) {
  (void)context, (void)error;
  note(item);
  fprintf(answer, "item %zu", item);
  return OK;
}

static int abort_at_three(void *context, size_t item, FILE *answer, struct error *error) {
  if (item == 3) signal(SIGABRT, SIG_DFL);
  if (item == 3) raise(SIGABRT);
  if (item == 5) _exit(7);
  if (item == 6) return error_set(error, ERROR_CONFIG, "item %zu is refused", item);
  return print(context, item, answer, error);
}

static int count_threads(void *context, size_t item, FILE *answer, struct error *error) {
  (void)context, (void)item, (void)error;
  int n = 0;
#pragma omp parallel reduction(+ : n)
  n++;
  while (n-- > 0) fputc('x', answer);
  return OK;
}

static int count_descriptors(void *context, size_t item, FILE *answer, struct error *error) {
  (void)context, (void)item, (void)error;
  DIR *folder = opendir("/proc/self/fd");
  while (folder && readdir(folder)) fputc('x', answer);
  if (folder) closedir(folder);
  return OK;
}

static int print_much(void *context, size_t item, FILE *answer, struct error *error) {
  (void)context, (void)error;
  for (size_t i = 0; i < LONG_TEXT + item; i++) fputc('x', answer);
  return OK;
}

/* Waits to be asked to stop. */
static int wait_for_stop(void *context, size_t item, FILE *answer, struct error *error) {
  print(context, item, answer, error);
  for (int i = 0; i < 1000 && !stop_signal(); i++) rest(10);
  return stop_signal() ? error_set(error, ERROR_STOPPED, "item %zu stopped by %s", item, stop_signal()) : OK;
}

static int do_all(crew_work_fn *work, size_t processes, int threads, size_t n) {
  struct error error = {OK, ""};
  size_t items[MOST];
  for (size_t i = 0; i < n; i++) items[i] = n - 1 - i;
  struct crew crew = {processes, threads, work, hear, tick, &scene};
  return crew_work(&crew, items, n, &error);
}

static void expect_no_child(void) { cr_expect(waitpid(-1, NULL, WNOHANG) < 0, "a process is left"); }

static void set_up(void) {
  scene.shared = mmap(NULL, sizeof *scene.shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  cr_assert_neq(scene.shared, MAP_FAILED);
}
TestSuite(crew, .init = set_up, .timeout = 60);

Test(crew, does_each_item_once_and_hears_what_was_printed) {
  cr_assert_eq(do_all(print, 3, 1, 40), OK);
  cr_assert_eq(scene.shared->n_begun, 40);
  for (size_t i = 0; i < 40; i++)
    cr_expect(scene.heard[i] == 1 && scene.code[i] == OK && scene.as_printed[i] && !*scene.sentence[i], "item %zu", i);
  expect_no_child();
}

Test(crew, begins_items_in_the_order_given) {
  cr_assert_eq(do_all(print, 1, 1, 20), OK);
  cr_assert_eq(scene.shared->n_begun, 20);
  for (size_t i = 0; i < 20; i++) cr_expect_eq(scene.shared->begun[i], 19 - i);
}

Test(crew, makes_no_more_processes_than_asked_for) {
  cr_assert_eq(do_all(print, 3, 1, 40), OK);
  size_t different = 0;
  for (size_t i = 0; i < 40; i++) {
    bool first = true;
    for (size_t j = 0; j < i; j++) first = first && scene.shared->worker[j] != scene.shared->worker[i];
    different += first;
  }
  cr_expect(different >= 1 && different <= 3, "%zu", different);
  cr_expect_neq(scene.shared->worker[0], getpid());
}

Test(crew, loses_only_the_item_of_a_process_that_dies) {
  cr_assert_eq(do_all(abort_at_three, 2, 1, 10), OK);
  for (size_t i = 0; i < 10; i++) cr_expect_eq(scene.heard[i], 1, "item %zu", i);
  for (size_t i = 0; i < 10; i++)
    if (i != 3 && i != 5 && i != 6) cr_expect(scene.code[i] == OK && scene.as_printed[i], "item %zu", i);
  cr_expect_eq(scene.code[3], ERROR_FAILED);
  cr_expect_str_eq(scene.sentence[3], "signal 6 (Aborted) ended its process");
  cr_expect_eq(scene.code[5], ERROR_FAILED);
  cr_expect_str_eq(scene.sentence[5], "its process ended with exit status 7");
  cr_expect_eq(scene.code[6], ERROR_CONFIG);
  cr_expect_str_eq(scene.sentence[6], "item 6 is refused");
  expect_no_child();
}

Test(crew, takes_answers_of_any_length) {
  cr_assert_eq(do_all(print_much, 2, 1, 4), OK);
  for (size_t i = 0; i < 4; i++) cr_expect_eq(scene.length[i], LONG_TEXT + i);
}

Test(crew, gives_each_process_its_threads) {
  cr_assert_eq(do_all(count_threads, 2, 3, 4), OK);
  for (size_t i = 0; i < 4; i++) cr_expect_eq(scene.length[i], 3);
}

Test(crew, leaves_no_process_the_pipes_of_another) {
  cr_assert_eq(do_all(count_descriptors, 1, 1, 1), OK);
  size_t alone = scene.length[0];
  cr_assert_eq(do_all(count_descriptors, 4, 1, 8), OK);
  for (size_t i = 0; i < 8; i++) cr_expect_eq(scene.length[i], alone, "item %zu", i);
}

Test(crew, asked_to_stop_begins_nothing_more_and_hears_those_at_work) {
  scene.stop_at_tick = getpid();
  cr_assert_eq(do_all(wait_for_stop, 2, 1, 10), ERROR_STOPPED);
  cr_expect_eq(scene.shared->n_begun, 2);
  for (size_t i = 0; i < 10; i++) cr_expect_eq(scene.heard[i], i >= 8, "item %zu", i);
  cr_expect_eq(scene.code[9], ERROR_STOPPED);
  cr_expect_str_eq(scene.sentence[9], "item 9 stopped by SIGTERM");
  expect_no_child();
}

/* A caller in a process group of its own, as a shell makes it. @return its process, once both items are at work */
static pid_t call_in_a_group(void) {
  pid_t caller = fork();
  cr_assert_geq(caller, 0);
  if (caller == 0) {
    setpgid(0, 0);
    int code = do_all(wait_for_stop, 2, 1, 10);
    _exit(strcmp(scene.sentence[9], "item 9 stopped by SIGTERM") == 0 ? code : ERROR_FAILED);
  }
  setpgid(caller, caller);
  for (int i = 0; i < 1000 && scene.shared->n_begun < 2; i++) rest(10);
  rest(50);
  cr_assert_eq(scene.shared->n_begun, 2);
  return caller;
}

Test(crew, takes_an_interrupt_from_the_terminal_as_one_request) {
  int status = 0;
  pid_t caller = call_in_a_group();
  kill(-caller, SIGINT);
  cr_assert_eq(waitpid(caller, &status, 0), caller);
  cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == ERROR_STOPPED, "status %x", (unsigned)status);
}

Test(crew, ends_with_its_caller) {
  int status = 0;
  pid_t caller = call_in_a_group();
  kill(caller, SIGKILL);
  cr_assert_eq(waitpid(caller, &status, 0), caller);
  for (size_t i = 8; i < 10; i++) {
    int gone = 0;
    for (int wait = 0; wait < 200 && !gone; wait++) {
      char path[64], state[512] = "";
      snprintf(path, sizeof path, "/proc/%ld/stat", (long)scene.shared->worker[i]);
      FILE *stat = fopen(path, "r"); /* one that nobody waits for yet is a zombie */
      if (stat && !fgets(state, sizeof state, stat)) *state = '\0';
      if (stat) fclose(stat);
      gone = !stat || strstr(state, ") Z") || !*state;
      if (!gone) rest(10);
    }
    cr_expect(gone, "item %zu", i);
  }
}
