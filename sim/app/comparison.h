/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Two results side by side: their outcomes, and the keys in which their configurations differ.
 */
#pragma once
#include "app/sheet.h"
#include "io/stored.h"

/** What the two are called in the tables. */
struct comparison_names {
  const char *first, *second;
};

/** The outcomes of both: name, unit, both values, second - first, and that in percent of the first's size. An outcome that
 *  one of them lacks, or has in another unit, has no difference; nor has 0 a percentage.
 *  @param sheet  out; in the pool, where results and names must live as long. Errors: ERROR_FAILED without memory. */
int comparison_outcomes(struct sheet *sheet, const struct stored *first, const struct stored *second,
                        const struct comparison_names *names, struct pool *pool, struct error *error);

/** Keys of the configurations whose values differ, or that one of them lacks: key, and both values as YAML.
 *  @param sheet  out; in the pool. Errors: ERROR_FAILED without memory, or if a result holds no configuration. */
int comparison_configurations(struct sheet *sheet, const struct stored *first, const struct stored *second,
                              const struct comparison_names *names, struct pool *pool, struct error *error);
