/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The right-hand side apart from any time step, and how near the diffusing fields are to the balance of its parts. The
 *  product of the factors of a long step can hold back a field whose own balance is fast, and the error estimate, made
 *  of the same increments, does not see it: then its residual does not become small.
 */
#pragma once
#include "base/error.h"
#include "ops/laws.h"

/** Residual of each field: the largest |rate|/(loss (|u| + 0.01 scale)) of its cells at time t [day], rate = transport
 *  + production - loss u; cells without loss do not count. The weight is that of the error norm, so that a field which
 *  has died out does not count either; errors from cell to cell count up to 4 D/(loss h^2) fold along each axis. The
 *  same bits on any number of threads.
 *  @param residual  out, shape [n_fields]; NaN if a rate is; -1 for a field that does not diffuse, or has no cell with loss
 *  Errors: ERROR_FAILED without memory. */
int balance_residuals(const struct laws *laws, const struct fields *u, double t, double residual[],
                      struct error *error);

/** Rates of all fields at time t [day]. @param rate  out, of the shape of u [unit/day]; pads are left alone
 *  Errors: ERROR_FAILED without memory. */
int balance_rates(const struct laws *laws, const struct fields *u, double t, const struct fields *rate,
                  struct error *error);
