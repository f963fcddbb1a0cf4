/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Line solves (I - a A) x = d with A the second difference of one axis, constant along the line but for its metric.
 *  Factors are computed once per step size; a solve is one multiply-add per cell each way, and one more on cyclic lines.
 */
#pragma once
#include <stddef.h>

#include "grid/grid.h"

/** Factors of one axis: forward g_i = d_i + e_i g_(i-1), back x_i = w_i g_i + c_i x_(i+1), and on cyclic lines
 *  x += (x_0 + v x_(n-1)) q. Arrays are padded with zeros to a multiple of 8. */
struct line {
  size_t n; /**< 0: there is nothing to solve */
  bool cyclic;
  double v;
  double *e, *w, *c, *q;
};

/** Doubles that the factors of a line of n cells need. */
size_t line_memory(size_t n);

/** Factors for the cells range of an axis whose ends are closed unless the axis is periodic.
 *  @param a       step factor times diffusivity [mm^2]; 0 leaves nothing to solve
 *  @param memory  line_memory(range.k1 - range.k0) doubles, borrowed by the line */
void line_factor(struct line *line, const struct axis *axis, struct range range, double a, double *memory);

/** Solve along the rows themselves. @param rows  [n_rows][pitch], solved in place; pads become 0
 *  @param scratch  8 (n + 8) doubles, aligned to 64 bytes */
void line_solve_along(const struct line *line, double *rows, size_t n_rows, size_t pitch, double *scratch);

/** Solve across rows: line i of the system is the row at rows + i stride, all `length` columns at once.
 *  @param length  a multiple of 8
 *  @param ahead   rows that are wanted next, at the same stride, fetched into cache on the way; NULL: none */
void line_solve_across(const struct line *line, double *rows, size_t stride, size_t length, const double *ahead);
