/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/folder.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/atomic.h"

int folder_make(const char *folder, struct error *error) {
  char path[PATH_SIZE];
  size_t length = strlen(folder);
  if (length == 0 || length >= sizeof path)
    return error_set(error, ERROR_FAILED, "'%.200s' cannot be a folder: its name is %s", folder,
                     length ? "too long" : "empty");
  memcpy(path, folder, length + 1);
  for (size_t i = 1; i <= length; i++) {
    if (path[i] != '/' && path[i] != '\0') continue;
    path[i] = '\0';
    if (mkdir(path, 0777) && errno != EEXIST)
      return error_set(error, ERROR_FAILED, "cannot make the folder %s: %s", path, strerror(errno));
    path[i] = folder[i];
  }
  struct stat status;
  if (stat(folder, &status))
    return error_set(error, ERROR_FAILED, "cannot make the folder %s: %s", folder, strerror(errno));
  if (!S_ISDIR(status.st_mode)) return error_set(error, ERROR_FAILED, "%s is a file, not a folder", folder);
  return OK;
}

/* frame_<digits>.vtkhdf, or what stands aside for one: .frame_<digits>.vtkhdf.tmp */
static bool is_frame(const char *name, bool aside) {
  const char *opening = aside ? ".frame_" : "frame_", *closing = aside ? ".vtkhdf.tmp" : ".vtkhdf";
  if (strncmp(name, opening, strlen(opening)) != 0) return false;
  const char *digit = name + strlen(opening);
  if (!isdigit((unsigned char)*digit)) return false;
  while (isdigit((unsigned char)*digit)) digit++;
  return strcmp(digit, closing) == 0;
}

enum { N_FILES = 5, N_ASIDE = 3 };
static const char *const FILES[N_FILES] = {MASTER_FILE, XDMF_FILE, REFINEMENT_FILE, CHECKPOINT_FILE_0,
                                           CHECKPOINT_FILE_1};
static const char *const FILES_ASIDE[N_ASIDE] = {"." MASTER_FILE ".tmp", "." XDMF_FILE ".tmp",
                                                 "." REFINEMENT_FILE ".tmp"};

typedef int visit_fn(const char *path, struct error *error);

static int refuse(const char *path, struct error *error) {
  struct stat status;
  if (lstat(path, &status) == 0)
    return error_set(error, ERROR_FAILED, "%s is there already: a result is not overwritten without --force", path);
  if (errno == ENOENT) return OK;
  return error_set(error, ERROR_FAILED, "cannot look for %s: %s", path, strerror(errno));
}

static int discard(const char *path, struct error *error) {
  if (unlink(path) == 0 || errno == ENOENT) return OK;
  return error_set(error, ERROR_FAILED, "cannot remove %s: %s", path, strerror(errno));
}

static int visit_frames(const char *folder, bool aside, visit_fn *visit, struct error *error) {
  char frames[PATH_SIZE], path[PATH_SIZE];
  TRY(atomic_join(frames, folder, FRAMES_FOLDER, error));
  DIR *stream = opendir(frames);
  if (!stream) {
    if (errno == ENOENT) return OK;
    return error_set(error, ERROR_FAILED, "cannot look into %s: %s", frames, strerror(errno));
  }
  for (struct dirent *entry; !error->code && (entry = readdir(stream));)
    if (is_frame(entry->d_name, aside) && atomic_join(path, frames, entry->d_name, error) == OK) visit(path, error);
  closedir(stream);
  return (int)error->code;
}

static int visit_files(const char *folder, const char *const names[], size_t n, visit_fn *visit, struct error *error) {
  char path[PATH_SIZE];
  for (size_t i = 0; i < n; i++) {
    TRY(atomic_join(path, folder, names[i], error));
    TRY(visit(path, error));
  }
  return OK;
}

int folder_refuse_result(const char *folder, struct error *error) {
  TRY(visit_files(folder, FILES, N_FILES, refuse, error));
  return visit_frames(folder, false, refuse, error);
}

int folder_clear(const char *folder, struct error *error) {
  /* Masters first: none may point at frames that are gone. */
  TRY(visit_files(folder, FILES, N_FILES, discard, error));
  TRY(visit_files(folder, FILES_ASIDE, N_ASIDE, discard, error));
  TRY(visit_frames(folder, false, discard, error));
  return visit_frames(folder, true, discard, error);
}

int folder_clear_frames(const char *folder, struct error *error) {
  char frames[PATH_SIZE];
  TRY(atomic_join(frames, folder, FRAMES_FOLDER, error));
  TRY(visit_frames(folder, false, discard, error));
  TRY(visit_frames(folder, true, discard, error));
  if (rmdir(frames) == 0 || errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST) return OK;
  return error_set(error, ERROR_FAILED, "cannot remove the folder %s: %s", frames, strerror(errno));
}
