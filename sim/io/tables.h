/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The tables beside the fields in the master: /measures, /outcomes, /treatment. Every column is a dataset of its own
 *  with units and description, and every axis has a scale, because readers like xarray see no compound tables.
 */
#pragma once
#include "io/frame.h"
#include "io/h5.h"
#include "io/result.h"

/** One number of each puncture: its column in a file, and where it stands in struct puncture. */
struct puncture_column {
  const char *name, *unit, *description;
  size_t offset;
};

enum { N_PUNCTURE_COLUMNS = 7 };
extern const struct puncture_column tables_puncture[N_PUNCTURE_COLUMNS];

/** The scales of the grid's axes at the root. */
struct scales {
  hid_t z, y, x;
};

/** A table as a group /name; with a time it has scales time and z of its own, without it its columns are scalars. */
void tables_write(struct h5_file *file, const char *name, const struct table *table, const struct grid *grid);

/** /treatment/session_0001, ...: its time, punctures over a scale `puncture`, the injured fraction (z, y, x) if
 *  there are frames, the report's scalars. */
void tables_write_treatment(struct h5_file *file, const struct content *content, const struct frames *frames,
                            const struct scales *scales);

/** Texts as a group /name of scalar strings. */
void tables_write_remarks(struct h5_file *file, const char *name, const struct remark remarks[], size_t n);
