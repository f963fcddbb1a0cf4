/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A result in one file: run.vtkhdf with the frames in it, and run.xdmf that points into it. The way there and the way
 *  back go through states that each are a complete result for every reader: killed at any point, nothing is lost, and
 *  either way may be gone again from there. Both need the folder's lock, and room for the frames a second time.
 */
#pragma once
#include <stdint.h>

#include "base/error.h"

/** Pack a result, or go on packing one. In turn: run.vtkhdf is replaced, run.xdmf is replaced, the frames' files are
 *  removed; each step is synced before the next.
 *  @param bytes  out: size of what the result then consists of
 *  Errors: ERROR_FAILED with file and cause; what stood there before is then still whole. */
int pack_apply(const char *folder, uint64_t *bytes, struct error *error);

/** Have each frame in a file of its own again. In turn: the frames are written, run.xdmf is replaced, run.vtkhdf is
 *  replaced. A result that is not packed is left alone.
 *  Errors: ERROR_FAILED with file and cause; what stood there before is then still whole. */
int pack_undo(const char *folder, struct error *error);
