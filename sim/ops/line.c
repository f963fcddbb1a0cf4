/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thomas algorithm for a diagonally dominant tridiagonal system T, its pivots kept. Lower and upper coefficients are -a lower_i
 * and -a upper_i, the diagonal 1 + a (lower_i + upper_i). A cyclic line is a tridiagonal one plus a rank-one correction
 * (Sherman-Morrison): x = y + q (y_0 + v y_(n-1)) with T y = d. T is symmetric there, so y_0 + v y_(n-1) = z d with
 * T z = (1, 0, ..., 0, v), which is known before the way back. Lines along rows are eliminated from both ends (line_along.c). */
#include "ops/line.h"

#include <string.h>

#include "ops/lanes.h"

enum { ARRAYS = 5 };

size_t line_memory(size_t n) { return ARRAYS * lanes_padded(n); }

static void solve_one(const struct line *line, double *x) {
  size_t m = line->middle, n = line->n;
  for (size_t i = 1; i < m; i++) x[i] += line->e[i] * x[i - 1];
  for (size_t i = n; i-- > m;) x[i] += i + 1 < n ? line->e[i] * x[i + 1] : 0;
  double next = 0, last = m > 0 ? line->w[m - 1] * x[m - 1] : 0;
  if (m < n) {
    next = line->meet * (line->w[m] * x[m] + line->c[m] * last);
    last += m > 0 ? line->c[m - 1] * next : 0;
  }
  for (size_t i = m; i-- > 0;) next = x[i] = line->w[i] * x[i] + line->c[i] * next;
  for (size_t i = m; i < n; i++) last = x[i] = line->w[i] * x[i] + line->c[i] * last;
}

/* Pivots of the rows before the middle follow from those before them, the others from those beyond them. */
static void factor(struct line *line, const struct axis *axis, size_t first_row, double a) {
  const double *lower = axis->lower + first_row, *upper = axis->upper + first_row;
  size_t n = line->n, m = line->middle;
  double corner = axis->periodic ? a * lower[0] : 0, first = 1 + a * (lower[0] + upper[0]);
  for (size_t step = 0; step < n; step++) {
    bool forward = step < m;
    size_t i = forward ? step : n - 1 - (step - m);
    double below = i > 0 ? a * lower[i] : 0, above = i + 1 < n ? a * upper[i] : 0;
    double diagonal = 1 + below + above;
    if (axis->periodic && i == 0) diagonal += corner + first;
    if (axis->periodic && i + 1 == n) diagonal += corner + corner * corner / first;
    double to_last = forward ? below : above, to_next = forward ? above : below;
    bool starts = forward ? i == 0 : i + 1 == n;
    size_t last = forward ? i - 1 : i + 1;
    line->e[i] = starts ? 0 : to_last * line->w[last];
    line->w[i] = 1 / (diagonal - (starts ? 0 : line->e[i] * a * (forward ? upper[last] : lower[last])));
    line->c[i] = line->w[i] * to_next;
  }
  line->meet = m > 0 && m < n ? 1 / (1 - line->c[m] * line->c[m - 1]) : 1;
}

void line_factor(struct line *line, const struct axis *axis, struct range range, double a, enum line_use use,
                 double *memory) {
  size_t n = range.k1 - range.k0, pad = lanes_padded(n);
  *line = (struct line){.n = n > 1 && a > 0 ? n : 0, .cyclic = axis->periodic};
  line->middle = use == ALONG ? lanes_padded(n) / LANES / 2 * LANES : n;
  line->e = memory;
  line->w = memory + pad;
  line->c = memory + 2 * pad;
  line->q = memory + 3 * pad;
  line->z = memory + 4 * pad;
  memset(memory, 0, ARRAYS * pad * sizeof *memory);
  if (!line->n) return;
  factor(line, axis, range.k0, a);
  if (!axis->periodic) return;
  double corner = a * axis->lower[range.k0], first = 1 + a * (axis->lower[range.k0] + axis->upper[range.k0]);
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
