/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A key that a sweep varies: a list of values, or a range. Values are texts in YAML, which go through the same door as --set.
 */
#pragma once
#include <stdbool.h>

#include "base/pool.h"
#include "config/document.h"
#include "model.h"

/** All it points at lives in the sweep's pool. */
struct varied {
  const char *name;        /**< as in --set; "case" for alternatives that set several keys */
  const char *description; /**< of the key; "" if none is known */
  const char *unit;        /**< of the numbers; "" of words, "1" of pure numbers */
  bool is_word, logarithmic, uncertain;
  size_t n; /**< listed values, 0: a range; steps of a range in a grid, if `ranged` */
  bool ranged;
  const char **text;                     /**< listed: values, or names of alternatives, shape [n] */
  double *number;                        /**< listed, of numbers [unit], shape [n] */
  const char *const *const *alternative; /**< of "case": NULL-terminated assignments, shape [n] */
  double from, to;                       /**< range [unit] */
};

/** What a key is at a point. */
struct varied_value {
  const char *word; /**< NULL of a number */
  double number;    /**< [unit]; NaN of a word */
};

/** The value at a coordinate of the unit cube: of a range the place between its ends, of n listed values number floor(n u). */
struct varied_value varied_at(const struct varied *key, double u);

/** The assignments "key=value" that this value makes, appended to list.
 *  @return how many, 0 after an error. Errors: ERROR_FAILED without memory. */
size_t varied_assign(const struct varied *key, double u, const char *list[], struct pool *pool, struct error *error);
enum { MOST_ASSIGNMENTS = 64 };

/** The row of a key of a configuration, or NULL with a hint at the nearest known name. @param model  whose parameters may be meant */
const struct param_spec *varied_row(const char *name, const struct model *model, char hint[HINT_LENGTH]);

/** Read what a sweep says of a key: a list, {from, to, n, scale}, or the word `plausible`. Mistakes are complained of.
 *  @param model  whose rows know the plausible ranges. Errors: ERROR_FAILED without memory. */
int varied_read(struct varied *key, const struct node *node, const struct model *model, struct pool *pool,
                struct complaints *complaints, struct error *error);

/** The value of a node as YAML on one line. @return NULL after an error. Errors: ERROR_FAILED without memory. */
const char *varied_text(const struct node *node, struct pool *pool, struct error *error);
