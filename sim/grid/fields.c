/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Huge pages are beyond POSIX. */
#define _DEFAULT_SOURCE

#include "grid/fields.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/progress.h"

enum { ALIGNMENT = 2 << 20, LINE = 64 };

static int allocate(struct fields *fields, const struct grid *grid, size_t n, const struct range range[],
                    const size_t planes[], struct error *error) {
  *fields = (struct fields){.n = n, .row = grid->pitch, .plane = grid->pitch * grid->axis[1].n};
  /* An odd number of cache lines between fields keeps their rows from falling on the same cache sets. */
  size_t offset[MAX_FIELDS], total = LINE; /* what stands before the first cell can be read, though not used */
  for (size_t f = 0; f < n; f++) {
    fields->range[f] = range[f];
    offset[f] = total;
    size_t lines = planes[f] * fields->plane * sizeof(double) / LINE;
    if (lines) total += (lines + 8 * 5 + (lines % 2 == 0)) * LINE;
  }
  if (total == LINE) return OK;
  total = (total + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  fields->memory = aligned_alloc(ALIGNMENT, total);
  if (!fields->memory) {
    char need[24];
    bytes_text((double)total, need);
    return error_set(error, ERROR_FAILED, "no memory for fields of %s in all", need);
  }
#ifdef MADV_HUGEPAGE
  madvise(fields->memory, total, MADV_HUGEPAGE);
#endif
  for (size_t f = 0; f < n; f++)
    if (planes[f] > 0) fields->plane0[f] = (double *)(void *)((char *)fields->memory + offset[f]);
  return OK;
}

int fields_create(struct fields *fields, const struct grid *grid, size_t n, const struct range range[],
                  struct error *error) {
  size_t planes[MAX_FIELDS];
  for (size_t f = 0; f < n; f++) planes[f] = range[f].k1 - range[f].k0;
  TRY(allocate(fields, grid, n, range, planes, error));
  /* Each page belongs to the thread that will work on it: planes are dealt out as in the step. */
#pragma omp parallel for schedule(static) default(none) shared(fields, grid, n)
  for (size_t k = 0; k < grid->axis[2].n; k++)
    for (size_t f = 0; f < n; f++)
      if (fields_lives(fields, f, k)) memset(fields_row(fields, f, 0, k), 0, fields->plane * sizeof(double));
  return OK;
}

int fields_create_plane(struct fields *fields, const struct grid *grid, size_t n, const struct range range[],
                        struct error *error) {
  size_t planes[MAX_FIELDS];
  for (size_t f = 0; f < n; f++) planes[f] = range[f].k1 > range[f].k0;
  TRY(allocate(fields, grid, n, range, planes, error));
  fields->plane = 0;
  return OK;
}

void fields_free(struct fields *fields) {
  free(fields->memory);
  *fields = (struct fields){0};
}
