/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The cases of the model buganza: its equations in one place by GSL, in a wound by nodes at two spacings and in their limit.
 */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>

#include "published.h"
#include "radial.h"

enum { RHO, CYTOKINE, PHI, N_UNKNOWNS };
static const double HOURS = 24;

/* rho in units of its rest, 1000/mm^3; times in days */
static void healing(const double u[], double out[], const void *numbers) {
  (void)numbers;
  const double rho = u[RHO], c = u[CYTOKINE], phi = u[PHI], df = 9.7e-4 * HOURS, pf = 2e-3 * HOURS;
  const double pr = 0.017 * HOURS, growth = pr + 0.5 * pr * c / (0.1 + c);
  out[RHO] = growth * (1 - rho / 10) * rho - pr * (1 - 0.1) * rho;
  out[CYTOKINE] = -0.01 * HOURS * c;
  out[PHI] = (pf + pf * c / (1 + c)) * rho / (pf / df - 1 + phi) - (df + 0.5 * df * c * rho) * phi;
}

static int rates(double t, const double u[], double out[], void *nothing) {
  (void)t;
  healing(u, out, nothing);
  return GSL_SUCCESS;
}

/* A channel of 70 um radius takes 0.49 of a cell of 100 um. */
Test(buganza, a_mixed_place_heals_as_the_equations_say) {
  gsl_odeiv2_system system = {rates, NULL, N_UNKNOWNS, NULL};
  gsl_odeiv2_driver *driver = gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 1e-3, 1e-10, 1e-10);
  double u[N_UNKNOWNS] = {0.51, 0.49, 0.51 + 0.49 * 0.01}, t = 0;
  cr_assert_eq(gsl_odeiv2_driver_apply(driver, &t, 7, u), GSL_SUCCESS);
  expect_published(&model_buganza, "mixed_cells_day7", 1000 * u[RHO]);
  cr_assert_eq(gsl_odeiv2_driver_apply(driver, &t, 14, u), GSL_SUCCESS);
  expect_published(&model_buganza, "mixed_collagen_day14", u[PHI]);
  cr_assert_eq(gsl_odeiv2_driver_apply(driver, &t, 1095, u), GSL_SUCCESS);
  expect_published(&model_buganza, "return_of_cells", 1000 * (u[RHO] - 1));
  expect_published(&model_buganza, "return_of_collagen", u[PHI] - 1);
  gsl_odeiv2_driver_free(driver);
}

Test(buganza, healthy_skin_is_at_rest) {
  double out[N_UNKNOWNS];
  healing((const double[]){1, 0, 1}, out, NULL);
  for (size_t f = 0; f < N_UNKNOWNS; f++) cr_expect_float_eq(out[f], 0, 1e-15);
  expect_published(&model_buganza, "rest_of_cells", 0);
  expect_published(&model_buganza, "rest_of_collagen", 0);
}

struct wound {
  double cells_day7, collagen_day7, mean_cells_day14, collagen_day14;
};

static void advance(struct radial *disc, int steps) {
  for (int i = 0; i < steps; i++) radial_step(disc);
}

/* The wound's edge is midway between two nodes. Far from it nothing changes: 37 mm or 37.5 mm are as good as infinite. */
static struct wound heal(size_t nodes_in_wound, int steps) {
  static struct radial disc;
  const double h = 7.5 / ((double)nodes_in_wound - 0.5);
  disc = (struct radial){.n = (size_t)(37 / h),
                         .n_fields = N_UNKNOWNS,
                         .h = h,
                         .dt = 7.0 / steps,
                         .diffusivity = {0.0833 * HOURS, 0.01208 * HOURS, 0},
                         .reaction = healing};
  for (size_t i = 0; i < disc.n; i++) {
    disc.u[RHO][i] = i < nodes_in_wound ? 0 : 1;
    disc.u[CYTOKINE][i] = i < nodes_in_wound ? 1 : 0;
    disc.u[PHI][i] = i < nodes_in_wound ? 0.01 : 1;
  }
  struct wound wound;
  advance(&disc, steps);
  wound.cells_day7 = 1000 * disc.u[RHO][0];
  wound.collagen_day7 = disc.u[PHI][0];
  advance(&disc, steps);
  wound.mean_cells_day14 = 1000;
  for (size_t i = 0; i < disc.n; i++)
    wound.mean_cells_day14 += 1000 * (disc.u[RHO][i] - 1) * radial_area(&disc, i) / (37.5 * 37.5);
  wound.collagen_day14 = disc.u[PHI][0];
  return wound;
}

Test(buganza, a_round_wound_heals_as_the_equations_say) {
  const struct wound coarse = heal(38, 350), fine = heal(76, 700);
  const double ratio = 75.5 / 37.5;
  expect_published(&model_buganza, "wound_cells_day7", radial_limit(coarse.cells_day7, fine.cells_day7, ratio));
  expect_published(&model_buganza, "wound_collagen_day7",
                   radial_limit(coarse.collagen_day7, fine.collagen_day7, ratio));
  expect_published(&model_buganza, "wound_cells_day14",
                   radial_limit(coarse.mean_cells_day14, fine.mean_cells_day14, ratio));
  expect_published(&model_buganza, "wound_collagen_day14",
                   radial_limit(coarse.collagen_day14, fine.collagen_day14, ratio));
}

/* It only spreads and decays; the wound has the share (7.5/37.5)^2 of the disc. */
Test(buganza, the_cytokine_of_a_wound_decays_wherever_it_is) {
  expect_published(&model_buganza, "wound_cytokine_day7", 0.04 * exp(-0.01 * HOURS * 7));
}
