/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Production and loss of one row, and the right-hand side that a stage of the time step makes of them.
 */
#pragma once
#include "ops/laws.h"

/** Room of one thread for rows of every field. Shapes [n_fields][pitch]. */
struct rows {
  double *clamped[MAX_FIELDS];    /**< max(u, 0); the row of rest values where a field has no cells */
  double *production[MAX_FIELDS]; /**< [unit/day] */
  double *loss[MAX_FIELDS];       /**< [1/day] */
};

/** Doubles that struct rows needs. */
size_t rows_memory(const struct laws *laws);

/** Lay rows out in 64-byte aligned memory of rows_memory doubles. */
void rows_place(struct rows *rows, const struct laws *laws, double *memory);

/** Fill production and loss of row (j, k) from the fields, clamped at 0. Fields without cells on this plane are read from
 *  rest values and written to rows nobody reads. */
void react_row(const struct laws *laws, const struct fields *u, size_t j, size_t k, double t, struct rows *rows);

/** k = (dt (k + production - loss u) + sum_s c[s] earlier[s]) / (1 + gamma_dt loss) over n cells; k comes in as the rate of
 *  transport [unit/day] and goes out as the increment before any line solve. */
void stage_row(size_t n, double dt, double gamma_dt, const double *u, const double *production, const double *loss,
               size_t n_earlier, const double *const earlier[], const double c[], double *k);
