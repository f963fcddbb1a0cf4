/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/result.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/folder.h"
#include "io/frame.h"
#include "io/lock.h"
#include "io/master.h"
#include "io/pack.h"
#include "io/xdmf.h"

struct result {
  char folder[PATH_SIZE];
  int lock;
  bool tables_only, locked;
  struct frames frames;
  double *times; /* those of the frames */
  size_t capacity;
  uint64_t frame_bytes, master_bytes, xdmf_bytes;
};

/* With the lock held: clear the way for the first frame. */
static int prepare(const struct result *result, enum result_start start, struct error *error) {
  char frames[PATH_SIZE];
  if (start == RESULT_NEW) TRY(folder_refuse_result(result->folder, error));
  if (start != RESULT_CONTINUE) TRY(folder_clear(result->folder, error));
  if (result->tables_only) return OK;
  TRY(atomic_join(frames, result->folder, FRAMES_FOLDER, error));
  return folder_make(frames, error);
}

int result_open(struct result **result, const struct result_request *request, struct error *error) {
  const char *folder = request->folder;
  *result = NULL;
  TRY(folder_make(folder, error));
  struct result *made = calloc(1, sizeof *made);
  if (!made) return error_set(error, ERROR_FAILED, "no memory for a result");
  memcpy(made->folder, folder, strlen(folder) + 1);
  made->tables_only = request->tables_only;
  made->locked = request->locked;
  made->frames = (struct frames){.grid = request->grid, .model = request->model, .precision = request->precision};
  if (!made->tables_only) packer_create(&made->frames.packer, request->grid, request->precision, error);
  if (error->code || (!made->locked && lock_take(folder, &made->lock, error))) {
    packer_free(made->frames.packer);
    free(made);
    return (int)error->code;
  }
  if (prepare(made, request->start, error)) {
    result_close(made);
    return (int)error->code;
  }
  *result = made;
  return OK;
}

/* Room for the time of one more frame. */
static int reserve(struct result *result, struct error *error) {
  if (result->frames.n < result->capacity) return OK;
  size_t capacity = result->capacity ? 2 * result->capacity : 64;
  double *times = realloc(result->times, capacity * sizeof *times);
  if (!times) return error_set(error, ERROR_FAILED, "no memory for the times of %zu frames", capacity);
  result->frames.times = result->times = times;
  result->capacity = capacity;
  return OK;
}

static void note_stored(struct frames *frames, const struct fields *fields) {
  for (size_t f = 0; f < fields->n; f++) frames->stored[f] = fields->range[f].k1 > fields->range[f].k0;
}

int result_continue(struct result *result, const double *times, size_t n, const struct fields *fields,
                    struct error *error) {
  struct frames *frames = &result->frames;
  note_stored(frames, fields);
  for (size_t i = 0; i < n; i++) {
    char name[FRAME_NAME_SIZE], path[PATH_SIZE];
    struct stat status;
    frame_name(name, i);
    TRY(atomic_join(path, result->folder, name, error));
    if (stat(path, &status))
      return error_set(error, ERROR_FAILED, "the run cannot go on without its frame %s: %s", path, strerror(errno));
    TRY(reserve(result, error));
    result->times[frames->n++] = times[i];
    result->frame_bytes += (uint64_t)status.st_size;
  }
  return OK;
}

int result_clear(struct result *result, struct error *error) { return prepare(result, RESULT_REPLACE, error); }

int result_frame(struct result *result, double time, const struct fields *fields, struct error *error) {
  struct frames *frames = &result->frames;
  uint64_t bytes = 0;
  note_stored(frames, fields);
  TRY(reserve(result, error));
  TRY(frame_write(result->folder, frames, frames->n, time, fields, &bytes, error));
  result->times[frames->n++] = time;
  result->frame_bytes += bytes;
  return OK;
}

int result_publish(struct result *result, const struct content *content, struct error *error) {
  if (!result->frames.n && !result->tables_only)
    return error_set(error, ERROR_FAILED, "%s has no frame to publish yet", result->folder);
  TRY(master_write(result->folder, &result->frames, content, &result->master_bytes, error));
  return result->tables_only ? OK : xdmf_write(result->folder, &result->frames, &result->xdmf_bytes, error);
}

int result_pack(struct result *result, struct error *error) {
  uint64_t bytes = 0;
  TRY(pack_apply(result->folder, &bytes, error));
  result->frame_bytes = result->xdmf_bytes = 0;
  result->master_bytes = bytes;
  return OK;
}

uint64_t result_bytes(const struct result *result) {
  return result->frame_bytes + result->master_bytes + result->xdmf_bytes;
}

size_t result_frames(const struct result *result) { return result->frames.n; }

void result_close(struct result *result) {
  if (!result) return;
  if (!result->locked) lock_release(result->folder, result->lock);
  packer_free(result->frames.packer);
  free(result->times);
  free(result);
}
