/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/design.h"

static struct error error;
static struct design design;

static void clear(void) { error = (struct error){0}; }
static void release(void) { design_free(&design); }
TestSuite(design, .init = clear, .fini = release);

static void lay(const struct design_request *request, size_t n_points, size_t block) {
  cr_assert_eq(design_create(&design, request, &error), OK, "%s", error.sentence);
  cr_assert_eq(design.n_points, n_points);
  cr_assert_eq(design.n_keys, request->n_keys);
  cr_assert_eq(design.block, block);
}

static double at(size_t point, size_t key) { return design.unit[point * design.n_keys + key]; }

static void refuses(const struct design_request *request, const char *words) {
  struct error own = {0};
  struct design none;
  cr_expect_eq(design_create(&none, request, &own), ERROR_CONFIG, "%s", words);
  cr_expect(strstr(own.sentence, words), "'%s' says '%s'", own.sentence, words);
  design_free(&none);
}

Test(design, a_grid_holds_every_combination_once_with_the_last_key_fastest) {
  const size_t counts[] = {3, 1, 4};
  lay(&(struct design_request){.kind = DESIGN_GRID, .n_keys = 3, .counts = counts}, 12, 1);
  size_t p = 0;
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 4; j++, p++) {
      cr_expect_eq(at(p, 0), i / 2.0);
      cr_expect_eq(at(p, 1), 0);
      cr_expect_eq(at(p, 2), j / 3.0);
    }
}

Test(design, a_grid_without_keys_is_one_point) {
  lay(&(struct design_request){.kind = DESIGN_GRID, .n_keys = 0}, 1, 1);
}

/* Whether each of n equal parts of 0..1 holds one point of this column. */
static bool fills_strata(const double *first, size_t stride, size_t n) {
  bool *filled = calloc(n, sizeof *filled), good = true;
  for (size_t i = 0; i < n; i++) {
    double x = first[i * stride];
    good = good && x > 0 && x < 1;
    if (good) filled[(size_t)(x * (double)n)] = true;
  }
  for (size_t i = 0; i < n; i++) good = good && filled[i];
  free(filled);
  return good;
}

Test(design, each_stratum_of_a_latin_hypercube_holds_one_point_per_key) {
  for (size_t n = 1; n < 200; n += 33) {
    lay(&(struct design_request){.kind = DESIGN_LATIN_HYPERCUBE, .n_keys = 5, .n = n, .seed = 3}, n, 1);
    for (size_t key = 0; key < 5; key++)
      cr_expect(fills_strata(design.unit + key, 5, n), "%zu points, key %zu", n, key);
    design_free(&design);
  }
}

/* Correlation of two columns of numbers uniform in 0..1. */
static double correlation(size_t one, size_t other) {
  double sum = 0;
  for (size_t p = 0; p < design.n_points; p++) sum += (at(p, one) - 0.5) * (at(p, other) - 0.5);
  return 12 * sum / (double)design.n_points;
}

Test(design, keys_of_a_latin_hypercube_are_independent_and_uniform_within_strata) {
  enum { N = 10000, KEYS = 4 };
  lay(&(struct design_request){.kind = DESIGN_LATIN_HYPERCUBE, .n_keys = KEYS, .n = N, .seed = 1}, N, 1);
  /* the deviation of a correlation of independent columns is 1/sqrt(N) */
  for (size_t a = 0; a < KEYS; a++)
    for (size_t b = 0; b < a; b++) cr_expect_lt(fabs(correlation(a, b)), 4 / sqrt(N));
  for (size_t key = 0; key < KEYS; key++) {
    double mean = 0, square = 0;
    for (size_t p = 0; p < N; p++) {
      double place = at(p, key) * N - floor(at(p, key) * N);
      mean += place / N;
      square += place * place / N;
    }
    cr_expect_float_eq(mean, 0.5, 4 * sqrt(1.0 / 12 / N));
    cr_expect_float_eq(square, 1.0 / 3, 4 * sqrt(4.0 / 45 / N));
  }
}

Test(design, rows_of_sobol_stand_in_the_arrangement_of_saltelli) {
  enum { N = 16, K = 3, BLOCK = K + 2 };
  lay(&(struct design_request){.kind = DESIGN_SOBOL, .n_keys = K, .n = N}, N * BLOCK, BLOCK);
  for (size_t row = 0; row < N; row++)
    for (size_t key = 0; key < K; key++)
      for (size_t other = 0; other < K; other++) {
        size_t a = row * BLOCK, mixed = a + 2 + key;
        cr_expect_eq(at(mixed, other), at(other == key ? a + 1 : a, other));
      }
}

Test(design, coordinates_of_sobol_are_the_centres_of_strata_each_once) {
  for (size_t k = 1; k <= SOBOL_MOST_KEYS; k++) {
    size_t n = 2048, block = k + 2;
    lay(&(struct design_request){.kind = DESIGN_SOBOL, .n_keys = k, .n = n}, n * block, block);
    for (size_t key = 0; key < 2 * k; key++) {
      cr_expect(fills_strata(design.unit + key, block * k, n), "%zu keys, coordinate %zu", k, key);
      for (size_t row = 0; row < n; row++) {
        double place = design.unit[row * block * k + key] * 2 * (double)n;
        cr_assert_eq(fmod(place, 2), 1, "a centre is an odd number of half strata");
      }
    }
    design_free(&design);
  }
}

Test(design, points_of_sobol_fill_the_elementary_boxes_of_the_first_two_keys) {
  /* Coordinates 1 and 2 are a (0, m, 2)-net: each box of area 1/n with sides 2^-i and 2^-(m - i) holds one point. */
  enum { M = 8, N = 1 << M, K = 2 };
  lay(&(struct design_request){.kind = DESIGN_SOBOL, .n_keys = K, .n = N}, N * (K + 2), K + 2);
  for (int i = 0; i <= M; i++) {
    bool filled[N] = {false};
    for (size_t row = 0; row < N; row++) {
      size_t column = (size_t)ldexp(at(row * (K + 2), 0), i), line = (size_t)ldexp(at(row * (K + 2), 1), M - i);
      filled[(column << (M - i)) + line] = true;
    }
    for (size_t box = 0; box < N; box++) cr_assert(filled[box], "2^%d columns, box %zu", i, box);
  }
}

Test(design, trajectories_of_morris_change_one_key_at_a_time_by_the_step) {
  enum { T = 50, K = 6 };
  for (size_t levels = 2; levels <= 10; levels += 2) {
    lay(&(struct design_request){.kind = DESIGN_MORRIS, .n_keys = K, .n = T, .levels = levels, .seed = 7}, T * (K + 1),
        K + 1);
    double p = (double)levels, step = p / (2 * (p - 1));
    for (size_t t = 0; t < T; t++) {
      bool moved[K] = {false};
      for (size_t point = t * (K + 1); point < t * (K + 1) + K; point++) {
        size_t changes = 0;
        for (size_t key = 0; key < K; key++) {
          double change = at(point + 1, key) - at(point, key), level = at(point, key) * (p - 1);
          cr_assert(at(point, key) >= 0 && at(point, key) <= 1 && fabs(level - round(level)) < 1e-12);
          if (change == 0) continue;
          cr_expect_float_eq(fabs(change), step, 1e-15);
          cr_expect(!moved[key], "each key moves once");
          moved[key] = true;
          changes++;
        }
        cr_expect_eq(changes, 1u);
      }
    }
    design_free(&design);
  }
}

Test(design, levels_signs_and_orders_of_morris_are_equally_probable) {
  enum { T = 6000, K = 3, P = 4 };
  lay(&(struct design_request){.kind = DESIGN_MORRIS, .n_keys = K, .n = T, .levels = P, .seed = 1}, T * (K + 1), K + 1);
  size_t level[K][P] = {{0}}, up[K] = {0}, order[27] = {0};
  for (size_t t = 0; t < T; t++) {
    size_t word = 0;
    for (size_t key = 0; key < K; key++) level[key][lround(at(t * (K + 1), key) * (P - 1))]++;
    for (size_t point = t * (K + 1); point < t * (K + 1) + K; point++)
      for (size_t key = 0; key < K; key++) {
        double change = at(point + 1, key) - at(point, key);
        if (change != 0) word = 3 * word + key;
        up[key] += change > 0;
      }
    order[word]++;
  }
  /* four standard deviations of a binomial number */
  for (size_t key = 0; key < K; key++) {
    cr_expect_float_eq((double)up[key], T / 2.0, 4 * sqrt(T / 4.0));
    for (size_t l = 0; l < P; l++) cr_expect_float_eq((double)level[key][l], T / 4.0, 4 * sqrt(T * 3 / 16.0));
  }
  const size_t orders[] = {5, 7, 11, 15, 19, 21}; /* 012, 021, 102, 120, 201, 210 in base 3 */
  for (size_t o = 0; o < 6; o++) cr_expect_float_eq((double)order[orders[o]], T / 6.0, 4 * sqrt(T * 5 / 36.0));
}

Test(design, the_same_request_gives_the_same_bits_and_another_seed_others) {
  const enum design_kind kinds[] = {DESIGN_LATIN_HYPERCUBE, DESIGN_SOBOL, DESIGN_MORRIS};
  for (size_t i = 0; i < 3; i++) {
    struct design_request request = {.kind = kinds[i], .n_keys = 4, .n = 64, .levels = 4, .seed = 5};
    struct design again, other;
    cr_assert_eq(design_create(&design, &request, &error), OK, "%s", error.sentence);
    cr_assert_eq(design_create(&again, &request, &error), OK);
    request.seed = 6;
    cr_assert_eq(design_create(&other, &request, &error), OK);
    size_t bytes = design.n_points * design.n_keys * sizeof *design.unit;
    cr_assert(bytes > 0 && again.n_points == design.n_points && other.n_points == design.n_points);
    cr_expect_eq(memcmp(design.unit, again.unit, bytes), 0);
    cr_expect_eq(memcmp(design.unit, other.unit, bytes) == 0, kinds[i] == DESIGN_SOBOL);
    design_free(&design);
    design_free(&again);
    design_free(&other);
  }
}

Test(design, what_cannot_be_laid_out_is_refused_with_a_sentence) {
  const size_t many[] = {4000, 4000}, none[] = {2, 0}, huge[] = {SIZE_MAX, SIZE_MAX};
  refuses(&(struct design_request){.kind = DESIGN_GRID, .n_keys = 2, .counts = many}, "more than 10000000 points");
  refuses(&(struct design_request){.kind = DESIGN_GRID, .n_keys = 2, .counts = huge}, "more than 10000000 points");
  refuses(&(struct design_request){.kind = DESIGN_GRID, .n_keys = 2, .counts = none}, "key 2 of a grid has no values");
  refuses(&(struct design_request){.kind = DESIGN_LATIN_HYPERCUBE, .n_keys = 2}, "at least one point");
  refuses(&(struct design_request){.kind = DESIGN_LATIN_HYPERCUBE, .n_keys = 0, .n = 4}, "needs a key that varies");
  refuses(&(struct design_request){.kind = DESIGN_SOBOL, .n_keys = 21, .n = 4096},
          "at most 20 keys, not 21: each needs two dimensions of Sobol's sequence, which has 40 here");
  refuses(&(struct design_request){.kind = DESIGN_SOBOL, .n_keys = 3, .n = 100}, "a power of two from 2 on, not 100");
  refuses(&(struct design_request){.kind = DESIGN_SOBOL, .n_keys = 3, .n = 0}, "a power of two from 2 on, not 0");
  refuses(&(struct design_request){.kind = DESIGN_SOBOL, .n_keys = 3, .n = (size_t)1 << 62},
          "more than 10000000 points");
  refuses(&(struct design_request){.kind = DESIGN_MORRIS, .n_keys = 3, .n = 9, .levels = 5},
          "even number from 2 on, not 5");
  refuses(&(struct design_request){.kind = DESIGN_MORRIS, .n_keys = 3, .n = 9, .levels = 0},
          "even number from 2 on, not 0");
  refuses(&(struct design_request){.kind = DESIGN_MORRIS, .n_keys = 3, .n = 1, .levels = 4},
          "at least 2 trajectories, not 1");
  refuses(&(struct design_request){.kind = DESIGN_LIST, .n_keys = 3}, "stand in its file");
}

Test(design, a_piece_of_sobol_whose_coordinates_run_together_is_refused) {
  struct design_request request = {.kind = DESIGN_SOBOL, .n_keys = 20, .n = 1024};
  refuses(&request, "1024 rows are too few for a sobol design of 20 keys");
  request.n = 2048;
  lay(&request, (size_t)2048 * 22, 22);
  double most = 0;
  for (size_t a = 1; a < 40; a++)
    for (size_t b = 0; b < a; b++) {
      double sum = 0;
      for (size_t row = 0; row < 2048; row++) {
        const double *x = design.unit + row * 22 * 20;
        sum += (x[a] - 0.5) * (x[b] - 0.5);
      }
      most = fmax(most, fabs(12 * sum / 2048));
    }
  cr_expect_lt(most, 0.1);
}
