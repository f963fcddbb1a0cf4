/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Field storage: one array per field, x fastest, rows padded to 64 bytes, stored only on the planes where the field lives.
 */
#pragma once
#include "base/error.h"
#include "grid/grid.h"

/** Values of all fields of a model. Pads are 0 and stay 0. */
struct fields {
  size_t n;                       /**< fields of the model */
  struct range range[MAX_FIELDS]; /**< planes of field f; empty: the field is off, or the grid lacks its layers */
  double *plane0[MAX_FIELDS];     /**< field f at (j, k): plane0[f] + (k - k0)(ny pitch) + j pitch; NULL if empty */
  size_t row, plane;              /**< strides [doubles] */
  void *memory;
};

/** Allocate zeroed fields: field f on range[f]. Errors: ERROR_FAILED with the need, without memory. */
int fields_create(struct fields *fields, const struct grid *grid, size_t n, const struct range range[],
                  struct error *error);

/** Allocate fields like others, each of whose planes is the same memory: one that is worked on. Nothing is written to it, so that
 *  it will belong to the thread that does. Errors as fields_create. */
int fields_create_plane(struct fields *fields, const struct grid *grid, size_t n, const struct range range[],
                        struct error *error);
void fields_free(struct fields *fields);

/** Row (j, k) of field f, which must live on plane k. */
static inline double *fields_row(const struct fields *fields, size_t f, size_t j, size_t k) {
  return fields->plane0[f] + (k - fields->range[f].k0) * fields->plane + j * fields->row;
}

static inline bool fields_lives(const struct fields *fields, size_t f, size_t k) {
  return k >= fields->range[f].k0 && k < fields->range[f].k1;
}
