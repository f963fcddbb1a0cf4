/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A model of the checks' own on a grid, stepped by hand and compared with a known solution.
 */
#pragma once
#include "step/step.h"

/** Its parts point at each other: it stays where it was made. Zeroed, it may be freed. */
struct verify_bench {
  const void *numbers; /**< the model's derived numbers, borrowed */
  struct grid grid;
  struct laws laws;
  struct stepper *stepper;
};

/** Value of one field at a place [mm] and a time [day], by the model's derived numbers. */
typedef double verify_value_fn(const void *numbers, double x, double y, double z, double t);

/** Make a model at rest on a grid. Model, numbers and scheme are borrowed. Free with verify_bench_free, also after an error.
 *  Errors: those of grid_create, laws_create and stepper_create. */
int verify_bench_create(struct verify_bench *bench, const struct model *model, const void *numbers,
                        const struct grid_request *request, const struct scheme *scheme, struct error *error);
void verify_bench_free(struct verify_bench *bench);

/** Set a field to its value at the centre of each cell at time t. */
void verify_bench_set(struct verify_bench *bench, size_t field, verify_value_fn *value, double t);

/** Take n equal steps from time `start` to `end` [day]. */
void verify_bench_steps(struct verify_bench *bench, double start, double end, size_t n);

/** Largest and mean absolute difference over the cells of a field; NaN if any value is. */
struct verify_difference {
  double largest, mean;
};

/** Difference from the known value at time t at the centres of the cells that lie further than `from` along x (or r). */
struct verify_difference verify_bench_error(const struct verify_bench *bench, size_t field, verify_value_fn *value,
                                            double t, double from);

/** Difference between two benches on the same grid. */
struct verify_difference verify_bench_difference(const struct verify_bench *a, const struct verify_bench *b,
                                                 size_t field);

/** Integral of a field over the grid. */
double verify_bench_total(const struct verify_bench *bench, size_t field);

/** Number of values whose bits differ between two states on the same grid, over all fields. */
double verify_unlike_bits(const struct fields *a, const struct fields *b, const struct grid *grid);
