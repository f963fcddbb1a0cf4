/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>

#include "base/random.h"
#include "needle/disc.h"
#include "patch.h"

static const double PI = 3.14159265358979323846;

Test(disc, knows_its_whole_its_half_and_its_quarter) {
  const double radii[] = {1e-3, 0.035, 1, 40};
  for (size_t i = 0; i < COUNT(radii); i++) {
    double r = radii[i], whole = PI * r * r;
    cr_expect_float_eq(disc_rectangle_area(r, -2 * r, 3 * r, -r, 5 * r) / whole, 1, 1e-15);
    cr_expect_float_eq(disc_rectangle_area(r, -2 * r, 0, -r, r) / whole, 0.5, 1e-15);
    cr_expect_float_eq(disc_rectangle_area(r, 0, 2 * r, -r, 0) / whole, 0.25, 1e-15);
    cr_expect_float_eq(disc_rectangle_area(r, -r, r, -r, r) / whole, 1, 1e-15); /* the square around it */
  }
}

Test(disc, fills_the_square_within_it_and_cuts_the_segments_beside) {
  double r = 0.7, side = r / sqrt(2), whole = PI * r * r;
  cr_expect_float_eq(disc_rectangle_area(r, -side, side, -side, side) / whole, 2 / PI, 1e-14);
  cr_expect_float_eq(disc_rectangle_area(r, side, 2 * r, -r, r) / whole, (PI - 2) / (4 * PI), 1e-14);
  /* a segment of half-angle 60 degrees, and one a millionth of the radius high: area (2/3) chord height */
  cr_expect_float_eq(disc_rectangle_area(r, r / 2, r, -r, r) / whole, (PI / 3 - sqrt(3) / 4) / PI, 1e-14);
  double height = 1e-6 * r, chord = 2 * sqrt(2 * r * height - height * height);
  cr_expect_float_eq(disc_rectangle_area(r, r - height, r, -r, r) / (2.0 / 3 * chord * height), 1, 1e-6);
}

Test(disc, leaves_what_it_does_not_reach_empty) {
  cr_expect_eq(disc_rectangle_area(1, 1, 2, -1, 1), 0);
  cr_expect_eq(disc_rectangle_area(1, 0.8, 2, 0.8, 2), 0);
  cr_expect_eq(disc_rectangle_area(1, -3, -2, -1, 1), 0);
  cr_expect_eq(disc_rectangle_area(0, -1, 1, -1, 1), 0);
  cr_expect_float_eq(disc_rectangle_area(2, 0.25, 0.75, -0.5, 0.5), 0.5, 1e-15);
}

/* Edges at random, from -1.2 to 1.2 in ascending order. */
static void random_edges(double edge[], size_t n, uint64_t trial, uint64_t axis) {
  double total = 0;
  edge[0] = -1.2;
  for (size_t i = 1; i < n; i++) total += edge[i] = random_uniform(1, trial, axis, i);
  for (size_t i = 1; i < n; i++) edge[i] = edge[i - 1] + 2.4 * edge[i] / total;
}

/* Lay the edge that is nearest to 0 at a place still nearer, where corners are delicate. */
static void move_nearest_edge(double edge[], size_t n, double place) {
  size_t nearest = 0;
  for (size_t i = 1; i < n; i++)
    if (fabs(edge[i]) < fabs(edge[nearest])) nearest = i;
  if (fabs(edge[nearest]) > place) edge[nearest] = place;
}

Test(disc, is_the_sum_of_its_parts_on_any_partition_of_the_plane) {
  for (uint64_t trial = 0; trial < 300; trial++) {
    double x[14], y[14], sum = 0;
    random_edges(x, 14, trial, 0);
    random_edges(y, 14, trial, 1);
    if (trial % 3 == 0) move_nearest_edge(x, 14, 0), move_nearest_edge(y, 14, 1e-9 * (double)trial);
    for (size_t j = 0; j < 13; j++)
      for (size_t i = 0; i < 13; i++) sum += disc_rectangle_area(1, x[i], x[i + 1], y[j], y[j + 1]);
    cr_assert_float_eq(sum / PI, 1, 1e-13, "trial %d: %.17g", (int)trial, sum / PI);
  }
}

Test(disc, shares_rings_by_area) {
  cr_expect_float_eq(disc_ring_area(0.5, 0, 1), PI / 4, 1e-15);
  cr_expect_float_eq(disc_ring_area(2, 0.6, 1), PI * 0.64, 1e-15);
  cr_expect_float_eq(disc_ring_area(0.8, 0.6, 1), PI * 0.28, 1e-15);
  cr_expect_eq(disc_ring_area(0.5, 0.6, 1), 0);
}

Test(neighbourhood, holds_the_disc_at_every_depth_of_the_grid) {
  for (int tilted = 0; tilted < 2; tilted++) {
    struct patch patch = box(0.6, 0.2, 0.02, false);
    struct puncture puncture = {.x = 0.29, .y = 0.313, .depth = 0.05, .radius = 0.01};
    if (tilted) puncture.shear[0] = 0.5, puncture.shear[1] = -0.25;
    double *share = patch.deposit[0];
    deposit_add_neighbourhood(&patch.grid, &puncture, 0.06, share);
    for (size_t k = 0; k < 10; k++) {
      cr_expect_float_eq(integral(&patch, share, k, k + 1) / (PI * 0.06 * 0.06 * 0.02), 1, 1e-12, "plane %zu", k);
      double z = tilted ? 0.02 * ((double)k + 0.5) : 0;
      size_t i = (size_t)((0.29 + 0.5 * z) / 0.02), j = (size_t)((0.313 - 0.25 * z) / 0.02);
      cr_expect_float_eq(at(&patch, 0, i, j, k), 1, 1e-12, "the cell of the axis in plane %zu", k);
      cr_expect_eq(at(&patch, 0, i + 5, j, k), 0);
      double x = 0, sum = 0;
      for (size_t c = 0; c < 900; c++) {
        x += at(&patch, 0, c % 30, c / 30, k) * patch.grid.axis[0].centre[c % 30];
        sum += at(&patch, 0, c % 30, c / 30, k);
      }
      cr_expect_float_eq(x / sum, 0.29 + 0.5 * z, 1e-3, "the middle of plane %zu", k);
    }
    patch_free(&patch);
  }
}

Test(neighbourhood, wraps_around_periodic_sides_and_covers_rings) {
  struct patch patch = box(0.2, 0.04, 0.02, true);
  struct puncture puncture = {.x = 0, .y = 0.1, .depth = 0.05};
  deposit_add_neighbourhood(&patch.grid, &puncture, 0.06, patch.deposit[0]);
  cr_expect_float_eq(at(&patch, 0, 9, 5, 0), 1, 1e-12);
  cr_expect_float_eq(integral(&patch, patch.deposit[0], 0, 2) / (PI * 0.0036 * 0.04), 1, 1e-12);
  patch_free(&patch);
  struct patch round = rings(0.1, 0.04, 0.02);
  puncture.y = 0;
  deposit_add_neighbourhood(&round.grid, &puncture, 0.05, round.deposit[0]);
  const double share[] = {1, 1, 9.0 / 20, 0, 0};
  for (size_t i = 0; i < 5; i++) cr_expect_float_eq(at(&round, 0, i, 0, 1), share[i], 1e-12);
  patch_free(&round);
}

Test(report, counts_density_and_the_injured_shares_of_surface_and_layers) {
  struct patch patch = layered_box(1, 0.1, 0.3, 0.05, false);
  struct puncture cylinder = {.x = 0.51, .y = 0.5, .depth = 0.2, .radius = 0.04}, unpierced = cylinder;
  unpierced.depth = 0;
  struct puncture both[] = {cylinder, unpierced};
  struct punctures punctures = {2, both};
  struct numbers sharp = {.rim_width = 0};
  for (size_t i = 0; i < 2; i++) deposit_add(&patch.grid, &MODEL, &sharp, &both[i], patch.deposit);
  struct injury_report report;
  injury_report_make(&report, &patch.grid, &punctures, patch.deposit[INJURED]);
  double area = PI * 0.04 * 0.04;
  cr_expect(report.n_punctures == 2 && report.n_pierced == 1);
  cr_expect_float_eq(report.density, 2, 1e-14);
  cr_expect_eq(report.overlap, 0, "a needle that did not pierce overlaps nothing");
  cr_expect_float_eq(report.injured_area / area, 1, 1e-12);
  cr_expect_float_eq(report.injured_volume[0] / area, 1, 1e-12);
  cr_expect_float_eq(report.injured_volume[1] / (area / 3), 1, 1e-12);
  patch_free(&patch);
}

Test(report, weighs_rings_by_their_area) {
  struct patch patch = rings(0.2, 0.1, 0.01);
  struct puncture puncture = {.depth = 0.1, .radius = 0.05};
  struct punctures punctures = {1, &puncture};
  struct numbers sharp = {.rim_width = 0};
  deposit_add(&patch.grid, &MODEL, &sharp, &puncture, patch.deposit);
  struct injury_report report;
  injury_report_make(&report, &patch.grid, &punctures, patch.deposit[INJURED]);
  cr_expect_float_eq(report.injured_area, 1.0 / 16, 1e-12);
  cr_expect_float_eq(report.density, 1 / (PI * 0.04), 1e-12);
  patch_free(&patch);
}

Test(overlap, is_the_share_of_channels_nearer_than_their_radii_also_across_periodic_sides) {
  struct puncture row[] = {{.x = 0.5, .y = 0.5, .depth = 1, .radius = 0.03},
                           {.x = 0.555, .y = 0.5, .depth = 1, .radius = 0.03},
                           {.x = 0.62, .y = 0.5, .depth = 1, .radius = 0.03},
                           {.x = 0.02, .y = 0.9, .depth = 1, .radius = 0.05},
                           {.x = 0.95, .y = 0.9, .depth = 1, .radius = 0.03}};
  struct punctures punctures = {COUNT(row), row};
  for (int periodic = 0; periodic < 2; periodic++) {
    struct patch patch = box(1, 0.1, 0.1, periodic);
    struct injury_report report;
    injury_report_make(&report, &patch.grid, &punctures, patch.deposit[INJURED]);
    cr_expect_float_eq(report.overlap, periodic ? 0.8 : 0.4, 1e-15);
    patch_free(&patch);
  }
}

/* The same by trying every pair. */
static double overlap_of_pairs(const struct punctures *punctures, double width) {
  size_t n = 0;
  for (size_t i = 0; i < punctures->n; i++) {
    bool near = false;
    for (size_t j = 0; j < punctures->n; j++) {
      const struct puncture *a = &punctures->puncture[i], *b = &punctures->puncture[j];
      double dx = fabs(a->x - b->x), dy = fabs(a->y - b->y);
      near = near || (i != j && hypot(fmin(dx, width - dx), fmin(dy, width - dy)) < a->radius + b->radius);
    }
    if (near) n++;
  }
  return (double)n / (double)punctures->n;
}

Test(overlap, of_a_random_field_is_that_of_all_pairs) {
  struct puncture field[1500];
  struct punctures punctures = {COUNT(field), field};
  for (size_t i = 0; i < COUNT(field); i++)
    field[i] = (struct puncture){.x = 3 * random_uniform(5, 0, i, 0),
                                 .y = 3 * random_uniform(5, 0, i, 1),
                                 .depth = 1,
                                 .radius = 0.01 + 0.02 * random_uniform(5, 0, i, 2)};
  struct patch patch = box(3, 0.1, 0.1, true);
  struct injury_report report;
  injury_report_make(&report, &patch.grid, &punctures, patch.deposit[INJURED]);
  cr_expect_float_eq(report.overlap, overlap_of_pairs(&punctures, 3), 1e-15);
  cr_expect(report.overlap > 0.5 && report.overlap < 0.9);
  patch_free(&patch);
}
