/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify/bench.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/larger.h"
#include "base/sum.h"

int verify_bench_create(struct verify_bench *bench, const struct model *model, const void *numbers,
                        const struct grid_request *request, const struct scheme *scheme, struct error *error) {
  static const double ANY_TOLERANCE = 1e-2; /* of an error estimate that nobody asks for */
  *bench = (struct verify_bench){.numbers = numbers};
  TRY(grid_create(&bench->grid, request, error));
  TRY(laws_create(&bench->laws, model, NULL, numbers, &bench->grid, error));
  return stepper_create(&bench->stepper, &bench->laws, scheme, ANY_TOLERANCE, error);
}

void verify_bench_free(struct verify_bench *bench) {
  stepper_free(bench->stepper);
  laws_free(&bench->laws);
  grid_free(&bench->grid);
  *bench = (struct verify_bench){0};
}

/* The centre of a cell. */
static double value_at(const struct verify_bench *bench, verify_value_fn *value, size_t i, size_t j, size_t k,
                       double t) {
  const struct axis *axis = bench->grid.axis;
  return value(bench->numbers, axis[0].centre[i], axis[1].centre[j], axis[2].centre[k], t);
}

void verify_bench_set(struct verify_bench *bench, size_t field, verify_value_fn *value, double t) {
  struct fields *u = stepper_state(bench->stepper);
  for (size_t k = u->range[field].k0; k < u->range[field].k1; k++)
    for (size_t j = 0; j < bench->grid.axis[1].n; j++)
      for (size_t i = 0; i < bench->grid.axis[0].n; i++)
        fields_row(u, field, j, k)[i] = value_at(bench, value, i, j, k, t);
}

void verify_bench_steps(struct verify_bench *bench, double start, double end, size_t n) {
  double dt = (end - start) / (double)n;
  for (size_t s = 0; s < n; s++) {
    stepper_try(bench->stepper, start + dt * (double)s, dt, -1);
    stepper_accept(bench->stepper);
  }
}

static void take_in(struct verify_difference *difference, double value, size_t *n) {
  double size = fabs(value);
  difference->largest = larger(difference->largest, size);
  difference->mean += (size - difference->mean) / (double)++*n;
}

struct verify_difference verify_bench_error(const struct verify_bench *bench, size_t field, verify_value_fn *value,
                                            double t, double from) {
  const struct fields *u = stepper_state(bench->stepper);
  struct verify_difference difference = {0, 0};
  size_t n = 0;
  for (size_t k = u->range[field].k0; k < u->range[field].k1; k++)
    for (size_t j = 0; j < bench->grid.axis[1].n; j++)
      for (size_t i = 0; i < bench->grid.axis[0].n; i++)
        if (bench->grid.axis[0].centre[i] > from)
          take_in(&difference, fields_row(u, field, j, k)[i] - value_at(bench, value, i, j, k, t), &n);
  return difference;
}

struct verify_difference verify_bench_difference(const struct verify_bench *a, const struct verify_bench *b,
                                                 size_t field) {
  const struct fields *u = stepper_state(a->stepper), *v = stepper_state(b->stepper);
  struct verify_difference difference = {0, 0};
  size_t n = 0;
  for (size_t k = u->range[field].k0; k < u->range[field].k1; k++)
    for (size_t j = 0; j < a->grid.axis[1].n; j++)
      for (size_t i = 0; i < a->grid.axis[0].n; i++)
        take_in(&difference, fields_row(u, field, j, k)[i] - fields_row(v, field, j, k)[i], &n);
  return difference;
}

double verify_bench_total(const struct verify_bench *bench, size_t field) {
  const struct fields *u = stepper_state(bench->stepper);
  const struct grid *grid = &bench->grid;
  double total = 0;
  for (size_t k = u->range[field].k0; k < u->range[field].k1; k++)
    for (size_t j = 0; j < grid->axis[1].n; j++)
      total += sum_weighted(fields_row(u, field, j, k), grid->axis[0].measure, NULL, grid->axis[0].n);
  return total * grid->axis[1].measure[0] * grid->axis[2].measure[0];
}

static uint64_t bits_of(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

double verify_unlike_bits(const struct fields *a, const struct fields *b, const struct grid *grid) {
  double n = 0;
  for (size_t f = 0; f < a->n; f++)
    for (size_t k = a->range[f].k0; k < a->range[f].k1; k++)
      for (size_t j = 0; j < grid->axis[1].n; j++)
        for (size_t i = 0; i < grid->axis[0].n; i++)
          n += bits_of(fields_row(a, f, j, k)[i]) != bits_of(fields_row(b, f, j, k)[i]);
  return n;
}
