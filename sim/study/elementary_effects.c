/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Elementary effects: (y after a step - y before it)/step of one key, one per trajectory and key (morris1991). Their mean is
 *  mu, their deviation sigma, the mean of what they are without their sign mu* (campolongo2007).
 */
#include <math.h>
#include <stdlib.h>

#include "study/bootstrap.h"
#include "study/sensitivity.h"

/* Effects in units of the largest, so that no square is too large for a number. */
struct effects {
  size_t n_keys;
  double *effect; /* shape [blocks][n_keys] */
  double largest;
};

/* What is estimated of each key, in this order. */
enum { MU_STAR, SIGMA, MU, N_MEASURES };

/* The one key that differs between two points; n_keys if none does, or several do. */
static size_t moved_key(const double *before, const double *after, size_t n_keys) {
  size_t moved = n_keys;
  for (size_t key = 0; key < n_keys; key++) {
    if (before[key] == after[key]) continue;
    if (moved < n_keys) return n_keys;
    moved = key;
  }
  return moved;
}

static int find_effects(struct effects *effects, const struct design *design, const struct whole_blocks *blocks,
                        const double y[], struct error *error) {
  size_t k = design->n_keys;
  for (size_t b = 0; b < blocks->n; b++) {
    double *effect = effects->effect + b * k;
    for (size_t key = 0; key < k; key++) effect[key] = (double)NAN;
    for (size_t p = blocks->first[b]; p < blocks->first[b] + k; p++) {
      const double *before = design->unit + p * k, *after = before + k;
      size_t key = moved_key(before, after, k);
      if (key == k || !isnan(effect[key]))
        return error_set(error, ERROR_FAILED, "points %zu and %zu are no step of a trajectory of Morris", p, p + 1);
      effect[key] = (y[p + 1] - y[p]) / (after[key] - before[key]);
      effects->largest = fmax(effects->largest, fabs(effect[key]));
    }
  }
  if (!isfinite(effects->largest)) return error_set(error, ERROR_FAILED, "effects are too large for a number");
  for (size_t i = 0; effects->largest > 0 && i < blocks->n * k; i++) effects->effect[i] /= effects->largest;
  return OK;
}

static bool estimate(const void *context, size_t n, const size_t draw[], double estimates[]) {
  const struct effects *effects = context;
  for (size_t key = 0; key < effects->n_keys; key++) {
    double sum = 0, absolute = 0, squares = 0, *out = estimates + key * N_MEASURES;
    for (size_t i = 0; i < n; i++) {
      double effect = effects->effect[draw[i] * effects->n_keys + key];
      sum += effect;
      absolute += fabs(effect);
    }
    for (size_t i = 0; i < n; i++) {
      double off = effects->effect[draw[i] * effects->n_keys + key] - sum / (double)n;
      squares += off * off;
    }
    out[MU_STAR] = absolute / (double)n;
    out[SIGMA] = sqrt(squares / (double)(n - 1));
    out[MU] = sum / (double)n;
  }
  return true;
}

static struct estimate scaled(struct estimate estimate, double factor) {
  return (struct estimate){estimate.value * factor, estimate.low * factor, estimate.high * factor};
}

int sensitivity_morris(const struct design *design, const double y[], const struct sensitivity_request *request,
                       struct elementary_effects effects[], size_t *n_blocks, struct error *error) {
  struct whole_blocks blocks;
  struct effects found = {.n_keys = design->n_keys};
  struct estimate *estimates = NULL;
  bootstrap_blocks(&blocks, design, design->n_keys + 1, y, error);
  *n_blocks = blocks.n;
  if (!error->code) {
    found.effect = calloc(blocks.n * design->n_keys + 1, sizeof *found.effect);
    estimates = calloc(design->n_keys * N_MEASURES + 1, sizeof *estimates);
    if (!found.effect || !estimates) error_set(error, ERROR_FAILED, "no memory for the elementary effects");
  }
  if (found.effect && !error->code) find_effects(&found, design, &blocks, y, error);
  if (!error->code)
    bootstrap_estimate(&blocks, estimate, &found, design->n_keys * N_MEASURES, request, estimates, error);
  for (size_t key = 0; estimates && !error->code && key < design->n_keys; key++) {
    const struct estimate *of_key = estimates + key * N_MEASURES;
    effects[key] = (struct elementary_effects){.mu_star = scaled(of_key[MU_STAR], found.largest),
                                               .sigma = scaled(of_key[SIGMA], found.largest),
                                               .mu = of_key[MU].value * found.largest};
  }
  free(estimates);
  free(found.effect);
  bootstrap_free(&blocks);
  return (int)error->code;
}
