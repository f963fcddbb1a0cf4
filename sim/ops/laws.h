/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the kernels need of a model on a grid: which fields are stored where, which parts of the model act, at which numbers.
 *  Resolved once from the tables; constant afterwards.
 */
#pragma once
#include "grid/fields.h"
#include "grid/grid.h"
#include "model.h"

enum { MAX_PARTS = 32, MAX_MOVERS = 4, MAX_GROUPS = 8 };

/** One field that climbs a signal. */
struct mover {
  int field;
  double speed; /**< [mm/day] */
  const struct taxis_spec *spec;
};

/** Movers on the same planes that climb the same signal by the same law: they share its direction. */
struct taxis_group {
  int signal;
  double length, scale;
  struct range range;
  size_t n;
  struct mover mover[MAX_MOVERS];
};

struct laws {
  const struct model *model;
  const void *derived;
  const struct grid *grid;
  struct range range[MAX_FIELDS]; /**< of each field: laws_planes */
  double diffusivity[MAX_FIELDS]; /**< [mm^2/day] */
  bool moves[MAX_FIELDS];         /**< the field diffuses or climbs a signal */
  double rest[MAX_FIELDS];
  size_t n_react;
  react_fn *react[MAX_PARTS];
  const char *react_name[MAX_PARTS]; /**< of the part or module */
  size_t n_groups;
  struct taxis_group group[MAX_GROUPS];
  double *rest_row[MAX_FIELDS]; /**< [pitch] of the rest value, read where a field has no cells */
  void *memory;
};

/** Resolve a model on a grid. The grid, model and derived numbers are borrowed; free with laws_free.
 *  Errors: ERROR_FAILED without memory, or for a model of more parts or taxis than there is room for. */
int laws_create(struct laws *laws, const struct model *model, const bool *module_on, const void *derived,
                const struct grid *grid, struct error *error);
void laws_free(struct laws *laws);

/** Planes on which a field of a model lives; empty: it is off, or the grid lacks its layers. The grid may be a mere shape. */
struct range laws_planes(const struct model *model, const bool *module_on, const struct grid *grid, size_t field);

/** Rows (j, k) of all fields: the stored row, or the row of rest values. @param rows  out, shape [n_fields] */
void laws_rows(const struct laws *laws, const struct fields *fields, size_t j, size_t k, const double *rows[]);
