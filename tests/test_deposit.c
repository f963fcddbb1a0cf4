/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>

#include "patch.h"

static const double PI = 3.14159265358979323846;

/* The channel of 35 um and 150 um, the rim of 20 um and its volumes by quadrature in another program: the radial
 * integral exact, the one over z by 200000 midpoints. */
static struct puncture channel(double x, double y, double taper) {
  return (struct puncture){.x = x, .y = y, .depth = 0.15, .radius = 0.035, .taper = taper};
}
enum { N_TAPERS = 3 };
static const double TAPER[N_TAPERS] = {0, 0.5, 1};
static const double VOLUME[N_TAPERS] = {9.6996673180e-04, 5.7137716387e-04, 4.2018801741e-04};
static const double VOLUME_TO_100_UM[N_TAPERS] = {6.4664448786e-04, 4.7604080268e-04, 3.7379134813e-04};
static const double VOLUME_WEAK[N_TAPERS] = {1.3901547492e-04, 7.4691365338e-05, 5.2150438048e-05}; /* 0.2, rim 0.06 */

Test(volume, follows_from_radius_depth_taper_and_rim) {
  for (size_t p = 0; p < N_TAPERS; p++) {
    struct puncture puncture = channel(0, 0, TAPER[p]);
    cr_expect_float_eq(puncture_volume(&puncture, 1, 1, 0.02, 1) / VOLUME[p], 1, 1e-9);
    cr_expect_float_eq(puncture_volume(&puncture, 1, 1, 0.02, 0.1) / VOLUME_TO_100_UM[p], 1, 1e-9);
    cr_expect_float_eq(puncture_volume(&puncture, 0.2, 0.06, 0.02, 1) / VOLUME_WEAK[p], 1, 1e-9);
    double core = PI * 0.035 * 0.035 * 0.15 / (2 * TAPER[p] + 1);
    cr_expect_float_eq(puncture_volume(&puncture, 1, 0, 0.02, 1) / core, 1, 1e-12);
  }
}

Test(deposit, holds_the_volume_of_the_channel_on_any_grid) {
  const double spacings[] = {0.01, 0.02, 0.025, 0.04, 0.05};
  for (size_t s = 0; s < COUNT(spacings); s++)
    for (size_t p = 0; p < N_TAPERS; p++)
      for (int tilted = 0; tilted < 2; tilted++) {
        struct patch patch = box(0.4, 0.2, spacings[s], false);
        struct puncture puncture = channel(0.1837, 0.2113, TAPER[p]);
        if (tilted) puncture.shear[0] = 0.3, puncture.shear[1] = -0.2;
        add(&patch, puncture);
        double total = integral(&patch, patch.deposit[INJURED], 0, patch.grid.axis[2].n);
        cr_expect_float_eq(total / VOLUME[p], 1, 1e-8, "%g mm, taper %g, tilted %d: %.7f", spacings[s], TAPER[p],
                           tilted, total / VOLUME[p]);
        patch_free(&patch);
      }
}

/* Average over a square cell of edge h of the weight at points around the axis, by 200 x 200 midpoints. */
static double sampled_weight(double x0, double y0, double h) {
  double sum = 0;
  for (int j = 0; j < 200; j++)
    for (int i = 0; i < 200; i++) {
      double r = hypot(x0 + h * (i + 0.5) / 200, y0 + h * (j + 0.5) / 200);
      sum += r < 0.035 ? 1 : r < 0.055 ? 1 - (r - 0.035) / 0.02 : 0;
    }
  return sum / 40000;
}

Test(deposit, holds_the_average_of_core_and_rim_in_every_cell) {
  const double spacings[] = {0.008, 0.02, 0.05};
  for (size_t s = 0; s < COUNT(spacings); s++) {
    double h = spacings[s];
    struct patch patch = box(0.2, h * 2, h, false);
    add(&patch, channel(0.103, 0.088, 0));
    for (size_t j = 0; j < patch.grid.axis[1].n; j++)
      for (size_t i = 0; i < patch.grid.axis[0].n; i++)
        cr_expect_float_eq(at(&patch, INJURED, i, j, 1),
                           sampled_weight(h * (double)i - 0.103, h * (double)j - 0.088, h), 3e-3, "%g mm: %zu, %zu", h,
                           i, j);
    patch_free(&patch);
  }
}

Test(deposit, of_any_taper_holds_its_volume_to_a_thousandth) {
  const double volume = 7.1157073603e-04; /* taper 1/4, by the same quadrature */
  const double spacings[] = {0.01, 0.02, 0.025, 0.04, 0.05};
  for (size_t s = 0; s < COUNT(spacings); s++) {
    struct patch patch = box(0.4, 0.2, spacings[s], false);
    add(&patch, channel(0.2, 0.2113, 0.25));
    double total = integral(&patch, patch.deposit[INJURED], 0, patch.grid.axis[2].n);
    cr_expect_float_eq(total / volume, 1, 1e-3, "%g mm: %.7f", spacings[s], total / volume);
    patch_free(&patch);
  }
}

Test(deposit, follows_the_tilted_axis) {
  struct patch patch = box(0.4, 0.2, 0.02, false);
  struct puncture puncture = channel(0.15, 0.25, 0);
  puncture.shear[0] = 0.4;
  puncture.shear[1] = -0.3;
  add(&patch, puncture);
  for (size_t k = 0; k < 7; k++) {
    double sum = 0, x = 0, y = 0;
    for (size_t j = 0; j < 20; j++)
      for (size_t i = 0; i < 20; i++) {
        double w = at(&patch, INJURED, i, j, k);
        sum += w;
        x += w * patch.grid.axis[0].centre[i];
        y += w * patch.grid.axis[1].centre[j];
      }
    double z = 0.02 * ((double)k + 0.5);
    cr_expect_float_eq(x / sum, 0.15 + 0.4 * z, 3e-4, "plane %zu", k);
    cr_expect_float_eq(y / sum, 0.25 - 0.3 * z, 3e-4, "plane %zu", k);
  }
  patch_free(&patch);
}

Test(deposit, weighs_core_and_rim_of_each_row) {
  struct patch patch = box(0.4, 0.2, 0.025, false);
  add(&patch, channel(0.2, 0.21, 1));
  double core = PI * 0.035 * 0.035 * 0.15 / 3, all = integral(&patch, patch.deposit[INJURED], 0, 8);
  double clot = integral(&patch, patch.deposit[FIBRIN], 0, 8);
  cr_expect_float_eq(clot, core + 0.3 * (all - core), 1e-6 * core);
  cr_expect_arr_eq(patch.deposit[CHARGE], patch.deposit[INJURED], patch.n * sizeof(double));
  patch_free(&patch);
}

Test(deposit, gives_a_shallow_channel_its_own_amplitude_within_one_cell) {
  struct patch patch = box(0.4, 0.2, 0.05, false);
  struct puncture puncture = channel(0.2, 0.2, 0);
  puncture.depth = 0.03;
  add(&patch, puncture);
  double volume = VOLUME[0] * 0.03 / 0.15; /* an upright cylinder */
  cr_expect_float_eq(integral(&patch, patch.deposit[INJURED], 0, 1) / volume, 1, 1e-8);
  cr_expect_float_eq(integral(&patch, patch.deposit[CHARGE], 0, 1) / volume, 0.2, 1e-8);
  cr_expect_eq(integral(&patch, patch.deposit[INJURED], 1, 4), 0);
  /* 35 + 20 um about the corner of four cells: the core fills a quarter disc of each, over 30 of 50 um */
  double clot = PI * 0.03 * (0.035 * 0.035 + 0.3 * (0.035 * 0.02 + 0.02 * 0.02 / 3));
  double quarter = at(&patch, FIBRIN, 3, 3, 0) * 0.05 * 0.05 * 0.05;
  cr_expect_float_eq(quarter / (clot / 4), 1, 0.01); /* a tenth of the rim reaches over the cell's far edge */
  patch_free(&patch);
}

Test(deposit, of_a_needle_that_did_not_pierce_is_nothing) {
  struct patch patch = box(0.2, 0.2, 0.05, false);
  struct puncture puncture = channel(0.1, 0.1, 0);
  puncture.depth = 0;
  add(&patch, puncture);
  deposit_add_neighbourhood(&patch.grid, &puncture, 0.06, patch.deposit[FIBRIN]);
  for (size_t i = 0; i < patch.n; i++) cr_assert(patch.deposit[INJURED][i] == 0 && patch.deposit[FIBRIN][i] == 0);
  patch_free(&patch);
}

Test(deposit, across_periodic_sides_equals_one_in_the_interior) {
  struct patch edge = box(0.4, 0.2, 0.025, true), middle = box(0.4, 0.2, 0.025, true);
  struct puncture puncture = channel(0.003, 0.398, 0.5);
  puncture.shear[0] = -0.3;
  add(&edge, puncture);
  puncture.x += 8 * 0.025;
  puncture.y -= 8 * 0.025;
  add(&middle, puncture);
  double largest = 0;
  for (size_t k = 0; k < 8; k++)
    for (size_t j = 0; j < 16; j++)
      for (size_t i = 0; i < 16; i++)
        largest =
            fmax(largest, fabs(at(&edge, INJURED, i, j, k) - at(&middle, INJURED, (i + 8) % 16, (j + 8) % 16, k)));
  cr_expect_lt(largest, 1e-12);
  cr_expect_gt(at(&edge, INJURED, 15, 0, 0), 0.1);
  patch_free(&edge);
  patch_free(&middle);
}

Test(deposit, counts_every_image_of_a_channel_wider_than_a_periodic_box) {
  struct patch patch = box(0.06, 0.2, 0.02, true);
  add(&patch, channel(0.01, 0.05, 0));
  cr_expect_float_eq(integral(&patch, patch.deposit[INJURED], 0, 10) / VOLUME[0], 1, 1e-8);
  patch_free(&patch);
}

Test(deposit, is_cut_by_closed_sides) {
  struct patch patch = box(0.2, 0.2, 0.025, false);
  add(&patch, channel(0, 0.2, 0));
  cr_expect_float_eq(integral(&patch, patch.deposit[INJURED], 0, 8) / VOLUME[0], 0.25, 1e-8);
  patch_free(&patch);
}

Test(deposit, of_a_centred_channel_has_the_symmetry_of_the_square) {
  for (int n = 9; n <= 10; n++) {
    struct patch patch = box(0.02 * n, 0.2, 0.02, false);
    add(&patch, channel(0.01 * n, 0.01 * n, 1));
    size_t last = (size_t)n - 1;
    for (size_t j = 0; j <= last; j++)
      for (size_t i = 0; i <= last; i++) {
        double w = at(&patch, INJURED, i, j, 2);
        cr_expect_float_eq(at(&patch, INJURED, last - i, j, 2), w, 1e-13);
        cr_expect_float_eq(at(&patch, INJURED, j, i, 2), w, 1e-13);
      }
    cr_expect_gt(at(&patch, INJURED, last / 2, last / 2, 2), 0.5);
    patch_free(&patch);
  }
}

Test(deposit, sums_bit_for_bit_in_the_order_of_the_calls) {
  struct patch both = box(0.2, 0.2, 0.02, false), first = box(0.2, 0.2, 0.02, false),
               second = box(0.2, 0.2, 0.02, false);
  struct puncture a = channel(0.1, 0.09, 0.5), b = channel(0.123, 0.1, 1);
  add(&both, a);
  add(&both, b);
  add(&first, a);
  add(&second, b);
  size_t crossed = 0;
  for (size_t i = 0; i < both.n; i++) {
    cr_assert_eq(both.deposit[INJURED][i], first.deposit[INJURED][i] + second.deposit[INJURED][i]);
    if (first.deposit[INJURED][i] > 0 && second.deposit[INJURED][i] > 0) crossed++;
  }
  cr_expect_gt(crossed, 10);
  patch_free(&both);
  patch_free(&first);
  patch_free(&second);
}

Test(cap, takes_what_is_above_one_and_nothing_else) {
  struct patch patch = box(0.08, 0.02, 0.02, false);
  double *w = patch.deposit[0];
  w[0] = 2, w[1] = 1, w[2] = 0.75, w[3] = (double)NAN;
  deposit_cap(&patch.grid, w);
  cr_expect(w[0] == 1 && w[1] == 1 && w[2] == 0.75 && isnan(w[3]) && w[patch.n - 1] == 0);
  patch_free(&patch);
}

Test(deposit, on_one_plane_is_an_endless_channel_of_the_surface_radius) {
  for (int deep = 0; deep < 2; deep++) {
    struct patch patch = box(0.3, 0.02, 0.02, false);
    cr_assert_eq(patch.grid.axis[2].n, 1);
    struct puncture puncture = channel(0.14, 0.16, 1);
    puncture.depth = deep ? 3 : 0.001;
    add(&patch, puncture);
    double area = integral(&patch, patch.deposit[INJURED], 0, 1) / 0.02;
    cr_expect_float_eq(area / (VOLUME[0] / 0.15), 1, 1e-8);
    patch_free(&patch);
  }
}

Test(deposit, does_not_know_layers) {
  struct patch one = box(0.2, 0.1 + 0.2, 0.02, false), two = layered_box(0.2, 0.1, 0.2, 0.02, false);
  cr_assert_eq(one.n, two.n);
  cr_assert_eq(two.grid.layer[1].k0, 5);
  add(&one, channel(0.1, 0.11, 0.5));
  add(&two, channel(0.1, 0.11, 0.5));
  cr_expect_arr_eq(one.deposit[INJURED], two.deposit[INJURED], one.n * sizeof(double));
  cr_expect_float_eq(integral(&two, two.deposit[INJURED], 0, 5) / VOLUME_TO_100_UM[1], 1, 1e-8);
  cr_expect_float_eq(integral(&two, two.deposit[INJURED], 5, 15) / (VOLUME[1] - VOLUME_TO_100_UM[1]), 1, 1e-8);
  patch_free(&one);
  patch_free(&two);
}

/* Mean of the ramp 1 - (r - 35 um)/20 um over the ring from a to b, all of it within the rim. */
static double mean_ramp(double a, double b) {
  double slope = 1 / 0.02, top = 1 + 0.035 * slope;
  return (top * (b * b - a * a) - 2 * slope * (b * b * b - a * a * a) / 3) / (b * b - a * a);
}

Test(axisymmetric_deposit, holds_the_averages_over_rings) {
  struct patch patch = rings(0.1, 0.2, 0.005);
  cr_assert_eq(patch.grid.axis[0].n, 20);
  cr_assert_eq(patch.grid.axis[1].n, 1);
  add(&patch, channel(0, 0, 0));
  for (size_t i = 0; i < 20; i++) {
    double a = 0.005 * (double)i, b = a + 0.005;
    double exact = i < 7 ? 1 : i < 11 ? mean_ramp(a, b) : 0;
    cr_expect_float_eq(at(&patch, INJURED, i, 0, 3), exact, 1e-12, "ring %zu", i);
    cr_expect_float_eq(at(&patch, FIBRIN, i, 0, 3), i < 7 ? 1 : 0.3 * exact, 1e-12, "ring %zu", i);
  }
  patch_free(&patch);
}

Test(axisymmetric_deposit, cuts_a_ring_by_area) {
  struct patch patch = rings(0.1, 0.2, 0.01);
  struct puncture puncture = channel(0, 0, 0);
  struct numbers sharp = {.rim_width = 0};
  deposit_add(&patch.grid, &MODEL, &sharp, &puncture, patch.deposit);
  cr_expect_float_eq(at(&patch, INJURED, 2, 0, 0), 1, 1e-13);
  cr_expect_float_eq(at(&patch, INJURED, 3, 0, 0), (0.035 * 0.035 - 0.03 * 0.03) / (0.04 * 0.04 - 0.03 * 0.03), 1e-13);
  cr_expect_eq(at(&patch, INJURED, 4, 0, 0), 0);
  patch_free(&patch);
}

Test(axisymmetric_deposit, holds_the_volume_of_the_channel_on_any_grid) {
  const double spacings[] = {0.002, 0.01, 0.02, 0.025, 0.04, 0.05};
  for (size_t s = 0; s < COUNT(spacings); s++)
    for (size_t p = 0; p < N_TAPERS; p++) {
      struct patch patch = rings(0.2, 0.2, spacings[s]);
      add(&patch, channel(0, 0, TAPER[p]));
      double total = integral(&patch, patch.deposit[INJURED], 0, patch.grid.axis[2].n);
      cr_expect_float_eq(total / VOLUME[p], 1, 1e-8, "%g mm, taper %g: %.7f", spacings[s], TAPER[p], total / VOLUME[p]);
      patch_free(&patch);
    }
}
