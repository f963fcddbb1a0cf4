/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Line solves (I - a A) x = d with A the second difference of one axis, constant along the line but for its metric.
 *  Factors are computed once per step size; a solve is one multiply-add per cell each way, and one more each way on cyclic
 *  lines.
 */
#pragma once
#include <stddef.h>

#include "grid/grid.h"

/** Factors of one axis: forward g_i = d_i + e_i g_(i-1), back x_i = w_i g_i + c_i x_(i+1); on cyclic lines also
 *  s = sum_i z_i d_i on the way forward and x_i + q_i s on the way back. Arrays are padded with zeros to a multiple of 8. */
struct line {
  size_t n; /**< 0: there is nothing to solve */
  bool cyclic;
  double *e, *w, *c, *q, *z;
};

/** Doubles that the factors of a line of n cells need. */
size_t line_memory(size_t n);

/** Doubles that line_solve_along needs as scratch for rows of n cells. */
size_t line_scratch(size_t n);

/** Factors for the cells range of an axis whose ends are closed unless the axis is periodic.
 *  @param a       step factor times diffusivity [mm^2]; 0 leaves nothing to solve
 *  @param memory  line_memory(range.k1 - range.k0) doubles, borrowed by the line */
void line_factor(struct line *line, const struct axis *axis, struct range range, double a, double *memory);

/** Let all later solves of a line that has something to solve give `share` times their solution, at no further cost: a decay
 *  that is split off. */
void line_scale(struct line *line, double share);

/** Solve along the rows themselves. @param rows  [n_rows][pitch], solved in place; pads become 0
 *  @param scratch  line_scratch doubles, aligned to 64 bytes */
void line_solve_along(const struct line *line, double *rows, size_t n_rows, size_t pitch, double *scratch);

/** Forward half of a solve across rows, for the rows i0 .. i1 of the system, which must come in order from 0 on: row i is at
 *  rows + i stride, all `length` columns at once.
 *  @param length  a multiple of 8
 *  @param sum     [length] of s, for cyclic lines; begun at row 0 */
void line_forward_across(const struct line *line, double *rows, size_t stride, size_t length, size_t i0, size_t i1,
                         double *sum);

/** Back half, for all rows. @param sum  what line_forward_across left
 *  @param carry  [length] scratch for cyclic lines */
void line_back_across(const struct line *line, double *rows, size_t stride, size_t length, const double *sum,
                      double *carry);

/** Back half across the rows of a plane, each of which then takes the forward half of a solve across planes while it is in cache:
 *  rows += e * below.
 *  @param line   with something to solve
 *  @param below  the plane before, laid out like `rows`, which has had its own forward half
 *  @param carry  [length] scratch */
void line_back_then_forward(const struct line *line, double *rows, size_t stride, size_t length, const double *sum,
                            double e, const double *below, double *carry);

/** Solve across rows, both halves, for columns all of whose rows stay in the second-level cache. @param rows  aligned to 64 bytes
 *  @param length  a multiple of 8 */
void line_solve_across(const struct line *line, double *rows, size_t stride, size_t length);
