/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The one table of a study: a row for every point of its plan, whatever became of it, in STUDY/table.h5 and STUDY/table.csv;
 *  where a setting has several runs, their medians and bands in STUDY/bands.csv.
 */
#pragma once
#include "study/tally.h"

#define TABLE_FILE "table.h5"
#define TABLE_TEXT_FILE "table.csv"
#define BANDS_FILE "bands.csv"

/** Collect what stands in the store.
 *  @param tally  out: how many points there are of each state
 *  Errors: ERROR_FAILED with file and cause, or without memory. A point that cannot be read counts as failed, with the reason. */
int collect(const struct plan *plan, struct plan_tally *tally, struct error *error);
