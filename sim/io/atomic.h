/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Files that are there whole or not at all: written aside under a dot name in the same folder, synced, renamed, and
 *  the folder synced.
 */
#pragma once
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

enum { PATH_SIZE = 4096 };

/** A file on its way. */
struct atomic {
  char folder[PATH_SIZE], path[PATH_SIZE]; /**< where it will stand */
  char aside[PATH_SIZE];                   /**< where it is written: folder/.name.tmp */
};

/** Join a folder and a name. Errors: ERROR_FAILED if the path is too long. */
int atomic_join(char path[PATH_SIZE], const char *folder, const char *name, struct error *error);

/** Choose the paths; nothing is made yet. Errors: ERROR_FAILED if a path is too long. */
int atomic_begin(struct atomic *atomic, const char *folder, const char *name, struct error *error);

/** Open a stream that writes aside. @return NULL after an error. Errors: ERROR_FAILED with file and cause. */
FILE *atomic_open(const struct atomic *atomic, struct error *error);

/** Close it; a failure of anything that was written is kept in `error`, with file and cause. */
void atomic_close(const struct atomic *atomic, FILE *stream, struct error *error);

/** Give the finished file its name, or remove what was written aside if `error` already holds a failure.
 *  @param bytes  out: size of the file
 *  Errors: ERROR_FAILED with file and cause; an older file of that name is then still whole. */
int atomic_end(const struct atomic *atomic, uint64_t *bytes, struct error *error);
