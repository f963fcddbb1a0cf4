/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solutions of the differential equations in closed form. */
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>

#include "config/settings.h"
#include "verify/bench.h"
#include "verify/checks.h"
#include "verify/logistic.h"

static const char ORDER[] = "central differences are of order 2; on these grids the next term of the error is small";

/* The rows that all of them have. @param found  largest errors on a grid and on one of half its spacing, over the largest
 * value */
static int compare_errors(struct verify_report *report, const double found[2], double tolerance, const char *why,
                          const char *name, struct error *error) {
  TRY(verify_compare(report, (struct verify_numbers){2, log2(found[0] / found[1]), 0.1}, ORDER, error, "%s: order",
                     name));
  return verify_compare(report, (struct verify_numbers){0, found[1], tolerance}, why, error,
                        "%s: largest error, of the largest value", name);
}

/* The line source: a channel's share of the skin is a cylinder (the cell of Wigner and Seitz) whose axis gives off one
 * unit a day and mm. With l = sqrt(D/decay) and walls without flux at R,
 *     u(r) = A [K0(r/l) I1(R/l) + I0(r/l) K1(R/l)],   A = 1/(2 pi D I1(R/l)). */
static const double RADIUS = 0.36, CHANNEL = 0.05; /* [mm]: of the cell, at 250 channels/cm^2; nearer nobody asks */

static double line_value(const void *numbers, double x, double y, double z, double t) {
  (void)y, (void)z, (void)t;
  const struct logistic *p = numbers;
  double l = sqrt(p->diffusivity / p->decay), i1 = gsl_sf_bessel_I1(RADIUS / l), k1 = gsl_sf_bessel_K1(RADIUS / l);
  return (gsl_sf_bessel_K0(x / l) * i1 + gsl_sf_bessel_I0(x / l) * k1) / (2 * M_PI * p->diffusivity * i1);
}

/* Steps until nothing changes any more. */
static int settle(struct verify_bench *bench, double dt, struct error *error) {
  enum { MOST = 2000 };
  for (int s = 0; s < MOST; s++) {
    if (stepper_residual(bench->stepper, 0) < 1e-9) return OK;
    verify_bench_steps(bench, 0, dt, 1);
  }
  return error_set(error, ERROR_FAILED, "the line source has found no steady state in %d steps", MOST);
}

static int line_error(double *found, size_t n, struct error *error) {
  double h = RADIUS / (double)n;
  const struct logistic numbers = {
      .diffusivity = 0.2592, .decay = 15, .supply = 1 / (M_PI * h * h), .supply_radius = h}; /* of TGF-beta in skin */
  const struct grid_request request = {
      .geometry = AXISYMMETRIC, .width = {RADIUS}, .spacing = {h, h, h}, .n_layers = 1, .thickness = {h}};
  struct verify_bench bench = {.numbers = NULL};
  int code = verify_bench_create(&bench, &verify_logistic, &numbers, &request, &schemes[ROS2], error);
  if (!code) code = settle(&bench, 1 / numbers.decay, error);
  if (!code)
    *found = verify_bench_error(&bench, LOGISTIC_DENSITY, line_value, 0, CHANNEL).largest /
             line_value(&numbers, CHANNEL, 0, 0, 0);
  verify_bench_free(&bench);
  return code;
}

int verify_line_source(const struct verify_models *models, struct verify_report *report, struct error *error) {
  (void)models;
  double found[2] = {0, 0};
  for (size_t i = 0; i < 2; i++) TRY(line_error(&found[i], (size_t)144 << i, error));
  return compare_errors(report, found, 1e-4,
                        "some h^2/r^2 times a factor below 1/6, from r = 50 um on, for a spacing h of 1.25 um",
                        "steady line source with decay, 144 and 288 cells to the wall", error);
}

/* The point source: one unit in the corner cell of an octant, walls seven deviations away. */
static double point_value(const void *numbers, double x, double y, double z, double t) {
  const struct logistic *p = numbers;
  double four_dt = 4 * p->diffusivity * t;
  if (t > 0) return exp(-(x * x + y * y + z * z) / four_dt) / pow(M_PI * four_dt, 1.5);
  double h = p->supply_radius;
  return x < h && y < h && z < h ? 1 / gsl_pow_3(2 * h) : 0;
}

static int point_error(double *found, size_t n, struct error *error) {
  enum { STEPS = 80 };
  double h = 0.5 / (double)n;
  const struct logistic numbers = {.diffusivity = 0.0025, .supply_radius = h};
  const struct grid_request request = {.width = {0.5, 0.5}, .spacing = {h, h, h}, .n_layers = 1, .thickness = {0.5}};
  struct verify_bench bench = {.numbers = NULL};
  int code = verify_bench_create(&bench, &verify_logistic, &numbers, &request, &schemes[ROS34PW2], error);
  if (!code) {
    verify_bench_set(&bench, LOGISTIC_DENSITY, point_value, 0);
    verify_bench_steps(&bench, 0, 1, STEPS);
    *found =
        verify_bench_error(&bench, LOGISTIC_DENSITY, point_value, 1, 0).largest / point_value(&numbers, 0, 0, 0, 1);
  }
  verify_bench_free(&bench);
  return code;
}

int verify_point_source(const struct verify_models *models, struct verify_report *report, struct error *error) {
  (void)models;
  double found[2] = {0, 0};
  for (size_t i = 0; i < 2; i++) TRY(point_error(&found[i], (size_t)20 << i, error));
  return compare_errors(report, found, 0.02,
                        "h^2/s^2 for a deviation s of the Gaussian, 0.071 of the box, and a spacing of 0.0125 of it, "
                        "times a factor of order 1",
                        "instantaneous point source in 3-D, 20 and 40 cells a side", error);
}

/* The wave of Ablowitz and Zeppetella (1979): with D = r = 1, u = (1 + exp((x - ct)/sqrt 6))^-2 at the speed c = 5/sqrt 6. */
static const double BEGIN = 40, LENGTH = 90, END = 5; /* the front at day 0; the box; days */

static double wave_value(const void *numbers, double x, double y, double z, double t) {
  (void)numbers, (void)y, (void)z;
  return 1 / gsl_pow_2(1 + exp((x - BEGIN - 5 / sqrt(6) * t) / sqrt(6)));
}

/* Where the wave has the value that its exact front has, 1/4. */
static double front(const struct verify_bench *bench) {
  const struct axis *x = &bench->grid.axis[0];
  const double *u = fields_row(stepper_state(bench->stepper), LOGISTIC_DENSITY, 0, 0);
  size_t i = 1;
  while (i + 1 < x->n && u[i] >= 0.25) i++;
  return x->centre[i - 1] + x->h * (u[i - 1] - 0.25) / (u[i - 1] - u[i]);
}

static int wave_error(double *found, double *speed, size_t n, size_t steps, struct error *error) {
  double h = LENGTH / (double)n;
  const struct logistic numbers = {.diffusivity = 1, .growth = 1};
  const struct grid_request request = {.width = {LENGTH}, .spacing = {h, h, h}, .n_layers = 1, .thickness = {h}};
  struct verify_bench bench = {.numbers = NULL};
  int code = verify_bench_create(&bench, &verify_logistic, &numbers, &request, &schemes[ROS2], error);
  if (!code) {
    verify_bench_set(&bench, LOGISTIC_DENSITY, wave_value, 0);
    double begin = front(&bench);
    verify_bench_steps(&bench, 0, END, steps);
    *found = verify_bench_error(&bench, LOGISTIC_DENSITY, wave_value, END, 0).largest;
    *speed = (front(&bench) - begin) / END;
  }
  verify_bench_free(&bench);
  return code;
}

int verify_travelling_wave(const struct verify_models *models, struct verify_report *report, struct error *error) {
  (void)models;
  double found[2] = {0, 0}, speed = 0;
  for (size_t i = 0; i < 2; i++) TRY(wave_error(&found[i], &speed, (size_t)450 << i, (size_t)80 << i, error));
  TRY(compare_errors(report, found, 1e-3, "h^2/12 = 8e-4 times a factor below 1: the wave is some 5 wide, h = 0.1",
                     "travelling wave of Fisher's equation, spacing and steps halved together", error));
  return verify_compare(report, (struct verify_numbers){5 / sqrt(6), speed, 1e-3},
                        "an error in u of 1e-4 moves the front, of slope 0.1, by 1e-3 in 5 days", error,
                        "travelling wave of Fisher's equation: speed");
}
