/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Two files that are written in turn, the older one each time, so that one is always whole: FOLDER/checkpoint_0 and
 *  FOLDER/checkpoint_1. A file is valid only if the CRC behind its content is that of its content.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/piece.h"
#include "io/atomic.h"

enum { SLOTS = 2 };

struct slots {
  char path[SLOTS][PATH_SIZE];
  uint64_t sequence; /**< of the newest that is valid, 0: none is */
  int newest;        /**< which that is */
  uint64_t bytes;    /**< of its content */
};

/** Look for the newest valid file; reads both as a whole.
 *  Errors: ERROR_FAILED if a file cannot be read; one that is not valid is as good as none. */
int slots_open(struct slots *slots, const char *folder, struct error *error);

/** Take the disk space of two files now, so that a full disk is met before the work.
 *  @param bytes  of the content, at most. Errors: ERROR_FAILED with file and cause. */
int slots_reserve(const struct slots *slots, uint64_t bytes, struct error *error);

/** Write the pieces, one behind the other, over the older file, and sync it.
 *  Errors: ERROR_FAILED with file and cause; the newer file is then still whole. */
int slots_write(struct slots *slots, const struct piece *pieces, size_t n, struct error *error);

/** Read pieces of the newest file. @param at  [byte] of its content, on which the first begins
 *  Errors: ERROR_FAILED with file and cause, or if the content ends before the pieces do. */
int slots_read(const struct slots *slots, uint64_t at, const struct piece *pieces, size_t n, struct error *error);

/** Remove both. Errors: ERROR_FAILED with file and cause. */
int slots_remove(struct slots *slots, struct error *error);
