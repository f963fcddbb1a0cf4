/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STUDY/bands.csv: for every setting the median of each outcome over its replicates and samples, and the band that holds nine in ten of
 * them, by linear interpolation between order statistics (gsl_stats_quantile_from_sorted_data). */
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "study/collect.h"
#include "study/collected.h"

static const double SHARES[] = {0.5, 0.05, 0.95};
static const char *const SHARE_NAMES[] = {"median", "5 %", "95 %"};

static void print_header(FILE *out, const struct collected *table) {
  const struct plan *plan = table->plan;
  fputs("setting,runs,failed", out);
  for (size_t k = 0; k < plan->n_keys; k++)
    if (!plan->keys[k].uncertain) collected_print_name(out, plan->keys[k].name, plan->keys[k].unit);
  for (size_t o = 0; o < table->n_outcomes; o++)
    for (size_t s = 0; s < COUNT(SHARES); s++) {
      char name[256];
      snprintf(name, sizeof name, "%s %s", table->outcomes[o].name, SHARE_NAMES[s]);
      collected_print_name(out, name, table->outcomes[o].unit);
    }
  fputs("\n", out);
}

/* @param first, n  the points of one setting stand together  @param room  shape [n] */
static void print_setting(FILE *out, const struct collected *table, size_t first, size_t n, double *room) {
  const struct plan *plan = table->plan;
  const struct plan_point *point = &plan->points[first];
  size_t done = 0, failed = 0;
  for (size_t i = first; i < first + n; i++) {
    done += table->state[i] == POINT_DONE;
    failed += table->state[i] == POINT_FAILED;
  }
  fprintf(out, "%zu,%zu,%zu", point->setting, done, failed);
  for (size_t k = 0; k < plan->n_keys; k++)
    if (!plan->keys[k].uncertain) collected_print_value(out, point, &plan->keys[k], k);
  for (size_t o = 0; o < table->n_outcomes; o++) {
    size_t known = 0;
    for (size_t i = first; i < first + n; i++)
      if (isfinite(table->outcomes[o].values[i])) room[known++] = table->outcomes[o].values[i];
    gsl_sort(room, 1, known);
    for (size_t s = 0; s < COUNT(SHARES); s++) {
      fputc(',', out);
      if (known > 0) collected_print_number(out, gsl_stats_quantile_from_sorted_data(room, 1, known, SHARES[s]));
    }
  }
  fputc('\n', out);
}

int collected_write_bands(const struct collected *table, struct error *error) {
  struct atomic atomic;
  uint64_t bytes = 0;
  size_t n_points = table->plan->n_points, n = n_points / table->plan->design.n_points;
  if (n < 2) return OK;
  double *room = malloc(n * sizeof *room);
  if (!room) return error_set(error, ERROR_FAILED, "no memory for the bands of %zu runs", n);
  int code = atomic_begin(&atomic, table->plan->folder, BANDS_FILE, error);
  FILE *out = code ? NULL : atomic_open(&atomic, error);
  if (out) {
    print_header(out, table);
    for (size_t i = 0; i < n_points; i += n) print_setting(out, table, i, n, room);
    atomic_close(&atomic, out, error);
    code = atomic_end(&atomic, &bytes, error);
  }
  free(room);
  return code ? code : (int)error->code;
}
