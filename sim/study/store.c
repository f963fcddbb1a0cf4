/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "io/folder.h"

static const char FINISHED[] = ".h5", FAILED[] = ".failed", IN_WORK[] = "";

const char *const store_state_word[N_STORE_STATES] = {
    [POINT_TO_DO] = "to do", [POINT_BEGUN] = "begun", [POINT_FAILED] = "failed", [POINT_DONE] = "done"};

/* The folder that a point shares with those whose identity begins alike, and its name there. */
static int place(char folder[PATH_SIZE], char name[64], const char *store, const char *identity, const char *ending,
                 struct error *error) {
  char opening[3] = {identity[0], identity[0] ? identity[1] : '\0', '\0'};
  snprintf(name, 64, "%s%s", identity, ending);
  return atomic_join(folder, store, opening, error);
}

int store_path(char path[PATH_SIZE], const char *store, const char *identity, const char *ending, struct error *error) {
  char folder[PATH_SIZE], name[64];
  TRY(place(folder, name, store, identity, ending, error));
  return atomic_join(path, folder, name, error);
}

static bool is_there(const char *store, const char *identity, const char *ending) {
  char path[PATH_SIZE];
  struct error ignored = {OK, ""};
  return store_path(path, store, identity, ending, &ignored) == OK && access(path, F_OK) == 0;
}

enum store_state store_look(const char *store, const char *identity) {
  if (is_there(store, identity, FINISHED)) return POINT_DONE;
  if (is_there(store, identity, FAILED)) return POINT_FAILED;
  return is_there(store, identity, IN_WORK) ? POINT_BEGUN : POINT_TO_DO;
}

bool store_has_frames(const char *store, const char *identity) {
  char path[PATH_SIZE];
  struct error ignored = {OK, ""};
  struct stat status;
  return is_there(store, identity, FINISHED) && store_path(path, store, identity, FINISHED, &ignored) == OK &&
         lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

int store_keep(const char *store, const char *identity, bool frames, struct error *error) {
  struct atomic atomic;
  char folder[PATH_SIZE], name[64], work[PATH_SIZE], target[64 + sizeof MASTER_FILE];
  uint64_t bytes;
  TRY(place(folder, name, store, identity, FINISHED, error));
  TRY(atomic_begin(&atomic, folder, name, error));
  if (frames) {
    snprintf(target, sizeof target, "%s/%s", identity, MASTER_FILE);
    if ((unlink(atomic.aside) && errno != ENOENT) || symlink(target, atomic.aside))
      return error_set(error, ERROR_FAILED, "cannot write %s: %s", atomic.path, strerror(errno));
  } else {
    TRY(store_path(work, store, identity, IN_WORK, error));
    TRY(atomic_join(atomic.aside, work, MASTER_FILE, error));
  }
  return atomic_end(&atomic, &bytes, error);
}

int store_keep_failure(const char *store, const char *identity, int code, const char *sentence, const char *program,
                       struct error *error) {
  struct atomic atomic;
  char folder[PATH_SIZE], name[64], date[32];
  uint64_t bytes;
  struct tm utc;
  time_t now = time(NULL);
  TRY(place(folder, name, store, identity, FAILED, error));
  TRY(folder_make(folder, error));
  TRY(atomic_begin(&atomic, folder, name, error));
  FILE *stream = atomic_open(&atomic, error);
  if (!stream) return (int)error->code;
  for (const char *c = sentence; *c; c++) fputc(*c == '\n' ? ' ' : *c, stream);
  strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
  fprintf(stream, "\nexit status: %d\nprogram: %s\ndate: %s\n", code, program, date);
  atomic_close(&atomic, stream, error);
  return atomic_end(&atomic, &bytes, error);
}

const char *store_failure(const char *store, const char *identity, char reason[REASON_SIZE]) {
  char path[PATH_SIZE];
  struct error ignored = {OK, ""};
  *reason = '\0';
  FILE *stream = store_path(path, store, identity, FAILED, &ignored) == OK ? fopen(path, "r") : NULL;
  if (!stream) return reason;
  if (!fgets(reason, REASON_SIZE, stream)) *reason = '\0';
  fclose(stream);
  reason[strcspn(reason, "\n")] = '\0';
  return reason;
}

int store_forget_failure(const char *store, const char *identity, struct error *error) {
  char path[PATH_SIZE];
  TRY(store_path(path, store, identity, FAILED, error));
  if (unlink(path) == 0 || errno == ENOENT) return OK;
  return error_set(error, ERROR_FAILED, "cannot remove %s: %s", path, strerror(errno));
}
