/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The largest error over cells is the norm: a mean would hide the channels, a few per cent of the volume. NaN is invisible to
 * `>`, so cells that are not good are counted beside the maximum. Of two errors a/b and A/B the larger is found by comparing
 * a B with A b, and only the largest of some columns is divided: which columns go together depends on the grid alone. */
#include "ops/update.h"

#include <string.h>

#include "ops/lanes.h"

struct verdict_of_step verdict_none(void) {
  return (struct verdict_of_step){.field = SIZE_MAX};
}

void verdict_merge(struct verdict_of_step *into, const struct verdict_of_step *more) {
  into->error = more->error > into->error ? more->error : into->error;
  into->lowest = more->lowest < into->lowest ? more->lowest : into->lowest;
  into->bad += more->bad;
  into->negative += more->negative;
  into->field = more->field < into->field ? more->field : into->field;
}

/* Eight columns each: the largest error is error/bound. */
struct judgement {
  lanes error, bound, lowest;
  lane_mask bad, negative; /* minus their number */
};

/* Row i of every column: back half of the solve, new value, judgement. */
POINTWISE_INLINE void update_row(const struct update_rule *rule, const struct columns *columns, size_t i, double w,
                                 double c, double *carry, struct judgement *judgement, size_t n_earlier, bool judged) {
  size_t at = i * columns->stride, n = columns->length, ahead = i > 1 ? 2 * columns->stride : 0;
  double *k = columns->k + at;
  const double *u = columns->u + at, *stage[MAX_EARLIER] = {0};
  for (size_t s = 0; s < n_earlier; s++) stage[s] = columns->stage[s] + at;
  struct judgement j = *judgement;
  const lanes zero = {0};
  for (size_t l = 0; l < n; l += LANES) {
    __builtin_prefetch(u + l - ahead, 0, 3);
    if (columns->more) __builtin_prefetch(k + n + l, 1, 2);
    lanes x = w * lanes_of(k + l) + c * lanes_of(carry + l), start = lanes_of(u + l), value = start + rule->own * x;
    *lanes_at(carry + l) = x;
    lanes estimate = rule->own_error * x;
    for (size_t s = 0; s < n_earlier; s++) {
      __builtin_prefetch(stage[s] + l - ahead, 0, 3);
      lanes deviation = lanes_of(stage[s] + l) - start;
      value += rule->earlier[s] * deviation;
      estimate += rule->error[s] * deviation;
    }
    *lanes_at(k + l) = value;
    if (!judged) continue;
    lanes error = lanes_magnitude(estimate), bound = rule->relative * lanes_magnitude(start) + rule->absolute;
    lane_mask larger = error * j.bound > j.error * bound;
    j.error = lanes_choose(larger, error, j.error);
    j.bound = lanes_choose(larger, bound, j.bound);
    j.bad += ~(error <= bound);
    j.lowest = lanes_choose(value < j.lowest, value, j.lowest);
    j.negative += value < zero;
  }
  *judgement = j;
}

POINTWISE static void update_rows(const struct update_rule *rule, const struct line *line,
                                  const struct columns *columns, double *carry, struct judgement *judgement) {
  for (size_t i = columns->n; i-- > 0;) {
    double w = line->n ? line->w[i] : 1, c = line->n ? line->c[i] : 0;
    switch (2 * rule->n_earlier + rule->judged) {
      case 0: update_row(rule, columns, i, w, c, carry, judgement, 0, false); break;
      case 2: update_row(rule, columns, i, w, c, carry, judgement, 1, false); break;
      case 3: update_row(rule, columns, i, w, c, carry, judgement, 1, true); break;
      case 4: update_row(rule, columns, i, w, c, carry, judgement, 2, false); break;
      case 7: update_row(rule, columns, i, w, c, carry, judgement, MAX_EARLIER, true); break;
      default: update_row(rule, columns, i, w, c, carry, judgement, rule->n_earlier, rule->judged); break;
    }
  }
}

/* Forward half of the solve. */
POINTWISE static void eliminate_rows(const struct line *line, const struct columns *columns) {
  for (size_t i = 1; i < line->n; i++) {
    double *restrict k = columns->k + i * columns->stride, e = line->e[i];
    const double *restrict before = k - columns->stride;
#pragma omp simd
    for (size_t l = 0; l < columns->length; l++) k[l] += e * before[l];
  }
}

struct verdict_of_step update_columns(const struct update_rule *rule, const struct line *line,
                                      const struct columns *columns, double *carry) {
  struct verdict_of_step verdict = verdict_none();
  struct judgement judgement = {.bound = {1, 1, 1, 1, 1, 1, 1, 1}};
  eliminate_rows(line, columns);
  memset(carry, 0, columns->length * sizeof *carry);
  update_rows(rule, line, columns, carry, &judgement);
  if (!rule->judged) return verdict;
  for (size_t l = 0; l < LANES; l++) {
    struct verdict_of_step lane = {.error = judgement.error[l] / judgement.bound[l],
                                   .lowest = judgement.lowest[l] / rule->scale,
                                   .bad = (size_t)-judgement.bad[l],
                                   .negative = (size_t)-judgement.negative[l],
                                   .field = SIZE_MAX};
    verdict_merge(&verdict, &lane);
  }
  return verdict;
}
