/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thomas algorithm for a diagonally dominant tridiagonal system T, its pivots kept. Lower and upper coefficients are -a lower_i
 * and -a upper_i, the diagonal 1 + a (lower_i + upper_i). A cyclic line is a tridiagonal one plus a rank-one correction
 * (Sherman-Morrison): x = y + q (y_0 + v y_(n-1)) with T y = d. T is symmetric there, so y_0 + v y_(n-1) = z d with
 * T z = (1, 0, ..., 0, v), which is known before the way back. Eight rows at once are turned so that the recursion along a row
 * runs over independent lanes, and two such groups go side by side to hide the latency of the recursion. */
#include "ops/line.h"

#include <string.h>

#include "ops/lanes.h"

enum { ARRAYS = 5, MOST_GROUPS = 2, MOST_COLUMNS = 8, AHEAD = 2 };
/* Longer rows, as whole planes are, would push each other out of the first-level cache if they were fetched ahead. */
enum { SHORT = 1024 };

static size_t padded(size_t n) { return (n + 2 * LANES - 1) / LANES * LANES; }

size_t line_memory(size_t n) { return ARRAYS * padded(n); }

size_t line_scratch(size_t n) { return MOST_GROUPS * LANES * padded(n); }

static void solve_one(const struct line *line, double *x) {
  for (size_t i = 1; i < line->n; i++) x[i] += line->e[i] * x[i - 1];
  x[line->n - 1] *= line->w[line->n - 1];
  for (size_t i = line->n - 1; i-- > 0;) x[i] = line->w[i] * x[i] + line->c[i] * x[i + 1];
}

void line_factor(struct line *line, const struct axis *axis, struct range range, double a, double *memory) {
  size_t n = range.k1 - range.k0, pad = padded(n);
  *line = (struct line){.n = n > 1 && a > 0 ? n : 0, .cyclic = axis->periodic};
  line->e = memory;
  line->w = memory + pad;
  line->c = memory + 2 * pad;
  line->q = memory + 3 * pad;
  line->z = memory + 4 * pad;
  memset(memory, 0, ARRAYS * pad * sizeof *memory);
  if (!line->n) return;
  const double *lower = axis->lower + range.k0, *upper = axis->upper + range.k0;
  double corner = axis->periodic ? a * lower[0] : 0, first = 1 + a * (lower[0] + upper[0]);
  double w = 0;
  for (size_t i = 0; i < n; i++) {
    double below = i > 0 ? a * lower[i] : corner, above = i + 1 < n ? a * upper[i] : corner;
    double diagonal = 1 + below + above;
    if (axis->periodic && i == 0) diagonal += first;
    if (axis->periodic && i + 1 == n) diagonal += corner * corner / first;
    double e = i > 0 ? below * w : 0;
    line->e[i] = e;
    w = 1 / (diagonal - (i > 0 ? e * a * upper[i - 1] : 0));
    line->w[i] = w;
    line->c[i] = i + 1 < n ? w * above : 0;
  }
  if (!axis->periodic) return;
  double v = corner / first;
  line->q[0] = -first;
  line->q[n - 1] = -corner;
  solve_one(line, line->q);
  double divisor = -1 / (1 + line->q[0] + v * line->q[n - 1]);
  for (size_t i = 0; i < n; i++) line->q[i] *= divisor;
  line->z[0] = 1;
  line->z[n - 1] = v;
  solve_one(line, line->z);
}

void line_scale(struct line *line, double share) {
  for (size_t i = 0; i < line->n; i++) {
    line->w[i] *= share;
    line->q[i] *= share;
  }
}

/* Eight columns of `groups` groups of eight rows each; rows beyond n_rows count as 0. */
POINTWISE_INLINE void solve_groups(const struct line *line, double *rows, size_t n_rows, size_t pitch, lanes *turned,
                                   size_t groups, bool cyclic) {
  size_t blocks = (line->n + LANES - 1) / LANES;
  const double *e = line->e, *w = line->w, *c = line->c, *q = line->q, *z = line->z;
  lanes last[MOST_GROUPS] = {{0}}, sum[MOST_GROUPS] = {{0}};
  for (size_t b = 0; b < blocks; b++)
    for (size_t g = 0; g < groups; g++) {
      lanes r[LANES];
      for (size_t l = 0; l < LANES; l++)
        r[l] = g * LANES + l < n_rows ? lanes_of(rows + (g * LANES + l) * pitch + b * LANES) : (lanes){0};
      lanes_transpose(r);
      for (size_t s = 0; s < LANES; s++) {
        size_t i = b * LANES + s;
        if (cyclic) sum[g] += z[i] * r[s];
        turned[i * groups + g] = last[g] = r[s] + e[i] * last[g];
      }
    }
  /* Pads stay 0 whatever stands in the row, also if it is not a number. */
  for (size_t i = line->n * groups; i < blocks * LANES * groups; i++) turned[i] = (lanes){0};
  for (size_t g = 0; g < groups; g++) last[g] = (lanes){0};
  for (size_t b = blocks; b-- > 0;)
    for (size_t g = 0; g < groups; g++) {
      lanes r[LANES];
      for (size_t s = LANES; s-- > 0;) {
        size_t i = b * LANES + s;
        r[s] = last[g] = w[i] * turned[i * groups + g] + c[i] * last[g];
        if (cyclic) r[s] += q[i] * sum[g];
      }
      lanes_transpose(r);
      for (size_t l = 0; l < LANES; l++)
        if (g * LANES + l < n_rows) *lanes_at(rows + (g * LANES + l) * pitch + b * LANES) = r[l];
    }
}

POINTWISE void line_solve_along(const struct line *line, double *rows, size_t n_rows, size_t pitch, double *scratch) {
  if (!line->n) return;
  lanes *turned = lanes_at(scratch);
  size_t j = 0, pair = (size_t)MOST_GROUPS * LANES;
  for (; j + pair <= n_rows; j += pair)
    if (line->cyclic) solve_groups(line, rows + j * pitch, pair, pitch, turned, MOST_GROUPS, true);
    else solve_groups(line, rows + j * pitch, pair, pitch, turned, MOST_GROUPS, false);
  for (; j < n_rows; j += LANES)
    solve_groups(line, rows + j * pitch, n_rows - j < LANES ? n_rows - j : LANES, pitch, turned, 1, line->cyclic);
  /* A sum that is not a number would be seen in the pads: 0 times it is none either. */
  size_t pads = (LANES - line->n % LANES) % LANES;
  for (j = 0; line->cyclic && pads > 0 && j < n_rows; j++) memset(rows + j * pitch + line->n, 0, pads * sizeof *rows);
}

POINTWISE void line_forward_across(const struct line *line, double *rows, size_t stride, size_t length, size_t i0,
                                   size_t i1, double *sum) {
  if (!line->n) return;
  if (line->cyclic && i0 == 0) memset(sum, 0, length * sizeof *sum);
  for (size_t i = i0; i < i1; i++) {
    double *restrict x = rows + i * stride, *restrict s = sum, e = line->e[i], z = line->z[i];
    const double *restrict below = i ? x - stride : x;
    if (line->cyclic) {
#pragma omp simd
      for (size_t l = 0; l < length; l++) s[l] += z * x[l];
    }
    if (i == 0) continue;
#pragma omp simd
    for (size_t l = 0; l < length; l++) x[l] += e * below[l];
  }
}

POINTWISE void line_back_across(const struct line *line, double *rows, size_t stride, size_t length, const double *sum,
                                double *carry) {
  if (!line->n) return;
  if (line->cyclic) memset(carry, 0, length * sizeof *carry);
  for (size_t i = line->n; i-- > 0;) {
    double *restrict x = rows + i * stride, *restrict last = carry, w = line->w[i], c = line->c[i], q = line->q[i];
    if (line->cyclic) {
      const double *restrict s = sum;
#pragma omp simd
      for (size_t l = 0; l < length; l++) {
        last[l] = w * x[l] + c * last[l];
        x[l] = last[l] + q * s[l];
      }
    } else if (i + 1 == line->n) {
#pragma omp simd
      for (size_t l = 0; l < length; l++) x[l] *= w;
    } else {
      const double *restrict above = x + stride;
      if (i >= AHEAD && length <= SHORT)
        for (size_t l = 0; l < length; l += LANES) __builtin_prefetch(x - AHEAD * stride + l, 1, 3);
#pragma omp simd
      for (size_t l = 0; l < length; l++) x[l] = w * x[l] + c * above[l];
    }
  }
}

POINTWISE void line_back_then_forward(const struct line *line, double *rows, size_t stride, size_t length,
                                      const double *sum, double e, const double *below, double *carry) {
  memset(carry, 0, length * sizeof *carry);
  for (size_t i = line->n; i-- > 0;) {
    double *restrict x = rows + i * stride, *restrict last = carry, w = line->w[i], c = line->c[i], q = line->q[i];
    const double *restrict before = below + i * stride, *restrict s = sum;
    if (line->cyclic) {
#pragma omp simd
      for (size_t l = 0; l < length; l++) {
        last[l] = w * x[l] + c * last[l];
        x[l] = last[l] + q * s[l] + e * before[l];
      }
    } else {
#pragma omp simd
      for (size_t l = 0; l < length; l++) {
        last[l] = w * x[l] + c * last[l];
        x[l] = last[l] + e * before[l];
      }
    }
  }
}

/* Both halves of `columns` times eight columns, whose recursion stays in registers. */
POINTWISE_INLINE void solve_columns(const struct line *line, double *rows, size_t stride, size_t columns, bool cyclic) {
  lanes last[MOST_COLUMNS] = {{0}}, sum[MOST_COLUMNS] = {{0}};
  for (size_t i = 0; i < line->n; i++) {
    double *x = rows + i * stride, e = line->e[i], z = line->z[i];
    for (size_t b = 0; b < columns; b++) {
      lanes d = lanes_of(x + b * LANES);
      if (cyclic) sum[b] += z * d;
      *lanes_at(x + b * LANES) = last[b] = d + e * last[b];
    }
  }
  for (size_t b = 0; b < columns; b++) last[b] = (lanes){0};
  for (size_t i = line->n; i-- > 0;) {
    double *x = rows + i * stride, w = line->w[i], c = line->c[i], q = line->q[i];
    for (size_t b = 0; b < columns; b++) {
      last[b] = w * lanes_of(x + b * LANES) + c * last[b];
      lanes solved = last[b];
      if (cyclic) solved += q * sum[b];
      *lanes_at(x + b * LANES) = solved;
    }
  }
}

POINTWISE void line_solve_across(const struct line *line, double *rows, size_t stride, size_t length) {
  size_t l = 0, whole = (size_t)MOST_COLUMNS * LANES;
  for (; !line->cyclic && l + whole <= length; l += whole) solve_columns(line, rows + l, stride, MOST_COLUMNS, false);
  for (; l < length; l += LANES) solve_columns(line, rows + l, stride, 1, line->cyclic);
}
