/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "study/sensitivity.h"

enum { K = 3 };
static const double PI = 3.14159265358979323846;
/* The function of Ishigami and Homma on the cube -pi..pi. */
static const double SINE = 7, QUARTIC = 0.1;
static const struct sensitivity_request REQUEST = {.resamples = 500, .seed = 1};

static struct error error;
static struct design design;
static double *y;

static void clear(void) { error = (struct error){0}; }
static void release(void) {
  design_free(&design);
  free(y);
}
TestSuite(sensitivity, .init = clear, .fini = release);

static double ishigami(const double unit[]) {
  double x[K];
  for (size_t i = 0; i < K; i++) x[i] = PI * (2 * unit[i] - 1);
  return sin(x[0]) + SINE * sin(x[1]) * sin(x[1]) + QUARTIC * pow(x[2], 4) * sin(x[0]);
}

/* 3 + 2 x - 4 y + 5 x z */
static double crossed(const double unit[]) { return 3 + 2 * unit[0] - 4 * unit[1] + 5 * unit[0] * unit[2]; }

static void evaluate(const struct design_request *request, double (*function)(const double unit[])) {
  cr_assert_eq(design_create(&design, request, &error), OK, "%s", error.sentence);
  y = calloc(design.n_points, sizeof *y);
  for (size_t p = 0; p < design.n_points; p++) y[p] = function(design.unit + p * design.n_keys);
}

static void evaluate_sobol(size_t rows, double (*function)(const double unit[])) {
  evaluate(&(struct design_request){.kind = DESIGN_SOBOL, .n_keys = K, .n = rows}, function);
}

static void evaluate_morris(size_t trajectories, size_t levels, double (*function)(const double unit[])) {
  evaluate(
      &(struct design_request){.kind = DESIGN_MORRIS, .n_keys = K, .n = trajectories, .levels = levels, .seed = 11},
      function);
}

/* Shares of the variance in closed form: V1 = (1 + b pi^4/5)^2/2, V2 = a^2/8, V13 = 8 b^2 pi^8/225. */
static void exact_shares(double first[K], double total[K]) {
  double one = 0.5 * pow(1 + QUARTIC * pow(PI, 4) / 5, 2), two = SINE * SINE / 8;
  double both = 8 * QUARTIC * QUARTIC * pow(PI, 8) / 225, all = one + two + both;
  first[0] = one / all;
  first[1] = two / all;
  first[2] = 0;
  total[0] = (one + both) / all;
  total[1] = two / all;
  total[2] = both / all;
}

static bool holds(struct estimate estimate, double truth) { return estimate.low <= truth && truth <= estimate.high; }

/* Of a normal estimate the interval is 3.92 standard errors wide. */
static double errors_off(struct estimate estimate, double truth) {
  return fabs(estimate.value - truth) / ((estimate.high - estimate.low) / 3.92);
}

static void expect_ishigami(const struct variance_shares shares[K]) {
  double first[K], total[K];
  exact_shares(first, total);
  cr_assert_float_eq(first[0], 0.3139, 5e-5); /* as they are printed everywhere */
  cr_assert_float_eq(first[1], 0.4424, 5e-5);
  cr_assert_float_eq(total[0], 0.5576, 5e-5);
  cr_assert_float_eq(total[2], 0.2437, 5e-5);
  for (size_t i = 0; i < K; i++) {
    cr_expect(holds(shares[i].first, first[i]), "first %zu: %g in %g to %g", i, first[i], shares[i].first.low,
              shares[i].first.high);
    cr_expect(holds(shares[i].total, total[i]), "total %zu: %g in %g to %g", i, total[i], shares[i].total.low,
              shares[i].total.high);
    cr_expect_lt(errors_off(shares[i].first, first[i]), 2);
    cr_expect_lt(errors_off(shares[i].total, total[i]), 2);
    cr_expect(shares[i].first.high - shares[i].first.low > 1e-3 && shares[i].first.high - shares[i].first.low < 0.3);
    cr_expect(shares[i].total.high - shares[i].total.low > 1e-3 && shares[i].total.high - shares[i].total.low < 0.3);
  }
}

Test(sensitivity, shares_of_ishigami_are_those_of_the_closed_formula) {
  struct variance_shares shares[K];
  size_t blocks = 0;
  evaluate_sobol(1024, ishigami);
  cr_assert_eq(sensitivity_sobol(&design, y, &REQUEST, shares, &blocks, &error), OK, "%s", error.sentence);
  cr_expect_eq(blocks, 1024u);
  expect_ishigami(shares);
}

Test(sensitivity, shares_of_ishigami_converge_to_the_closed_formula) {
  struct variance_shares shares[K];
  size_t blocks = 0;
  evaluate_sobol(8192, ishigami);
  cr_assert_eq(sensitivity_sobol(&design, y, &(struct sensitivity_request){40, 1}, shares, &blocks, &error), OK);
  double first[K], total[K];
  exact_shares(first, total);
  for (size_t i = 0; i < K; i++) {
    cr_expect_float_eq(shares[i].first.value, first[i], 0.002);
    cr_expect_float_eq(shares[i].total.value, total[i], 0.002);
  }
}

Test(sensitivity, shares_do_not_depend_on_unit_and_zero_of_the_output) {
  struct variance_shares shares[K], other[K];
  size_t blocks = 0;
  evaluate_sobol(128, ishigami);
  cr_assert_eq(sensitivity_sobol(&design, y, &REQUEST, shares, &blocks, &error), OK, "%s", error.sentence);
  for (size_t p = 0; p < design.n_points; p++) y[p] = 1e200 * (y[p] + 1000);
  cr_assert_eq(sensitivity_sobol(&design, y, &REQUEST, other, &blocks, &error), OK, "%s", error.sentence);
  for (size_t i = 0; i < K; i++) {
    cr_expect_float_eq(other[i].first.value, shares[i].first.value, 1e-9);
    cr_expect_float_eq(other[i].first.low, shares[i].first.low, 1e-9);
    cr_expect_float_eq(other[i].total.value, shares[i].total.value, 1e-9);
    cr_expect_float_eq(other[i].total.high, shares[i].total.high, 1e-9);
  }
}

Test(sensitivity, shares_of_a_sum_are_its_terms_and_add_up_to_one) {
  /* of 2 x - 4 y + 5 x z: V1 = (2 + 5/2)^2/12, V2 = 16/12, V3 = (5/2)^2/12, V13 = 25/144 */
  double one = 20.25 / 12, two = 16.0 / 12, three = 6.25 / 12, both = 25.0 / 144, all = one + two + three + both;
  struct variance_shares shares[K];
  size_t blocks = 0;
  evaluate_sobol(1024, crossed);
  cr_assert_eq(sensitivity_sobol(&design, y, &REQUEST, shares, &blocks, &error), OK, "%s", error.sentence);
  const double first[] = {one / all, two / all, three / all};
  const double total[] = {(one + both) / all, two / all, (three + both) / all};
  for (size_t i = 0; i < K; i++) {
    cr_expect_float_eq(shares[i].first.value, first[i], 0.01);
    cr_expect_float_eq(shares[i].total.value, total[i], 0.01);
  }
}

/* Take the number from a tenth of all points. @return blocks of which none is taken */
static size_t lose_points(void) {
  size_t whole = 0;
  for (size_t first = 0; first < design.n_points; first += design.block) {
    bool all = true;
    for (size_t p = first; p < first + design.block; p++) {
      if (random_uniform(42, 0, 0, p) >= 0.1) continue;
      y[p] = p % 2 ? (double)NAN : (double)INFINITY;
      all = false;
    }
    whole += all;
  }
  return whole;
}

Test(sensitivity, points_without_a_number_take_their_block_with_them_and_no_more) {
  struct variance_shares shares[K];
  size_t blocks = 0;
  evaluate_sobol(1024, ishigami);
  size_t whole = lose_points();
  cr_assert(whole > 500 && whole < 700, "of blocks of five some 0.9^5 are whole: %zu", whole);
  cr_assert_eq(sensitivity_sobol(&design, y, &REQUEST, shares, &blocks, &error), OK, "%s", error.sentence);
  cr_expect_eq(blocks, whole);
  expect_ishigami(shares);
}

Test(sensitivity, the_interval_is_as_wide_as_estimates_scatter) {
  /* Rows drawn at random, 200 times: the estimates' deviation against the mean width of the intervals over 3.92. */
  enum { SETS = 200, ROWS = 200, BLOCK = K + 2 };
  double sum[2] = {0}, squares[2] = {0}, width[2] = {0}, truth[K], total[K];
  size_t inside[2] = {0}, blocks;
  exact_shares(truth, total);
  double *unit = calloc((size_t)ROWS * BLOCK * K, sizeof *unit), output[ROWS * BLOCK];
  const struct design random = {.n_keys = K, .n_points = ROWS * BLOCK, .block = BLOCK, .unit = unit};
  for (uint64_t set = 0; set < SETS; set++) {
    for (size_t row = 0; row < ROWS; row++) {
      double *a = unit + row * BLOCK * K;
      for (size_t i = 0; i < 2 * K; i++) a[i] = random_uniform(9, set, row, i);
      for (size_t key = 0; key < K; key++)
        for (size_t i = 0; i < K; i++) a[(2 + key) * K + i] = i == key ? a[K + i] : a[i];
    }
    for (size_t p = 0; p < ROWS * BLOCK; p++) output[p] = ishigami(unit + p * K);
    struct variance_shares shares[K];
    cr_assert_eq(sensitivity_sobol(&random, output, &(struct sensitivity_request){200, set}, shares, &blocks, &error),
                 OK);
    const struct estimate of[] = {shares[0].first, shares[2].total};
    const double true_of[] = {truth[0], total[2]};
    for (size_t e = 0; e < 2; e++) {
      sum[e] += of[e].value / SETS;
      squares[e] += of[e].value * of[e].value / SETS;
      width[e] += (of[e].high - of[e].low) / 3.92 / SETS;
      inside[e] += holds(of[e], true_of[e]);
    }
  }
  for (size_t e = 0; e < 2; e++) {
    double deviation = sqrt(squares[e] - sum[e] * sum[e]);
    cr_expect_float_eq(width[e] / deviation, 1, 0.2, "width %g, deviation %g", width[e], deviation);
    cr_expect(inside[e] > SETS * 9 / 10, "%zu of %d intervals hold the truth", inside[e], SETS);
    cr_expect_float_eq(sum[e], e ? total[2] : truth[0], 4 * deviation / sqrt(SETS) + 0.01);
  }
  free(unit);
}

Test(sensitivity, the_same_seed_gives_the_same_intervals) {
  struct variance_shares one[K], same[K], other[K];
  size_t blocks;
  evaluate_sobol(64, ishigami);
  struct sensitivity_request request = REQUEST;
  cr_assert_eq(sensitivity_sobol(&design, y, &request, one, &blocks, &error), OK);
  cr_assert_eq(sensitivity_sobol(&design, y, &request, same, &blocks, &error), OK);
  request.seed = 2;
  cr_assert_eq(sensitivity_sobol(&design, y, &request, other, &blocks, &error), OK);
  cr_expect_eq(memcmp(one, same, sizeof one), 0);
  cr_expect_eq(one[0].first.value, other[0].first.value);
  cr_expect_neq(one[0].first.low, other[0].first.low);
}

Test(sensitivity, effects_of_a_sum_are_its_coefficients_and_those_of_a_product_scatter) {
  /* of 3 + 2 x - 4 y + 5 x z: y's is -4 everywhere; x's is 2 + 5 z, z's 5 x, where the other is equally often each level */
  enum { LEVELS = 4 };
  struct elementary_effects effects[K];
  size_t blocks = 0, trajectories = 400;
  evaluate_morris(trajectories, LEVELS, crossed);
  cr_assert_eq(sensitivity_morris(&design, y, &REQUEST, effects, &blocks, &error), OK, "%s", error.sentence);
  cr_expect_eq(blocks, trajectories);
  cr_expect_float_eq(effects[1].mu, -4, 1e-12);
  cr_expect_float_eq(effects[1].mu_star.value, 4, 1e-12);
  cr_expect_float_eq(effects[1].mu_star.high - effects[1].mu_star.low, 0, 1e-12);
  cr_expect_float_eq(effects[1].sigma.value, 0, 1e-12);
  double sigma = 5 * sqrt(((0 + 1 + 4 + 9) / 9.0) / 4 - 0.25); /* of 5 z on the levels 0, 1/3, 2/3, 1 */
  const double mu[] = {4.5, -4, 2.5};
  for (size_t i = 0; i < K; i += 2) {
    cr_expect_float_eq(effects[i].mu, mu[i], 4 * sigma / sqrt(400));
    cr_expect_float_eq(effects[i].mu_star.value, mu[i], 4 * sigma / sqrt(400));
    cr_expect_float_eq(effects[i].sigma.value, sigma, 0.1);
    cr_expect(holds(effects[i].mu_star, mu[i]) && holds(effects[i].sigma, sigma));
  }
}

/* Mean size of all elementary effects of a key on the grid of levels. */
static double all_effects(size_t key, size_t levels, double (*function)(const double unit[])) {
  size_t half = levels / 2, at[K], n = 0;
  double sum = 0, step = (double)half / (double)(levels - 1);
  for (at[0] = 0; at[0] < levels; at[0]++)
    for (at[1] = 0; at[1] < levels; at[1]++)
      for (at[2] = 0; at[2] < levels; at[2]++) {
        if (at[key] + half >= levels) continue;
        double low[K], high[K];
        for (size_t i = 0; i < K; i++) low[i] = high[i] = (double)at[i] / (double)(levels - 1);
        high[key] = (double)(at[key] + half) / (double)(levels - 1);
        sum += fabs(function(high) - function(low)) / step;
        n++;
      }
  return sum / (double)n;
}

Test(sensitivity, mean_effects_of_ishigami_are_those_of_the_whole_grid) {
  enum { LEVELS = 6 };
  struct elementary_effects effects[K];
  size_t blocks = 0;
  evaluate_morris(1000, LEVELS, ishigami);
  cr_assert_eq(sensitivity_morris(&design, y, &REQUEST, effects, &blocks, &error), OK, "%s", error.sentence);
  for (size_t i = 0; i < K; i++) {
    double expected = all_effects(i, LEVELS, ishigami);
    double spread = (effects[i].mu_star.high - effects[i].mu_star.low) / 3.92;
    cr_expect(expected > 1 && fabs(effects[i].mu_star.value - expected) < 3 * spread + 1e-9,
              "key %zu: %g, all effects %g, standard error %g", i, effects[i].mu_star.value, expected, spread);
    cr_expect_lt(spread, 0.1 * expected);
  }
}

Test(sensitivity, trajectories_with_a_point_without_a_number_are_left_out) {
  struct elementary_effects effects[K];
  size_t blocks = 0;
  evaluate_morris(200, 4, crossed);
  size_t whole = lose_points();
  cr_assert(whole > 100 && whole < 160, "of blocks of four some 0.9^4 are whole: %zu", whole);
  cr_assert_eq(sensitivity_morris(&design, y, &REQUEST, effects, &blocks, &error), OK, "%s", error.sentence);
  cr_expect_eq(blocks, whole);
  cr_expect_float_eq(effects[1].mu, -4, 1e-12);
  cr_expect(holds(effects[0].mu_star, 4.5));
}

Test(sensitivity, fewer_than_two_blocks_give_an_error) {
  struct elementary_effects effects[K];
  struct variance_shares shares[K];
  size_t blocks = 9;
  evaluate_morris(5, 4, crossed);
  for (size_t p = 0; p < design.n_points - design.block; p++) y[p] = (double)NAN;
  cr_expect_eq(sensitivity_morris(&design, y, &REQUEST, effects, &blocks, &error), ERROR_FAILED);
  cr_expect_str_eq(error.sentence, "of 5 blocks of 4 points 1 can be used: two are the least");
  cr_expect_eq(blocks, 1u);
  release();
  clear();
  evaluate_sobol(16, crossed);
  for (size_t p = 0; p < design.n_points; p += design.block) y[p + 3] = (double)NAN;
  cr_expect_eq(sensitivity_sobol(&design, y, &REQUEST, shares, &blocks, &error), ERROR_FAILED);
  cr_expect_eq(blocks, 0u);
}

/* Total share of a key, from two rows by the formula. */
static double total_of(const double one[], const double other[], size_t key) {
  const double f[] = {one[0], one[1], other[0], other[1]};
  double mean = (f[0] + f[1] + f[2] + f[3]) / 4, variance = 0;
  for (size_t i = 0; i < 4; i++) variance += pow(f[i] - mean, 2) / 4;
  return (pow(one[2 + key] - one[0], 2) + pow(other[2 + key] - other[0], 2)) / 4 / variance;
}

Test(sensitivity, of_two_blocks_all_draws_count_but_those_without_variance) {
  struct variance_shares shares[K];
  size_t blocks = 0;
  evaluate_sobol(16, ishigami);
  for (size_t p = 2 * design.block; p < design.n_points; p += design.block) y[p] = (double)NAN;
  y[0] = y[1] = 1; /* of this block alone nothing can be said */
  cr_assert_eq(sensitivity_sobol(&design, y, &REQUEST, shares, &blocks, &error), OK, "%s", error.sentence);
  cr_expect_eq(blocks, 2u);
  const double *first = y, *second = y + design.block;
  for (size_t i = 0; i < K; i++) {
    double both = total_of(first, second, i), alone = total_of(second, second, i);
    cr_expect_float_eq(shares[i].total.value, both, 1e-9);
    cr_expect_float_eq(shares[i].total.low, fmin(both, alone), 1e-9);
    cr_expect_float_eq(shares[i].total.high, fmax(both, alone), 1e-9);
  }
}

static double constant(const double unit[]) {
  (void)unit;
  return 0.1;
}

Test(sensitivity, an_output_that_is_the_same_everywhere_has_no_shares_and_no_effects) {
  struct variance_shares shares[K];
  struct elementary_effects effects[K];
  size_t blocks;
  evaluate_sobol(16, constant);
  cr_expect_eq(sensitivity_sobol(&design, y, &REQUEST, shares, &blocks, &error), ERROR_FAILED);
  cr_expect_str_eq(error.sentence, "the output is the same at all points");
  release();
  clear();
  evaluate_morris(8, 4, constant);
  cr_assert_eq(sensitivity_morris(&design, y, &REQUEST, effects, &blocks, &error), OK, "%s", error.sentence);
  for (size_t i = 0; i < K; i++) cr_expect(effects[i].mu_star.value == 0 && effects[i].sigma.high == 0);
}

Test(sensitivity, points_in_another_order_are_refused) {
  struct variance_shares shares[K];
  struct elementary_effects effects[K];
  size_t blocks;
  evaluate_sobol(16, ishigami);
  design.unit[(2 * design.block + 3) * K] += 0.01;
  cr_expect_eq(sensitivity_sobol(&design, y, &REQUEST, shares, &blocks, &error), ERROR_FAILED);
  cr_expect(strstr(error.sentence, "point 13 does not stand in Saltelli's arrangement"), "%s", error.sentence);
  clear();
  cr_expect_eq(sensitivity_morris(&design, y, &REQUEST, effects, &blocks, &error), ERROR_FAILED);
  cr_expect(strstr(error.sentence, "no design of 3 keys of this kind"), "%s", error.sentence);
  release();
  clear();
  evaluate_morris(8, 4, ishigami);
  for (size_t i = 0; i < K; i++) design.unit[5 * K + i] = design.unit[4 * K + i];
  cr_expect_eq(sensitivity_morris(&design, y, &REQUEST, effects, &blocks, &error), ERROR_FAILED);
  cr_expect(strstr(error.sentence, "points 4 and 5 are no step of a trajectory"), "%s", error.sentence);
}

Test(sensitivity, too_few_resamples_are_refused) {
  struct variance_shares shares[K];
  size_t blocks;
  evaluate_sobol(16, ishigami);
  cr_expect_eq(sensitivity_sobol(&design, y, &(struct sensitivity_request){39, 1}, shares, &blocks, &error),
               ERROR_CONFIG);
  cr_expect_str_eq(error.sentence, "intervals need at least 40 resamples, not 39");
}
