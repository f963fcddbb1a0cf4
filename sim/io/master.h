/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  OUT/run.vtkhdf: all frames as one temporal VTKHDF 2.0 of virtual datasets (for ParaView 5.12 and newer), which is at
 *  the same time an xarray dataset at the root, with the tables beside it. A master without frames holds the tables, the
 *  grid's axes and its layers.
 */
#pragma once
#include "io/frame.h"
#include "io/result.h"

/** Of the layout that readers rely on; the attribute format_version at the root. */
enum { FORMAT_VERSION = 1 };

/** The attribute at the root of a master without frames. */
#define TABLES_ONLY "tables_only"

/** Write the master, whole or not at all.
 *  Root arrays have the shape (time, z, y, x), always; /VTKHDF holds the same ones, or for a single frame (z, y, x),
 *  since VTK reads a time axis only where there is more than one step.
 *  @param frames  may be none: then without time, /VTKHDF, fields and the injured fractions
 *  @param bytes   out: size of the file
 *  Errors: ERROR_FAILED with file and cause. */
int master_write(const char *folder, const struct frames *frames, const struct content *content, uint64_t *bytes,
                 struct error *error);
