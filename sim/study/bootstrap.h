/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Blocks of a design: those that can be used, and how far what comes out hangs on which blocks there happen to be.
 */
#pragma once
#include <stdbool.h>

#include "study/sensitivity.h"

/** Blocks all of whose points have a number. */
struct whole_blocks {
  size_t n;
  size_t *first; /**< first point of each, shape [n]; owned */
};

/** Find them. @param block  points of a block that the caller expects
 *  Free with bootstrap_free, also after an error. Errors: ERROR_FAILED if fewer than two are left, if the design's blocks are of
 *  another size, or without memory. */
int bootstrap_blocks(struct whole_blocks *blocks, const struct design *design, size_t block, const double y[],
                     struct error *error);
void bootstrap_free(struct whole_blocks *blocks);

/** Estimates from n blocks. @param draw  numbers of the blocks, some more than once, shape [n]
 *  @return whether they can be made of these blocks */
typedef bool bootstrap_estimate_fn(const void *context, size_t n, const size_t draw[], double estimates[]);

/** What is estimated from all blocks, and the percentiles 2.5 and 97.5 of what is estimated from as many blocks drawn with
 *  repetition (Efron's bootstrap); a draw of which nothing can be estimated is drawn anew.
 *  @param estimates  out, shape [n_estimates]
 *  Errors: ERROR_CONFIG if the resamples are too few; ERROR_FAILED if nothing can be estimated, or without memory. */
int bootstrap_estimate(const struct whole_blocks *blocks, bootstrap_estimate_fn *estimate, const void *context,
                       size_t n_estimates, const struct sensitivity_request *request, struct estimate estimates[],
                       struct error *error);
