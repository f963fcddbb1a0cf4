/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Indices of sensitivity, shown as text for people, as CSV, as JSON.
 */
#pragma once
#include <stdio.h>

#include "base/pool.h"
#include "study/sensitivity.h"
#include "study/table_read.h"

/** What is known of one outcome; all is borrowed. */
struct outcome_indices {
  const struct study_column *outcome;
  size_t blocks;                            /**< that could be used */
  const struct variance_shares *shares;     /**< of a Sobol design, shape [keys of the design]; else NULL */
  const struct elementary_effects *effects; /**< of a Morris design, shape [keys of the design]; else NULL */
  const char *reason;                       /**< why there are neither; else NULL */
};

/** Of one study; all is borrowed. */
struct sensitivity_report {
  const char *study;
  const struct study_table *table; /**< of a Sobol or a Morris design */
  struct sensitivity_request request;
  size_t n;
  const struct outcome_indices *outcomes; /**< shape [n] */
  struct pool *pool;
};

/** Print it; warnings stand below each table, in CSV as notes on stderr. Errors: ERROR_FAILED without memory. */
int sensitivity_print(const struct sensitivity_report *report, FILE *stream, struct error *error);
int sensitivity_print_csv(const struct sensitivity_report *report, FILE *stream, struct error *error);
int sensitivity_print_json(const struct sensitivity_report *report, FILE *stream, struct error *error);
