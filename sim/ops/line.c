/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thomas algorithm for a diagonally dominant tridiagonal system, its pivots kept. Lower and upper coefficients are -a lower_i
 * and -a upper_i, the diagonal 1 + a (lower_i + upper_i). A cyclic line is a tridiagonal one plus a rank-one correction
 * (Sherman-Morrison). Eight rows at once are turned so that the recursion along a row runs over independent lanes. */
#include "ops/line.h"

#include <string.h>

#include "model.h"
#include "ops/lanes.h"

static size_t padded(size_t n) { return (n + 2 * LANES - 1) / LANES * LANES; }

size_t line_memory(size_t n) { return 4 * padded(n); }

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
  memset(memory, 0, 4 * pad * sizeof *memory);
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
  line->v = corner / first;
  line->q[0] = -first;
  line->q[n - 1] = -corner;
  solve_one(line, line->q);
  double divisor = -1 / (1 + line->q[0] + line->v * line->q[n - 1]);
  for (size_t i = 0; i < n; i++) line->q[i] *= divisor;
}

POINTWISE_INLINE void solve_eight(const struct line *line, double *rows, size_t n_rows, size_t pitch, lanes *turned) {
  size_t blocks = (line->n + LANES - 1) / LANES;
  lanes last = {0}, r[LANES];
  for (size_t b = 0; b < blocks; b++) {
    for (size_t l = 0; l < LANES; l++)
      r[l] = l < n_rows ? *(const lanes *)(const void *)(rows + l * pitch + b * LANES) : (lanes){0};
    lanes_transpose(r);
    for (size_t q = 0; q < LANES; q++) turned[b * LANES + q] = last = r[q] + line->e[b * LANES + q] * last;
  }
  /* Pads stay 0 whatever stands in the row, also if it is not a number. */
  for (size_t i = line->n; i < blocks * LANES; i++) turned[i] = (lanes){0};
  last = (lanes){0};
  for (size_t i = blocks * LANES; i-- > 0;) turned[i] = last = line->w[i] * turned[i] + line->c[i] * last;
  lanes ends = turned[0] + line->v * turned[line->n - 1];
  for (size_t b = 0; b < blocks; b++) {
    for (size_t q = 0; q < LANES; q++) {
      r[q] = turned[b * LANES + q];
      if (line->cyclic) r[q] += line->q[b * LANES + q] * ends;
    }
    lanes_transpose(r);
    for (size_t l = 0; l < n_rows; l++) *(lanes *)(void *)(rows + l * pitch + b * LANES) = r[l];
  }
}

POINTWISE void line_solve_along(const struct line *line, double *rows, size_t n_rows, size_t pitch, double *scratch) {
  if (!line->n) return;
  size_t j = 0;
  for (; j + LANES <= n_rows; j += LANES) solve_eight(line, rows + j * pitch, LANES, pitch, (lanes *)(void *)scratch);
  if (j < n_rows) solve_eight(line, rows + j * pitch, n_rows - j, pitch, (lanes *)(void *)scratch);
}

/* y += s x */
POINTWISE_INLINE void add_row(double *restrict y, double s, const double *restrict x, size_t n) {
#pragma omp simd
  for (size_t i = 0; i < n; i++) y[i] += s * x[i];
}

POINTWISE void line_solve_across(const struct line *line, double *rows, size_t stride, size_t length,
                                 const double *ahead) {
  if (!line->n) return;
  size_t n = line->n;
  for (size_t i = 1; i < n; i++) add_row(rows + i * stride, line->e[i], rows + (i - 1) * stride, length);
  for (size_t i = n; i-- > 0;) {
    double *restrict x = rows + i * stride;
    if (ahead)
      for (size_t l = 0; l < length; l += LANES) __builtin_prefetch(ahead + i * stride + l, 1, 2);
    if (i + 1 == n) {
#pragma omp simd
      for (size_t l = 0; l < length; l++) x[l] *= line->w[i];
    } else {
      const double *restrict above = x + stride;
      double w = line->w[i], c = line->c[i];
#pragma omp simd
      for (size_t l = 0; l < length; l++) x[l] = w * x[l] + c * above[l];
    }
  }
  if (!line->cyclic) return;
  for (size_t l0 = 0; l0 < length; l0 += LANES) {
    lanes ends = *(lanes *)(void *)(rows + l0) + line->v * *(lanes *)(void *)(rows + (n - 1) * stride + l0);
    for (size_t i = 0; i < n; i++) *(lanes *)(void *)(rows + i * stride + l0) += line->q[i] * ends;
  }
}
