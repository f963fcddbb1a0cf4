/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Series: what the model's measures and combinations come to at one time.
 *  One whose fields are off, or whose region the grid lacks, is absent.
 */
#pragma once
#include "base/error.h"
#include "needle/punctures.h"
#include "ops/laws.h"

struct gauges; /* owns the regions */

/** Resolve the model's measures on a grid. Laws are borrowed. Free with gauges_free.
 *  Errors: ERROR_FAILED without memory, or if a row names a series that does not exist. */
int gauges_create(struct gauges **gauges, const struct laws *laws, struct error *error);
void gauges_free(struct gauges *gauges);

/** Whether a series exists in this run. */
bool gauges_present(const struct gauges *gauges, size_t series);

/** Want a series (and what it is made of) at every step, not only at the times of the table. */
void gauges_want(struct gauges *gauges, size_t series);

/** Arrays of the grid's size that the regions of a model's measures hold at most. */
size_t gauges_arrays(const struct model *model);

/** A session's channels: regions near channels grow, the pierced cells are chosen anew.
 *  @param core  share of each cell that the channels took, shape [nz][ny][pitch] */
void gauges_session(struct gauges *gauges, const struct punctures *punctures, const double *core);

/** Take all series, or only those wanted at every step, from the fields.
 *  @param series    out, shape [n_measures + n_combines]; NaN: absent, not taken, or its region is empty so far. For a profile
 *                   the entry is unused.
 *  @param profiles  out, shape [n_measures][nz], rows of the profiles only; NULL: they are not wanted */
void gauges_take(struct gauges *gauges, const struct fields *fields, double t, bool all, double *series,
                 double *profiles);
