/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a fit found, as text for people.
 */
#pragma once
#include "study/fit_runs.h"

/** Print parameters with their intervals, the misfit, how the searches ended, correlations and remarks.
 *  Errors: ERROR_FAILED without memory, or if it cannot be written. */
int fit_summary_print(const struct fit_runs *runs, const struct fit_solution *solution, struct error *error);
