/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  For the tests of needles: a small model of deposits, and a grid with an array for each of them.
 */
#pragma once
#include <criterion/criterion.h>
#include <stddef.h>
#include <stdlib.h>

#include "needle/deposit.h"

/* A model of three deposits: injured (core 1, rim 1), fibrin (1, 0.3), and a charge that a shallow channel leaves at a
 * fifth. */
struct numbers {
  double unused, rim_width;
};
enum { INJURED, FIBRIN, CHARGE, N_DEPOSITS };

static inline void injured(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = *rim = 1;
}

static inline void fibrin(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0.3;
}

static inline void charge(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived;
  *core = *rim = puncture->depth < 0.1 ? 0.2 : 1;
}

static const struct deposit_spec ROWS[N_DEPOSITS] = {
    {"injured", injured, ""}, {"fibrin", fibrin, ""}, {"charge", charge, ""}};
static const struct model MODEL = {
    .n_deposits = N_DEPOSITS, .deposits = ROWS, .rim_width = offsetof(struct numbers, rim_width)};
static const struct numbers NUMBERS = {.unused = 0.005, .rim_width = 0.02};

/* A grid with a field for each deposit. */
struct patch {
  struct grid grid;
  size_t n;
  double *deposit[N_DEPOSITS];
};

static inline struct patch patch_make(struct grid_request request) {
  struct patch patch = {0};
  struct error error = {0};
  cr_assert_eq(grid_create(&patch.grid, &request, &error), OK, "%s", error.sentence);
  patch.n = patch.grid.axis[2].n * patch.grid.axis[1].n * patch.grid.pitch;
  for (size_t d = 0; d < N_DEPOSITS; d++) patch.deposit[d] = calloc(patch.n, sizeof(double));
  return patch;
}

/* A square Cartesian box of cubic cells of edge h, with an upper and a lower layer (0: none). */
static inline struct patch layered_box(double width, double upper, double lower, double h, bool periodic) {
  struct grid_request request = {.geometry = CARTESIAN, .periodic = periodic, .n_layers = lower > 0 ? 2 : 1};
  request.width[0] = request.width[1] = width;
  request.spacing[0] = request.spacing[1] = request.spacing[2] = h;
  request.thickness[0] = upper;
  request.thickness[1] = lower;
  return patch_make(request);
}

static inline struct patch box(double width, double depth, double h, bool periodic) {
  return layered_box(width, depth, 0, h, periodic);
}

/* An axisymmetric cell of rings of width and height h. */
static inline struct patch rings(double radius, double depth, double h) {
  struct grid_request request = {.geometry = AXISYMMETRIC, .n_layers = 1};
  request.width[0] = radius;
  request.spacing[0] = request.spacing[1] = request.spacing[2] = h;
  request.thickness[0] = depth;
  return patch_make(request);
}

static inline void patch_free(struct patch *patch) {
  grid_free(&patch->grid);
  for (size_t d = 0; d < N_DEPOSITS; d++) free(patch->deposit[d]);
}

static inline void add(struct patch *patch, struct puncture puncture) {
  deposit_add(&patch->grid, &MODEL, &NUMBERS, &puncture, patch->deposit);
}

static inline double at(const struct patch *patch, size_t d, size_t i, size_t j, size_t k) {
  return patch->deposit[d][(k * patch->grid.axis[1].n + j) * patch->grid.pitch + i];
}

/* Integral over the planes k0 <= k < k1. */
static inline double integral(const struct patch *patch, const double *deposit, size_t k0, size_t k1) {
  double sum = 0;
  const struct grid *grid = &patch->grid;
  for (size_t k = k0; k < k1; k++)
    for (size_t j = 0; j < grid->axis[1].n; j++)
      for (size_t i = 0; i < grid->axis[0].n; i++)
        sum += deposit[(k * grid->axis[1].n + j) * grid->pitch + i] * grid_volume(grid, i);
  return sum;
}
