/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Residuals of the small model, whose rates are known by hand. All cells have edges of 0.1 mm.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>

#include "base/random.h"
#include "step/step.h"
#include "tiny_model.h"

struct scene {
  struct tiny numbers;
  struct grid grid;
  struct laws laws;
  struct stepper *stepper;
  struct fields u; /* the stepper's state */
};

static const double H = 0.1;

static struct scene *scene_of(struct tiny numbers, const size_t n[3]) {
  struct scene *s = calloc(1, sizeof *s);
  cr_assert_not_null(s);
  s->numbers = numbers;
  struct grid_request request = {.geometry = CARTESIAN,
                                 .width = {H * (double)n[0], H * (double)n[1]},
                                 .spacing = {H, H, H},
                                 .periodic = true,
                                 .n_layers = 2,
                                 .thickness = {2 * H, H * (double)(n[2] - 2)}};
  struct error error = {OK, ""};
  cr_assert_eq(grid_create(&s->grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(grid_size(&s->grid), n[0] * n[1] * n[2]);
  cr_assert_eq(laws_create(&s->laws, &tiny_model, NULL, &s->numbers, &s->grid, &error), OK);
  cr_assert_eq(stepper_create(&s->stepper, &s->laws, &schemes[0], 1e-2, &error), OK);
  s->u = *stepper_state(s->stepper);
  return s;
}

static void scene_free(struct scene *s) {
  stepper_free(s->stepper);
  laws_free(&s->laws);
  grid_free(&s->grid);
  free(s);
}

static void fill(struct scene *s, size_t f, double (*value)(size_t f, size_t cell)) {
  for (size_t k = s->u.range[f].k0; k < s->u.range[f].k1; k++)
    for (size_t j = 0; j < s->grid.axis[1].n; j++)
      for (size_t i = 0; i < s->grid.axis[0].n; i++)
        fields_row(&s->u, f, j, k)[i] = value(f, (k * s->grid.axis[1].n + j) * s->grid.axis[0].n + i);
}

static double two(size_t f, size_t cell) { return (void)f, (void)cell, 2; }
static double some(size_t f, size_t cell) { return random_uniform(3, f, cell, 0); }

static void residuals(const struct scene *s, double residual[T_FIELDS]) {
  for (size_t f = 0; f < T_FIELDS; f++) residual[f] = 1e30; /* to be overwritten */
  stepper_balance(s->stepper, 0, residual);
}

/* The signal decays: rate = -decay u. The mover grows: rate = growth u (1 - u/capacity), loss = growth u/capacity. */
Test(balance, compares_the_rate_of_a_field_with_its_loss) {
  struct tiny numbers = {.signal_diffusivity = 0.3, .mover_diffusivity = 0.2, .decay = 5, .growth = 0.7, .capacity = 8};
  struct scene *s = scene_of(numbers, (size_t[3]){4, 3, 5});
  double residual[T_FIELDS];
  fill(s, T_SIGNAL, two);
  fill(s, T_MOVER, two);
  residuals(s, residual);
  cr_expect_float_eq(residual[T_SIGNAL], 5 * 2 / (5 * (2 + 0.01)), 1e-14, "%.17g", residual[T_SIGNAL]);
  cr_expect_float_eq(residual[T_MOVER], 2 * (1 - 2.0 / 8) / (2.0 / 8 * (2 + 0.01)), 1e-13, "%.17g", residual[T_MOVER]);
  scene_free(s);
}

/* A cell of 3 among zeros: D 3/h^2 flows to each neighbour, which has no more than the least weight. */
Test(balance, finds_the_one_cell_that_is_farthest_from_it) {
  struct tiny numbers = {.signal_diffusivity = 0.3, .decay = 5, .capacity = 1};
  struct scene *s = scene_of(numbers, (size_t[3]){7, 5, 6});
  double residual[T_FIELDS];
  fields_row(&s->u, T_SIGNAL, 2, 3)[4] = 3;
  residuals(s, residual);
  double expected = 0.3 * 3 / (H * H) / (5 * 0.01);
  cr_expect_float_eq(residual[T_SIGNAL] / expected, 1, 1e-13, "%g, expected %g", residual[T_SIGNAL], expected);
  scene_free(s);
}

Test(balance, counts_directed_movement) {
  struct tiny numbers = {
      .mover_diffusivity = 1e-9, .growth = 0.5, .capacity = 2, .speed = 0.4, .length = 0.2, .scale = 1};
  struct scene *s = scene_of(numbers, (size_t[3]){4, 4, 6});
  double still[T_FIELDS], moving[T_FIELDS];
  fill(s, T_MOVER, two); /* at the capacity: rate 0 */
  residuals(s, still);
  s->numbers.capacity = 4; /* room to move into */
  fill(s, T_SIGNAL, some);
  double before = 2 * (1 - 0.5) / (0.5 * (2 + 0.01));
  residuals(s, moving);
  cr_expect_float_eq(still[T_MOVER], 0, 1e-13);
  cr_expect_gt(moving[T_MOVER], 1.1 * before);
  scene_free(s);
}

Test(balance, leaves_out_fields_that_do_not_diffuse_and_cells_without_loss) {
  struct tiny numbers = {.signal_diffusivity = 0.3, .mover_diffusivity = 0.2, .decay = 0, .growth = 0.7, .capacity = 8};
  struct scene *s = scene_of(numbers, (size_t[3]){4, 3, 5});
  double residual[T_FIELDS];
  fill(s, T_SIGNAL, some);
  fill(s, T_CROWD, some);
  residuals(s, residual);
  for (size_t f = 0; f < T_FIELDS; f++) cr_expect_eq(residual[f], -1, "%s: %g", tiny_fields[f].name, residual[f]);
  scene_free(s);
}

Test(balance, shows_what_is_not_a_number) {
  struct tiny numbers = {.signal_diffusivity = 0.3, .decay = 5, .capacity = 1};
  struct scene *s = scene_of(numbers, (size_t[3]){4, 3, 5});
  double residual[T_FIELDS];
  fill(s, T_SIGNAL, two);
  fields_row(&s->u, T_SIGNAL, 1, 2)[1] = (double)NAN;
  residuals(s, residual);
  cr_expect(isnan(residual[T_SIGNAL]));
  scene_free(s);
}

Test(balance, is_the_same_on_any_number_of_threads) {
  struct tiny numbers = {.signal_diffusivity = 0.3,
                         .mover_diffusivity = 0.2,
                         .decay = 5,
                         .growth = 0.7,
                         .capacity = 8,
                         .speed = 0.4,
                         .length = 0.2,
                         .scale = 1};
  double one[T_FIELDS], many[T_FIELDS];
  for (int threads = 1; threads < 6; threads++) {
    omp_set_num_threads(threads);
    struct scene *s = scene_of(numbers, (size_t[3]){40, 30, 8}); /* worth threads */
    for (size_t f = 0; f < T_FIELDS; f++) fill(s, f, some);
    residuals(s, threads == 1 ? one : many);
    cr_expect_gt(one[T_MOVER], 0);
    for (size_t f = 0; threads > 1 && f < T_FIELDS; f++)
      cr_expect_eq(many[f], one[f], "%d threads, %s", threads, tiny_fields[f].name);
    scene_free(s);
  }
}
