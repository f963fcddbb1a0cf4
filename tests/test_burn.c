/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The cases of the model burn, in closed form.
 */
#include <gsl/gsl_integration.h>

#include "published.h"

static const double T_RATE = 9.1, G_RATE = 4.03, P_RATE = 0.875, H = 6; /* [1/day], [ng/mL] */
static const double T_REST = (0.07 * 100 + 0.004 * 2000) / 9.1, G_REST = (0.015 * 100 + 0.0015 * 2000) / 4.03;

Test(burn, rests_where_production_and_decay_are_equal) {
  expect_published(&model_burn, "return_of_tgf_beta", T_REST);
  expect_published(&model_burn, "return_of_pdgf", G_REST);
  expect_published(&model_burn, "return_of_mmp9", 3 * 100 / (1 + T_REST / H) / P_RATE);
  expect_published(&model_burn, "rest_of_jin", (0.07 * 100 + 0.004 * 2000) / 15);
}

/* P(1 day) = integral of pM M exp(-p (1 - t))/(1 + T(t)/H). */
static double mmp9(double t, void *nothing) {
  (void)nothing;
  return 3 * 100 * exp(-P_RATE * (1 - t)) / (1 + T_REST * (1 - exp(-T_RATE * t)) / H);
}

Test(burn, comes_back_exponentially) {
  double P, error;
  size_t evaluations;
  expect_published(&model_burn, "tgf_beta_on_its_way", T_REST * (1 - exp(-T_RATE * 2 / 24)));
  expect_published(&model_burn, "pdgf_on_its_way", G_REST * (1 - exp(-G_RATE * 6 / 24)));
  const gsl_function function = {mmp9, NULL};
  cr_assert_eq(gsl_integration_qng(&function, 0, 1, 0, 1e-9, &P, &error, &evaluations), 0);
  expect_published(&model_burn, "mmp9_on_its_way", P);
}

Test(burn, untreated_does_not_change) {
  expect_published(&model_burn, "rest_of_tgf_beta", 0);
  expect_published(&model_burn, "rest_of_pdgf", 0);
  expect_published(&model_burn, "rest_of_mmp9", 0);
}
