/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The table of a study in memory, between reading the points and writing the files.
 */
#pragma once
#include <stdio.h>

#include "study/tally.h"

enum { MOST_OUTCOMES = 512 };

/** An outcome of all points. */
struct collected_outcome {
  const char *name, *unit, *description;
  double *values; /**< shape [n_points]; NaN: not reached, or not done */
};

struct collected {
  struct pool pool;
  const struct plan *plan;
  enum store_state *state;
  const char **reason; /**< why a point failed; "" of others */
  double *wall, *steps;
  size_t n_outcomes;
  struct collected_outcome outcomes[MOST_OUTCOMES];
};

/** Write the files; bands only where a setting has several runs. Errors: ERROR_FAILED with file and cause. */
int collected_write_h5(const struct collected *table, struct error *error);
int collected_write_csv(const struct collected *table, struct error *error);
int collected_write_bands(const struct collected *table, struct error *error);

/** ",name [unit]" of a column. */
void collected_print_name(FILE *out, const char *name, const char *unit);

/** A number, and nothing for one that is none. */
void collected_print_number(FILE *out, double value);

/** ",value" of a key at a point. */
void collected_print_value(FILE *out, const struct plan_point *point, const struct plan_key *key, size_t k);
