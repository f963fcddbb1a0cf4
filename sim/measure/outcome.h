/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Outcomes: functionals over time of one series each, and the conclusions from them. A few numbers each, whatever the run.
 */
#pragma once
#include "base/piece.h"
#include "measure/gauge.h"
#include "measure/series.h"

struct outcomes; /* owns what is known so far */

/** Make the model's outcomes; what they are made of is wanted from the gauges at every step. Free with outcomes_free.
 *  Errors: ERROR_FAILED without memory, or if a row names a series or an outcome that does not exist. */
int outcomes_create(struct outcomes **outcomes, const struct model *model, const void *derived, struct gauges *gauges,
                    struct error *error);
void outcomes_free(struct outcomes *outcomes);

/** Take in the series at time t [day]. @param session  this is the state just after a session's injury: clocks that run since
 *  the last session begin anew with it */
void outcomes_sample(struct outcomes *outcomes, double t, const double *series, bool session);

/** Values so far. @param values  out, shape [n_outcomes + n_concludes]; NaN: not reached, or absent */
void outcomes_values(const struct outcomes *outcomes, double *values);

/** How outcome or conclusion i is called. */
struct label outcomes_label(const struct model *model, size_t i);

/** Whether outcome or conclusion i exists in this run. */
bool outcomes_present(const struct outcomes *outcomes, size_t i);

/** All that is known so far, to be kept and put back as it is. */
struct piece outcomes_memory(struct outcomes *outcomes);
