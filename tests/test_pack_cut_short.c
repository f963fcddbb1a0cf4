/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is when packing, or the way back, ends before its end. The linker puts the functions wrapped here in the place of
 * those that the engine calls, so that a process can end before each of them. */
#include <criterion/criterion.h>
#include <errno.h>
#include <hdf5.h>
#include <signal.h>
#include <sys/resource.h>

#include "pack_scene.h"

/* Calls so far, the one before which the process ends (0: none), and their names in order. */
static size_t calls, last_call;
static char story[4096];

static void tell(const char *call, const char *path) {
  if (++calls == last_call) kill(getpid(), SIGKILL);
  const char *slash = strrchr(path, '/');
  size_t length = strlen(story);
  snprintf(story + length, sizeof story - length, "%s %s\n", call, slash ? slash + 1 : path);
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to) {
  tell("rename", to);
  return __real_rename(from, to);
}

int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __wrap_unlink(const char *path) {
  tell("unlink", path);
  return __real_unlink(path);
}

int __real_rmdir(const char *path);
int __wrap_rmdir(const char *path);
int __wrap_rmdir(const char *path) {
  tell("rmdir", path);
  return __real_rmdir(path);
}

int __wrap_fsync(int descriptor);
int __wrap_fsync(int descriptor) {
  char link[64], path[1024] = "";
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  cr_assert_gt(readlink(link, path, sizeof path - 1), 0);
  tell("sync", path);
  return 0; /* a killed process loses nothing that the system has */
}

herr_t __real_H5Fclose(hid_t file);
herr_t __wrap_H5Fclose(hid_t file);
herr_t __wrap_H5Fclose(hid_t file) {
  char path[1024] = "";
  cr_assert_gt(H5Fget_name(file, path, sizeof path), 0);
  tell("close", path);
  return __real_H5Fclose(file);
}

TestSuite(cut_short, .init = set_up, .fini = tear_down, .timeout = 300);

Test(cut_short, every_step_is_synced_before_the_next) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  story[0] = '\0';
  apply();
  const char *const steps[] = {
      "close .run.vtkhdf.tmp\n", "sync .run.vtkhdf.tmp\n", "rename run.vtkhdf\n", "sync here\n",
      "sync .run.xdmf.tmp\n",    "rename run.xdmf\n",      "sync here\n",         "unlink frame_",
      "unlink frame_",           "rmdir frames\n"};
  const char *at = story;
  for (size_t s = 0; s < COUNT(steps); s++) {
    const char *found = strstr(at, steps[s]);
    cr_assert_not_null(found, "%s is missing in its place:\n%s", steps[s], story);
    at = found + strlen(steps[s]);
  }
  cr_expect_null(strstr(at, "unlink"));
  cr_expect_gt(strstr(story, "unlink"), strstr(story, "rename run.xdmf"), "no frame goes earlier:\n%s", story);
}

/* Do it in a child that ends before its call number `last`. @return whether it did end there */
static bool ends_before(size_t last, bool packed) {
  pid_t child = fork();
  if (child == 0) {
    struct error error = {0};
    uint64_t bytes;
    calls = 0;
    last_call = last;
    _exit(packed ? pack_apply(scene.folder, &bytes, &error) : pack_undo(scene.folder, &error));
  }
  int status = 0;
  cr_assert_gt(child, 0);
  cr_assert_eq(waitpid(child, &status, 0), child);
  bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  cr_assert(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0), "status %d", status);
  return killed;
}

/* Whether `mend info` has one page for all that wait; of those that were compared. */
static bool has_one_page(const char *folders) {
  return shell("cd '%s' && for f in %s; do rm -rf shown && cp -a $f shown && " MEND_PROGRAM
               " info shown | md5sum; done | sort -u | wc -l | grep -qx 1",
               scene.parent, folders) == 0;
}

/* From a state of its own, kill the way to the other form before every call; each state must read as the whole, and lead
 * on to either form. @param least  states that there must be at least */
static void expect_complete_states(bool packed, size_t least) {
  size_t n = 0;
  keep_as("begin");
  for (bool killed = true; killed; n++) {
    put_back("begin");
    killed = ends_before(n + 1, packed);
    char name[32];
    snprintf(name, sizeof name, "state_%02zu", n);
    keep_as(name);
    apply();
    snprintf(name, sizeof name, "state_%02zu_packed", n);
    keep_as(name);
    put_back("begin");
    ends_before(n + 1, packed);
    undo();
    snprintf(name, sizeof name, "state_%02zu_undone", n);
    keep_as(name);
  }
  cr_expect_geq(n, least);
  cr_expect(same_as("begin", "state_*"));
  cr_expect(has_one_page("begin state_??"));
  cr_expect_eq(shell("cd '%s' && test -z \"$(ls -d state_*_packed/frames 2>/dev/null)\" && for s in state_*_undone; do "
                     "h5diff -q begin_undone/run.vtkhdf $s/run.vtkhdf || exit 1; done",
                     scene.parent),
               0);
}

Test(cut_short, killed_at_any_call_it_leaves_a_complete_result) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  keep_as("begin_undone");
  expect_complete_states(true, 14);
}

Test(cut_short, undoing_killed_at_any_call_leaves_a_complete_result) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  keep_as("begin_undone");
  apply();
  expect_complete_states(false, 16);
}

/* The disk is as good as full: no file may grow beyond some bytes. @return the code of packing or unpacking in a child */
static int code_with_room(rlim_t bytes, bool packed) {
  pid_t child = fork();
  if (child == 0) {
    struct error error = {0};
    struct rlimit limit = {bytes, RLIM_INFINITY};
    uint64_t size;
    signal(SIGXFSZ, SIG_IGN);
    int code = setrlimit(RLIMIT_FSIZE, &limit) ? 99
               : packed                        ? pack_apply(scene.folder, &size, &error)
                                               : pack_undo(scene.folder, &error);
    _exit(code && !strstr(error.sentence, strerror(EFBIG)) ? 98 : code);
  }
  int status = 0;
  cr_assert_eq(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 97;
}

Test(cut_short, a_disk_that_is_full_at_any_point_leaves_what_was_there) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  struct stat status;
  keep_as("before");
  apply();
  cr_assert_eq(stat(inside("run.vtkhdf"), &status), 0);
  keep_as("packed");
  for (rlim_t part = 0; part < 24; part++) {
    put_back("before");
    cr_expect_eq(code_with_room((rlim_t)(status.st_size - 1) * part / 23, true), ERROR_FAILED, "part %d", (int)part);
    cr_expect_eq(shell("diff -r '%s/before' '%s'", scene.parent, scene.folder), 0);
  }
  cr_assert_eq(stat(inside("run.vtkhdf"), &status), 0); /* the largest file of the way back */
  for (rlim_t part = 0; part < 8; part++) {
    put_back("packed");
    cr_expect_eq(code_with_room((rlim_t)(status.st_size - 1) * part / 7, false), ERROR_FAILED, "part %d", (int)part);
    cr_expect_eq(shell("cmp '%s/packed/run.vtkhdf' '%s/run.vtkhdf'", scene.parent, scene.folder), 0);
  }
}

Test(cut_short, force_removes_a_packed_result_and_one_that_was_being_packed) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  keep_as("before");
  for (size_t last = 1; last < 12; last++) {
    put_back("before");
    ends_before(last, true);
    result_close(open_result(FLOAT32, true));
    cr_expect_eq(shell("test \"$(cd '%s' && find . | sort | tr '\\n' ' ')\" = '. ./frames '", scene.folder), 0);
  }
  put_back("before");
  apply();
  struct error error = {0};
  struct result *result = NULL;
  cr_expect_eq(
      result_open(&result, &(struct result_request){.folder = scene.folder, .grid = &scene.grid, .model = &MODEL},
                  &error),
      ERROR_FAILED);
  result_close(open_result(FLOAT32, true));
  cr_expect_eq(shell("test \"$(cd '%s' && find . | sort | tr '\\n' ' ')\" = '. ./frames '", scene.folder), 0);
}
