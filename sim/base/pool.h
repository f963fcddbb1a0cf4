/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Memory that is freed all at once: for what is read or put together once and then only looked at.
 */
#pragma once
#include <stddef.h>

#include "base/error.h"

struct block;

/** Zeroed, it is empty. */
struct pool {
  struct block *last;
};

/** n zeroed elements, at least one, which pool_free frees.
 *  @return NULL after an error. Errors: ERROR_FAILED without memory. */
void *pool_take(struct pool *pool, size_t n, size_t size, struct error *error);

/** A text made like printf. @return NULL after an error. Errors: ERROR_FAILED without memory. */
char *pool_print(struct pool *pool, struct error *error, const char *format, ...) __attribute__((format(printf, 3, 4)));

void pool_free(struct pool *pool);
