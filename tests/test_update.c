/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Kernels of a step against plain loops: reaction rows, stages, new values and the verdict; and the laws of a model.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "ops/reaction.h"
#include "ops/update.h"
#include "tiny_model.h"

enum { LONGEST = 40, ROWS = 12 };

/* Rows of exactly n numbers, so that reading beyond is seen. */
struct draws {
  size_t n;
  double *row[ROWS];
};

static struct draws draws_of(size_t n, uint64_t seed) {
  struct draws d = {.n = n};
  for (size_t r = 0; r < ROWS; r++) {
    d.row[r] = malloc(n * sizeof(double));
    for (size_t i = 0; i < n; i++) d.row[r][i] = 2 * random_uniform(seed, n, r, i) - 1;
  }
  return d;
}

static void draws_free(struct draws *d) {
  for (size_t r = 0; r < ROWS; r++) free(d->row[r]);
}

Test(combine, adds_weighted_increments) {
  const double a[] = {1.5, -0.5, 0.25, 3};
  for (size_t n = 1; n <= LONGEST; n++)
    for (size_t stages = 1; stages <= 4; stages++) {
      struct draws d = draws_of(n, 1);
      const double *k[] = {d.row[1], d.row[2], d.row[3], d.row[4]};
      combine_row(n, d.row[0], stages, k, a, d.row[5]);
      for (size_t i = 0; i < n; i++) {
        double expected = d.row[0][i];
        for (size_t s = 0; s < stages; s++) expected += a[s] * k[s][i];
        cr_assert_float_eq(d.row[5][i], expected, 4e-15, "%zu cells, %zu stages, cell %zu", n, stages, i);
      }
      draws_free(&d);
    }
}

Test(stage, divides_rates_and_earlier_increments_by_the_factor_of_the_losses) {
  const double c[] = {-2, 0.5, 1.25}, dt = 0.3, gamma_dt = 0.1;
  for (size_t n = 1; n <= LONGEST; n++)
    for (size_t earlier = 0; earlier <= 3; earlier++) {
      struct draws d = draws_of(n, 2);
      for (size_t i = 0; i < n; i++) d.row[3][i] = 10 * fabs(d.row[3][i]);
      const double *k[] = {d.row[4], d.row[5], d.row[6]};
      const double *u = d.row[0], *transport = d.row[1], *made = d.row[2], *loss = d.row[3];
      memcpy(d.row[7], transport, n * sizeof(double));
      stage_row(n, dt, gamma_dt, u, made, loss, earlier, k, c, d.row[7]);
      for (size_t i = 0; i < n; i++) {
        double expected = dt * (transport[i] + made[i] - loss[i] * u[i]);
        for (size_t s = 0; s < earlier; s++) expected += c[s] * k[s][i];
        expected /= 1 + gamma_dt * loss[i];
        cr_assert_float_eq(d.row[7][i], expected, 4e-15, "%zu cells, %zu earlier, cell %zu", n, earlier, i);
      }
      draws_free(&d);
    }
}

/* The verdict as ops/update.h tells it. */
static struct verdict_of_step told(const struct draws *d, size_t stages, const double e[], double relative,
                                   double absolute, double scale) {
  struct verdict_of_step v = {.error = 0};
  for (size_t i = 0; i < d->n; i++) {
    double estimate = 0, fresh = d->row[5][i];
    for (size_t s = 0; s < stages; s++) estimate += e[s] * d->row[1 + s][i];
    double error = fabs(estimate) / (relative * fabs(d->row[0][i]) + absolute);
    if (error > v.error) v.error = error;
    if (!(error <= 1)) v.bad++;
    if (fresh / scale < v.lowest) v.lowest = fresh / scale;
    if (fresh < 0) v.negative++;
  }
  return v;
}

static struct verdict_of_step judged(const struct draws *d, size_t stages, const double e[], double relative,
                                     double absolute, double scale) {
  const double *k[] = {d->row[1], d->row[2], d->row[3], d->row[4]};
  struct verdict_of_step v = verdict_none();
  judge_row(d->n, d->row[0], stages, k, e, relative, absolute, scale, d->row[5], &v);
  return v;
}

static void expect_same(struct verdict_of_step a, struct verdict_of_step b, size_t n) {
  cr_expect_float_eq(a.error, b.error, 1e-14 * b.error, "%zu cells: error %g, %g", n, a.error, b.error);
  cr_expect_float_eq(a.lowest, b.lowest, 1e-15, "%zu cells: lowest %g, %g", n, a.lowest, b.lowest);
  cr_expect_eq(a.bad, b.bad, "%zu cells: %zu bad, %zu", n, a.bad, b.bad);
  cr_expect_eq(a.negative, b.negative, "%zu cells: %zu negative, %zu", n, a.negative, b.negative);
}

Test(verdict, is_that_of_a_plain_loop) {
  const double e[] = {0.5, 0.5, -0.25, 1};
  for (size_t n = 1; n <= LONGEST; n++)
    for (size_t stages = 1; stages <= 4; stages++) {
      struct draws d = draws_of(n, 3);
      expect_same(judged(&d, stages, e, 0.5, 0.1, 4), told(&d, stages, e, 0.5, 0.1, 4), n);
      draws_free(&d);
    }
}

Test(verdict, counts_what_is_not_a_number_wherever_it_stands) {
  const double e[] = {0.5, 0.5};
  for (size_t n = 1; n <= 19; n++)
    for (size_t place = 0; place < n; place++) {
      struct draws d = draws_of(n, 4);
      d.row[2][place] = (double)NAN;
      struct verdict_of_step v = judged(&d, 2, e, 100, 100, 1);
      cr_expect_eq(v.bad, 1, "%zu of %zu", place, n);
      expect_same(v, told(&d, 2, e, 100, 100, 1), n);
      d.row[2][place] = HUGE_VAL;
      cr_expect_eq(judged(&d, 2, e, 100, 100, 1).bad, 1);
      draws_free(&d);
    }
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

/* Rates that tell where, when and of what they were made. */
static void where_and_when(const void *derived, const struct cells *cells, const double *const u[],
                           double *const production[], double *const loss[]) {
  const struct tiny *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    production[T_SIGNAL][i] += cells->x[i] + 10 * cells->y + 100 * cells->z + 1000 * cells->t;
    production[T_MOVER][i] += u[T_SIGNAL][i] + cells->layer + cells->layer_top + cells->layer_bottom;
    loss[T_MOVER][i] += p->decay * u[T_MOVER][i] + u[T_CROWD][i] + cells->size[0] * cells->size[2];
  }
}

static void rest_of_two(const void *derived, double u[]) {
  (void)derived;
  u[T_SIGNAL] = 0.25, u[T_MOVER] = 2, u[T_CROWD] = 3;
}

/* A grid of long rows under a law, with values of both signs in every field. */
struct scene {
  struct tiny numbers;
  struct grid grid;
  struct laws laws;
  struct fields u;
};

static void scene_make(struct scene *s, const struct model *model, size_t nx) {
  struct error error = {OK, ""};
  s->numbers =
      (struct tiny){.decay = 0.5, .speed = 1, .length = 1, .scale = 1, .capacity = 1, .signal_diffusivity = 0.1};
  struct grid_request request = {.geometry = CARTESIAN,
                                 .width = {0.1 * (double)nx, 0.2},
                                 .spacing = {0.1, 0.1, 0.1},
                                 .n_layers = 2,
                                 .thickness = {0.1, 0.2}};
  cr_assert_eq(grid_create(&s->grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(s->grid.axis[0].n, nx);
  cr_assert_eq(laws_create(&s->laws, model, NULL, &s->numbers, &s->grid, &error), OK, "%s", error.sentence);
  cr_assert_eq(fields_create(&s->u, &s->grid, T_FIELDS, s->laws.range, &error), OK, "%s", error.sentence);
  for (size_t f = 0; f < T_FIELDS; f++)
    for (size_t k = s->u.range[f].k0; k < s->u.range[f].k1; k++)
      for (size_t j = 0; j < 2; j++)
        for (size_t i = 0; i < nx; i++) fields_row(&s->u, f, j, k)[i] = 2 * random_uniform(f, k, j, i) - 0.5;
}

static void scene_free(struct scene *s) {
  fields_free(&s->u);
  laws_free(&s->laws);
  grid_free(&s->grid);
}

Test(reaction, of_a_row_in_blocks_is_that_of_one_call) {
  const struct part_spec part = {"where", where_and_when, "tells where and when"};
  struct model model = tiny_model;
  model.parts = &part;
  model.rest = rest_of_two;
  const size_t lengths[] = {1, 63, 64, 65, 150};
  for (size_t l = 0; l < 5; l++) {
    struct scene s;
    scene_make(&s, &model, lengths[l]);
    double *memory = aligned_alloc(64, rows_memory(&s.laws) * sizeof(double));
    struct rows rows;
    rows_place(&rows, &s.laws, memory);
    for (size_t k = 0; k < 3; k++) {
      const double *stored[T_FIELDS];
      double u[T_FIELDS][150], made[T_FIELDS][150] = {{0}}, lost[T_FIELDS][150] = {{0}};
      laws_rows(&s.laws, &s.u, 1, k, stored);
      for (size_t f = 0; f < T_FIELDS; f++)
        for (size_t i = 0; i < lengths[l]; i++) u[f][i] = k == 0 && f ? (f == T_MOVER ? 2 : 3) : fmax(0, stored[f][i]);
      struct cells cells = grid_cells(&s.grid, 0, lengths[l], 1, k, 7);
      where_and_when(&s.numbers, &cells, (const double *[]){u[0], u[1], u[2]}, (double *[]){made[0], made[1], made[2]},
                     (double *[]){lost[0], lost[1], lost[2]});
      for (int again = 0; again < 2; again++) react_row(&s.laws, &s.u, 1, k, 7, &rows);
      for (size_t f = 0; f < T_FIELDS; f++) {
        cr_expect_arr_eq(rows.clamped[f], u[f], lengths[l] * sizeof(double));
        cr_expect_arr_eq(rows.production[f], made[f], lengths[l] * sizeof(double), "%zu cells, plane %zu", lengths[l],
                         k);
        cr_expect_arr_eq(rows.loss[f], lost[f], lengths[l] * sizeof(double), "%zu cells, plane %zu", lengths[l], k);
      }
    }
    free(memory);
    scene_free(&s);
  }
}
