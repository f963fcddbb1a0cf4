/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel's row-wise fluxes against a cell by cell transcription of the law, and the properties the law has. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "ops/taxis.h"
#include "tiny_model.h"

struct scene {
  struct tiny numbers;
  struct grid grid;
  struct laws laws;
  struct fields u, rate;
};

static struct scene *scene_of(enum geometry geometry, const size_t n[3], size_t upper, bool periodic) {
  struct scene *s = calloc(1, sizeof *s);
  s->numbers = (struct tiny){.speed = 0.4, .length = 0.2, .scale = 0.05, .capacity = 3, .mover_diffusivity = 0.01};
  struct grid_request request = {.geometry = geometry,
                                 .width = {0.025 * (double)n[0], geometry == CARTESIAN ? 0.03 * (double)n[1] : 0},
                                 .spacing = {0.025, 0.03, 0.02},
                                 .periodic = periodic,
                                 .n_layers = 2,
                                 .thickness = {0.02 * (double)upper, 0.02 * (double)(n[2] - upper)}};
  struct error error = {0};
  cr_assert_eq(grid_create(&s->grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(laws_create(&s->laws, &tiny_model, NULL, &s->numbers, &s->grid, &error), OK);
  cr_assert_eq(fields_create(&s->u, &s->grid, T_FIELDS, s->laws.range, &error), OK);
  cr_assert_eq(fields_create(&s->rate, &s->grid, T_FIELDS, s->laws.range, &error), OK);
  cr_assert_eq(s->laws.n_groups, 1);
  for (size_t f = 0; f < T_FIELDS; f++)
    for (size_t k = s->u.range[f].k0; k < s->u.range[f].k1; k++)
      for (size_t j = 0; j < s->grid.axis[1].n; j++)
        for (size_t i = 0; i < s->grid.axis[0].n; i++)
          fields_row(&s->u, f, j, k)[i] = random_uniform(7, f, k * 1000 + j, i);
  return s;
}

static void scene_free(struct scene *s) {
  fields_free(&s->u);
  fields_free(&s->rate);
  laws_free(&s->laws);
  grid_free(&s->grid);
  free(s);
}

/* Rates by the kernel; @param planes_apart  every plane is computed as if no other had been before */
static void by_kernel(struct scene *s, bool planes_apart) {
  struct taxis_room room;
  double *memory = aligned_alloc(64, (taxis_memory(&s->laws) + 7) / 8 * 64);
  taxis_place(&room, &s->laws, memory);
  for (size_t k = s->laws.range[T_MOVER].k0; k < s->laws.range[T_MOVER].k1; k++)
    for (size_t j = 0; j < s->grid.axis[1].n; j++) {
      double *rate[T_FIELDS] = {NULL, fields_row(&s->rate, T_MOVER, j, k), NULL};
      for (size_t i = 0; i < s->grid.axis[0].n; i++) rate[T_MOVER][i] = 0;
      taxis_row(&s->laws, &s->u, j, k, 0, !planes_apart, &room, rate);
    }
  free(memory);
}

/* The neighbour of a cell along an axis: false if there is none within the mover's planes (or the walls). */
static bool neighbour(const struct scene *s, const size_t c[3], size_t axis, int step, size_t out[3]) {
  size_t n = s->grid.axis[axis].n, first = 0, last = n;
  for (size_t a = 0; a < 3; a++) out[a] = c[a];
  if (axis == 2) first = s->laws.range[T_MOVER].k0, last = s->laws.range[T_MOVER].k1;
  if (step > 0 ? c[axis] + 1 < last : c[axis] > first) {
    out[axis] = step > 0 ? c[axis] + 1 : c[axis] - 1;
    return true;
  }
  if (!s->grid.axis[axis].periodic) return false;
  out[axis] = step > 0 ? 0 : n - 1;
  return true;
}

static double at(const struct scene *s, size_t f, const size_t c[3]) { return fields_row(&s->u, f, c[1], c[2])[c[0]]; }

/* One of the four transverse face differences: is it counted, and what is it? */
static bool transverse(const struct scene *s, const size_t c[3], size_t axis, int step, double *difference) {
  size_t other[3];
  *difference = 0;
  if (neighbour(s, c, axis, step, other)) {
    *difference = step * (at(s, T_SIGNAL, other) - at(s, T_SIGNAL, c)) / s->grid.axis[axis].h;
    return true;
  }
  bool outer = axis != 2 || (step > 0 ? c[2] + 1 == s->grid.axis[2].n : c[2] == 0);
  return outer;
}

static double van_leer(double a, double b) { return a * b > 0 ? 2 * a * b / (a + b) : 0; }

static double filling_at(const struct scene *s, const size_t c[3]) {
  return fmax(0, 1 - (at(s, T_MOVER, c) + at(s, T_CROWD, c)) / s->numbers.capacity);
}

/* Flux from cell c to its upper neighbour along an axis. */
static double flux_above(const struct scene *s, const size_t c[3], size_t axis) {
  size_t d[3], far[3];
  if (!neighbour(s, c, axis, 1, d)) return 0;
  double g[3] = {0}, size = 0, sum = s->numbers.scale + 0.5 * (at(s, T_SIGNAL, c) + at(s, T_SIGNAL, d));
  g[axis] = (at(s, T_SIGNAL, d) - at(s, T_SIGNAL, c)) / s->grid.axis[axis].h;
  for (size_t b = 0; b < 3; b++) {
    if (b == axis) continue;
    double total = 0, difference;
    int counted = 0;
    for (int step = -1; step < 2; step += 2) {
      if (transverse(s, c, b, step, &difference)) total += difference, counted++;
      if (transverse(s, d, b, step, &difference)) total += difference, counted++;
    }
    if (counted) g[b] = total / counted;
  }
  for (size_t b = 0; b < 3; b++) {
    g[b] *= s->numbers.length / sum;
    size += g[b] * g[b];
  }
  double v = s->numbers.speed * g[axis] / (1 + sqrt(size)) * 0.5 * (filling_at(s, c) + filling_at(s, d));
  double here = at(s, T_MOVER, c), there = at(s, T_MOVER, d);
  double behind = neighbour(s, c, axis, -1, far) ? at(s, T_MOVER, far) : here;
  double beyond = neighbour(s, d, axis, 1, far) ? at(s, T_MOVER, far) : there;
  return v > 0 ? v * (here + 0.5 * van_leer(here - behind, there - here))
               : v * (there - 0.5 * van_leer(there - here, beyond - there));
}

static double by_law(const struct scene *s, const size_t c[3]) {
  double rate = 0;
  for (size_t a = 0; a < 3; a++) {
    size_t below[3];
    double h = s->grid.axis[a].h, out = flux_above(s, c, a),
           in = neighbour(s, c, a, -1, below) ? flux_above(s, below, a) : 0;
    rate -= h * (s->grid.axis[a].upper[c[a]] * out - s->grid.axis[a].lower[c[a]] * in);
  }
  return rate;
}

static void compare(struct scene *s, const char *what) {
  double total = 0, size = 0;
  for (int apart = 0; apart < 2; apart++) {
    by_kernel(s, apart);
    for (size_t k = s->laws.range[T_MOVER].k0; k < s->laws.range[T_MOVER].k1; k++)
      for (size_t j = 0; j < s->grid.axis[1].n; j++)
        for (size_t i = 0; i < s->grid.axis[0].n; i++) {
          double rate = fields_row(&s->rate, T_MOVER, j, k)[i], law = by_law(s, (size_t[3]){i, j, k});
          cr_assert_float_eq(rate, law, 1e-11, "%s, cell %zu %zu %zu: %.15g, by the law %.15g", what, i, j, k, rate,
                             law);
          total += rate * grid_volume(&s->grid, i);
          size += fabs(rate) * grid_volume(&s->grid, i);
        }
  }
  cr_expect_gt(size, 0);
  cr_expect_lt(fabs(total), 1e-12 * size, "%s: the mover is kept", what);
}

Test(taxis, equals_the_law_cell_by_cell_and_keeps_the_mover) {
  static const struct {
    char name[40];
    enum geometry geometry;
    size_t n[3], upper;
    bool periodic;
  } cases[] = {{"box with walls", CARTESIAN, {11, 7, 9}, 3, false},
               {"periodic box", CARTESIAN, {11, 7, 9}, 3, true},
               {"wide periodic box", CARTESIAN, {17, 4, 6}, 0, true},
               {"two cells", CARTESIAN, {2, 2, 4}, 1, true},
               {"slab", CARTESIAN, {13, 1, 8}, 2, false},
               {"column", CARTESIAN, {1, 1, 12}, 4, true},
               {"radial cell", AXISYMMETRIC, {12, 1, 1}, 0, false},
               {"r-z cell", AXISYMMETRIC, {12, 1, 9}, 2, false},
               {"one plane in a lower layer", CARTESIAN, {9, 5, 3}, 2, true}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct scene *s = scene_of(cases[i].geometry, cases[i].n, cases[i].upper, cases[i].periodic);
    compare(s, cases[i].name);
    scene_free(s);
  }
}

Test(taxis, stands_still_in_a_uniform_signal_and_where_there_is_no_room) {
  struct scene *s = scene_of(CARTESIAN, (size_t[3]){8, 8, 8}, 2, true);
  for (size_t k = 0; k < 8; k++)
    for (size_t c = 0; c < s->u.plane; c++) fields_row(&s->u, T_SIGNAL, 0, k)[c] = 0.3;
  by_kernel(s, false);
  for (size_t i = 0; i < 8; i++) cr_expect_eq(fields_row(&s->rate, T_MOVER, 3, 4)[i], 0);
  scene_free(s);
  s = scene_of(CARTESIAN, (size_t[3]){8, 8, 8}, 2, true);
  for (size_t k = 2; k < 8; k++)
    for (size_t c = 0; c < s->u.plane; c++) fields_row(&s->u, T_CROWD, 0, k)[c] = s->numbers.capacity;
  by_kernel(s, false);
  for (size_t i = 0; i < 8; i++) cr_expect_eq(fields_row(&s->rate, T_MOVER, 3, 4)[i], 0);
  scene_free(s);
}
