/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The cases of the model disc_diffusion, by its series of Bessel functions.
 */
#include <gsl/gsl_sf_bessel.h>

#include "published.h"

enum { TERMS = 40 };
static const double SPREAD = 0.2 * 0.0864 / 25; /* D/R^2 [1/day] */

static double centre(double day) {
  double u = 1;
  for (unsigned k = 1; k <= TERMS; k++) {
    const double z = gsl_sf_bessel_zero_J0(k);
    u -= 2 * exp(-z * z * SPREAD * day) / (z * gsl_sf_bessel_J1(z));
  }
  return u;
}

static double mean(double day) {
  double u = 1;
  for (unsigned k = 1; k <= TERMS; k++) {
    const double z = gsl_sf_bessel_zero_J0(k);
    u -= 4 * exp(-z * z * SPREAD * day) / (z * z);
  }
  return u;
}

/* By the next term the series has died off: z = 127, exp(-0.0207 z^2). */
Test(disc_diffusion, fills_as_the_series_of_bessel_functions_says) {
  expect_published(&model_disc_diffusion, "mean_after_30_days", mean(30));
  expect_published(&model_disc_diffusion, "mean_after_100_days", mean(100));
  expect_published(&model_disc_diffusion, "mean_after_300_days", mean(300));
  expect_published(&model_disc_diffusion, "centre_after_100_days", centre(100));
  expect_published(&model_disc_diffusion, "centre_after_300_days", centre(300));
}
