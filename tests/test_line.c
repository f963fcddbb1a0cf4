/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line solves against the operator itself: applying I - a A to the solution must give back the right-hand side. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "ops/line.h"

static struct grid grid_of(enum geometry geometry, size_t nx, size_t ny, size_t nz, bool periodic) {
  struct grid_request request = {.geometry = geometry,
                                 .width = {0.01 * (double)nx, geometry == CARTESIAN ? 0.02 * (double)ny : 0},
                                 .spacing = {0.01, 0.02, 0.03},
                                 .periodic = periodic,
                                 .n_layers = 1,
                                 .thickness = {0.03 * (double)nz}};
  struct grid grid;
  struct error error = {0};
  cr_assert_eq(grid_create(&grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(grid.axis[0].n, nx);
  cr_assert_eq(grid.axis[2].n, nz);
  return grid;
}

static double applied(const struct axis *axis, const double *x, size_t i, size_t stride, double a) {
  size_t n = axis->n, below = i > 0 ? i - 1 : n - 1, above = i + 1 < n ? i + 1 : 0;
  double lower = axis->lower[i], upper = axis->upper[i];
  return x[i * stride] -
         a * (lower * (x[below * stride] - x[i * stride]) + upper * (x[above * stride] - x[i * stride]));
}

/* Largest residual of the solve along the first axis over some rows, in units of the right-hand side. */
static double residual_along(enum geometry geometry, size_t n, size_t rows, bool periodic, double a) {
  struct grid grid = grid_of(geometry, n, 1, 1, periodic);
  size_t count = rows * grid.pitch;
  double *x = aligned_alloc(64, count * sizeof *x), *d = calloc(count, sizeof *d);
  double *scratch = aligned_alloc(64, line_scratch(n) * sizeof *scratch),
         *memory = malloc(line_memory(n) * sizeof *memory);
  for (size_t i = 0; i < count; i++) d[i] = i % grid.pitch < n ? random_uniform(1, n, i, 0) - 0.5 : 0;
  memcpy(x, d, count * sizeof *x);
  struct line line;
  line_factor(&line, &grid.axis[0], (struct range){0, n}, a, ALONG, memory);
  line_solve_along(&line, x, rows, grid.pitch, NULL, scratch);
  double largest = 0;
  for (size_t j = 0; j < rows; j++) {
    for (size_t i = 0; i < n; i++)
      largest = fmax(largest, fabs(applied(&grid.axis[0], x + j * grid.pitch, i, 1, a) - d[j * grid.pitch + i]));
    for (size_t i = n; i < grid.pitch; i++) cr_expect_eq(x[j * grid.pitch + i], 0, "pad %zu of row %zu", i, j);
  }
  free(x), free(d), free(scratch), free(memory);
  grid_free(&grid);
  return largest;
}

Test(line_solve_along, solves_rows_of_any_length_and_number) {
  for (size_t n = 2; n < 28; n++)
    for (size_t rows = 1; rows < 35; rows += 3)
      for (int periodic = 0; periodic < 2; periodic++) {
        double residual = residual_along(CARTESIAN, n, rows, periodic, 3e-4);
        cr_expect_lt(residual, 2e-14, "n %zu, %zu rows, periodic %d: %g", n, rows, periodic, residual);
      }
}

/* Two groups of eight side by side, one group alone, and three rows that are left. */
Test(line_solve_along, gives_each_row_the_bits_that_it_has_alone) {
  enum { N = 21, MANY = 16 + 8 + 3, NOT_A_NUMBER = 11 };
  for (int periodic = 0; periodic < 2; periodic++) {
    struct grid grid = grid_of(CARTESIAN, N, 1, 1, periodic);
    size_t count = MANY * grid.pitch;
    double *all = aligned_alloc(64, count * sizeof *all), *alone = aligned_alloc(64, count * sizeof *alone);
    double *scratch = aligned_alloc(64, line_scratch(N) * sizeof *scratch),
           *memory = malloc(line_memory(N) * sizeof *memory);
    for (size_t i = 0; i < count; i++) all[i] = i % grid.pitch < N ? random_uniform(5, i, 0, 0) - 0.5 : 0;
    memcpy(alone, all, count * sizeof *all);
    all[NOT_A_NUMBER * grid.pitch + 7] = (double)NAN;
    struct line line;
    line_factor(&line, &grid.axis[0], (struct range){0, N}, 3e-4, ALONG, memory);
    line_solve_along(&line, all, MANY, grid.pitch, NULL, scratch);
    for (size_t j = 0; j < MANY; j++) {
      const double *row = all + j * grid.pitch;
      line_solve_along(&line, alone + j * grid.pitch, 1, grid.pitch, NULL, scratch);
      if (j != NOT_A_NUMBER)
        cr_expect_arr_eq(row, alone + j * grid.pitch, grid.pitch * sizeof *row, "row %zu, periodic %d", j, periodic);
      else cr_expect(isnan(row[0]) && isnan(row[N - 1]) && row[N] == 0 && row[grid.pitch - 1] == 0);
    }
    free(all), free(alone), free(scratch), free(memory);
    grid_free(&grid);
  }
}

Test(line_solve_along, solves_on_a_radius) {
  for (size_t n = 2; n < 40; n += 5) cr_expect_lt(residual_along(AXISYMMETRIC, n, 1, false, 2e-3), 2e-14);
}

Test(line_solve_along, holds_for_steps_a_million_cells_wide) {
  cr_expect_lt(residual_along(CARTESIAN, 200, 8, true, 100.0), 1e-9);
  cr_expect_lt(residual_along(CARTESIAN, 200, 8, false, 100.0), 1e-9);
}

Test(line_solve_across, agrees_with_the_operator_on_part_of_an_axis) {
  struct grid grid = grid_of(CARTESIAN, 5, 9, 7, false);
  const struct range range = {2, 6};
  double x[4 * 8] __attribute__((aligned(64))), d[4 * 8], *memory = malloc(line_memory(4) * sizeof *memory);
  for (size_t i = 0; i < 4 * 8; i++) d[i] = x[i] = random_uniform(2, i, 0, 0);
  struct line line;
  line_factor(&line, &grid.axis[2], range, 1e-3, ACROSS, memory);
  line_solve_across(&line, x, 8, 8, x);
  for (size_t i = 0; i < 4; i++)
    for (size_t c = 0; c < 8; c++) {
      double h2 = grid.axis[2].h * grid.axis[2].h, here = x[i * 8 + c];
      double below = i > 0 ? x[(i - 1) * 8 + c] : here, above = i + 1 < 4 ? x[(i + 1) * 8 + c] : here;
      double back = here - 1e-3 / h2 * ((below - here) + (above - here));
      cr_expect_float_eq(back, d[i * 8 + c], 1e-14, "line %zu", i);
    }
  free(memory);
  grid_free(&grid);
}

/* A plane of `rows` rows, at random, and the axis to be solved across them. */
struct plane {
  struct grid grid;
  size_t size;
  struct line line;
  double *x, *memory;
};

static struct plane plane_of(size_t nx, size_t rows, bool periodic) {
  struct plane p = {.grid = grid_of(CARTESIAN, nx, rows, 1, periodic)};
  p.size = rows * p.grid.pitch;
  p.x = aligned_alloc(64, p.size * sizeof(double)), p.memory = malloc(line_memory(rows) * sizeof(double));
  for (size_t i = 0; i < p.size; i++) p.x[i] = random_uniform(4, nx, i, 0) - 0.5;
  line_factor(&p.line, &p.grid.axis[1], (struct range){0, rows}, 1e-3, ACROSS, p.memory);
  return p;
}

static void plane_free(struct plane *p) {
  free(p->x), free(p->memory);
  grid_free(&p->grid);
}

/* Largest |x - a A x - d| of the rows x. */
static double residual_across(const struct plane *p, const double *x, const double *d) {
  double largest = 0;
  for (size_t j = 0; j < p->grid.axis[1].n; j++)
    for (size_t c = 0; c < p->grid.pitch; c++)
      largest =
          fmax(largest, fabs(applied(&p->grid.axis[1], x + c, j, p->grid.pitch, 1e-3) - d[j * p->grid.pitch + c]));
  return largest;
}

Test(line_solve_across, solves_any_number_of_columns_at_once) {
  for (size_t nx = 1; nx < 150; nx += 29)
    for (int periodic = 0; periodic < 2; periodic++) {
      struct plane p = plane_of(nx, 9, periodic);
      double *d = malloc(p.size * sizeof *d);
      memcpy(d, p.x, p.size * sizeof *d);
      line_solve_across(&p.line, p.x, p.grid.pitch, p.grid.pitch, p.x);
      cr_expect_lt(residual_across(&p, p.x, d), 2e-14, "%zu cells a row, periodic %d", nx, periodic);
      free(d);
      plane_free(&p);
    }
}

Test(line_solve_across, gives_the_same_bits_elsewhere_and_writes_nothing_beside_them) {
  for (size_t nx = 1; nx < 150; nx += 29)
    for (int periodic = 0; periodic < 2; periodic++) {
      struct plane p = plane_of(nx, 9, periodic);
      double *x = aligned_alloc(64, p.size * sizeof *x), *to = aligned_alloc(64, (p.size + 16) * sizeof *to);
      memcpy(x, p.x, p.size * sizeof *x);
      to[7] = to[8 + p.size] = 77;
      line_solve_across(&p.line, p.x, p.grid.pitch, p.grid.pitch, p.x);
      line_solve_across(&p.line, x, p.grid.pitch, p.grid.pitch, to + 8);
      cr_expect_arr_eq(to + 8, p.x, p.size * sizeof *x, "%zu cells a row, periodic %d", nx, periodic);
      cr_expect(to[7] == 77 && to[8 + p.size] == 77);
      free(x), free(to);
      plane_free(&p);
    }
}

Test(line_scale, multiplies_the_solution) {
  for (int periodic = 0; periodic < 2; periodic++) {
    struct plane p = plane_of(21, 9, periodic);
    double *d = malloc(p.size * sizeof *d);
    memcpy(d, p.x, p.size * sizeof *d);
    line_scale(&p.line, 0.7);
    line_solve_across(&p.line, p.x, p.grid.pitch, p.grid.pitch, p.x);
    for (size_t i = 0; i < p.size; i++) p.x[i] /= 0.7;
    cr_expect_lt(residual_across(&p, p.x, d), 2e-14, "periodic %d", periodic);
    free(d);
    plane_free(&p);
  }
}

Test(line_solve_along, keeps_the_total_when_nothing_decays) {
  struct grid grid = grid_of(AXISYMMETRIC, 37, 1, 1, false);
  double x[40] __attribute__((aligned(64))) = {0}, scratch[16 * 56] __attribute__((aligned(64)));
  double *memory = malloc(line_memory(37) * sizeof *memory), before = 0, after = 0;
  for (size_t i = 0; i < 37; i++) before += grid.axis[0].measure[i] * (x[i] = random_uniform(3, 0, i, 0));
  struct line line;
  line_factor(&line, &grid.axis[0], (struct range){0, 37}, 0.05, ALONG, memory);
  line_solve_along(&line, x, 1, grid.pitch, NULL, scratch);
  for (size_t i = 0; i < 37; i++) after += grid.axis[0].measure[i] * x[i];
  cr_expect_float_eq(after / before, 1, 1e-13);
  free(memory);
  grid_free(&grid);
}
