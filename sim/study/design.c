/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/design.h"

#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/random.h"

#define DESIGN_NAME(index, name, doc) [DESIGN_##index] = (name),
const char *const design_word[N_DESIGNS] = {DESIGN_TABLE(DESIGN_NAME)};

/* What a random number is for: the second word of its counter, beyond the numbers of sessions. */
enum stream { HYPERCUBE_STRATUM = 0x10000, HYPERCUBE_PLACE, MORRIS_LEVEL, MORRIS_SIGN, MORRIS_ORDER };

/* Two coordinates of a piece of Sobol's sequence that are correlated by more run together; good pieces stay below 0.25. */
static const double MOST_CORRELATION = 0.5;

/* Room for all points. */
static int take(struct design *design, size_t n_blocks, size_t block, struct error *error) {
  if (n_blocks > DESIGN_MOST_POINTS / block)
    return error_set(error, ERROR_CONFIG, "the design has more than %d points", DESIGN_MOST_POINTS);
  design->block = block;
  design->n_points = n_blocks * block;
  design->unit = calloc(design->n_points * design->n_keys + 1, sizeof *design->unit);
  if (!design->unit) return error_set(error, ERROR_FAILED, "no memory for %zu points", design->n_points);
  return OK;
}

/* A whole number below n. */
static size_t choose(size_t n, double uniform) { return (size_t)(uniform * (double)n); }

/* Every order of the n numbers is as probable as any other (the shuffle of Fisher and Yates). */
static void shuffle(size_t order[], size_t n, uint64_t seed, enum stream stream, uint64_t which) {
  for (size_t i = 0; i < n; i++) order[i] = i;
  for (size_t i = n; i > 1; i--) {
    size_t j = choose(i, random_uniform(seed, stream, which, i)), last = order[i - 1];
    order[i - 1] = order[j];
    order[j] = last;
  }
}

static int lay_grid(struct design *design, const struct design_request *request, struct error *error) {
  size_t n = 1;
  for (size_t key = 0; key < design->n_keys; key++) {
    if (request->counts[key] == 0) return error_set(error, ERROR_CONFIG, "key %zu of a grid has no values", key + 1);
    if (n > DESIGN_MOST_POINTS / request->counts[key])
      return error_set(error, ERROR_CONFIG, "the grid has more than %d points", DESIGN_MOST_POINTS);
    n *= request->counts[key];
  }
  TRY(take(design, n, 1, error));
  size_t stride = 1;
  for (size_t key = design->n_keys; key-- > 0; stride *= request->counts[key])
    for (size_t p = 0; p < n; p++) {
      size_t count = request->counts[key], i = p / stride % count;
      design->unit[p * design->n_keys + key] = count > 1 ? (double)i / (double)(count - 1) : 0;
    }
  return OK;
}

static int lay_latin_hypercube(struct design *design, const struct design_request *request, struct error *error) {
  size_t n = request->n;
  if (n == 0) return error_set(error, ERROR_CONFIG, "a latin hypercube needs at least one point");
  TRY(take(design, n, 1, error));
  size_t *stratum = calloc(n, sizeof *stratum);
  if (!stratum) return error_set(error, ERROR_FAILED, "no memory for %zu points", n);
  for (size_t key = 0; key < design->n_keys; key++) {
    shuffle(stratum, n, request->seed, HYPERCUBE_STRATUM, key);
    for (size_t p = 0; p < n; p++) {
      double place = random_uniform(request->seed, HYPERCUBE_PLACE, key, p);
      design->unit[p * design->n_keys + key] = ((double)stratum[p] + place) / (double)n;
    }
  }
  free(stratum);
  return OK;
}

/* Largest correlation, without its sign, between two of the coordinates of A and B. */
static double correlation(const struct design *design) {
  size_t k = design->n_keys, n = design->n_points / design->block;
  double most = 0;
  for (size_t a = 1; a < 2 * k; a++)
    for (size_t b = 0; b < a; b++) {
      double sum = 0;
      for (size_t row = 0; row < n; row++) {
        const double *x = design->unit + row * design->block * k; /* A, then B */
        sum += (x[a] - 0.5) * (x[b] - 0.5);
      }
      most = fmax(most, 12 * fabs(sum) / (double)n);
    }
  return most;
}

static int check_sobol(const struct design_request *request, struct error *error) {
  size_t n = request->n;
  if (request->n_keys > SOBOL_MOST_KEYS)
    return error_set(error, ERROR_CONFIG,
                     "a sobol design takes at most %d keys, not %zu: each needs two dimensions of Sobol's sequence, "
                     "which has %d here; a morris design finds the keys that matter",
                     SOBOL_MOST_KEYS, request->n_keys, 2 * SOBOL_MOST_KEYS);
  if (n < 2 || (n & (n - 1)) != 0)
    return error_set(error, ERROR_CONFIG,
                     "rows of a sobol design are a power of two from 2 on, not %zu: only then do points "
                     "fill the cube evenly",
                     n);
  return OK;
}

/* The piece from n to 2 n - 1 of the sequence has one coordinate in each of n equal strata, at its centre; the piece from 0
 * on, or GSL's from 1 on, has not. */
static void lay_rows(struct design *design, size_t n, gsl_qrng *sequence) {
  size_t k = design->n_keys;
  double row[2 * SOBOL_MOST_KEYS];
  for (size_t skipped = 1; skipped < n; skipped++) gsl_qrng_get(sequence, row); /* GSL leaves out number 0 itself */
  for (size_t i = 0; i < n; i++) {
    double *a = design->unit + i * design->block * k, *b = a + k;
    gsl_qrng_get(sequence, row);
    for (size_t key = 0; key < 2 * k; key++) a[key] = row[key];
    for (size_t key = 0; key < k; key++) {
      double *mixed = a + (2 + key) * k;
      for (size_t other = 0; other < k; other++) mixed[other] = other == key ? b[other] : a[other];
    }
  }
}

static int lay_sobol(struct design *design, const struct design_request *request, struct error *error) {
  TRY(check_sobol(request, error));
  TRY(take(design, request->n, request->n_keys + 2, error));
  gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, 2 * (unsigned)request->n_keys);
  if (!sequence) return error_set(error, ERROR_FAILED, "no memory for Sobol's sequence");
  lay_rows(design, request->n, sequence);
  gsl_qrng_free(sequence);
  double correlated = correlation(design);
  if (correlated > MOST_CORRELATION)
    return error_set(
        error, ERROR_CONFIG,
        "%zu rows are too few for a sobol design of %zu keys: two coordinates of so short a piece of Sobol's "
        "sequence run together (correlation %.2f); take twice as many, or more",
        request->n, request->n_keys, correlated);
  return OK;
}

/* One trajectory. A level and the one half of all levels above it are drawn for each key; it starts at one of the two and
 * goes to the other when its turn comes. @param level, order  room for a number per key */
static void lay_trajectory(struct design *design, const struct design_request *request, size_t t, size_t level[],
                           size_t order[]) {
  size_t k = design->n_keys, half = request->levels / 2;
  double *unit = design->unit + t * design->block * k;
  for (size_t key = 0; key < k; key++) {
    bool downwards = random_uniform(request->seed, MORRIS_SIGN, t, key) < 0.5;
    level[key] = choose(half, random_uniform(request->seed, MORRIS_LEVEL, t, key)) + (downwards ? half : 0);
  }
  shuffle(order, k, request->seed, MORRIS_ORDER, t);
  for (size_t point = 0; point <= k; point++) {
    if (point > 0) {
      size_t *moved = &level[order[point - 1]];
      *moved = *moved >= half ? *moved - half : *moved + half;
    }
    for (size_t key = 0; key < k; key++) unit[point * k + key] = (double)level[key] / (double)(request->levels - 1);
  }
}

static int lay_morris(struct design *design, const struct design_request *request, struct error *error) {
  if (request->levels < 2 || request->levels % 2 != 0)
    return error_set(error, ERROR_CONFIG,
                     "levels of a morris design are an even number from 2 on, not %zu: only then is each level "
                     "as probable as any other",
                     request->levels);
  if (request->n < 2)
    return error_set(error, ERROR_CONFIG, "a morris design needs at least 2 trajectories, not %zu", request->n);
  TRY(take(design, request->n, request->n_keys + 1, error));
  size_t *room = calloc(2 * design->n_keys, sizeof *room);
  if (!room) return error_set(error, ERROR_FAILED, "no memory for a trajectory");
  for (size_t t = 0; t < request->n; t++) lay_trajectory(design, request, t, room, room + design->n_keys);
  free(room);
  return OK;
}

int design_create(struct design *design, const struct design_request *request, struct error *error) {
  *design = (struct design){.n_keys = request->n_keys};
  if (request->n_keys == 0 && request->kind != DESIGN_GRID)
    return error_set(error, ERROR_CONFIG, "a %s design needs a key that varies", design_word[request->kind]);
  switch (request->kind) {
    case DESIGN_GRID: return lay_grid(design, request, error);
    case DESIGN_LATIN_HYPERCUBE: return lay_latin_hypercube(design, request, error);
    case DESIGN_SOBOL: return lay_sobol(design, request, error);
    case DESIGN_MORRIS: return lay_morris(design, request, error);
    case DESIGN_LIST:
    case N_DESIGNS: break;
  }
  return error_set(error, ERROR_CONFIG, "the points of a list stand in its file");
}

void design_free(struct design *design) {
  free(design->unit);
  *design = (struct design){0};
}
