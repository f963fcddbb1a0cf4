/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How near the diffusing fields are to the balance of production, loss and transport. The product of the factors of a long
 *  step can hold back a field whose own balance is fast, and the error estimate, made of the same increments, does not see it:
 *  then its residual does not become small.
 */
#pragma once
#include "step/room.h"

/** Residual of each field: the largest |rate|/(loss (|u| + 0.01 scale)) of its cells; cells without loss do not count. The
 *  weight is that of the error norm, so that a field which has died out does not count either; errors from cell to cell count
 *  up to 4 D/(loss h^2) fold along each axis.
 *  @param rate      of u at time t [day], on the same planes [unit/day]
 *  @param residual  out, shape [n_fields]; NaN if a rate is; -1 for a field that does not diffuse, or has no cell with loss */
void balance_residuals(const struct laws *laws, const struct fields *u, const struct fields *rate, double t,
                       struct rooms *rooms, double residual[]);
