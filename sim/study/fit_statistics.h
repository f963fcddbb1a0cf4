/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the least chi2 and its Jacobian say of the parameters.
 */
#pragma once
#include "study/fit_descent.h"

/** Fill estimates, covariance, correlation, chi2 of what was used and held out, and the remarks of a solution, from its best search.
 *  The covariance of the coordinates is (J^T J)^-1, times chi2/freedom where deviations are relative; that of the values follows by
 *  their slopes. An interval is 1.96 standard deviations in the coordinate to both sides (Student's t of the freedom where deviations
 *  are relative), mapped to the value, so that it keeps to the range.
 *  Errors: ERROR_FAILED without memory. */
int fit_judge(struct fit_solution *solution, const struct fit_problem *problem, const struct fit_descent *best,
              const char *const names[], struct error *error);
