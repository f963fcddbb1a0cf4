/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How much each key of a design matters to a number that came out at each of its points. Points without such a number (not
 *  finite) take the block they belong to with them; how many blocks are left is said, and no index is made of too few.
 */
#pragma once
#include "study/design.h"

/** An estimate, and the interval that holds 95 % of what it is when blocks are drawn anew. */
struct estimate {
  double value, low, high;
};

/** The intervals are percentiles of the bootstrap over blocks; of points laid evenly, as Sobol's, they are rather too wide. */
struct sensitivity_request {
  size_t resamples; /**< at least LEAST_RESAMPLES: 2.5 % of fewer are less than one */
  uint64_t seed;
};
enum { LEAST_RESAMPLES = 40 };

/** Elementary effects of one key, in units of the output per edge of the cube: mean mu and deviation sigma (Morris 1991), mean
 *  mu_star of what they are without their sign (Campolongo et al. 2007). */
struct elementary_effects {
  struct estimate mu_star, sigma;
  double mu;
};

/** Shares of the variance of one key: alone (Saltelli et al. 2010), and with all that it takes part in (Jansen
 *  1999). Estimates may lie outside 0..1, and are left there. */
struct variance_shares {
  struct estimate first, total;
};

/** Elementary effects of each key.
 *  @param y       the output at each point of a Morris design, shape [design->n_points]; NaN: it failed
 *  @param effects out, shape [design->n_keys]
 *  @param blocks  out: trajectories that could be used
 *  Errors: ERROR_CONFIG if the resamples are too few; ERROR_FAILED if fewer than two trajectories can be used, if the points do
 *  not stand as a Morris design lays them, or without memory. */
int sensitivity_morris(const struct design *design, const double y[], const struct sensitivity_request *request,
                       struct elementary_effects effects[], size_t *blocks, struct error *error);

/** Shares of the variance of each key, of a Sobol design; blocks are its rows. Errors: as above, and ERROR_FAILED if the
 *  output is the same at all points. */
int sensitivity_sobol(const struct design *design, const double y[], const struct sensitivity_request *request,
                      struct variance_shares shares[], size_t *blocks, struct error *error);
