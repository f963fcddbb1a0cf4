/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  HDF5 without its ceremony. A file is written in one straight line: the first failure is kept in `error`, with HDF5's
 *  own cause; every later call does nothing, and h5_close returns it. Nothing is ever printed by HDF5 itself.
 *  Objects record no times, so that equal content makes equal files.
 */
#pragma once
#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/** A file being written, or read (h5_read.h). */
struct h5_file {
  hid_t id;
  bool reading;
  int descriptor;      /**< of a file being written: h5_disk.h */
  const char *path;    /**< borrowed; the name that messages give */
  struct error *error; /**< borrowed; must hold no error yet */
};

/** Have HDF5 print nothing of its own, and leave the program's end to the program; before its first use. */
void h5_hush(void);

/** Create a file, without HDF5's locks (some cluster file systems lack them).
 *  @param at    where it is written; an older file there is replaced
 *  @param path  the name that messages give; must outlive the file
 *  Errors: ERROR_FAILED with the path and the cause; h5_close must be called all the same. */
int h5_create(struct h5_file *file, const char *at, const char *path, struct error *error);

/** Close it. @return the first failure since h5_create, or of closing */
int h5_close(struct h5_file *file);

/** Keep a failure of HDF5's last call if `status` is negative; to be called before any other call of HDF5. */
void h5_check(struct h5_file *file, hid_t status);

/** A new property list whose objects record no times; the caller closes it with H5Pclose. */
hid_t h5_properties(hid_t property_class);

/** A new group; the caller closes it with H5Oclose, as all objects that this room returns. */
hid_t h5_group(struct h5_file *file, hid_t parent, const char *name);

/** An attribute of n values, or a scalar for n = 0.
 *  @param type    as kept in the file
 *  @param memory  type of the values */
void h5_attribute(struct h5_file *file, hid_t object, const char *name, hid_t type, hid_t memory, hsize_t n,
                  const void *values);

/** A text attribute, of fixed length. */
void h5_text(struct h5_file *file, hid_t object, const char *name, const char *text);

/** A scalar text dataset, of fixed length. */
void h5_string(struct h5_file *file, hid_t parent, const char *name, const char *text);

/** A dataset of doubles, shape [dims[0]]..[dims[rank - 1]], a scalar for rank 0, with the attributes units and
 *  description. */
hid_t h5_array(struct h5_file *file, hid_t parent, const char *name, int rank, const hsize_t dims[],
               const double *values, const char *unit, const char *description);

/** A dataset of n bytes, or of n 64-bit whole numbers. */
hid_t h5_bytes(struct h5_file *file, hid_t parent, const char *name, hsize_t n, const unsigned char *values);
hid_t h5_wholes(struct h5_file *file, hid_t parent, const char *name, hsize_t n, const int64_t *values);

/** A dimension scale of n doubles with the attributes units and long_name. */
hid_t h5_scale(struct h5_file *file, hid_t parent, const char *name, hsize_t n, const double *values, const char *unit,
               const char *long_name);

/** Name the axis of a dataset by a scale. */
void h5_attach(struct h5_file *file, hid_t dataset, unsigned axis, hid_t scale);

/** What cells hold that nobody wrote: NaN, or 255 for bytes. */
void h5_fill(struct h5_file *file, hid_t properties, hid_t type);

/** Level of compression: higher ones take twice as long and save one part in a hundred. */
enum { H5_DEFLATE_LEVEL = 2 };

/** A compressed dataset of shape [dims[0]][dims[1]][dims[2]], cut into planes of dims[0]; a plane takes room only once
 *  it is written. */
hid_t h5_planes(struct h5_file *file, hid_t parent, const char *name, hid_t type, const hsize_t dims[3]);

/** Write plane k of h5_planes, n bytes that are shuffled and deflated already; from any thread, but one at a time. */
void h5_chunk(struct h5_file *file, hid_t dataset, hsize_t k, size_t n, const void *bytes);
