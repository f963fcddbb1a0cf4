/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/pool.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct block {
  struct block *before;
  max_align_t content[];
};

void *pool_take(struct pool *pool, size_t n, size_t size, struct error *error) {
  if (n == 0) n = 1;
  bool fits = n <= (SIZE_MAX - sizeof(struct block)) / size;
  struct block *block = fits ? calloc(1, sizeof *block + n * size) : NULL;
  if (!block) {
    error_set(error, ERROR_FAILED, "no memory for %zu times %zu bytes", n, size);
    return NULL;
  }
  block->before = pool->last;
  pool->last = block;
  return block->content;
}

char *pool_print(struct pool *pool, struct error *error, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *text = length < 0 ? NULL : pool_take(pool, (size_t)length + 1, 1, error);
  if (length < 0) error_set(error, ERROR_FAILED, "a text of %s cannot be made", format);
  else if (text) vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return text;
}

void pool_free(struct pool *pool) {
  while (pool->last) {
    struct block *block = pool->last;
    pool->last = block->before;
    free(block);
  }
}
