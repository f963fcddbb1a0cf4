/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders of accuracy, exact solutions and invariants of the time step, on a small model. */
#include <criterion/criterion.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "step/step.h"
#include "tiny_model.h"

struct bench {
  struct tiny numbers;
  struct grid grid;
  struct laws laws;
  struct stepper *stepper;
};

static const double TWO_PI = 6.283185307179586476925;

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

static void steps(struct bench *b, double end, int n) {
  for (int s = 0; s < n; s++) {
    stepper_try(b->stepper, end * s / n, end / n, -1);
    stepper_accept(b->stepper);
  }
}

static double largest_difference(struct bench *a, struct bench *b, size_t f) {
  struct fields *u = stepper_state(a->stepper), *v = stepper_state(b->stepper);
  double largest = 0;
  for (size_t k = u->range[f].k0; k < u->range[f].k1; k++)
    for (size_t c = 0; c < u->plane; c++)
      largest = fmax(largest, fabs(fields_row(u, f, 0, k)[c] - fields_row(v, f, 0, k)[c]));
  return largest;
}

static double wave(double x, double y, double z) { return 2 + cos(TWO_PI * x) * cos(TWO_PI * y) * cos(TWO_PI * z); }
static double some(double x, double y, double z) {
  return 0.5 + 0.4 * sin(TWO_PI * (x + 0.3 * y)) * cos(0.5 * TWO_PI * z);
}
static double bump(double x, double y, double z) {
  return exp(-40 * ((x - 0.5) * (x - 0.5) + (y - 0.4) * (y - 0.4) + (z - 0.5) * (z - 0.5)));
}
static double half(double x, double y, double z) { return (void)x, (void)y, (void)z, 0.5; }

/* Error at day 1 of a decaying wave; its rate is the discrete operator's (time error alone) or the true one's. */
static double wave_error(size_t n, int n_steps, bool discrete) {
  struct tiny numbers = {.signal_diffusivity = 0.02, .decay = 0.7, .capacity = 1, .scale = 1};
  struct bench *b = bench_of(numbers, (size_t[3]){n, n, n}, 0, true);
  double h = 1.0 / (double)n, mode = discrete ? 4 * pow(sin(TWO_PI * h / 2) / h, 2) : TWO_PI * TWO_PI;
  set(b, T_SIGNAL, wave);
  steps(b, 1, n_steps);
  double shape = exp(-(0.7 + 3 * 0.02 * mode)), mean = 2 * exp(-0.7), largest = 0;
  struct fields *u = stepper_state(b->stepper);
  for (size_t k = 0; k < n; k++)
    for (size_t j = 0; j < n; j++)
      for (size_t i = 0; i < n; i++) {
        double x = b->grid.axis[0].centre[i], y = b->grid.axis[1].centre[j], z = b->grid.axis[2].centre[k];
        double exact = mean + shape * cos(TWO_PI * x) * cos(TWO_PI * y) * cos(TWO_PI * z);
        largest = fmax(largest, fabs(fields_row(u, T_SIGNAL, j, k)[i] - exact));
      }
  bench_free(b);
  return largest;
}

Test(step, is_of_second_order_in_time_on_a_decaying_wave) {
  double coarse = wave_error(16, 20, true), fine = wave_error(16, 40, true), finer = wave_error(16, 80, true);
  cr_expect_float_eq(log2(coarse / fine), 2, 0.15, "observed order %g", log2(coarse / fine));
  cr_expect_float_eq(log2(fine / finer), 2, 0.1, "observed order %g", log2(fine / finer));
}

Test(step, is_of_second_order_in_space_on_a_decaying_wave) {
  double coarse = wave_error(12, 150, false), fine = wave_error(24, 150, false), finer = wave_error(48, 150, false);
  cr_expect_float_eq(log2(coarse / fine), 2, 0.15, "observed order %g", log2(coarse / fine));
  cr_expect_float_eq(log2(fine / finer), 2, 0.1, "observed order %g", log2(fine / finer));
}

Test(step, is_of_second_order_in_time_on_logistic_growth) {
  double error[3];
  for (int r = 0; r < 3; r++) {
    struct bench *b = bench_of((struct tiny){.growth = 2, .capacity = 3, .scale = 1}, (size_t[3]){8, 1, 2}, 0, false);
    set(b, T_MOVER, half);
    steps(b, 1.5, 20 << r);
    double exact = 3 / (1 + (3 / 0.5 - 1) * exp(-3.0));
    error[r] = fabs(fields_row(stepper_state(b->stepper), T_MOVER, 0, 1)[3] - exact);
    bench_free(b);
  }
  cr_expect_float_eq(log2(error[0] / error[1]), 2, 0.15);
  cr_expect_float_eq(log2(error[1] / error[2]), 2, 0.1);
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

static struct bench *everything_after(int n_steps, bool periodic) {
  struct bench *b = bench_of(everything(), (size_t[3]){24, 16, 20}, 4, periodic);
  set(b, T_SIGNAL, bump);
  set(b, T_MOVER, some);
  set(b, T_CROWD, some);
  steps(b, 0.5, n_steps);
  return b;
}

Test(step, is_of_second_order_in_time_on_diffusion_taxis_and_reaction_together) {
  struct bench *b[4];
  for (int r = 0; r < 4; r++) b[r] = everything_after(20 << r, true);
  for (size_t f = 0; f < 2; f++) {
    double coarse = largest_difference(b[0], b[1], f), fine = largest_difference(b[1], b[2], f),
           finer = largest_difference(b[2], b[3], f);
    /* The limiter is not smooth, so single cells may fall below two. */
    cr_expect_gt(log2(coarse / fine), 1.7, "%s: observed order %g", tiny_fields[f].name, log2(coarse / fine));
    cr_expect_gt(log2(fine / finer), 1.7, "%s: observed order %g", tiny_fields[f].name, log2(fine / finer));
  }
  for (int r = 0; r < 4; r++) bench_free(b[r]);
}

Test(step, keeps_the_total_of_a_mover_that_neither_grows_nor_decays) {
  struct tiny numbers = everything();
  numbers.growth = 0;
  for (int periodic = 0; periodic < 2; periodic++) {
    struct bench *b = bench_of(numbers, (size_t[3]){24, 16, 20}, 4, periodic);
    set(b, T_SIGNAL, bump);
    set(b, T_MOVER, some);
    double total[2] = {0};
    for (int after = 0; after < 2; after++) {
      struct fields *u = stepper_state(b->stepper);
      for (size_t k = u->range[T_MOVER].k0; k < u->range[T_MOVER].k1; k++)
        for (size_t c = 0; c < u->plane; c++) total[after] += fields_row(u, T_MOVER, 0, k)[c];
      if (!after) steps(b, 0.5, 30);
    }
    cr_expect_float_eq(total[1] / total[0], 1, 1e-13);
    bench_free(b);
  }
}

Test(step, keeps_a_steady_state_to_the_last_bit) {
  struct tiny numbers = {.growth = 2, .capacity = 0.5, .scale = 1, .mover_diffusivity = 0.1, .signal_diffusivity = 0.1};
  struct bench *b = bench_of(numbers, (size_t[3]){16, 8, 8}, 2, true);
  set(b, T_MOVER, half);
  steps(b, 100, 10);
  for (size_t i = 0; i < 16; i++) cr_expect_eq(fields_row(stepper_state(b->stepper), T_MOVER, 3, 5)[i], 0.5);
  cr_expect_eq(stepper_residual(b->stepper, 0), 0);
  bench_free(b);
}

Test(step, gives_the_same_bits_on_any_number_of_threads) {
  for (int periodic = 0; periodic < 2; periodic++) {
    omp_set_num_threads(1);
    struct bench *one = everything_after(10, periodic);
    for (int threads = 2; threads < 6; threads++) {
      omp_set_num_threads(threads);
      struct bench *many = everything_after(10, periodic);
      for (size_t f = 0; f < T_FIELDS; f++) cr_expect_eq(largest_difference(one, many, f), 0, "%d threads", threads);
      bench_free(many);
    }
    bench_free(one);
  }
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
  struct bench *b = everything_after(1, true);
  double coarse = stepper_try(b->stepper, 0, 2e-2, -1).error, fine = stepper_try(b->stepper, 0, 1e-2, -1).error;
  cr_expect_float_eq(log2(coarse / fine), 2, 0.3, "observed order %g", log2(coarse / fine));
  bench_free(b);
}
