/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elimination from both ends of a row to its middle, and substitution from there outwards (line.h). Eight rows are turned so that
 * the recursion along a row runs over independent lanes. Each step of it waits for the one before: two such groups of rows, each
 * from two ends, are four recursions side by side. */
#include "ops/lanes.h"
#include "ops/line.h"

enum { MOST_GROUPS = 2 };

size_t line_scratch(size_t n) { return MOST_GROUPS * LANES * lanes_padded(n); }

/* Eight cells of eight rows, and their factors. */
struct square {
  double *rows;
  const double *ahead; /* as many cells that are fetched on the way */
  const double *e, *w, *c, *q, *z;
  double *turned;  /* after the elimination; the cells are MOST_GROUPS lanes apart */
  lane_mask cells; /* which are no pads */
};

POINTWISE_INLINE struct square square_of(const struct line *line, double *rows, const double *ahead, double *turned,
                                         size_t i) {
  const lane_mask count = {0, 1, 2, 3, 4, 5, 6, 7};
  return (struct square){.rows = rows + i,
                         .ahead = ahead + i,
                         .e = line->e + i,
                         .w = line->w + i,
                         .c = line->c + i,
                         .q = line->q + i,
                         .z = line->z + i,
                         .turned = turned + i * LANES * MOST_GROUPS,
                         .cells = count < (long long)(line->n - i)};
}

/* How far the two ends of eight rows have come, and s of cyclic ones. */
struct ends {
  lanes low, high, sum;
};

/* Which of a square's rows and cells there are is known at compile time but in the last rows and the last cells. */
struct extent {
  size_t pitch, n_rows;
  bool all_rows, all_cells, cyclic, fetches;
};

/* The lower end goes on upwards, or the higher end downwards. Rows beyond the last and pads count as 0. */
POINTWISE_INLINE void go_inwards(struct square s, struct extent extent, bool low, struct ends *ends) {
  lanes r[LANES], end = low ? ends->low : ends->high;
  for (size_t l = 0; l < LANES; l++) {
    r[l] = (lanes){0};
    if (extent.fetches) __builtin_prefetch(s.ahead + l * extent.pitch, 0, 2);
    if (extent.all_rows || l < extent.n_rows) r[l] = lanes_of(s.rows + l * extent.pitch);
    if (!extent.all_cells) r[l] = (lanes)(s.cells & (lane_mask)r[l]);
  }
  lanes_transpose(r);
  for (size_t step = 0; step < LANES; step++) {
    size_t l = low ? step : LANES - 1 - step;
    if (extent.cyclic) ends->sum += s.z[l] * r[l];
    end = r[l] + s.e[l] * end;
    *lanes_at(s.turned + l * LANES * MOST_GROUPS) = end;
  }
  if (low) ends->low = end;
  else ends->high = end;
}

POINTWISE_INLINE void go_outwards(struct square s, struct extent extent, bool low, struct ends *ends) {
  lanes r[LANES], end = low ? ends->low : ends->high;
  for (size_t step = 0; step < LANES; step++) {
    size_t l = low ? LANES - 1 - step : step;
    r[l] = end = s.w[l] * lanes_of(s.turned + l * LANES * MOST_GROUPS) + s.c[l] * end;
    if (extent.cyclic) r[l] += s.q[l] * ends->sum;
  }
  if (low) ends->low = end;
  else ends->high = end;
  lanes_transpose(r);
  for (size_t l = 0; l < LANES; l++) {
    if (!extent.all_cells) r[l] = (lanes)(s.cells & (lane_mask)r[l]);
    if (extent.all_rows || l < extent.n_rows) *lanes_at(s.rows + l * extent.pitch) = r[l];
  }
}

/* At the middle m: low becomes x_m and high x_(m-1). */
POINTWISE_INLINE void meet(const struct line *line, struct ends *ends) {
  size_t m = line->middle;
  lanes before = {0};
  if (m > 0) before = line->w[m - 1] * ends->low;
  ends->low = line->meet * (line->w[m] * ends->high + line->c[m] * before);
  ends->high = before;
  if (m > 0) ends->high += line->c[m - 1] * ends->low;
}

/* Of the blocks but the last, which may have pads, those of the two ends go in pairs. */
POINTWISE_INLINE void solve_groups(const struct line *line, double *rows, const double *ahead, size_t n_groups,
                                   struct extent extent, double *turned) {
  size_t last = lanes_padded(line->n) - LANES, pairs = last / LANES / 2 * LANES, group = LANES * extent.pitch;
  bool odd = last / LANES % 2;
  struct ends ends[MOST_GROUPS] = {0};
  struct extent with_pads = extent;
  extent.all_cells = true;
#pragma GCC unroll 2
  for (size_t g = 0; g < n_groups; g++)
    go_inwards(square_of(line, rows + g * group, ahead + g * group, turned + g * LANES, last), with_pads, false,
               &ends[g]);
  for (size_t i = 0; i < pairs; i += LANES) {
#pragma GCC unroll 2
    for (size_t g = 0; g < n_groups; g++) {
      go_inwards(square_of(line, rows + g * group, ahead + g * group, turned + g * LANES, i), extent, true, &ends[g]);
      go_inwards(square_of(line, rows + g * group, ahead + g * group, turned + g * LANES, last - LANES - i), extent,
                 false, &ends[g]);
    }
  }
#pragma GCC unroll 2
  for (size_t g = 0; g < n_groups; g++) {
    struct square middle = square_of(line, rows + g * group, ahead + g * group, turned + g * LANES, pairs);
    if (odd) go_inwards(middle, extent, true, &ends[g]);
    meet(line, &ends[g]);
    if (odd) go_outwards(middle, extent, true, &ends[g]);
  }
  for (size_t i = pairs; i > 0; i -= LANES) {
#pragma GCC unroll 2
    for (size_t g = 0; g < n_groups; g++) {
      go_outwards(square_of(line, rows + g * group, ahead + g * group, turned + g * LANES, i - LANES), extent, true,
                  &ends[g]);
      go_outwards(square_of(line, rows + g * group, ahead + g * group, turned + g * LANES, last - i), extent, false,
                  &ends[g]);
    }
  }
#pragma GCC unroll 2
  for (size_t g = 0; g < n_groups; g++)
    go_outwards(square_of(line, rows + g * group, ahead + g * group, turned + g * LANES, last), with_pads, false,
                &ends[g]);
}

POINTWISE void line_solve_along(const struct line *line, double *rows, size_t n_rows, size_t pitch, const double *ahead,
                                double *scratch) {
  if (!line->n) return;
  const struct line own = *line; /* which no store to a row can change */
  struct extent all = {.pitch = pitch, .all_rows = true, .fetches = ahead != NULL}, cyclic = all;
  cyclic.cyclic = true;
  if (!ahead) ahead = rows;
  size_t j = 0, pair = (size_t)MOST_GROUPS * LANES;
  for (; j + pair <= n_rows; j += pair)
    if (own.cyclic) solve_groups(&own, rows + j * pitch, ahead + j * pitch, MOST_GROUPS, cyclic, scratch);
    else solve_groups(&own, rows + j * pitch, ahead + j * pitch, MOST_GROUPS, all, scratch);
  for (; j < n_rows; j += LANES) {
    struct extent some = {.pitch = pitch, .n_rows = n_rows - j, .cyclic = own.cyclic};
    solve_groups(&own, rows + j * pitch, rows + j * pitch, 1, some, scratch);
  }
}
