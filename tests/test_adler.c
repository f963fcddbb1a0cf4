/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The cases of the model adler, by GSL's backward differentiation of the equations in the units of the paper.
 */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_odeiv2.h>

#include "published.h"

enum { F, M, C, P, N_UNKNOWNS };
static const double L1 = 0.9, L2 = 0.8, M1 = 0.3, M2 = 0.3, K = 1e6, K1 = 1e9, K2 = 1e9, G = 2; /* per day, per mL */
static const double B1 = 470 * 1440, B2 = 70 * 1440, B3 = 240 * 1440, A1 = 940 * 1440,
                    A2 = 510 * 1440; /* per cell and day */

static int rates(double t, const double u[], double out[], void *influx) {
  (void)t;
  const double p = u[P] / (K1 + u[P]), c = u[C] / (K2 + u[C]);
  out[F] = u[F] * (L1 * p * (1 - u[F] / K) - M1);
  out[M] = u[M] * (L2 * c - M2) + *(const double *)influx;
  out[C] = B1 * u[F] - A1 * u[M] * c - G * u[C];
  out[P] = B2 * u[M] + B3 * u[F] - A2 * u[F] * p - G * u[P];
  return GSL_SUCCESS;
}

static int slopes(double t, const double u[], double *jacobian, double of_time[], void *influx) {
  (void)t, (void)influx;
  const double p = u[P] / (K1 + u[P]), c = u[C] / (K2 + u[C]);
  const double dp = K1 / ((K1 + u[P]) * (K1 + u[P])), dc = K2 / ((K2 + u[C]) * (K2 + u[C]));
  const double rows[N_UNKNOWNS][N_UNKNOWNS] = {
      {L1 * p * (1 - 2 * u[F] / K) - M1, 0, 0, u[F] * L1 * dp * (1 - u[F] / K)},
      {0, L2 * c - M2, u[M] * L2 * dc, 0},
      {B1, -A1 * c, -A1 * u[M] * dc - G, 0},
      {B3 - A2 * p, B2, 0, -A2 * u[F] * dp - G}};
  memcpy(jacobian, rows, sizeof rows);
  memset(of_time, 0, N_UNKNOWNS * sizeof *of_time);
  return GSL_SUCCESS;
}

/* 160 days from one cell of either kind; an influx lasts from each even time to the next odd one. */
static void integrate(double u[N_UNKNOWNS], size_t n, const double times[], double influx) {
  double now, t = 0;
  gsl_odeiv2_system system = {rates, slopes, N_UNKNOWNS, &now};
  gsl_odeiv2_driver *driver = gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_msbdf, 1e-6, 1e-6, 1e-9);
  memcpy(u, (const double[N_UNKNOWNS]){1, 1, 0, 0}, N_UNKNOWNS * sizeof *u);
  for (size_t i = 0; i < n; i++) {
    now = i % 2 ? influx : 0;
    if (times[i] > t) cr_assert_eq(gsl_odeiv2_driver_apply(driver, &t, times[i], u), GSL_SUCCESS);
    cr_assert_eq(gsl_odeiv2_driver_reset_hstart(driver, 1e-6), GSL_SUCCESS);
  }
  now = 0;
  cr_assert_eq(gsl_odeiv2_driver_apply(driver, &t, 160, u), GSL_SUCCESS);
  gsl_odeiv2_driver_free(driver);
}

static double after_one(double duration, int of) {
  double u[N_UNKNOWNS];
  integrate(u, 2, (const double[]){0, duration}, 1e6);
  return u[of];
}

static double after_two(double influx, double interval) {
  double u[N_UNKNOWNS];
  integrate(u, 4, (const double[]){0, 2, interval, interval + 2}, influx);
  return u[F];
}

/* M' = 0 gives C = k2 m2/(l2 - m2); then F from P' = 0 and F' = 0, M from C' = 0. */
Test(adler, its_hot_state_is_that_of_the_equations) {
  const double C_hot = K2 * M2 / (L2 - M2);
  double low = 4e5, high = 6e5, macrophages = 0;
  while (high - low > 1e-6) {
    const double myofibroblasts = 0.5 * (low + high), p = M1 / (L1 * (1 - myofibroblasts / K));
    macrophages = (B1 * myofibroblasts - G * C_hot) / (A1 * M2 / L2);
    const double pdgf = B2 * macrophages + B3 * myofibroblasts - A2 * myofibroblasts * p - G * K1 * p / (1 - p);
    if (pdgf > 0) low = myofibroblasts;
    else high = myofibroblasts;
  }
  expect_published(&model_adler, "prolonged_injury_myofibroblasts", low);
  expect_published(&model_adler, "prolonged_injury_macrophages", macrophages);
}

Test(adler, an_injury_that_lasts_too_long_ends_in_the_hot_state) {
  expect_published(&model_adler, "short_injury", after_one(2, F));
  expect_published(&model_adler, "just_below_the_threshold", after_one(2.12, F));
  expect_published(&model_adler, "just_above_the_threshold", after_one(2.2, F));
  expect_published(&model_adler, "prolonged_injury_myofibroblasts", after_one(4, F));
  expect_published(&model_adler, "prolonged_injury_macrophages", after_one(4, M));
}

Test(adler, an_injury_that_comes_again_too_soon_ends_in_the_hot_state) {
  expect_published(&model_adler, "repeated_after_4_days", after_two(1e6, 4));
  expect_published(&model_adler, "repeated_after_30_days", after_two(1e6, 30));
  expect_published(&model_adler, "half_pulses_35_days_apart", after_two(5e5, 35));
  expect_published(&model_adler, "half_pulses_42_days_apart", after_two(5e5, 42));
  expect_published(&model_adler, "stronger_pulses_42_days_apart", after_two(8e5, 42));
  expect_published(&model_adler, "stronger_pulses_60_days_apart", after_two(8e5, 60));
}
