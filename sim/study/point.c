/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/point.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/progress.h"
#include "io/folder.h"
#include "io/lock.h"
#include "io/stored.h"
#include "run/run.h"
#include "run/size.h"
#include "study/store.h"

static const double CHECKPOINT_INTERVAL = 600; /* [s] */
enum { LOCK_ATTEMPTS = 10 };

bool point_is_done(const struct plan *plan, size_t index) {
  const char *identity = plan->points[index].identity;
  if (plan->frames) return store_has_frames(plan->store, identity);
  return store_look(plan->store, identity) == POINT_DONE;
}

/* Hold the folder of work. Whoever finishes a point removes its folder, also while another is about to lock it. */
static int hold(const char *folder, int *lock, struct error *error) {
  *lock = -1;
  struct error cause = {OK, ""};
  for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
    cause = (struct error){OK, ""};
    TRY(folder_make(folder, error));
    if (lock_take(folder, lock, &cause) == OK) return OK;
    if (*lock == LOCK_BUSY || access(folder, F_OK) == 0) break;
  }
  return error_set(error, cause.code, "%s", cause.sentence);
}

/* Give it back, and remove it if nothing is left in it. */
static void let_go(const char *folder, int lock) {
  char frames[PATH_SIZE];
  struct error ignored = {OK, ""};
  lock_release(folder, lock);
  if (atomic_join(frames, folder, FRAMES_FOLDER, &ignored) == OK) rmdir(frames);
  rmdir(folder);
}

/* A store may be shared, and a hash is no proof. */
static int compare(const struct plan *plan, size_t index, struct error *error) {
  const struct plan_point *point = &plan->points[index];
  char path[PATH_SIZE];
  TRY(store_path(path, plan->store, point->identity, ".h5", error));
  struct stored *stored = calloc(1, sizeof *stored);
  if (!stored) return error_set(error, ERROR_FAILED, "no memory to read %s", path);
  if (stored_read(stored, path, error) == OK) {
    const char *configuration = stored_provenance(stored, "configuration");
    if (!configuration || strcmp(configuration, point->configuration) != 0)
      error_set(error, ERROR_FAILED,
                "%s is of another configuration with the same identity: a study with a store of its own is needed",
                path);
    else if (!stored_complete(stored)) error_set(error, ERROR_FAILED, "%s is not complete", path);
  }
  stored_free(stored);
  free(stored);
  return (int)error->code;
}

/* The settings of a point; what is wrong with them stands in the error. */
static int read_point(struct settings *settings, const struct point_request *request, size_t index,
                      struct error *error) {
  const struct plan_point *point = &request->plan->points[index];
  char path[PATH_SIZE + 64], *complaints = NULL;
  size_t length = 0;
  snprintf(path, sizeof path, "%s/" PLAN_FILE ": point %zu", request->plan->folder, index);
  FILE *stream = open_memstream(&complaints, &length);
  if (!stream) return error_set(error, ERROR_FAILED, "no memory to read %s", path);
  const struct settings_request wanted = {.path = path,
                                          .text = point->configuration,
                                          .file_text = point->file_text,
                                          .models = request->models,
                                          .n_models = request->n_models,
                                          .refuse_grid = size_refuse};
  int code = settings_read(settings, &wanted, stream, error);
  fclose(stream);
  if (code && complaints) error_add(error, ": %.*s", (int)strcspn(complaints, "\n"), complaints);
  free(complaints);
  if (code == OK && strcmp(settings->canonical, point->configuration) != 0)
    code = error_set(error, ERROR_CONFIG,
                     "%s was planned by another version of mend, to which it meant another run: "
                     "plan the sweep anew",
                     path);
  return code;
}

/* Whether there is a state to go on from. */
static bool has_checkpoint(const char *folder) {
  static const char *const NAMES[] = {CHECKPOINT_FILE_0, CHECKPOINT_FILE_1};
  char path[PATH_SIZE];
  struct error ignored = {OK, ""};
  for (size_t i = 0; i < COUNT(NAMES); i++)
    if (atomic_join(path, folder, NAMES[i], &ignored) == OK && access(path, F_OK) == 0) return true;
  return false;
}

static int simulate(const struct point_request *request, size_t index, const char *folder, struct error *error) {
  struct settings *settings = calloc(1, sizeof *settings);
  if (!settings) return error_set(error, ERROR_FAILED, "no memory for a configuration");
  struct run_options options = {.folder = folder,
                                .quiet = true,
                                .resume = true,
                                .checkpoint_every = CHECKPOINT_INTERVAL,
                                .tables_only = !request->plan->frames,
                                .locked = true,
                                .program = request->program,
                                .build = request->build};
  if (request->deadline > 0) options.max_wall = fmax(1e-3, request->deadline - wall_clock());
  bool resumes = false;
  int code = read_point(settings, request, index, error);
  if (code == OK) {
    resumes = has_checkpoint(folder);
    code = run(settings, &options, stderr, error);
  }
  if (resumes && (code == ERROR_FAILED || code == ERROR_CONFIG)) {
    /* The state may be of another build, or damaged: that is no failure of the point. */
    *error = (struct error){OK, ""};
    options.resume = false;
    options.force = true;
    code = run(settings, &options, stderr, error);
  }
  settings_free(settings);
  free(settings);
  return code;
}

/* With the folder held. */
static int finish(const struct point_request *request, size_t index, const char *folder, struct error *error) {
  const struct plan *plan = request->plan;
  const char *identity = plan->points[index].identity;
  if (point_is_done(plan, index)) return compare(plan, index, error);
  if (request->deadline > 0 && wall_clock() >= request->deadline)
    return error_set(error, ERROR_STOPPED, "stopped by --max-wall before it was begun");
  TRY(simulate(request, index, folder, error));
  TRY(store_keep(plan->store, identity, plan->frames, error));
  TRY(store_forget_failure(plan->store, identity, error));
  return plan->frames ? OK : folder_clear(folder, error);
}

int point_run(const struct point_request *request, size_t index, bool *busy, struct error *error) {
  const struct plan *plan = request->plan;
  char folder[PATH_SIZE];
  int lock;
  *busy = false;
  if (point_is_done(plan, index)) return compare(plan, index, error);
  TRY(store_path(folder, plan->store, plan->points[index].identity, "", error));
  if (hold(folder, &lock, error)) {
    *busy = lock == LOCK_BUSY;
    return *busy ? OK : (int)error->code;
  }
  int code = finish(request, index, folder, error);
  let_go(folder, lock);
  return code;
}

int point_clean(const struct plan *plan, size_t index, struct error *error) {
  const char *identity = plan->points[index].identity;
  char folder[PATH_SIZE];
  int lock;
  struct error cause = {OK, ""};
  TRY(store_path(folder, plan->store, identity, "", error));
  if (store_look(plan->store, identity) != POINT_DONE || store_has_frames(plan->store, identity) ||
      access(folder, F_OK))
    return OK;
  if (hold(folder, &lock, &cause)) return lock == LOCK_BUSY ? OK : error_set(error, cause.code, "%s", cause.sentence);
  int code = folder_clear(folder, error);
  let_go(folder, lock);
  return code;
}
