/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The checks, each of which adds rows to a report.
 */
#pragma once
#include "model.h"
#include "verify/report.h"

/** The models of the program, shape [n_models]. */
struct verify_models {
  const struct model *const *models;
  size_t n_models;
};

/** Add the rows of one check; a model that cannot be run is a row. Errors: ERROR_CONFIG or ERROR_FAILED if nothing can. */
typedef int verify_check_fn(const struct verify_models *models, struct verify_report *report, struct error *error);

verify_check_fn verify_orders_in_space, verify_orders_in_time;
verify_check_fn verify_line_source, verify_point_source, verify_travelling_wave;
verify_check_fn verify_conservation, verify_rest, verify_positivity, verify_symmetry, verify_threads;
verify_check_fn verify_injured_volume;
verify_check_fn verify_cases;
