/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finite volumes of uniform spacing. Exchange with a neighbour, per volume of the cell: face / (measure h).
 * Cartesian: 1/h^2. Radius: faces 2 pi r, rings pi (r1^2 - r0^2); the axis is a face of no area. */
#include "grid/grid.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

static const double MOST_CELLS = 1e12; /* keeps every size in bytes within 64 bits */

static int axis_measure(struct axis *axis, bool radial, struct error *error) {
  size_t n = axis->n;
  double h = axis->h, *memory = calloc(4 * n, sizeof *memory);
  if (!memory) return error_set(error, ERROR_FAILED, "no memory for an axis of %zu cells", n);
  axis->centre = memory;
  axis->measure = memory + n;
  axis->lower = memory + 2 * n;
  axis->upper = memory + 3 * n;
  for (size_t i = 0; i < n; i++) {
    double below = h * (double)i, above = h * (double)(i + 1);
    axis->centre[i] = h * ((double)i + 0.5);
    axis->measure[i] = radial ? M_PI * (above * above - below * below) : h;
    double face_below = radial ? 2 * M_PI * below : 1, face_above = radial ? 2 * M_PI * above : 1;
    axis->lower[i] = i > 0 || axis->periodic ? face_below / (axis->measure[i] * h) : 0;
    axis->upper[i] = i + 1 < n || axis->periodic ? face_above / (axis->measure[i] * h) : 0;
  }
  return OK;
}

static struct axis axis_shape(size_t n, double length, bool periodic) {
  return (struct axis){.n = n, .h = length / (double)n, .length = length, .periodic = periodic && n > 1};
}

size_t grid_count(double length, double spacing) {
  double n = round(length / spacing);
  return n < 1 ? 1 : (size_t)n;
}

size_t grid_face(size_t n, double depth, double total) { return (size_t)llround((double)n * depth / total); }

static int place_layers(struct grid *grid, const struct grid_request *request, double total, struct error *error) {
  double bottom = 0;
  for (size_t l = 0; l < request->n_layers; l++) {
    size_t k0 = l ? grid->layer[l - 1].k1 : 0;
    bottom += request->thickness[l];
    size_t k1 = grid_face(grid->axis[2].n, bottom, total);
    grid->layer[l] = (struct range){k0, k1};
    if (request->thickness[l] > 0 && k1 <= k0)
      return error_set(error, ERROR_CONFIG, "a layer %g mm thick has no cell at a spacing of %g mm along z",
                       request->thickness[l], grid->axis[2].h);
  }
  return OK;
}

int grid_shape(struct grid *grid, const struct grid_request *request, struct error *error) {
  *grid = (struct grid){.geometry = request->geometry, .n_layers = request->n_layers};
  double total = 0;
  for (size_t l = 0; l < request->n_layers; l++) total += request->thickness[l];
  if (!(total > 0)) return error_set(error, ERROR_CONFIG, "the grid has no layer of positive thickness");
  bool radial = request->geometry == AXISYMMETRIC;
  for (size_t a = 0; a < 2; a++) {
    bool one = !(request->width[a] > 0);
    double length = one ? request->spacing[a] : request->width[a];
    size_t n = one ? 1 : grid_count(length, request->spacing[a]);
    if (radial && a == 1) n = 1, length = 1; /* rings carry the whole turn in their measure */
    grid->axis[a] = axis_shape(n, length, request->periodic && !radial);
  }
  grid->axis[2] = axis_shape(grid_count(total, request->spacing[2]), total, false);
  double cells = (double)grid->axis[0].n * (double)grid->axis[1].n * (double)grid->axis[2].n;
  if (cells > MOST_CELLS)
    return error_set(error, ERROR_CONFIG, "a grid of %.3g cells is larger than %.0g, what this program can count",
                     cells, MOST_CELLS);
  grid->pitch = (grid->axis[0].n + 7) / 8 * 8;
  for (size_t a = 0; a < 3; a++) grid->inverse_h2[a] = 1 / (grid->axis[a].h * grid->axis[a].h);
  return place_layers(grid, request, total, error);
}

int grid_create(struct grid *grid, const struct grid_request *request, struct error *error) {
  TRY(grid_shape(grid, request, error));
  for (size_t a = 0; a < 3; a++) TRY(axis_measure(&grid->axis[a], grid->geometry == AXISYMMETRIC && a == 0, error));
  return OK;
}

void grid_free(struct grid *grid) {
  for (size_t a = 0; a < 3; a++) free(grid->axis[a].centre);
  *grid = (struct grid){0};
}

struct range grid_range(const struct grid *grid, unsigned layers) {
  struct range range = {0, 0};
  for (size_t l = 0; l < grid->n_layers; l++) {
    struct range layer = grid->layer[l];
    if (!(layers >> l & 1) || layer.k1 == layer.k0) continue;
    if (range.k1 == range.k0) range.k0 = layer.k0;
    range.k1 = layer.k1;
  }
  return range;
}

int grid_layer_at(const struct grid *grid, size_t k) {
  size_t l = 0;
  while (l + 1 < grid->n_layers && k >= grid->layer[l].k1) l++;
  return (int)l;
}

double grid_depth(const struct grid *grid, size_t k) { return grid->axis[2].h * (double)k; }

double grid_volume(const struct grid *grid, size_t i) {
  return grid->axis[0].measure[i] * grid->axis[1].measure[0] * grid->axis[2].measure[0];
}

struct cells grid_cells(const struct grid *grid, size_t i0, size_t n, size_t j, size_t k, double t) {
  int layer = grid_layer_at(grid, k);
  return (struct cells){.n = n,
                        .t = t,
                        .x = grid->axis[0].centre + i0,
                        .y = grid->axis[1].centre[j],
                        .z = grid->axis[2].centre[k],
                        .size = {grid->axis[0].h, grid->axis[1].h, grid->axis[2].h},
                        .layer = layer,
                        .layer_top = grid_depth(grid, grid->layer[layer].k0),
                        .layer_bottom = grid_depth(grid, grid->layer[layer].k1)};
}

size_t grid_size(const struct grid *grid) { return grid->axis[0].n * grid->axis[1].n * grid->axis[2].n; }
