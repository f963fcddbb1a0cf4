/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Shares of the variance, from rows f(A), f(B) and, for each key i, f(AB_i), where A has that key from B:
 *
 *      first  = mean(f(B) (f(AB_i) - f(A)))/V       (saltelli2010)
 *      total  = mean((f(A) - f(AB_i))^2)/(2 V)      (jansen1999)
 *
 *  with V the variance of all f(A) and f(B). f(B) counts from their mean: that changes no expectation, and keeps a large mean
 *  from drowning the differences.
 */
#include <math.h>
#include <stdlib.h>

#include "study/bootstrap.h"
#include "study/sensitivity.h"

/* A draw of blocks that varies this much less than all of them has no shares. */
static const double LEAST_VARIANCE = 1e-9;

/* Outputs from their mean, in units of the largest, so that no square is too large for a number. */
struct rows {
  size_t n_keys;
  double *output;  /* f(A), f(B), f(AB_1)...; shape [blocks][n_keys + 2] */
  double variance; /* of all f(A) and f(B); 0 until it is known */
};

static bool same_but(const double *one, const double *other, size_t n_keys, size_t key) {
  for (size_t i = 0; i < n_keys; i++)
    if (i != key && one[i] != other[i]) return false;
  return true;
}

static int check_arrangement(const struct design *design, struct error *error) {
  size_t k = design->n_keys;
  for (size_t first = 0; first < design->n_points; first += design->block)
    for (size_t key = 0; key < k; key++) {
      const double *a = design->unit + first * k, *b = a + k, *mixed = a + (2 + key) * k;
      if (mixed[key] != b[key] || !same_but(a, mixed, k, key))
        return error_set(error, ERROR_FAILED, "point %zu does not stand in Saltelli's arrangement", first + 2 + key);
    }
  return OK;
}

static int gather(struct rows *rows, const struct design *design, const struct whole_blocks *blocks, const double y[],
                  struct error *error) {
  size_t block = design->block;
  double mean = 0, largest = 0;
  bool varies = false;
  for (size_t b = 0; b < blocks->n; b++)
    for (size_t p = blocks->first[b]; p < blocks->first[b] + 2; p++) {
      mean += y[p] / (2 * (double)blocks->n);
      varies = varies || y[p] != y[blocks->first[0]];
    }
  if (!varies) return error_set(error, ERROR_FAILED, "the output is the same at all points");
  for (size_t b = 0; b < blocks->n; b++)
    for (size_t i = 0; i < block; i++) {
      double *output = &rows->output[b * block + i];
      *output = y[blocks->first[b] + i] - mean;
      largest = fmax(largest, fabs(*output));
    }
  if (!isfinite(largest)) return error_set(error, ERROR_FAILED, "the output is too large for a number");
  for (size_t i = 0; i < blocks->n * block; i++) rows->output[i] /= largest;
  return OK;
}

/* Mean of f(A) and f(B), and their variance. */
static double variance_of(const struct rows *rows, size_t n, const size_t draw[], double *mean) {
  double sum = 0, squares = 0;
  for (size_t i = 0; i < n; i++) {
    const double *f = rows->output + draw[i] * (rows->n_keys + 2);
    sum += f[0] + f[1];
    squares += f[0] * f[0] + f[1] * f[1];
  }
  *mean = sum / (2 * (double)n);
  return squares / (2 * (double)n) - *mean * *mean;
}

static bool estimate(const void *context, size_t n, const size_t draw[], double estimates[]) {
  const struct rows *rows = context;
  size_t k = rows->n_keys;
  double mean, variance = variance_of(rows, n, draw, &mean);
  if (!(variance > LEAST_VARIANCE * rows->variance)) return false;
  for (size_t e = 0; e < 2 * k; e++) estimates[e] = 0;
  for (size_t i = 0; i < n; i++) {
    const double *f = rows->output + draw[i] * (k + 2);
    double b = f[1] - mean;
    for (size_t key = 0; key < k; key++) {
      double change = f[2 + key] - f[0];
      estimates[2 * key] += b * change;
      estimates[2 * key + 1] += change * change;
    }
  }
  for (size_t key = 0; key < k; key++) {
    estimates[2 * key] /= (double)n * variance;
    estimates[2 * key + 1] /= 2 * (double)n * variance;
  }
  return true;
}

/* Variance of all blocks, each once. */
static int measure_variance(struct rows *rows, const struct whole_blocks *blocks, struct error *error) {
  size_t *all = calloc(blocks->n + 1, sizeof *all);
  if (!all) return error_set(error, ERROR_FAILED, "no memory for the shares of the variance");
  for (size_t b = 0; b < blocks->n; b++) all[b] = b;
  double mean;
  rows->variance = variance_of(rows, blocks->n, all, &mean);
  free(all);
  return OK;
}

int sensitivity_sobol(const struct design *design, const double y[], const struct sensitivity_request *request,
                      struct variance_shares shares[], size_t *n_blocks, struct error *error) {
  struct whole_blocks blocks;
  struct rows rows = {.n_keys = design->n_keys};
  struct estimate *estimates = NULL;
  bootstrap_blocks(&blocks, design, design->n_keys + 2, y, error);
  *n_blocks = blocks.n;
  if (!error->code) check_arrangement(design, error);
  if (!error->code) {
    rows.output = calloc(blocks.n * design->block, sizeof *rows.output);
    estimates = calloc(2 * design->n_keys + 1, sizeof *estimates);
    if (!rows.output || !estimates) error_set(error, ERROR_FAILED, "no memory for the shares of the variance");
  }
  if (!error->code) gather(&rows, design, &blocks, y, error);
  if (!error->code) measure_variance(&rows, &blocks, error);
  if (!error->code) bootstrap_estimate(&blocks, estimate, &rows, 2 * design->n_keys, request, estimates, error);
  for (size_t key = 0; estimates && !error->code && key < design->n_keys; key++)
    shares[key] = (struct variance_shares){.first = estimates[2 * key], .total = estimates[2 * key + 1]};
  free(estimates);
  free(rows.output);
  bootstrap_free(&blocks);
  return (int)error->code;
}
