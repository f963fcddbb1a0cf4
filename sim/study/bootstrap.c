/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/bootstrap.h"

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"

/* Percentiles between which lie 95 %. */
static const double LOW = 0.025, HIGH = 0.975;
/* A draw from blocks of which all together something can be estimated fails far less often than three times in four. */
enum { MOST_TRIES = 1000 };
static const uint64_t BOOTSTRAP = 0x20000; /* the second word of the random counter */

static int no_memory(struct error *error) { return error_set(error, ERROR_FAILED, "no memory for the bootstrap"); }

int bootstrap_blocks(struct whole_blocks *blocks, const struct design *design, size_t block, const double y[],
                     struct error *error) {
  *blocks = (struct whole_blocks){.n = 0};
  size_t n = design->n_points;
  if (design->block != block || n % block != 0)
    return error_set(error, ERROR_FAILED, "%zu points in blocks of %zu are no design of %zu keys of this kind", n,
                     design->block, design->n_keys);
  blocks->first = calloc(n / block + 1, sizeof *blocks->first);
  if (!blocks->first) return no_memory(error);
  for (size_t first = 0; first < n; first += block) {
    bool all = true;
    for (size_t p = first; p < first + block; p++) all = all && isfinite(y[p]);
    if (all) blocks->first[blocks->n++] = first;
  }
  if (blocks->n < 2)
    return error_set(error, ERROR_FAILED, "of %zu blocks of %zu points %zu can be used: two are the least", n / block,
                     block, blocks->n);
  return OK;
}

void bootstrap_free(struct whole_blocks *blocks) {
  free(blocks->first);
  *blocks = (struct whole_blocks){0};
}

/* One draw of blocks, and what is estimated from it. @return whether any could be used */
static bool resample(const struct whole_blocks *blocks, bootstrap_estimate_fn *estimate, const void *context,
                     const struct sensitivity_request *request, size_t r, size_t draw[], double estimates[]) {
  for (size_t try = 0; try < MOST_TRIES; try++) {
    for (size_t i = 0; i < blocks->n; i++)
      draw[i] = (size_t)(random_uniform(request->seed, BOOTSTRAP + try, r, i) * (double)blocks->n);
    if (estimate(context, blocks->n, draw, estimates)) return true;
  }
  return false;
}

int bootstrap_estimate(const struct whole_blocks *blocks, bootstrap_estimate_fn *estimate, const void *context,
                       size_t n_estimates, const struct sensitivity_request *request, struct estimate estimates[],
                       struct error *error) {
  size_t resamples = request->resamples;
  if (resamples < LEAST_RESAMPLES || resamples > SIZE_MAX / sizeof(double) / (n_estimates + 1))
    return error_set(error, ERROR_CONFIG, "intervals need at least %d resamples, not %zu", LEAST_RESAMPLES, resamples);
  size_t *draw = calloc(blocks->n, sizeof *draw);
  double *once = calloc(n_estimates, sizeof *once), *all = calloc(n_estimates * resamples, sizeof *all);
  bool room = draw && once && all, usable = room;
  for (size_t i = 0; usable && i < blocks->n; i++) draw[i] = i;
  if (usable) usable = estimate(context, blocks->n, draw, once);
  for (size_t e = 0; usable && e < n_estimates; e++) estimates[e].value = once[e];
  for (size_t r = 0; usable && r < resamples; r++) {
    usable = resample(blocks, estimate, context, request, r, draw, once);
    for (size_t e = 0; usable && e < n_estimates; e++) all[e * resamples + r] = once[e];
  }
  for (size_t e = 0; usable && e < n_estimates; e++) {
    gsl_sort(all + e * resamples, 1, resamples);
    estimates[e].low = gsl_stats_quantile_from_sorted_data(all + e * resamples, 1, resamples, LOW);
    estimates[e].high = gsl_stats_quantile_from_sorted_data(all + e * resamples, 1, resamples, HIGH);
  }
  free(all);
  free(once);
  free(draw);
  if (!room) return no_memory(error);
  return usable ? OK : error_set(error, ERROR_FAILED, "the output hardly varies: nothing can be estimated");
}
