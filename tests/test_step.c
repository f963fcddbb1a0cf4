/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a time step does with values that are no numbers, and its own estimate of its error. Orders, exact solutions and
 *  invariants are measured by `mend verify`.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "step/step.h"
#include "tiny_model.h"

struct bench {
  struct tiny numbers;
  struct grid grid;
  struct laws laws;
  struct stepper *stepper;
};

static struct bench *bench_of(struct tiny numbers, const size_t n[3], size_t upper, bool periodic) {
  struct bench *b = calloc(1, sizeof *b);
  b->numbers = numbers;
  double h = 1.0 / (double)n[0];
  struct grid_request request = {.geometry = CARTESIAN,
                                 .width = {1, n[1] > 1 ? h * (double)n[1] : 0},
                                 .spacing = {h, h, h},
                                 .periodic = periodic,
                                 .n_layers = 2,
                                 .thickness = {h * (double)upper, h * (double)(n[2] - upper)}};
  struct error error = {0};
  cr_assert_eq(grid_create(&b->grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(grid_size(&b->grid), n[0] * n[1] * n[2]);
  cr_assert_eq(laws_create(&b->laws, &tiny_model, NULL, &b->numbers, &b->grid, &error), OK);
  cr_assert_eq(stepper_create(&b->stepper, &b->laws, &schemes[0], 1e-2, &error), OK, "%s", error.sentence);
  return b;
}

static void bench_free(struct bench *b) {
  stepper_free(b->stepper);
  laws_free(&b->laws);
  grid_free(&b->grid);
  free(b);
}

static void set(struct bench *b, size_t f, double (*value)(double x, double y, double z)) {
  struct fields *u = stepper_state(b->stepper);
  for (size_t k = u->range[f].k0; k < u->range[f].k1; k++)
    for (size_t j = 0; j < b->grid.axis[1].n; j++)
      for (size_t i = 0; i < b->grid.axis[0].n; i++)
        fields_row(u, f, j, k)[i] =
            value(b->grid.axis[0].centre[i], b->grid.axis[1].centre[j], b->grid.axis[2].centre[k]);
}

static double some(double x, double y, double z) { return 0.5 + 0.4 * sin(6.3 * (x + 0.3 * y)) * cos(3.1 * z); }
static double bump(double x, double y, double z) {
  return exp(-40 * ((x - 0.5) * (x - 0.5) + (y - 0.4) * (y - 0.4) + (z - 0.5) * (z - 0.5)));
}
static struct tiny everything(void) {
  return (struct tiny){.signal_diffusivity = 0.02,
                       .mover_diffusivity = 0.004,
                       .decay = 1,
                       .growth = 0.8,
                       .capacity = 4,
                       .speed = 0.3,
                       .length = 0.2,
                       .scale = 0.2};
}

Test(step, counts_what_is_not_a_number) {
  struct bench *b = bench_of(everything(), (size_t[3]){16, 8, 8}, 2, true);
  set(b, T_SIGNAL, bump);
  fields_row(stepper_state(b->stepper), T_SIGNAL, 3, 3)[7] = (double)NAN;
  cr_expect_gt(stepper_try(b->stepper, 0, 1e-3, -1).bad, 0);
  bench_free(b);
}

Test(step, recovers_from_a_try_that_was_not_a_number) {
  struct bench *b = bench_of(everything(), (size_t[3]){10, 6, 8}, 2, true); /* rows with pads */
  set(b, T_SIGNAL, bump);
  double *value = &fields_row(stepper_state(b->stepper), T_SIGNAL, 3, 3)[7], good = *value;
  *value = (double)NAN;
  cr_expect_gt(stepper_try(b->stepper, 0, 1e-3, -1).bad, 0);
  *value = good;
  cr_expect_eq(stepper_try(b->stepper, 0, 1e-4, -1).bad, 0);
  bench_free(b);
}

Test(step, estimates_an_error_that_falls_with_the_square_of_the_step) {
  struct bench *b = bench_of(everything(), (size_t[3]){24, 16, 20}, 4, true);
  set(b, T_SIGNAL, bump);
  set(b, T_MOVER, some);
  set(b, T_CROWD, some);
  double coarse = stepper_try(b->stepper, 0, 2e-2, -1).error, fine = stepper_try(b->stepper, 0, 1e-2, -1).error;
  cr_expect_float_eq(log2(coarse / fine), 2, 0.3, "observed order %g", log2(coarse / fine));
  bench_free(b);
}

/* Waves along x and y that repeat every 14 cells of a large plane, in a box whose lengths are all 1/30 of those of a small one:
 * the cells of the first wave of each see the same. */
static double waves(double x, double y, double z) {
  return 0.5 + 0.3 * sin(2 * 3.14159265358979 * x) * cos(2 * 3.14159265358979 * y) * cos(3 * z);
}
static double thirty_waves(double x, double y, double z) { return waves(30 * x, 30 * y, 30 * z); }
static struct tiny shrunk(struct tiny numbers, double by) {
  numbers.signal_diffusivity /= by * by;
  numbers.mover_diffusivity /= by * by;
  numbers.speed /= by;
  numbers.length /= by;
  return numbers;
}

Test(step, gives_in_a_plane_too_large_for_the_caches_what_it_gives_in_a_small_one) {
  enum { WAVE = 14, WAVES = 30, MANY = WAVE * WAVES };
  struct bench *small = bench_of(everything(), (size_t[3]){WAVE, WAVE, 4}, 1, true);
  struct bench *large = bench_of(shrunk(everything(), WAVES), (size_t[3]){MANY, MANY, 4}, 1, true);
  size_t least = 1 << 19; /* doubles of a plane of all fields that a thread works in memory of its own */
  cr_assert(3 * small->grid.pitch * WAVE < least && 3 * large->grid.pitch * MANY > least);
  for (size_t f = 0; f < 3; f++) {
    set(small, f, waves);
    set(large, f, thirty_waves);
  }
  struct verdict_of_step one = stepper_try(small->stepper, 0, 1e-2, -1),
                         other = stepper_try(large->stepper, 0, 1e-2, -1);
  cr_expect_float_eq(one.error, other.error, 1e-9 * one.error, "%g, %g", one.error, other.error);
  stepper_accept(small->stepper);
  stepper_accept(large->stepper);
  for (size_t f = 0; f < 3; f++)
    for (size_t k = 1; k < 4; k++)
      for (size_t j = 0; j < WAVE; j++)
        for (size_t i = 0; i < WAVE; i++)
          cr_expect_float_eq(fields_row(stepper_state(small->stepper), f, j, k)[i],
                             fields_row(stepper_state(large->stepper), f, j, k)[i], 1e-11, "field %zu", f);
  bench_free(small);
  bench_free(large);
}
