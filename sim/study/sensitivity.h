/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How much each key of a design matters to a number that came out at each of its points. Points without such a number (NaN) take
 *  the block they belong to with them; how many blocks are left is said, and no index is made of too few.
 */
#pragma once
#include "study/design.h"

/** An estimate, and the interval that holds 95 % of what it is when blocks are drawn anew. */
struct estimate {
  double value, low, high;
};

/** How far to trust it. */
struct sensitivity_request {
  size_t resamples; /**< of the bootstrap */
  uint64_t seed;
};

/** Elementary effects of one key (Morris 1991; Campolongo et al. 2007), in units of the output per unit of the cube's edge. */
struct elementary_effects {
  struct estimate mu_star, sigma;
  double mu;
};

/** Shares of the variance of one key: alone (Saltelli et al. 2010), and with all that it takes part in (Jansen 1999). */
struct variance_shares {
  struct estimate first, total;
};

/** @param y       the output at each point of a Morris design, shape [design->n_points]; NaN: it failed
 *  @param effects out, shape [design->n_keys]
 *  @param blocks  out: trajectories that could be used
 *  Errors: ERROR_FAILED if fewer than two can be used, or without memory. */
int sensitivity_morris(const struct design *design, const double y[], const struct sensitivity_request *request,
                       struct elementary_effects effects[], size_t *blocks, struct error *error);

/** The same of a Sobol design. Errors: ERROR_FAILED too if the output is the same at all points. */
int sensitivity_sobol(const struct design *design, const double y[], const struct sensitivity_request *request,
                      struct variance_shares shares[], size_t *blocks, struct error *error);
