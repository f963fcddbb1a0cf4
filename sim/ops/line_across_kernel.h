/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The kernel of line_across.c for one instruction set, whose name VERSION gives to each function. Included once for each.
 */

/* A store that neither reads the line from memory before nor drives another out of the caches. */
POINTWISE_INLINE void VERSION(stream)(double *p, lanes x) {
#if defined(__AVX512F__)
  _mm512_stream_pd(p, (__m512d)x);
#elif defined(__AVX__)
  for (size_t l = 0; l < LANES; l += 4) _mm256_stream_pd(p + l, (__m256d){x[l], x[l + 1], x[l + 2], x[l + 3]});
#elif defined(__SSE2__)
  for (size_t l = 0; l < LANES; l += 2) _mm_stream_pd(p + l, (__m128d){x[l], x[l + 1]});
#else
  *lanes_at(p) = x;
#endif
}

POINTWISE_INLINE void VERSION(solve_columns)(const struct line *line, double *rows, double *to, size_t stride,
                                             size_t columns, bool more, bool cyclic) {
  lanes last[MOST] = {{0}}, sum[MOST] = {{0}};
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
    double *x = rows + i * stride, *solution = to + i * stride, w = line->w[i], c = line->c[i], q = line->q[i];
    for (size_t b = 0; b < columns; b++) {
      last[b] = w * lanes_of(x + b * LANES) + c * last[b];
      lanes solved = last[b];
      if (cyclic) solved += q * sum[b];
      if (more) __builtin_prefetch(x + (columns + b) * LANES, 0, 2);
      if (to == rows) *lanes_at(x + b * LANES) = solved;
      else VERSION(stream)(solution + b * LANES, solved);
    }
  }
}

POINTWISE_INLINE void VERSION(solve_some)(const struct line *line, double *rows, double *to, size_t stride,
                                          size_t columns, bool more, bool cyclic) {
  switch (columns) {
    case 1: VERSION(solve_columns)(line, rows, to, stride, 1, more, cyclic); break;
    case 2: VERSION(solve_columns)(line, rows, to, stride, 2, more, cyclic); break;
    case 3: VERSION(solve_columns)(line, rows, to, stride, 3, more, cyclic); break;
    case 4: VERSION(solve_columns)(line, rows, to, stride, 4, more, cyclic); break;
    case 5: VERSION(solve_columns)(line, rows, to, stride, 5, more, cyclic); break;
    case 6: VERSION(solve_columns)(line, rows, to, stride, 6, more, cyclic); break;
    case 7: VERSION(solve_columns)(line, rows, to, stride, 7, more, cyclic); break;
    default: VERSION(solve_columns)(line, rows, to, stride, MOST, more, cyclic); break;
  }
}

/* In parts of about the same number of columns. */
static void VERSION(solve_across)(const struct line *line, double *rows, size_t stride, size_t length, double *to) {
  size_t columns = length / LANES, parts = (columns + MOST - 1) / MOST;
  for (size_t p = 0, first = 0; p < parts && line->n > 0; p++) {
    size_t end = columns * (p + 1) / parts, at = first * LANES;
    if (line->cyclic) VERSION(solve_some)(line, rows + at, to + at, stride, end - first, p + 1 < parts, true);
    else VERSION(solve_some)(line, rows + at, to + at, stride, end - first, p + 1 < parts, false);
    first = end;
  }
}

#undef VERSION
