/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  New values and the verdict on them against plain solves and plain loops.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "ops/update.h"

enum { PLANES = 8, FIRST_PLANE = 1, APART = 8 };

/* Columns of n planes along part of an axis, their planes further apart than they are long. */
struct scene {
  struct grid grid;
  struct line line;
  struct columns columns;
  size_t count;
  double a, *factors, *k, *u, *stage[MAX_EARLIER], *carry, *solved;
};

static double *room(size_t n) {
  double *memory = aligned_alloc(64, n * sizeof *memory);
  cr_assert_not_null(memory);
  return memory;
}

static double *draws(size_t n, uint64_t stream) {
  double *values = room(n);
  for (size_t i = 0; i < n; i++) values[i] = 2 * random_uniform(n, stream, i, 0) - 1;
  return values;
}

/* Solve (I - a A) x = d of one column by elimination without an eye to the shape of A. */
static void solve_plainly(const struct axis *axis, size_t n, double a, const double *d, size_t stride, double *x) {
  double m[PLANES][PLANES + 1] = {{0}};
  for (size_t i = 0; i < n; i++) {
    double below = i > 0 ? a * axis->lower[FIRST_PLANE + i] : 0;
    double above = i + 1 < n ? a * axis->upper[FIRST_PLANE + i] : 0;
    m[i][i] = 1 + below + above;
    if (i > 0) m[i][i - 1] = -below;
    if (i + 1 < n) m[i][i + 1] = -above;
    m[i][n] = d[i * stride];
  }
  for (size_t p = 0; p < n; p++)
    for (size_t i = 0; i < n; i++) {
      double factor = i == p ? 0 : m[i][p] / m[p][p];
      for (size_t c = 0; c <= n; c++) m[i][c] -= factor * m[p][c];
    }
  for (size_t i = 0; i < n; i++) x[i * stride] = m[i][n] / m[i][i];
}

static struct scene scene_of(size_t n, size_t length, double a) {
  struct scene s = {.a = a, .count = n * (length + APART)};
  struct grid_request request = {.geometry = CARTESIAN,
                                 .width = {0.1},
                                 .spacing = {0.1, 0.1, 0.1},
                                 .n_layers = 1,
                                 .thickness = {0.1 * (double)(n + 3)}};
  struct error error = {OK, ""};
  cr_assert_eq(grid_create(&s.grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(s.grid.axis[2].n, n + 3);
  s.factors = room(line_memory(n));
  line_factor(&s.line, &s.grid.axis[2], (struct range){FIRST_PLANE, FIRST_PLANE + n}, a, ACROSS, s.factors);
  s.k = draws(s.count, 1), s.u = draws(s.count, 2), s.carry = room(length), s.solved = draws(s.count, 1);
  s.columns = (struct columns){.k = s.k, .u = s.u, .stride = length + APART, .length = length, .n = n};
  for (size_t e = 0; e < MAX_EARLIER; e++) s.columns.stage[e] = s.stage[e] = draws(s.count, 3 + e);
  for (size_t c = 0; c < length; c++) solve_plainly(&s.grid.axis[2], n, a, s.k + c, s.columns.stride, s.solved + c);
  return s;
}

static void scene_free(struct scene *s) {
  free(s->factors), free(s->k), free(s->u), free(s->carry), free(s->solved);
  for (size_t e = 0; e < MAX_EARLIER; e++) free(s->stage[e]);
  grid_free(&s->grid);
}

static struct update_rule rule_of(size_t n_earlier, bool judged) {
  return (struct update_rule){.n_earlier = n_earlier,
                              .own = 0.75,
                              .earlier = {-0.5, 1.25, 0.375},
                              .judged = judged,
                              .own_error = 0.5,
                              .error = {0.25, -1, 0.625},
                              .relative = 0.5,
                              .absolute = 0.25,
                              .scale = 4};
}

/* Values that follow, and the verdict, as ops/update.h tells them. @param fresh  out, as the columns */
static struct verdict_of_step told(const struct scene *s, const struct update_rule *rule, double *fresh) {
  struct verdict_of_step v = {.field = SIZE_MAX};
  memcpy(fresh, s->solved, s->count * sizeof *fresh);
  for (size_t k = 0; k < s->columns.n; k++)
    for (size_t c = 0; c < s->columns.length; c++) {
      size_t i = k * s->columns.stride + c;
      double estimate = rule->own_error * s->solved[i];
      fresh[i] = s->u[i] + rule->own * s->solved[i];
      for (size_t e = 0; e < rule->n_earlier; e++) {
        fresh[i] += rule->earlier[e] * (s->stage[e][i] - s->u[i]);
        estimate += rule->error[e] * (s->stage[e][i] - s->u[i]);
      }
      if (!rule->judged) continue;
      double error = fabs(estimate) / (rule->relative * fabs(s->u[i]) + rule->absolute);
      if (error > v.error) v.error = error;
      if (!(error <= 1)) v.bad++;
      if (fresh[i] / rule->scale < v.lowest) v.lowest = fresh[i] / rule->scale;
      if (fresh[i] < 0) v.negative++;
    }
  return v;
}

static void expect_same(struct verdict_of_step a, struct verdict_of_step b) {
  cr_expect_float_eq(a.error, b.error, 1e-13 * b.error, "error %.17g, %.17g", a.error, b.error);
  cr_expect_float_eq(a.lowest, b.lowest, 1e-14, "lowest %.17g, %.17g", a.lowest, b.lowest);
  cr_expect_eq(a.bad, b.bad, "%zu bad, %zu", a.bad, b.bad);
  cr_expect_eq(a.negative, b.negative, "%zu negative, %zu", a.negative, b.negative);
  cr_expect_eq(a.field, SIZE_MAX);
}

static void expect_told(size_t n, size_t length, double a, size_t n_earlier, bool judged) {
  struct scene s = scene_of(n, length, a);
  double *fresh = room(s.count);
  struct update_rule rule = rule_of(n_earlier, judged);
  struct verdict_of_step wanted = told(&s, &rule, fresh);
  expect_same(update_columns(&rule, &s.line, &s.columns, s.carry), wanted);
  for (size_t i = 0; i < s.count; i++) {
    bool between = i % s.columns.stride >= length;
    cr_expect_float_eq(s.k[i], fresh[i], between ? 0 : 2e-14,
                       "%zu planes of %zu, a %g, %zu earlier, judged %d: %zu is %.17g, not %.17g", n, length, a,
                       n_earlier, judged, i, s.k[i], fresh[i]);
  }
  if (judged && n_earlier > 0 && n * length > 50)
    cr_expect(wanted.bad > 0 && wanted.negative > 0, "the case asks for something");
  free(fresh);
  scene_free(&s);
}

Test(update, solves_and_adds_what_earlier_stages_weigh) {
  for (size_t n = 1; n < PLANES; n++)
    for (size_t length = 8; length <= 40; length += 16)
      for (size_t n_earlier = 0; n_earlier <= MAX_EARLIER; n_earlier++)
        for (int judged = 0; judged < 2; judged++) expect_told(n, length, 0.02, n_earlier, judged);
}

Test(update, without_diffusion_only_adds) {
  for (size_t n = 1; n < PLANES; n += 2)
    for (size_t n_earlier = 0; n_earlier <= MAX_EARLIER; n_earlier++)
      for (int judged = 0; judged < 2; judged++) expect_told(n, 16, 0, n_earlier, judged);
}

Test(update, fetches_what_follows_without_a_change) {
  struct scene one = scene_of(5, 24, 0.02), other = scene_of(5, 24, 0.02);
  struct update_rule rule = rule_of(1, true);
  other.columns.more = true;
  update_columns(&rule, &one.line, &one.columns, one.carry);
  update_columns(&rule, &other.line, &other.columns, other.carry);
  cr_expect_arr_eq(one.k, other.k, one.count * sizeof *one.k);
  scene_free(&one), scene_free(&other);
}

/* The verdict with one value of one array replaced, by columns and in plain loops. An increment that is no number is seen
 * up to the surface, though there is nothing to solve. */
static void expect_counted(size_t n_earlier, size_t array, double value, size_t at) {
  struct scene s = scene_of(3, 16, 0);
  double *fresh = room(s.count);
  size_t i = at / 16 * s.columns.stride + at % 16;
  struct update_rule rule = rule_of(n_earlier, true);
  rule.relative = rule.absolute = 100;
  if (array == 0) s.k[i] = s.solved[i] = value;
  else if (array == 1) s.u[i] = value;
  else s.stage[array - 2][i] = value;
  struct verdict_of_step wanted = told(&s, &rule, fresh), v = update_columns(&rule, &s.line, &s.columns, s.carry);
  cr_expect_eq(v.bad, array == 0 ? at / 16 + 1 : 1, "%zu earlier, array %zu, place %zu: %zu bad", n_earlier, array, at,
               v.bad);
  if (isnan(value) && array > 0) expect_same(v, wanted);
  free(fresh);
  scene_free(&s);
}

Test(verdict, counts_what_is_not_a_number_wherever_it_stands) {
  for (size_t n_earlier = 0; n_earlier <= MAX_EARLIER; n_earlier++)
    for (size_t array = 0; array < 2 + n_earlier; array++)
      for (size_t at = 0; at < 48; at++) expect_counted(n_earlier, array, (double)NAN, at);
  expect_counted(1, 0, HUGE_VAL, 7);
  expect_counted(1, 2, -HUGE_VAL, 47);
}

Test(verdict, of_a_value_that_is_no_number_counts_its_whole_column_once_it_is_solved) {
  struct scene s = scene_of(7, 16, 0.02);
  struct update_rule rule = rule_of(1, true);
  rule.relative = rule.absolute = 100;
  s.k[2 * s.columns.stride + 5] = (double)NAN;
  cr_expect_eq(update_columns(&rule, &s.line, &s.columns, s.carry).bad, 7);
  scene_free(&s);
}

Test(verdict, of_what_is_not_judged_is_that_on_no_cells) {
  struct scene s = scene_of(3, 8, 0.02);
  struct update_rule rule = rule_of(2, false);
  struct verdict_of_step v = update_columns(&rule, &s.line, &s.columns, s.carry), none = verdict_none();
  cr_expect(v.error == none.error && v.lowest == none.lowest && !v.bad && !v.negative && v.field == SIZE_MAX);
  scene_free(&s);
}

Test(verdict, of_nothing_is_good_and_merging_is_exact_in_any_order) {
  struct verdict_of_step none = verdict_none(), a = {0.5, -0.25, 1, 2, 7}, b = {0.75, -0.125, 3, 4, 5};
  struct verdict_of_step ab = a, ba = b;
  cr_expect(none.error <= 0 && none.lowest >= 0 && none.bad == 0 && none.negative == 0);
  verdict_merge(&ab, &b);
  verdict_merge(&ba, &a);
  verdict_merge(&ab, &none);
  struct verdict_of_step both = {0.75, -0.25, 4, 6, 5};
  cr_expect(none.field == SIZE_MAX && ab.field == both.field && ba.field == both.field);
  cr_expect(ab.error == both.error && ab.lowest == both.lowest && ab.bad == both.bad && ab.negative == both.negative);
  cr_expect(ba.error == both.error && ba.lowest == both.lowest && ba.bad == both.bad && ba.negative == both.negative);
}
