/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "needle/deposit.h"

/* Channels sorted into square bins no narrower than the reach, so that whoever is near is in one of nine bins. */
struct bins {
  size_t n[2];
  double width[2];
  size_t *start; /* [n[0] n[1] + 1] */
  size_t *member;
};

static size_t bin_along(const struct bins *bins, size_t a, double x) {
  double i = floor(x / bins->width[a]), last = (double)(bins->n[a] - 1);
  return (size_t)(i < 0 ? 0 : i > last ? last : i);
}

static size_t bin_of(const struct bins *bins, const struct puncture *puncture) {
  return bin_along(bins, 1, puncture->y) * bins->n[0] + bin_along(bins, 0, puncture->x);
}

static double longest_reach(const struct punctures *punctures) {
  double radius = 0;
  for (size_t i = 0; i < punctures->n; i++)
    if (punctures->puncture[i].depth > 0) radius = fmax(radius, punctures->puncture[i].radius);
  return 2 * radius;
}

static void bins_free(struct bins *bins) {
  free(bins->start);
  free(bins->member);
}

/* @return whether there was memory for the bins */
static bool bins_fill(struct bins *bins, const struct grid *grid, const struct punctures *punctures) {
  double reach = longest_reach(punctures), most = 1 + sqrt((double)punctures->n);
  *bins = (struct bins){0};
  for (size_t a = 0; a < 2; a++) {
    double n = fmin(floor(grid->axis[a].length / reach), most);
    bins->n[a] = n < 1 ? 1 : (size_t)n;
    bins->width[a] = grid->axis[a].length / (double)bins->n[a];
  }
  size_t n_bins = bins->n[0] * bins->n[1];
  bins->start = calloc(n_bins + 2, sizeof *bins->start);
  bins->member = calloc(punctures->n + 1, sizeof *bins->member);
  if (!bins->start || !bins->member) return false;
  /* counted two places on and filled one place on, so that start[b] ends as the first member of bin b */
  for (size_t i = 0; i < punctures->n; i++)
    if (punctures->puncture[i].depth > 0) bins->start[bin_of(bins, &punctures->puncture[i]) + 2]++;
  for (size_t b = 2; b < n_bins + 2; b++) bins->start[b] += bins->start[b - 1];
  for (size_t i = 0; i < punctures->n; i++)
    if (punctures->puncture[i].depth > 0) bins->member[bins->start[bin_of(bins, &punctures->puncture[i]) + 1]++] = i;
  return true;
}

/* Distance along an axis, to the nearest image where the sides are periodic. */
static double distance_along(const struct axis *axis, double from, double to) {
  double distance = to - from;
  return axis->periodic ? distance - axis->length * round(distance / axis->length) : distance;
}

static bool touch(const struct grid *grid, const struct puncture *a, const struct puncture *b) {
  double dx = distance_along(&grid->axis[0], a->x, b->x), dy = distance_along(&grid->axis[1], a->y, b->y);
  double reach = a->radius + b->radius;
  return dx * dx + dy * dy < reach * reach;
}

static bool touches_any(const struct bins *bins, const struct grid *grid, const struct punctures *punctures, size_t i) {
  const struct puncture *self = &punctures->puncture[i];
  size_t nx = bins->n[0], ny = bins->n[1], bx = bin_along(bins, 0, self->x), by = bin_along(bins, 1, self->y);
  for (size_t near_y = by + ny - 1; near_y <= by + ny + 1; near_y++)
    for (size_t near_x = bx + nx - 1; near_x <= bx + nx + 1; near_x++) {
      size_t b = near_y % ny * nx + near_x % nx;
      for (size_t m = bins->start[b]; m < bins->start[b + 1]; m++)
        if (bins->member[m] != i && touch(grid, self, &punctures->puncture[bins->member[m]])) return true;
    }
  return false;
}

static double overlap(const struct grid *grid, const struct punctures *punctures, size_t n_pierced) {
  if (n_pierced == 0) return 0;
  struct bins bins;
  double share = (double)NAN;
  if (bins_fill(&bins, grid, punctures)) {
    size_t n = 0;
    for (size_t i = 0; i < punctures->n; i++)
      if (punctures->puncture[i].depth > 0 && touches_any(&bins, grid, punctures, i)) n++;
    share = (double)n / (double)n_pierced;
  }
  bins_free(&bins);
  return share;
}

/* Mean over the planes of a range, weighted by volume. */
static double mean_of(const struct grid *grid, struct range range, const double *injured) {
  const struct axis *x = &grid->axis[0], *y = &grid->axis[1];
  double sum = 0, volume = 0, row = 0;
  for (size_t i = 0; i < x->n; i++) row += x->measure[i];
  for (size_t k = range.k0; k < range.k1; k++)
    for (size_t j = 0; j < y->n; j++) {
      sum += y->measure[j] * sum_weighted(injured + (k * y->n + j) * grid->pitch, x->measure, NULL, x->n);
      volume += y->measure[j] * row;
    }
  return volume > 0 ? sum / volume : 0;
}

void injury_report_make(struct injury_report *report, const struct grid *grid, const struct punctures *punctures,
                        const double *injured) {
  double radius = grid->axis[0].length;
  double area = grid->geometry == AXISYMMETRIC ? M_PI * radius * radius : grid->axis[0].length * grid->axis[1].length;
  *report = (struct injury_report){.n_punctures = punctures->n, .density = (double)punctures->n / area};
  for (size_t i = 0; i < punctures->n; i++)
    if (punctures->puncture[i].depth > 0) report->n_pierced++;
  report->overlap = overlap(grid, punctures, report->n_pierced);
  report->injured_area = mean_of(grid, (struct range){0, 1}, injured);
  for (size_t l = 0; l < grid->n_layers; l++) report->injured_volume[l] = mean_of(grid, grid->layer[l], injured);
}
