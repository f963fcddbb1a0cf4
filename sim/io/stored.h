/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A result read back: all that its master holds but the fields' values. The tables are those of result.h. A result may
 *  be looked at while its run is writing.
 */
#pragma once
#include "base/pool.h"
#include "io/atomic.h"
#include "io/result.h"

/** A field as it stands in the frames. */
struct stored_field {
  const char *name, *symbol, *unit, *description;
};

/** Planes of the grid that belong to a layer. */
struct stored_layer {
  const char *name;
  size_t planes;
};

/** A result; all it points at lives until stored_free. */
struct stored {
  struct pool pool;
  char path[PATH_SIZE];   /**< of the master */
  char folder[PATH_SIZE]; /**< where it stands */
  enum geometry geometry;
  size_t cells[3];     /**< along x (or r), y, z */
  double spacing[3];   /**< edges of a cell [mm] */
  const double *depth; /**< centres of the cells along z [mm], shape [cells[2]] */
  size_t n_layers;
  const struct stored_layer *layers;
  size_t n_frames;       /**< 0: of tables alone */
  const double *times;   /**< of the frames [day] */
  size_t frames_missing; /**< that are neither packed nor in files, and whose fields therefore read as NaN */
  size_t n_fields;
  const struct stored_field *fields; /**< by name */
  struct content content;            /**< columns by name; the injured fractions are left in the file */
};

/** Whether a path means a result: a folder, a file of HDF5, or a run.xdmf. */
bool stored_is_meant(const char *path);

enum { STORED_NAME = 256 };
/** What a result is called: the name of its folder, or that of the file without its ending if it is another than those of
 *  a folder. @return name */
const char *stored_name(const char *path, char name[STORED_NAME]);

/** Read a result.
 *  @param path    its folder, its run.vtkhdf, or a file beside that
 *  @param stored  out; the caller frees it with stored_free, also after an error
 *  Errors: ERROR_FAILED with file and cause: not there, no HDF5, truncated, no result, of another format, incomplete. */
int stored_read(struct stored *stored, const char *path, struct error *error);
void stored_free(struct stored *stored);

/** The column of a table that has this name, or NULL. */
const struct column *stored_column(const struct table *table, const char *name);

/** Text of this name in /provenance or in /execution, or NULL. */
const char *stored_provenance(const struct stored *stored, const char *name);
const char *stored_execution(const struct stored *stored, const char *name);

/** Whether the run came to its end. */
bool stored_complete(const struct stored *stored);
