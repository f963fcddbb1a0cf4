/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Errors, durations, random numbers and sums.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "base/random.h"
#include "base/sum.h"

Test(error, keeps_the_first_sentence_and_code) {
  struct error error = {OK, ""};
  cr_expect_eq(error_set(&error, ERROR_CONFIG, "%d of %s", 3, "them"), ERROR_CONFIG);
  cr_expect_eq(error_set(&error, ERROR_FAILED, "later"), ERROR_CONFIG);
  cr_expect_eq(error.code, ERROR_CONFIG);
  cr_expect_str_eq(error.sentence, "3 of them");
}

Test(error, cuts_a_sentence_that_is_too_long) {
  struct error error = {OK, ""};
  static char text[3 * sizeof error.sentence];
  memset(text, 'a', sizeof text - 1);
  error_set(&error, ERROR_FAILED, "%s", text);
  cr_expect_eq(strlen(error.sentence), sizeof error.sentence - 1);
}

static int calls_that_fail(struct error *error, bool *went_on) {
  TRY(OK);
  TRY(error_set(error, ERROR_CONFIG, "no"));
  *went_on = true;
  return OK;
}

Test(error, try_leaves_at_the_first_code_that_is_not_ok) {
  struct error error = {OK, ""};
  bool went_on = false;
  cr_expect_eq(calls_that_fail(&error, &went_on), ERROR_CONFIG);
  cr_expect_not(went_on);
}

Test(duration, reads_as_people_say_it) {
  const struct {
    double seconds;
    const char *text;
  } cases[] = {{0, "0.0 s"},         {1.52, "1.5 s"},      {9.96, "10 s"},
               {99.4, "99 s"},       {99.6, "2 min"},      {600, "10 min"},
               {3600, "60 min"},     {5939, "99 min"},     {5940, "1 h 39 min"},
               {7200, "2 h 00 min"}, {7259, "2 h 00 min"}, {86400 + 3 * 3600 + 300, "27 h 05 min"},
               {2e8, "?"},           {HUGE_VAL, "?"},      {(double)NAN, "?"}};
  for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
    char text[24];
    duration_text(cases[c].seconds, text);
    cr_expect_str_eq(text, cases[c].text, "%g s: '%s'", cases[c].seconds, text);
  }
}

/* The finaliser of SplitMix64 once more, and its inverse: the multipliers are those inverted modulo 2^64. */
static uint64_t mix(uint64_t z) {
  z += 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

static uint64_t unmix(uint64_t z) {
  z = (z ^ (z >> 31) ^ (z >> 62)) * 0x319642b2d24d8ec3U;
  z = (z ^ (z >> 27) ^ (z >> 54)) * 0x96de1b173f119089U;
  return (z ^ (z >> 30) ^ (z >> 60)) - 0x9e3779b97f4a7c15U;
}

static uint64_t before_draw(uint64_t seed, uint64_t session, uint64_t needle) {
  return mix(mix(mix(seed) ^ session) ^ needle);
}

Test(random, is_the_published_mixing_of_its_counter) {
  cr_assert_eq(mix(0), 0xe220a8397b1dcdafU, "the first number of SplitMix64 from 0, as published");
  for (uint64_t n = 0; n < 100; n++) {
    uint64_t bits = mix(before_draw(n, 3 * n, 7 * n) ^ (11 * n));
    cr_expect_float_eq(random_uniform(n, 3 * n, 7 * n, 11 * n), ldexp((double)bits, -64), 0x1p-52);
  }
}

Test(random, never_reaches_0_or_1) {
  const uint64_t extremes[] = {0, UINT64_MAX, UINT64_MAX - 2047, UINT64_MAX - 4095, 4095};
  for (size_t e = 0; e < sizeof extremes / sizeof *extremes; e++) {
    cr_assert_eq(mix(unmix(extremes[e])), extremes[e]);
    double x = random_uniform(1, 2, 3, before_draw(1, 2, 3) ^ unmix(extremes[e]));
    cr_expect(x > 0 && x < 1, "%.20g", x);
    cr_expect_float_eq(x, ldexp((double)extremes[e], -64), 0x1p-52);
  }
}

/* The number at place n of a walk along one word of the counter. */
static double walk(int word, uint64_t n) {
  return random_uniform(word == 0 ? n : 9, word == 1 ? n : 4, word == 2 ? n : 5, word == 3 ? n : 0);
}

Test(random, is_uniform_and_without_memory_along_every_word_of_its_counter) {
  enum { N = 64000, BINS = 64 };
  for (int word = 0; word < 4; word++) {
    size_t bin[BINS] = {0}, pair[8][8] = {{0}};
    double before = walk(word, N);
    for (uint64_t n = 0; n < N; n++) {
      double x = walk(word, n);
      bin[(size_t)(x * BINS)]++;
      pair[(size_t)(before * 8)][(size_t)(x * 8)]++;
      before = x;
    }
    double single = 0, paired = 0, expected = (double)N / BINS;
    for (size_t b = 0; b < BINS; b++) {
      single += pow((double)bin[b] - expected, 2) / expected;
      paired += pow((double)pair[b / 8][b % 8] - expected, 2) / expected;
    }
    /* chi^2 of 63 degrees of freedom: mean 63, deviation sqrt(126) */
    cr_expect_float_eq(single, 63, 4 * sqrt(126.0), "word %d: chi^2 %g", word, single);
    cr_expect_float_eq(paired, 63, 4 * sqrt(126.0), "word %d: chi^2 of pairs %g", word, paired);
  }
}

Test(random, depends_on_no_order_of_drawing) {
  enum { N = 1000 };
  double forward[N];
  for (uint64_t n = 0; n < N; n++) forward[n] = random_uniform(1, n % 3, n, 2);
  for (uint64_t n = N; n-- > 0;) cr_assert_eq(random_uniform(1, n % 3, n, 2), forward[n]);
}

Test(random, normals_are_cut_and_have_the_moments_of_the_cut_normal) {
  enum { N = 100000 };
  const double cuts[] = {0.5, 1, 3};
  for (size_t c = 0; c < 3; c++) {
    double sum = 0, squares = 0, cut = cuts[c], inner = 0;
    for (uint64_t n = 0; n < N; n++) {
      double x = random_normal(3, 0, n, 2, cut);
      cr_assert(fabs(x) <= cut);
      sum += x;
      squares += x * x;
      inner += fabs(x) < 0.3;
    }
    /* variance 1 - 2 c phi(c)/(2 Phi(c) - 1) */
    double inside = erf(cut / sqrt(2.0)), density = exp(-0.5 * cut * cut) / sqrt(2 * acos(-1.0));
    double variance = 1 - 2 * cut * density / inside, share = erf(0.3 / sqrt(2.0)) / inside;
    cr_expect_float_eq(sum / N, 0, 4 * sqrt(variance / N), "cut %g", cut);
    cr_expect_float_eq(squares / N, variance, 4 * sqrt(2.0 / N) * variance, "cut %g", cut);
    cr_expect_float_eq(inner / N, share, 4 * sqrt(share * (1 - share) / N), "cut %g", cut);
  }
}

Test(random, a_normal_beyond_the_cut_is_drawn_anew_two_draws_on) {
  size_t anew = 0;
  for (uint64_t n = 0; n < 1000; n++) {
    double wide = random_normal(3, 1, n, 2, 100), cut = random_normal(3, 1, n, 2, 1);
    cr_assert_eq(cut, fabs(wide) <= 1 ? wide : random_normal(3, 1, n, 4, 1));
    anew += fabs(wide) > 1;
  }
  cr_expect_float_eq((double)anew, 1000 * erfc(1 / sqrt(2.0)), 60);
}

/* The sum as base/sum.h tells it: lane l takes cells l, l + 8, ...; lanes are added pairwise. */
static double told(const double *value, const double *weight, const double *share, size_t n) {
  double lane[8] = {0};
  for (size_t i = 0; i < n; i++) lane[i % 8] += value[i] * (share ? weight[i] * share[i] : weight[i]);
  for (size_t half = 4; half > 0; half /= 2)
    for (size_t l = 0; l < half; l++) lane[l] += lane[l + half];
  return lane[0];
}

Test(sum, runs_in_eight_fixed_lanes) {
  for (size_t n = 0; n < 70; n++) {
    double *value = malloc((n + 1) * sizeof *value), *weight = malloc((n + 1) * sizeof *weight);
    double *share = malloc((n + 1) * sizeof *share);
    for (size_t i = 0; i <= n; i++) {
      value[i] = exp(40 * random_uniform(1, n, i, 0) - 20);
      weight[i] = random_uniform(1, n, i, 1);
      share[i] = random_uniform(1, n, i, 2);
    }
    cr_expect_eq(sum_weighted(value, weight, share, n), told(value, weight, share, n), "%zu cells", n);
    cr_expect_eq(sum_weighted(value, weight, NULL, n), told(value, weight, NULL, n), "%zu cells", n);
    for (size_t i = 0; i <= n; i++) share[i] = 1;
    cr_expect_eq(sum_weighted(value, weight, share, n), sum_weighted(value, weight, NULL, n),
                 "shares of 1 change no bit");
    free(value), free(weight), free(share);
  }
}

Test(sum, is_exact_on_whole_numbers) {
  double value[101], weight[101], share[101];
  for (size_t i = 0; i < 101; i++) {
    value[i] = (double)i;
    weight[i] = (double)(i % 7);
    share[i] = i % 2 ? 0 : 0.5;
  }
  double expected = 0, halves = 0;
  for (size_t i = 0; i < 101; i++) expected += (double)(i * (i % 7)), halves += i % 2 ? 0 : 0.5 * (double)(i * (i % 7));
  cr_expect_eq(sum_weighted(value, weight, NULL, 101), expected);
  cr_expect_eq(sum_weighted(value, weight, share, 101), halves);
}
