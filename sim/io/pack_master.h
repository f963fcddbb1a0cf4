/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The two forms of a master: its frames in files of their own, or packed into it as /frames/000012/<field>. All else is
 *  the same in both.
 */
#pragma once
#include <stdint.h>

#include "io/atomic.h"
#include "io/h5_read.h"

/** Whether a master holds its frames itself. */
bool pack_master_is_packed(struct h5_file *master);

/** Write the master anew in the other form, whole or not at all. Frames are copied chunk by chunk, byte for byte.
 *  @param master  the present one, open for reading; the caller closes it
 *  @param packed  to be packed: the frames' files must be there
 *  Errors: ERROR_FAILED with file and cause; the present one is then still whole. */
int pack_master_write(const char *folder, struct h5_file *master, bool packed, struct error *error);

/** Write the frames of a packed master as files of their own, each whole or not at all, over those that are there.
 *  Errors: ERROR_FAILED with file and cause. */
int pack_master_unpack_frames(const char *folder, struct h5_file *master, struct error *error);
