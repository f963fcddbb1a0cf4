/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where: axes with their metric, and layers as ranges of z planes.
 *  Cell centred finite volumes of uniform spacing. z is the depth below the surface, positive downward. The axisymmetric
 *  cell is the same code with metric weights on the first axis, which is then the radius.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model.h"

enum geometry { CARTESIAN, AXISYMMETRIC };

/** One axis of n cells of edge h. */
struct axis {
  size_t n;
  double h, length; /**< [mm] */
  bool periodic;
  double *centre;        /**< [n] [mm] */
  double *measure;       /**< [n] length of the cell [mm], or area of the ring [mm^2] on a radius */
  double *lower, *upper; /**< [n] exchange with the neighbour below and above: face/(measure h) [1/mm^2]; 0 at a wall */
};

/** A range of planes k0 <= k < k1; empty where the grid lacks the layer. */
struct range {
  size_t k0, k1;
};

struct grid {
  enum geometry geometry;
  struct axis axis[3];  /**< x (or r), y, z */
  double inverse_h2[3]; /**< 1/h^2 of each axis [1/mm^2] */
  size_t pitch;         /**< doubles per row: axis[0].n rounded up to 8 */
  size_t n_layers;
  struct range layer[MAX_LAYERS];
};

/** What a grid is made of. */
struct grid_request {
  enum geometry geometry;
  double width[2];   /**< [mm] along x and y; the radius in width[0] of an axisymmetric cell; 0: one cell */
  double spacing[3]; /**< [mm] along x (or r), y, z */
  bool periodic;     /**< the sides; top and bottom never are */
  size_t n_layers;
  double thickness[MAX_LAYERS]; /**< [mm]; 0: the grid lacks the layer */
};

/** Cells of about `spacing` on `length`: their ratio rounded, at least 1. */
size_t grid_count(double length, double spacing);

/** Index of the cell face nearest to a depth, on an axis of n cells over `total`. */
size_t grid_face(size_t n, double depth, double total);

/** The shape of a grid without its metric: centres, measures and exchanges stay NULL, nothing is allocated.
 *  Errors: ERROR_CONFIG if a layer would have no plane, or for more cells than can be counted. */
int grid_shape(struct grid *grid, const struct grid_request *request, struct error *error);

/** Make a grid: cells per axis = round(width/spacing), the spacing follows; layers end on the nearest cell face.
 *  @param grid  out; the caller frees it with grid_free
 *  Errors: those of grid_shape; ERROR_FAILED without memory. */
int grid_create(struct grid *grid, const struct grid_request *request, struct error *error);
void grid_free(struct grid *grid);

/** Planes on which a field with these layer bits lives. */
struct range grid_range(const struct grid *grid, unsigned layers);

/** Layer of plane k. */
int grid_layer_at(const struct grid *grid, size_t k);

/** Depth of the upper face of plane k [mm]. */
double grid_depth(const struct grid *grid, size_t k);

/** Volume of cell i of any row [mm^3]. */
double grid_volume(const struct grid *grid, size_t i);

/** What a pointwise function learns of n cells from i0 on in row (j, k) at time t [day]. */
struct cells grid_cells(const struct grid *grid, size_t i0, size_t n, size_t j, size_t k, double t);

/** Neighbour of cell i one step below (-1) or above (+1); beyond a wall, the cell itself. */
static inline size_t grid_neighbour(const struct axis *axis, size_t i, int step) {
  if (step < 0) return i > 0 ? i - 1 : axis->periodic ? axis->n - 1 : i;
  return i + 1 < axis->n ? i + 1 : axis->periodic ? 0 : i;
}

/** Number of cells. */
size_t grid_size(const struct grid *grid);
