/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Diffusion of rows against plain loops over the faces of every cell.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

#include "base/random.h"
#include "ops/diffusion.h"

static const struct range PLANES = {1, 4}; /* of five: the field ends within the grid */
static const double D = 0.7, STEP[3] = {0.1, 0.2, 0.3}, MARK = 77;

struct scene {
  struct grid grid;
  struct fields u;
};

/* @param n  cells along x (or r) and y */
static struct scene scene_of(enum geometry geometry, size_t nx, size_t ny, bool periodic) {
  struct scene s;
  struct grid_request request = {.geometry = geometry,
                                 .width = {STEP[0] * (double)nx, ny > 1 ? STEP[1] * (double)ny : 0},
                                 .spacing = {STEP[0], STEP[1], STEP[2]},
                                 .periodic = periodic,
                                 .n_layers = 1,
                                 .thickness = {STEP[2] * 5}};
  struct error error = {OK, ""};
  cr_assert_eq(grid_create(&s.grid, &request, &error), OK, "%s", error.sentence);
  cr_assert(s.grid.axis[0].n == nx && s.grid.axis[1].n == ny && s.grid.axis[2].n == 5);
  cr_assert_eq(fields_create(&s.u, &s.grid, 1, &PLANES, &error), OK, "%s", error.sentence);
  for (size_t k = PLANES.k0; k < PLANES.k1; k++)
    for (size_t j = 0; j < ny; j++)
      for (size_t i = 0; i < nx; i++) fields_row(&s.u, 0, j, k)[i] = 2 * random_uniform(nx, i, j, k) - 1;
  return s;
}

static void scene_free(struct scene *s) {
  fields_free(&s->u);
  grid_free(&s->grid);
}

/* Value of the neighbour at i + step along an axis of cells first .. first + n, or of the cell itself beyond a wall. */
static size_t beside(size_t i, int step, size_t first, size_t n, bool periodic) {
  if (step < 0 && i == first) return periodic ? first + n - 1 : i;
  if (step > 0 && i == first + n - 1) return periodic ? first : i;
  return step < 0 ? i - 1 : i + 1;
}

/* D lap u of one cell: over its faces, area times difference over distance; over its volume. On a radius the face between two
 * rings has the area of a cylinder. */
static double told(const struct scene *s, size_t i, size_t j, size_t k, bool periodic) {
  double c = fields_row(&s->u, 0, j, k)[i], sum = 0;
  size_t nx = s->grid.axis[0].n, ny = s->grid.axis[1].n;
  bool radial = s->grid.geometry == AXISYMMETRIC;
  for (int step = -1; step <= 1; step += 2) {
    double face = radial ? (double)i + (step > 0 ? 1 : 0) : 1, volume = radial ? (double)i + 0.5 : 1;
    double x = fields_row(&s->u, 0, j, k)[beside(i, step, 0, nx, periodic)] - c;
    double y = fields_row(&s->u, 0, beside(j, step, 0, ny, periodic), k)[i] - c;
    double z = fields_row(&s->u, 0, j, beside(k, step, PLANES.k0, PLANES.k1 - PLANES.k0, false))[i] - c;
    sum += face / volume * x / (STEP[0] * STEP[0]) + y / (STEP[1] * STEP[1]) + z / (STEP[2] * STEP[2]);
  }
  return D * sum;
}

static void expect_told(enum geometry geometry, size_t nx, size_t ny, bool periodic) {
  struct scene s = scene_of(geometry, nx, ny, periodic);
  double rate[32] __attribute__((aligned(64)));
  cr_assert(s.grid.pitch >= nx && s.grid.pitch <= COUNT(rate) - 8);
  for (size_t k = PLANES.k0; k < PLANES.k1; k++)
    for (size_t j = 0; j < ny; j++) {
      struct neighbours around = neighbours_of(&s.u, &s.grid, 0, j, k);
      for (size_t i = 0; i < COUNT(rate); i++) rate[i] = MARK;
      diffuse_row(&s.grid, &around, D, rate);
      for (size_t i = 0; i < nx; i++) {
        double wanted = told(&s, i, j, k, periodic);
        cr_expect_float_eq(rate[i], wanted, 5e-13, "%zu x %zu cells, periodic %d, (%zu, %zu, %zu): %.17g, not %.17g",
                           nx, ny, periodic, i, j, k, rate[i], wanted);
      }
      for (size_t i = nx; i < COUNT(rate); i++) {
        bool pad = i < s.grid.pitch && geometry == CARTESIAN;
        cr_expect_eq(rate[i], pad ? 0 : MARK, "%zu cells: place %zu holds %g", nx, i, rate[i]);
      }
    }
  scene_free(&s);
}

Test(diffuse_row, is_the_sum_over_faces_between_walls) {
  for (size_t nx = 1; nx <= 20; nx++)
    for (size_t ny = 1; ny <= 3; ny++) expect_told(CARTESIAN, nx, ny, false);
}

Test(diffuse_row, is_the_sum_over_faces_between_periodic_sides) {
  for (size_t nx = 1; nx <= 20; nx++)
    for (size_t ny = 1; ny <= 3; ny++) expect_told(CARTESIAN, nx, ny, true);
}

Test(diffuse_row, is_the_sum_over_faces_of_rings_and_leaves_pads_as_they_are) {
  for (size_t nx = 1; nx <= 20; nx++) expect_told(AXISYMMETRIC, nx, 1, false);
}

/* What pads of the field hold, and what stands before its first cell, has no say. */
Test(diffuse_row, reads_nothing_but_cells) {
  for (int periodic = 0; periodic < 2; periodic++) {
    struct scene s = scene_of(CARTESIAN, 13, 1, periodic);
    double clean[16] __attribute__((aligned(64))), rate[16] __attribute__((aligned(64)));
    struct neighbours around = neighbours_of(&s.u, &s.grid, 0, 0, 2);
    diffuse_row(&s.grid, &around, D, clean);
    for (size_t k = PLANES.k0; k < PLANES.k1; k++)
      for (size_t i = 13; i < 16; i++) fields_row(&s.u, 0, 0, k)[i] = (double)NAN;
    diffuse_row(&s.grid, &around, D, rate);
    cr_expect_arr_eq(rate, clean, sizeof rate);
    scene_free(&s);
  }
}
