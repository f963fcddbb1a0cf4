/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a folder is refused, and what a failure costs. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "io/lock.h"
#include "result_scene.h"

/* Whether opening is refused with these words; nothing may come back. */
static bool refused(const char *folder, bool force, const char *words) {
  struct error error = {0};
  struct result *result = NULL;
  const struct result_request request = {
      .folder = folder, .grid = &scene.grid, .model = &MODEL, .start = force ? RESULT_REPLACE : RESULT_NEW};
  int code = result_open(&result, &request, &error);
  if (code == OK) result_close(result);
  return code == ERROR_FAILED && result == NULL && strstr(error.sentence, words) != NULL;
}

TestSuite(refusal, .init = set_up, .fini = tear_down, .timeout = 100);
TestSuite(failure, .init = set_up, .fini = tear_down, .timeout = 100);

Test(refusal, an_existing_result_is_left_untouched) {
  build(CARTESIAN, NY);
  const char *const files[] = {"run.vtkhdf", "run.xdmf", "frames/frame_000003.vtkhdf"};
  cr_assert_eq(shell("mkdir -p '%s/frames'", scene.folder), 0);
  for (size_t i = 0; i < COUNT(files); i++) {
    put(files[i], "dear");
    cr_expect(refused(scene.folder, false, files[i]), "%s", files[i]);
    cr_expect(holds(files[i], "dear"), "%s", files[i]);
    cr_assert_eq(unlink(inside(files[i])), 0);
  }
  cr_expect_not(is_there(".mend.lock"), "a refused opening leaves no lock");
}

Test(refusal, force_removes_the_result_and_nothing_else) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  const char *const others[] = {"notes.txt", "frames/frame_000001.png", "frames/frame_.vtkhdf",
                                "frames/my_frame_000001.vtkhdf"};
  for (size_t i = 0; i < COUNT(others); i++) put(others[i], "mine");
  put("frames/.frame_000009.vtkhdf.tmp", "left by a killed run");
  struct result *result = open_result(FLOAT32, true);
  cr_expect_not(is_there("run.vtkhdf"));
  cr_expect_not(is_there("run.xdmf"));
  cr_expect_not(is_there("frames/frame_000000.vtkhdf"));
  cr_expect_not(is_there("frames/frame_000002.vtkhdf"));
  cr_expect_not(is_there("frames/.frame_000009.vtkhdf.tmp"));
  for (size_t i = 0; i < COUNT(others); i++) cr_expect(holds(others[i], "mine"), "%s", others[i]);
  result_close(result);
}

Test(refusal, a_folder_with_other_files_is_fine) {
  build(CARTESIAN, NY);
  cr_assert_eq(shell("mkdir -p '%s'", scene.folder), 0);
  put("notes.txt", "mine");
  result_close(open_result(FLOAT32, false));
  cr_expect(holds("notes.txt", "mine"));
}

Test(refusal, a_folder_that_a_living_process_writes_is_locked_even_to_force) {
  build(CARTESIAN, NY);
  struct result *result = open_result(FLOAT32, false);
  cr_expect(is_there(".mend.lock"));
  cr_expect(refused(scene.folder, true, "is being written by process"));
  cr_expect(is_there(".mend.lock"), "the refused one must not take the lock away");
  result_close(result);
  cr_expect_not(is_there(".mend.lock"));
  result_close(open_result(FLOAT32, false));
}

Test(refusal, a_lock_of_a_dead_process_is_replaced) {
  build(CARTESIAN, NY);
  char host[256] = "", lock[512];
  cr_assert_eq(gethostname(host, sizeof host - 1), 0);
  pid_t child = fork();
  if (child == 0) _exit(0);
  cr_assert_gt(child, 0);
  cr_assert_eq(waitpid(child, NULL, 0), child);
  snprintf(lock, sizeof lock, "%ld %s\n", (long)child, host);
  cr_assert_eq(shell("mkdir -p '%s'", scene.folder), 0);
  put(".mend.lock", lock);
  struct result *result = open_result(FLOAT32, false);
  snprintf(lock, sizeof lock, "%ld %s\n", (long)getpid(), host);
  cr_expect(holds(".mend.lock", lock));
  result_close(result);
}

Test(refusal, a_lock_that_nobody_holds_is_taken_over_even_if_its_number_lives_again) {
  build(CARTESIAN, NY);
  char host[256] = "", lock[512];
  cr_assert_eq(gethostname(host, sizeof host - 1), 0);
  snprintf(lock, sizeof lock, "%ld %s\n", (long)getppid(), host);
  const char *const left[] = {lock, ""}; /* the latter by a writer that died before it wrote */
  cr_assert_eq(shell("mkdir -p '%s'", scene.folder), 0);
  for (size_t i = 0; i < COUNT(left); i++) {
    put(".mend.lock", left[i]);
    result_close(open_result(FLOAT32, false));
    cr_expect_not(is_there(".mend.lock"));
  }
}

/* Many at once: each time one gets it, and no two have it at the same time. */
Test(refusal, of_many_writers_that_find_a_stale_lock_one_gets_it) {
  enum { WRITERS = 8 };
  build(CARTESIAN, NY);
  cr_assert_eq(shell("mkdir -p '%s'", scene.folder), 0);
  for (int round = 0; round < 20; round++) {
    put(".mend.lock", "");
    int got = 0, tried[2], go[2];
    pid_t child[WRITERS];
    char one;
    cr_assert(pipe(tried) == 0 && pipe(go) == 0);
    for (size_t w = 0; w < WRITERS; w++) {
      child[w] = fork();
      cr_assert_geq(child[w], 0);
      if (child[w] > 0) continue;
      struct error error = {0};
      int lock;
      bool taken = lock_take(scene.folder, &lock, &error) == OK;
      close(go[1]);
      bool told = write(tried[1], "", 1) == 1 && read(go[0], &one, 1) == 0; /* nobody lets go before all have tried */
      _exit(told ? taken : 100);
    }
    for (size_t w = 0; w < WRITERS; w++) cr_assert_eq(read(tried[0], &one, 1), 1);
    close(go[1]);
    for (size_t w = 0; w < WRITERS; w++) {
      int status;
      cr_assert_eq(waitpid(child[w], &status, 0), child[w]);
      got += WEXITSTATUS(status);
    }
    cr_expect_eq(got, 1, "round %d: %d writers", round, got);
    close(go[0]), close(tried[0]), close(tried[1]);
  }
}

Test(refusal, a_lock_of_another_host_or_without_a_name_is_respected) {
  build(CARTESIAN, NY);
  cr_assert_eq(shell("mkdir -p '%s'", scene.folder), 0);
  put(".mend.lock", "17 elsewhere.example\n");
  cr_expect(refused(scene.folder, true, "process 17 on elsewhere.example"));
  put(".mend.lock", "what");
  cr_expect(refused(scene.folder, true, "names no process"));
  cr_expect(holds(".mend.lock", "what"));
}

Test(failure, a_folder_below_a_file_is_told_with_its_cause) {
  build(CARTESIAN, NY);
  snprintf(scene.folder, sizeof scene.folder, "%s", scene.parent);
  put("file", "");
  cr_expect(refused(inside("file/result"), false, strerror(ENOTDIR)));
  cr_expect(refused(inside("file/result"), false, "file/result"));
  cr_expect(refused(inside("file"), false, inside("file")));
  cr_expect(refused("", false, "empty"));
}

Test(failure, a_lost_folder_of_frames_is_told_with_file_and_cause) {
  build(CARTESIAN, NY);
  struct error error = {0};
  struct result *result = open_result(FLOAT32, false);
  cr_assert_eq(rmdir(inside("frames")), 0);
  cr_expect_eq(result_frame(result, 0, &scene.fields, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "frames/frame_000000.vtkhdf"), "%s", error.sentence);
  cr_expect_not_null(strstr(error.sentence, strerror(ENOENT)), "%s", error.sentence);
  cr_expect_eq(result_frames(result), 0);
  result_close(result);
}

/* Open files of this process. */
static size_t open_files(void) {
  size_t n = 0;
  DIR *stream = opendir("/proc/self/fd");
  cr_assert_not_null(stream);
  while (readdir(stream)) n++;
  closedir(stream);
  return n;
}

/* The disk is as good as full: no file may grow beyond some bytes. */
static void limit_files(rlim_t bytes) {
  signal(SIGXFSZ, SIG_IGN);
  struct rlimit limit = {bytes, RLIM_INFINITY};
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(failure, a_full_disk_costs_the_frame_only) {
  build(CARTESIAN, NY);
  struct error error = {0};
  struct result *result = open_result(FLOAT32, false);
  write_frames(result, 1);
  limit_files(4000);
  cr_expect_eq(result_frame(result, 1, &scene.fields, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "frame_000001.vtkhdf"), "%s", error.sentence);
  cr_expect_not_null(strstr(error.sentence, strerror(EFBIG)), "%s", error.sentence);
  cr_expect_not(is_there("frames/frame_000001.vtkhdf"));
  cr_expect_not(is_there("frames/.frame_000001.vtkhdf.tmp"));
  limit_files(RLIM_INFINITY);
  error = (struct error){0};
  write_frames(result, 2);
  cr_expect_eq(publish(result, "a", &error), OK, "%s", error.sentence);
  result_close(result);
  cr_expect_eq(reader("frames"), 0);
}

Test(failure, on_a_full_disk_no_file_is_kept_open_wherever_it_fails) {
  build(CARTESIAN, NY);
  struct result *result = open_result(FLOAT32, false);
  write_frames(result, 2);
  struct error none = {0};
  cr_assert_eq(publish(result, "a", &none), OK);
  size_t before = open_files();
  for (rlim_t bytes = 0; bytes < 40000; bytes += 499) {
    struct error frame = {0}, master = {0};
    limit_files(bytes);
    int wrote = result_frame(result, 2, &scene.fields, &frame), published = publish(result, "b", &master);
    limit_files(RLIM_INFINITY);
    cr_expect(wrote == OK || strstr(frame.sentence, strerror(EFBIG)), "%s", frame.sentence);
    cr_expect(published == OK || strstr(master.sentence, strerror(EFBIG)), "%s", master.sentence);
    cr_expect_eq(open_files(), before, "at %zu bytes", (size_t)bytes);
    cr_expect_not(is_there(".run.vtkhdf.tmp"));
  }
  result_close(result);
}

Test(failure, a_full_disk_leaves_the_older_master_whole) {
  build(CARTESIAN, NY);
  struct error error = {0};
  struct result *result = open_result(FLOAT32, false);
  write_frames(result, 3);
  cr_assert_eq(publish(result, "a", &error), OK);
  limit_files(8000);
  cr_expect_eq(publish(result, "b", &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "run.vtkhdf"), "%s", error.sentence);
  limit_files(RLIM_INFINITY);
  result_close(result);
  cr_expect_not(is_there(".run.vtkhdf.tmp"));
  cr_expect_eq(reader("master"), 0);
}
