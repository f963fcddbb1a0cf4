/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Designs of experiments: sets of points in the unit cube, the same for the same request.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/** How points are chosen, with the words of the sweep file. */
#define DESIGN_TABLE(X)                                                                                 \
  X(GRID, "grid", "every combination of the values of each key")                                        \
  X(LIST, "list", "the rows of a CSV")                                                                  \
  X(LATIN_HYPERCUBE, "latin hypercube", "as many values of each key as points, in random combination")  \
  X(SOBOL, "sobol", "Sobol's sequence in Saltelli's arrangement, for indices of first and total order") \
  X(MORRIS, "morris", "trajectories that change one key at a time, for elementary effects")
#define DESIGN_INDEX(index, name, doc) DESIGN_##index,
enum design_kind { DESIGN_TABLE(DESIGN_INDEX) N_DESIGNS };

/** Their words. */
extern const char *const design_word[N_DESIGNS];

/** GSL's sequence has 40 dimensions, and Saltelli's arrangement takes two for each key. */
enum { SOBOL_MOST_KEYS = 20 };
/** Points of any design. */
enum { DESIGN_MOST_POINTS = 10000000 };

/** Points of a design. */
struct design {
  size_t n_keys, n_points;
  size_t block; /**< points that belong together: of one trajectory, or of one row of Saltelli's arrangement; else 1 */
  double *unit; /**< owned; coordinates in 0..1, shape [n_points][n_keys] */
};

/** What is asked for. */
struct design_request {
  enum design_kind kind;
  size_t n_keys;        /**< at least one, but for a grid, which has then one point */
  const size_t *counts; /**< grid: values of each key, shape [n_keys]; the last key runs fastest; value i of n lies at
                             i/(n - 1), 0 if n is 1. Else NULL */
  size_t n;             /**< Latin hypercube: points; Sobol: rows, a power of 2; Morris: trajectories, at least 2 */
  size_t levels;        /**< Morris: an even number; steps are levels/(2 (levels - 1)) */
  uint64_t seed;        /**< Latin hypercube, Morris */
};

/** Lay out all points of a design but a list. Free with design_free, also after an error.
 *  Sobol: a block of row i is A_i, B_i, and for each key A_i with that key from B_i (Saltelli et al. 2010). Coordinates of A
 *  and B are the centres of n strata, each once. Morris: a block is a trajectory (Morris 1991).
 *  Errors: ERROR_CONFIG with a sentence if the request cannot be met (too many keys, odd levels, too few rows for so many
 *  keys); ERROR_FAILED without memory. */
int design_create(struct design *design, const struct design_request *request, struct error *error);
void design_free(struct design *design);
