/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How rough predictions are, and the step of differences that suits it. The time steps of a run are chosen as it goes; where two
 *  nearby sets of parameters choose differently, predictions jump by about the tolerance of the run. A step much smaller than that
 *  would measure the jumps.
 */
#pragma once
#include "study/fit.h"

/** Predict along short lines through a point, and take fourth differences (ECnoise: More and Wild 2011, doi 10.1137/100786125): what
 *  is smooth cancels out. The step h of central differences is where noise/h and the error h^2/6 of the difference meet, if a
 *  coordinate is a natural scale of its predictions: h = (3 noise/slope)^(1/3), within 1e-5 to 0.3.
 *  @param coordinate   shape [n_parameters]
 *  @param noise        out: root mean square over the observations used [deviations]
 *  @param step         out: in the coordinate
 *  @param evaluations  added to
 *  @return a code; *noise is NAN, and the step a tenth, where some prediction failed. Errors: those of problem->evaluate; ERROR_FAILED
 *  without memory. */
int fit_noise_measure(const struct fit_problem *problem, const double *coordinate, double *noise, double *step,
                      size_t *evaluations, struct error *error);
