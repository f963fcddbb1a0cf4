/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Factors of all line solves of a step size, kept per rung of the ladder.
 */
#pragma once
#include "base/error.h"
#include "ops/laws.h"
#include "ops/line.h"
#include "step/control.h"

/** Factors of one step size: [field][axis]; fields that do not diffuse have nothing to solve. */
struct factors {
  bool ready;
  struct line line[MAX_FIELDS][3];
};

/** One slot per rung, and one for steps that were cut. */
struct ladder {
  const struct laws *laws;
  double gamma;
  struct factors *slot; /**< [N_RUNGS + 1] */
  double *memory;
  size_t slot_size;
};

/** Errors: ERROR_FAILED without memory. */
int ladder_create(struct ladder *ladder, const struct laws *laws, double gamma, struct error *error);
void ladder_free(struct ladder *ladder);

/** Factors for a step dt [day]; computed at the first use of a rung, and for every cut step (rung -1). */
const struct factors *ladder_factors(struct ladder *ladder, double dt, int rung);
