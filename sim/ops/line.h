/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Line solves (I - a A) x = d with A the second difference of one axis, constant along the line but for its metric.
 *  Factors are computed once per step size; a solve is one multiply-add per cell each way, and one more each way on cyclic
 *  lines.
 */
#pragma once
#include <stddef.h>

#include "grid/grid.h"

/** How a line is to be solved: along rows, from both ends to its middle, or across rows, from the first to the last. */
enum line_use { ALONG, ACROSS };

/** Factors of one axis. Before the middle: forward g_i = d_i + e_i g_(i-1), back x_i = w_i g_i + c_i x_(i+1); from the middle on,
 *  which is n for lines across rows, i - 1 and i + 1 change places. On cyclic lines also s = sum_i z_i d_i on the way forward and
 *  x_i + q_i s on the way back. Arrays are padded with zeros to a multiple of 8. */
struct line {
  size_t n;      /**< 0: there is nothing to solve */
  size_t middle; /**< a multiple of 8 for lines along rows */
  bool cyclic;
  double meet; /**< x_m = meet (w_m g_m + c_m w_(m-1) g_(m-1)) at the middle m */
  double *e, *w, *c, *q, *z;
};

/** Doubles that the factors of a line of n cells need. */
size_t line_memory(size_t n);

/** Doubles that line_solve_along needs as scratch for rows of n cells. */
size_t line_scratch(size_t n);

/** Factors for the cells range of an axis whose ends are closed unless the axis is periodic.
 *  @param a       step factor times diffusivity [mm^2]; 0 leaves nothing to solve
 *  @param memory  line_memory(range.k1 - range.k0) doubles, borrowed by the line */
void line_factor(struct line *line, const struct axis *axis, struct range range, double a, enum line_use use,
                 double *memory);

/** Let all later solves of a line that has something to solve give `share` times their solution, at no further cost: a decay
 *  that is split off. */
void line_scale(struct line *line, double share);

/** Solve a line of use ALONG along the rows themselves. @param rows  [n_rows][pitch], solved in place; pads become 0
 *  @param ahead    as many rows that will be needed next, fetched into the second-level cache meanwhile; NULL: none
 *  @param scratch  line_scratch doubles, aligned to 64 bytes */
void line_solve_along(const struct line *line, double *rows, size_t n_rows, size_t pitch, const double *ahead,
                      double *scratch);

/** Solve a line of use ACROSS across rows: row i is at rows + i stride, all `length` columns at once.
 *  @param rows    aligned to 64 bytes; best if all rows stay in the second-level cache; what they hold afterwards is of no use,
 *                 unless the solution goes there
 *  @param length  a multiple of 8
 *  @param to      where the solution goes, laid out like `rows`: there, or to memory that will be read much later, which is
 *                 written past the caches. A line with nothing to solve writes nothing */
void line_solve_across(const struct line *line, double *rows, size_t stride, size_t length, double *to);
