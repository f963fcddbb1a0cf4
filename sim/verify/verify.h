/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The table of checks, and running it.
 */
#pragma once
#include "verify/checks.h"

/** One check. */
struct verify_check {
  const char *name, *group;
  const char *doc;
  verify_check_fn *check;
};

extern const struct verify_check verify_checks[];
extern const size_t verify_n_checks;

/** Whether a check is meant by a name: its own, or its group's. */
bool verify_is_meant(const struct verify_check *check, const char *name);

/** Run one check. What cannot be run is a row that fails, and says why. Errors: ERROR_FAILED without memory. */
int verify_run_check(const struct verify_check *check, const struct verify_models *models, struct verify_report *report,
                     struct error *error);
