/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Least squares on models of one line, through the function that the solver calls.
 */
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "study/fit.h"

/* y = f(t; parameters) */
typedef double law_fn(const double *parameters, double t);

/* A model of one line, and what was seen of it. */
struct scene {
  law_fn *law;
  size_t p, n;
  double t[32], observed[32], deviation[32];
  bool used[32];
  struct fit_transform transforms[4];
  double rough;   /* amplitude of what is added to each prediction at random, a function of the parameters */
  double highest; /* parameter 1 above which no run succeeds */
  size_t fails;   /* evaluations until one ends the fit; 0: none does */
  size_t failures, largest_batch, batches;
};

static int evaluate(void *context, size_t n_vectors, const double *parameters, double *predictions,
                    struct error *error) {
  struct scene *scene = context;
  scene->batches++;
  if (n_vectors > scene->largest_batch) scene->largest_batch = n_vectors;
  if (scene->fails && scene->batches == scene->fails) return error_set(error, ERROR_FAILED, "the lamp went out");
  for (size_t v = 0; v < n_vectors; v++) {
    const double *mine = parameters + v * scene->p;
    bool failed = scene->p > 1 && mine[1] > scene->highest;
    scene->failures += failed;
    for (size_t i = 0; i < scene->n; i++) {
      uint64_t bits;
      memcpy(&bits, mine, sizeof bits);
      double jump = scene->rough * random_normal(bits, i, 0, 0, 6);
      predictions[v * scene->n + i] = failed ? (double)NAN : scene->law(mine, scene->t[i]) + jump;
    }
  }
  return OK;
}

static struct scene scene_of(law_fn *law, size_t p, size_t n) {
  struct scene scene = {.law = law, .p = p, .n = n, .highest = HUGE_VAL};
  for (size_t i = 0; i < n; i++) {
    scene.t[i] = (double)i / 2;
    scene.deviation[i] = 1;
    scene.used[i] = true;
  }
  for (size_t k = 0; k < p; k++)
    scene.transforms[k] =
        (struct fit_transform){.logarithmic = true, .from = (double)NAN, .to = (double)NAN, .begin = 1};
  return scene;
}

static int fit(struct scene *scene, size_t starts, bool relative, struct fit_solution *solution, struct error *error) {
  static const char *const names[] = {"alpha", "beta", "gamma", "delta"};
  const struct fit_problem problem = {.n_parameters = scene->p,
                                      .n_observations = scene->n,
                                      .transforms = scene->transforms,
                                      .observed = scene->observed,
                                      .deviation = scene->deviation,
                                      .used = scene->used,
                                      .relative = relative,
                                      .evaluate = evaluate,
                                      .context = scene};
  return fit_solve(solution, &problem, &(struct fit_request){starts, 1}, names, error);
}

static struct fit_solution good_fit(struct scene *scene, size_t starts, bool relative) {
  struct fit_solution solution;
  struct error error = {OK, ""};
  cr_assert_eq(fit(scene, starts, relative, &solution, &error), OK, "%s", error.sentence);
  return solution;
}

static bool says(const struct fit_solution *solution, const char *one, const char *other) {
  for (size_t i = 0; i < solution->n_remarks; i++)
    if (strstr(solution->remarks[i], one) && strstr(solution->remarks[i], other)) return true;
  return false;
}

static double decay(const double *p, double t) { return p[0] * exp(-p[1] * t); }
static double saturation(const double *p, double t) { return p[0] * (1 - exp(-p[1] * t)); }
static double product(const double *p, double t) { return p[0] * p[1] * exp(-t); }
static double level(const double *p, double t) { return p[0] + t; }

static double relative_error(double found, double expected) { return fabs(found / expected - 1); }

/* Misra1a of NIST's reference data sets for nonlinear regression (dental research; 14 observations), with its certified values. */
Test(fit, finds_the_certified_values_of_a_reference_data_set) {
  static const double y[] = {10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02,
                             44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78},
                      x[] = {77.6,  114.9, 141.1, 190.8, 239.9, 289.0, 332.8,
                             378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0};
  struct scene scene = scene_of(saturation, 2, 14);
  memcpy(scene.t, x, sizeof x);
  memcpy(scene.observed, y, sizeof y);
  scene.transforms[0].begin = 500;
  scene.transforms[1].begin = 1e-4;
  struct fit_solution solution = good_fit(&scene, 1, true);
  cr_expect(relative_error(solution.estimates[0].value, 2.3894212918e+02) < 1e-6);
  cr_expect(relative_error(solution.estimates[1].value, 5.5015643181e-04) < 1e-6);
  cr_expect(relative_error(solution.chi2, 1.2455138894e-01) < 1e-8, "%.12g", solution.chi2);
  cr_expect(relative_error(solution.estimates[0].deviation, 2.7070075241) < 1e-4, "%.9g",
            solution.estimates[0].deviation);
  cr_expect(relative_error(solution.estimates[1].deviation, 7.2668688436e-06) < 1e-4, "%.9g",
            solution.estimates[1].deviation);
  cr_expect_eq(solution.freedom, 12);
  double half = gsl_cdf_tdist_Pinv(0.975, 12) * solution.estimates[0].deviation / solution.estimates[0].value;
  cr_expect(relative_error(solution.estimates[0].high, solution.estimates[0].value * exp(half)) < 1e-9);
  fit_free(&solution);
}

/* Residuals at right angles to both derivatives leave the least squares where the curve was; the covariance is then
 * (J^T J)^-1 by hand. */
Test(fit, has_the_covariance_of_the_derivatives) {
  enum { N = 7 };
  const double a = 3, k = 0.7, deviation = 0.05;
  struct scene scene = scene_of(decay, 2, N);
  double ja[N], jk[N], residual[N], aa = 0, ak = 0, kk = 0, ra = 0, rk = 0, chi2 = 0;
  for (size_t i = 0; i < N; i++) {
    ja[i] = exp(-k * scene.t[i]);
    jk[i] = -a * scene.t[i] * exp(-k * scene.t[i]);
    residual[i] = i % 2 ? 0.03 : -0.04;
    aa += ja[i] * ja[i], ak += ja[i] * jk[i], kk += jk[i] * jk[i];
    ra += residual[i] * ja[i], rk += residual[i] * jk[i];
  }
  double determinant = aa * kk - ak * ak;
  for (size_t i = 0; i < N; i++) {
    residual[i] -= ((ra * kk - rk * ak) * ja[i] + (rk * aa - ra * ak) * jk[i]) / determinant;
    scene.observed[i] = a * exp(-k * scene.t[i]) + residual[i];
    scene.deviation[i] = deviation;
    chi2 += residual[i] * residual[i] / (deviation * deviation);
  }
  struct fit_solution solution = good_fit(&scene, 4, false);
  double deviation_a = deviation * sqrt(kk / determinant), deviation_k = deviation * sqrt(aa / determinant);
  cr_expect(relative_error(solution.estimates[0].value, a) < 1e-5, "%.9g", solution.estimates[0].value);
  cr_expect(relative_error(solution.estimates[1].value, k) < 1e-5, "%.9g", solution.estimates[1].value);
  cr_expect(relative_error(solution.chi2, chi2) < 1e-6);
  cr_expect(relative_error(solution.estimates[0].deviation, deviation_a) < 1e-4);
  cr_expect(relative_error(solution.estimates[1].deviation, deviation_k) < 1e-4);
  cr_expect(relative_error(solution.covariance[1], -ak * deviation * deviation / determinant) < 1e-4);
  cr_expect(relative_error(solution.correlation[2], -ak / sqrt(aa * kk)) < 1e-4);
  cr_expect(relative_error(solution.estimates[1].low, k * exp(-1.959963985 * deviation_k / k)) < 1e-4);
  cr_expect_eq(solution.n_same, 4, "%zu of 4 beginnings came to one minimum", solution.n_same);
  cr_expect_eq(solution.n_remarks, 0, "%s", solution.n_remarks ? solution.remarks[0] : "");
  fit_free(&solution);
}

Test(fit, maps_coordinates_to_values_within_the_range_and_back) {
  const struct fit_transform linear = {.from = -2, .to = 6},
                             logarithmic = {.logarithmic = true, .from = 0.1, .to = 1000};
  const struct fit_transform decades = {.logarithmic = true, .from = 0.1, .to = 10};
  cr_expect_float_eq(fit_transform_value(&linear, 0), 2, 1e-12);
  cr_expect_float_eq(fit_transform_value(&linear, log(3)), 4, 1e-12);
  cr_expect_float_eq(fit_transform_value(&logarithmic, 0), 10, 1e-12);
  cr_expect_float_eq(fit_transform_value(&logarithmic, log(3)), 100, 1e-10);
  for (double x = -800; x <= 800; x += 100) {
    double value = fit_transform_value(&linear, x), other = fit_transform_value(&logarithmic, x);
    cr_expect(value >= -2 && value <= 6 && other >= 0.1 && other <= 1000, "%g: %g %g", x, value, other);
    cr_expect(fit_transform_value(&decades, x) <= 10, "exp(ln(10)) is rounded to more than 10");
  }
  for (double x = -4; x <= 4; x += 0.5) {
    cr_expect_float_eq(fit_transform_coordinate(&linear, fit_transform_value(&linear, x)), x, 1e-9);
    cr_expect_float_eq(fit_transform_coordinate(&logarithmic, fit_transform_value(&logarithmic, x)), x, 1e-9);
    double slope = (fit_transform_value(&logarithmic, x + 1e-5) - fit_transform_value(&logarithmic, x - 1e-5)) / 2e-5;
    cr_expect(relative_error(fit_transform_slope(&logarithmic, x), slope) < 1e-7);
  }
  cr_expect(isfinite(fit_transform_coordinate(&linear, 7)) && isfinite(fit_transform_coordinate(&linear, -2)));
}

Test(fit, stays_within_the_range_and_says_that_it_ended_there) {
  struct scene scene = scene_of(decay, 2, 6);
  for (size_t i = 0; i < scene.n; i++) {
    scene.observed[i] = 2 * exp(-0.9 * scene.t[i]);
    scene.deviation[i] = 0.01;
  }
  scene.transforms[1] = (struct fit_transform){.from = 0.1, .to = 0.5, .begin = 0.3};
  struct fit_solution solution = good_fit(&scene, 2, false);
  cr_expect(solution.estimates[1].value <= 0.5 && solution.estimates[1].value > 0.499, "%.9g",
            solution.estimates[1].value);
  cr_expect(solution.estimates[1].high <= 0.5);
  cr_expect(says(&solution, "beta", "upper end"));
  fit_free(&solution);
}

/* A step that leaps to an end of the range finds no slope there, and would stay. */
Test(fit, comes_to_one_minimum_from_all_over_the_range) {
  for (size_t c = 0; c < 4; c++) {
    const double a = c % 2 ? 8 : 0.5, k = c / 2 ? 0.05 : 0.8;
    struct scene scene = scene_of(decay, 2, 8);
    for (size_t i = 0; i < scene.n; i++) {
      scene.observed[i] = a * exp(-k * scene.t[i]);
      scene.deviation[i] = 0.01;
    }
    scene.transforms[0] = (struct fit_transform){.from = 0.1, .to = 10, .begin = 1};
    scene.transforms[1] = (struct fit_transform){.from = 0.01, .to = 1, .begin = 0.1};
    struct fit_solution solution = good_fit(&scene, 30, false);
    cr_expect_eq(solution.n_same, 30, "case %zu: %zu of 30", c, solution.n_same);
    cr_expect(relative_error(solution.estimates[1].value, k) < 1e-3);
    fit_free(&solution);
  }
}

Test(fit, says_which_parameters_the_observations_do_not_determine) {
  struct scene scene = scene_of(product, 3, 6);
  for (size_t i = 0; i < scene.n; i++) scene.observed[i] = 12 * exp(-scene.t[i]);
  struct fit_solution solution = good_fit(&scene, 2, false);
  cr_expect(relative_error(solution.estimates[0].value * solution.estimates[1].value, 12) < 1e-5);
  for (size_t k = 0; k < 3; k++) {
    cr_expect(!solution.estimates[k].determined);
    cr_expect(isnan(solution.estimates[k].low) && isnan(solution.estimates[k].high));
  }
  cr_expect(says(&solution, "alpha", "not determined") && says(&solution, "beta", "not determined") &&
            says(&solution, "gamma", "not determined"));
  fit_free(&solution);
}

/* Seen during a short time only, a level and its decay are one slope. */
Test(fit, says_which_parameters_cannot_be_told_apart) {
  struct scene scene = scene_of(decay, 2, 8);
  for (size_t i = 0; i < scene.n; i++) {
    scene.t[i] = 10 + 0.1 * (double)i;
    scene.observed[i] = 2 * exp(-0.3 * scene.t[i]);
    scene.deviation[i] = 1e-4;
  }
  struct fit_solution solution = good_fit(&scene, 1, false);
  cr_expect(solution.estimates[0].determined && solution.correlation[1] > 0.99);
  cr_expect(says(&solution, "alpha and beta", "told apart"));
  fit_free(&solution);
}

Test(fit, says_that_an_interval_is_as_wide_as_the_range) {
  struct scene scene = scene_of(level, 1, 2);
  scene.observed[0] = 5, scene.observed[1] = 5.5;
  scene.deviation[0] = scene.deviation[1] = 100;
  scene.transforms[0] = (struct fit_transform){.from = 0, .to = 10, .begin = 3};
  struct fit_solution solution = good_fit(&scene, 1, false);
  cr_expect(says(&solution, "alpha", "hardly determined"));
  fit_free(&solution);
}

/* The first step leads to where no run succeeds. */
Test(fit, shortens_a_step_to_where_no_prediction_can_be_made) {
  struct scene scene = scene_of(decay, 2, 6);
  for (size_t i = 0; i < scene.n; i++) scene.observed[i] = 20 * exp(-0.5 * scene.t[i]);
  scene.highest = 1.02;
  scene.transforms[0].begin = 0.2;
  struct fit_solution solution = good_fit(&scene, 1, false);
  cr_expect(scene.failures > 0, "no run failed");
  cr_expect(relative_error(solution.estimates[0].value, 20) < 1e-4, "%.9g", solution.estimates[0].value);
  cr_expect(relative_error(solution.estimates[1].value, 0.5) < 1e-4, "%.9g", solution.estimates[1].value);
  fit_free(&solution);
}

Test(fit, gives_up_only_the_searches_that_begin_where_no_prediction_can_be_made) {
  struct scene scene = scene_of(decay, 2, 6);
  for (size_t i = 0; i < scene.n; i++) scene.observed[i] = 2 * exp(-0.5 * scene.t[i]);
  scene.highest = 0.9; /* the first search begins at 1 */
  struct fit_solution solution = good_fit(&scene, 8, false);
  cr_expect_eq(solution.starts[0].end, FIT_LOST);
  cr_expect(isnan(solution.starts[0].chi2) && solution.best > 0);
  cr_expect(relative_error(solution.estimates[1].value, 0.5) < 1e-4);
  cr_expect(solution.n_same >= 2 && solution.n_same < 8, "%zu", solution.n_same);
  fit_free(&solution);
  scene.highest = 0.01;
  struct error error = {OK, ""};
  cr_expect_eq(fit(&scene, 3, false, &solution, &error), ERROR_FAILED);
  cr_expect(strstr(error.sentence, "3 beginnings"), "%s", error.sentence);
  fit_free(&solution);
}

Test(fit, never_fits_what_was_held_out) {
  struct fit_solution solution[2];
  for (size_t s = 0; s < 2; s++) {
    struct scene scene = scene_of(decay, 2, 6);
    for (size_t i = 0; i < scene.n; i++) scene.observed[i] = 2 * exp(-0.5 * scene.t[i]);
    scene.used[3] = false;
    scene.observed[3] += s ? 3 : 0;
    solution[s] = good_fit(&scene, 1, false);
  }
  cr_expect_eq(solution[0].n_used, 5);
  cr_expect_eq(solution[0].n_held, 1);
  cr_expect_eq(solution[0].freedom, 3);
  cr_expect_eq(solution[0].estimates[1].value, solution[1].estimates[1].value);
  cr_expect_float_eq(solution[0].held_chi2, 0, 1e-8);
  cr_expect_float_eq(solution[1].held_chi2, 9, 1e-3);
  cr_expect_float_eq(solution[1].predicted[3], 2 * exp(-0.75), 1e-4);
  fit_free(&solution[0]);
  fit_free(&solution[1]);
}

Test(fit, asks_for_the_derivatives_of_all_searches_at_once) {
  struct scene scene = scene_of(decay, 2, 6);
  for (size_t i = 0; i < scene.n; i++) scene.observed[i] = 2 * exp(-0.5 * scene.t[i]);
  struct fit_solution solution = good_fit(&scene, 10, false);
  cr_expect_eq(scene.largest_batch, 40, "%zu sets at once; 10 searches, 2 parameters, both sides", scene.largest_batch);
  cr_expect(scene.batches < solution.evaluations / 8);
  fit_free(&solution);
}

Test(fit, gives_the_same_numbers_each_time) {
  double value[2];
  for (size_t s = 0; s < 2; s++) {
    struct scene scene = scene_of(decay, 2, 6);
    for (size_t i = 0; i < scene.n; i++) scene.observed[i] = 2 * exp(-0.5 * scene.t[i]) + (i % 2 ? 0.1 : 0);
    struct fit_solution solution = good_fit(&scene, 5, false);
    value[s] = solution.estimates[0].value;
    fit_free(&solution);
  }
  cr_expect_eq(value[0], value[1]);
}

Test(fit, measures_how_rough_predictions_are_and_steps_over_it) {
  for (double rough = 1e-6; rough < 0.02; rough *= 100) {
    struct scene scene = scene_of(decay, 2, 30);
    for (size_t i = 0; i < scene.n; i++) {
      scene.t[i] = (double)i / 10;
      scene.observed[i] = 2 * exp(-0.5 * scene.t[i]);
    }
    scene.rough = rough;
    struct fit_solution solution = good_fit(&scene, 1, false);
    cr_expect(solution.noise > rough / 1.5 && solution.noise < rough * 1.5, "%g of %g", solution.noise, rough);
    cr_expect(solution.step > cbrt(rough) && solution.step < 3 * cbrt(rough), "%g for %g", solution.step, rough);
    cr_expect(relative_error(solution.estimates[1].value, 0.5) < 20 * rough, "%g", solution.estimates[1].value);
    fit_free(&solution);
  }
}

Test(fit, ends_with_the_error_of_an_evaluation) {
  for (size_t fails = 1; fails < 6; fails++) {
    struct scene scene = scene_of(decay, 2, 6);
    struct fit_solution solution;
    struct error error = {OK, ""};
    for (size_t i = 0; i < scene.n; i++) scene.observed[i] = 9 * exp(-0.5 * scene.t[i]);
    scene.fails = fails;
    cr_expect_eq(fit(&scene, 3, false, &solution, &error), ERROR_FAILED);
    cr_expect_str_eq(error.sentence, "the lamp went out");
    fit_free(&solution);
  }
}

Test(fit, wants_as_many_observations_as_parameters) {
  struct scene scene = scene_of(decay, 2, 2);
  struct fit_solution solution;
  struct error error = {OK, ""};
  cr_expect_eq(fit(&scene, 1, true, &solution, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "too few"), "%s", error.sentence);
  fit_free(&solution);
}
