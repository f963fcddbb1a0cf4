/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Names of series: a series is a measure (index 0 .. n_measures - 1) or a combination (n_measures ..).
 */
#pragma once
#include "base/error.h"
#include "model.h"

/** How a row is called. */
struct label {
  const char *name, *unit, *doc;
};

/** How many a model has. */
size_t series_count(const struct model *model);

struct label series_label(const struct model *model, size_t series);

/** Series of this name, or -1; a profile is none. */
int series_index(const struct model *model, const char *name);

/** Check the rows of measures and combinations against each other.
 *  Errors: ERROR_FAILED if a row names a series that does not come before it, or asks for what no region can give. */
int series_check(const struct model *model, struct error *error);
