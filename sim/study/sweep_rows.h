/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The keys of a sweep file: what may be said, with defaults and ranges. 
 */
#pragma once
#include "model.h"

enum sweep_part { PART_SWEEP, PART_DESIGN, PART_UNCERTAINTY, N_PARTS };

/** One mapping of the file. */
struct sweep_rows {
  const char *name; /**< "" of the file itself */
  const struct param_spec *rows;
  size_t n_plain, n; /**< those with a number or a word come first */
};
extern const struct sweep_rows sweep_rows[N_PARTS];

/** What the rows with a number or a word hold; offsets are into this. */
struct sweep_numbers {
  long replicates;
  int frames, kind;
  long points, blocks, trajectories, levels, seed;
  long samples, sample_seed;
};
