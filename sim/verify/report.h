/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the checks found: a row for each number that was compared.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

struct verify_row {
  const char *group; /**< borrowed */
  const char *what;
  double expected, observed, tolerance;
  const char *why; /**< of the tolerance, or what went wrong */
  bool pass;       /**< |observed - expected| <= tolerance */
};

/** Zeroed, it is empty. Free with verify_report_free. */
struct verify_report {
  const char *group; /**< of the rows to come */
  size_t n, room;
  struct verify_row *rows; /**< owned */
  struct pool pool;        /**< of the texts */
};

/** The numbers of a row to be. */
struct verify_numbers {
  double expected, observed, tolerance;
};

/** Add a row. @param why  of the tolerance, copied @param format  what was compared, like printf
 *  Errors: ERROR_FAILED without memory, or for a text of more than a thousand characters. */
int verify_compare(struct verify_report *report, struct verify_numbers numbers, const char *why, struct error *error,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));

/** Add a row that fails because `what` could not be run, and says why. Errors: ERROR_FAILED without memory. */
int verify_not_run(struct verify_report *report, const char *what, const struct error *cause, struct error *error);

/** Number of rows that did not pass. */
size_t verify_failures(const struct verify_report *report);

void verify_report_free(struct verify_report *report);
