/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The bytes of a file that the user names, or that a configuration names.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

/** Read a file whole.
 *  @param ordinary  refuse pipes, devices and the like, which may never end or never begin
 *  @param most      bytes that it may have
 *  @param bytes     out: its content and a 0 behind it; the caller frees it. NULL after an error
 *  @param length    out [bytes]
 *  Errors: ERROR_CONFIG with path and cause; ERROR_FAILED without memory. */
int content_read(const char *path, bool ordinary, size_t most, char **bytes, size_t *length, struct error *error);

/** Path of a file that is named in another, from the folder of that one.
 *  @return in the pool; NULL after an error. Errors: ERROR_FAILED without memory. */
char *content_beside(const char *path, const char *name, struct pool *pool, struct error *error);
