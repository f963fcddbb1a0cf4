/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A result folder: OUT/frames/frame_000012.vtkhdf (one static VTKHDF ImageData file per frame), the master
 *  OUT/run.vtkhdf of virtual datasets with the tables beside it, and OUT/run.xdmf for ParaView 5.11 and older. Every
 *  file is written aside, synced and renamed, so that a killed run loses nothing it acknowledged and can be opened
 *  while it runs. At its end the frames may be packed into the master.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "config/settings.h"
#include "grid/fields.h"
#include "grid/grid.h"
#include "model.h"

/** One array of a table: 1-D over rows, or 2-D over rows and depth. */
struct column {
  const char *name, *unit, *description;
  bool profile;         /**< shape [rows][nz] instead of [rows] */
  const double *values; /**< borrowed */
};

/** A group of columns over one scale: time for measures; none for outcomes, where rows = 1 and columns are scalars. */
struct table {
  size_t n_columns, n_rows;
  const struct column *columns;
  const double *time; /**< [n_rows] [day]; NULL for outcomes */
};

/** A text of /provenance or /execution. */
struct remark {
  const char *name, *text;
};

/** One session of /treatment. */
struct session_record {
  double time; /**< [day] */
  const struct puncture *punctures;
  size_t n_punctures;
  const double *injured; /**< share of each cell, shape [nz][ny][pitch] */
  size_t n_report;
  const struct column *report; /**< scalars: density, overlap, ... */
};

/** What a result holds, beyond the frames; borrowed while a call lasts. */
struct content {
  struct table measures, outcomes;
  size_t n_sessions;
  const struct session_record *sessions;
  size_t n_provenance, n_execution;
  const struct remark *provenance, *execution;
};

struct result; /* opaque: it alone knows HDF5 */

/** What becomes of a result that stands in the folder: it is refused, or removed (only the files that a result consists of), or it
 *  goes on. */
enum result_start { RESULT_NEW, RESULT_REPLACE, RESULT_CONTINUE };

/** What is to be written, and where. All is borrowed, grid and model until the result is closed. */
struct result_request {
  const char *folder;
  const struct grid *grid;
  const struct model *model;
  enum precision precision; /**< of the numbers in frames */
  enum result_start start;
  bool tables_only; /**< no frames, no run.xdmf, no injured fractions: the master holds the tables alone */
  bool locked;      /**< the caller holds the folder's lock (lock.h), and keeps it */
};

/** Open a folder for a result; makes it if need be, with a lock file.
 *  @param result  out; closed and freed by result_close
 *  Errors: ERROR_FAILED with file and cause; an existing result is left untouched where it is refused. */
int result_open(struct result **result, const struct result_request *request, struct error *error);

/** Go on behind the first n frames, which stand in the folder; those after them stay until they are written anew.
 *  @param fields  which are stored. Errors: ERROR_FAILED if one of them is not there, or without memory. */
int result_continue(struct result *result, const double *times, size_t n, const struct fields *fields,
                    struct error *error);

/** Remove what stands in the folder after all. Errors: ERROR_FAILED with file and cause. */
int result_clear(struct result *result, struct error *error);

/** Write the fields as one more frame at time [day]; NaN where a field does not live. Not in the master until
 *  result_publish. Errors: ERROR_FAILED with file and cause. */
int result_frame(struct result *result, double time, const struct fields *fields, struct error *error);

/** Rewrite run.vtkhdf and run.xdmf with all frames so far and the content.
 *  Errors: ERROR_FAILED with file and cause, or if there is no frame yet and there are to be some; the older files are then still whole. */
int result_publish(struct result *result, const struct content *content, struct error *error);

/** Put all frames into run.vtkhdf, once the last content is published (pack.h); nothing may be written after it.
 *  Errors: ERROR_FAILED with file and cause; the result is then whole all the same. */
int result_pack(struct result *result, struct error *error);

/** Bytes on disk so far, and frames. */
uint64_t result_bytes(const struct result *result);
size_t result_frames(const struct result *result);

/** Remove the lock and free; NULL is fine. */
void result_close(struct result *result);
