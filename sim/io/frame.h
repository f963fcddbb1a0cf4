/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One moment of the fields: a static VTKHDF file of its own, OUT/frames/frame_000012.vtkhdf.
 *  Each field is cell data (z, y, x) of the whole grid; where it does not live nothing is stored and NaN is read.
 */
#pragma once
#include <stdint.h>

#include "grid/fields.h"
#include "io/atomic.h"
#include "io/packer.h"

/** The frames of a result: what master and XDMF point at. */
struct frames {
  const struct grid *grid;
  const struct model *model;
  enum precision precision;
  struct packer *packer;   /**< borrowed; for these grid and precision */
  bool stored[MAX_FIELDS]; /**< fields that live somewhere on the grid */
  size_t n;
  const double *times; /**< [n] [day] */
};

/** The group of a packed master that holds a group of arrays for each frame. */
#define FRAMES_GROUP "frames"

enum { FRAME_NAME_SIZE = 48 };

/** Path of a frame relative to the result's folder: frames/frame_000012.vtkhdf. */
void frame_name(char name[FRAME_NAME_SIZE], size_t index);

/** Where the arrays of a frame stand. */
struct frame_place {
  char file[FRAME_NAME_SIZE];  /**< relative to the result's folder */
  char group[FRAME_NAME_SIZE]; /**< in this file */
};

/** Where those of a frame stand: in a file of its own, /VTKHDF/CellData, or, packed, in the master, /frames/000012. */
void frame_place(struct frame_place *place, size_t index, bool packed);

/** The time of a frame [day], as VTK finds it in the group VTKHDF. */
void frame_write_time(struct h5_file *file, hid_t group, double time);

/** Write one frame, whole or not at all.
 *  @param folder  of the result; its subfolder frames must be there
 *  @param frames  all but n and times
 *  @param time    [day]
 *  @param bytes   out: size of the file
 *  Errors: ERROR_FAILED with file and cause. */
int frame_write(const char *folder, const struct frames *frames, size_t index, double time, const struct fields *fields,
                uint64_t *bytes, struct error *error);
