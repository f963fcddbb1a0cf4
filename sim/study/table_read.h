/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The table of a study read back: what was asked at each point, and what came out.
 */
#pragma once
#include <stdbool.h>

#include "base/pool.h"
#include "io/atomic.h"
#include "study/design.h"

/** A column over the points. */
struct study_column {
  const char *name, *unit, *description;
  bool logarithmic;         /**< a key, spaced evenly in its logarithm */
  bool uncertain;           /**< a key of `uncertainty` */
  const double *values;     /**< shape [n_points]; NULL of words */
  const char *const *words; /**< shape [n_points]; NULL of numbers */
};

/** A table; all it points at lives until study_table_free. */
struct study_table {
  struct pool pool;
  char path[PATH_SIZE];
  const char *title;
  enum design_kind kind;
  bool complete; /**< every point is done */
  size_t n_points;
  size_t n_keys, n_outcomes;
  const struct study_column *keys, *outcomes; /**< by name */
  const char *const *status;                  /**< shape [n_points] */
  const double *setting; /**< number of the point of the design that a point repeats, shape [n_points] */
  struct design design;  /**< its points are the settings; unit is in the pool */
  const size_t *repeats; /**< points of each setting: replicates, samples of uncertain keys; shape [design.n_points] */
  const struct study_column *design_keys; /**< columns of the design's keys, shape [design.n_keys] */
};

/** Read STUDY/table.h5. @param study  folder
 *  Free with study_table_free, also after an error. Errors: ERROR_CONFIG if there is none; ERROR_FAILED with file and cause. */
int study_table_read(struct study_table *table, const char *study, struct error *error);
void study_table_free(struct study_table *table);

/** Mean of a column of numbers over the points of each setting; NaN if one of them is.
 *  @param means  out, shape [design.n_points] */
void study_table_means(const struct study_table *table, const struct study_column *column, double means[]);
