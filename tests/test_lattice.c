/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "base/lattice.h"

static const double PI = 3.14159265358979323846, STILL[2] = {0, 0};
static const struct lattice SKEW = {.step = {{0.7, 0.1}, {-0.3, 0.9}}, .n = 2, .offset = {{0, 0}, {1.1, -0.4}}};
static const struct lattice LONG = {.step = {{0.05, 0}, {0, 7}}, .n = 3, .offset = {{0, 1}, {0.02, 3}, {0.04, 6.5}}};

Test(lattice, has_its_points_per_area_of_a_cell) {
  cr_expect_float_eq(lattice_density(&SKEW), 2 / (0.7 * 0.9 + 0.1 * 0.3), 1e-14);
  cr_expect_float_eq(lattice_density(&LONG), 3 / 0.35, 1e-12);
  struct lattice mirrored = {.step = {{0, 2}, {3, 0}}, .n = 1};
  cr_expect_float_eq(lattice_density(&mirrored), 1.0 / 6, 1e-16);
}

/* Points in the box by trying all steps from -n to n. */
static size_t count_all(const struct lattice *lattice, double degrees, const double shift[2], const double width[2],
                        int n) {
  double c = cos(degrees / 180 * PI), s = sin(degrees / 180 * PI);
  size_t found = 0;
  for (int j = -n; j <= n; j++)
    for (int i = -n; i <= n; i++)
      for (size_t b = 0; b < lattice->n; b++) {
        double a[2];
        for (int d = 0; d < 2; d++)
          a[d] = (i + shift[0]) * lattice->step[0][d] + (j + shift[1]) * lattice->step[1][d] + lattice->offset[b][d];
        double x = width[0] / 2 + c * a[0] - s * a[1], y = width[1] / 2 + s * a[0] + c * a[1];
        found += x >= 0 && x < width[0] && y >= 0 && y < width[1];
      }
  return found;
}

Test(lattice, finds_every_point_in_the_box_and_no_other) {
  const struct lattice *lattices[] = {&SKEW, &LONG};
  const double widths[][2] = {{2, 2}, {5, 0.3}, {0.1, 4}};
  for (int l = 0; l < 2; l++)
    for (int w = 0; w < 3; w++)
      for (int turn = 0; turn < 12; turn++) {
        double degrees = 31.7 * turn - 90, shift[2] = {0.083 * turn, 1 - 0.07 * turn};
        size_t n = lattice_points(lattices[l], degrees, shift, widths[w], NULL);
        cr_expect_eq(n, count_all(lattices[l], degrees, shift, widths[w], 150), "lattice %d, box %d, %g degrees", l, w,
                     degrees);
        double(*point)[2] = calloc(n + 1, sizeof *point);
        cr_expect_eq(lattice_points(lattices[l], degrees, shift, widths[w], point), n);
        for (size_t p = 0; p < n; p++)
          cr_assert(point[p][0] >= 0 && point[p][0] < widths[w][0] && point[p][1] >= 0 && point[p][1] < widths[w][1]);
        cr_expect(point[n][0] == 0 && point[n][1] == 0, "nothing is written beyond");
        free(point);
      }
}

Test(lattice, has_its_origin_on_the_middle_of_the_box_and_is_turned_about_it) {
  const struct lattice one = {.step = {{10, 0}, {0, 10}}, .n = 2, .offset = {{0, 0}, {1, 0}}};
  const double width[2] = {4, 6};
  double point[2][2];
  cr_assert_eq(lattice_points(&one, 90, STILL, width, point), 2);
  cr_expect_float_eq(hypot(point[0][0] - 2, point[0][1] - 3), 0, 1e-15);
  cr_expect_float_eq(hypot(point[1][0] - 2, point[1][1] - 4), 0, 1e-15);
  const double shift[2] = {0.1, 0.05};
  cr_assert_eq(lattice_points(&one, 0, shift, width, point), 1 + 0);
  cr_expect_float_eq(hypot(point[0][0] - 3, point[0][1] - 3.5), 0, 1e-15);
}

Test(lattice, comes_to_its_density_on_a_large_box) {
  const double width[2] = {200, 150};
  for (int turn = 0; turn < 5; turn++) {
    double n = (double)lattice_points(&SKEW, 20.0 * turn, STILL, width, NULL);
    cr_expect_float_eq(n / 30000 / lattice_density(&SKEW), 1, 2e-3, "%g", n);
  }
}
