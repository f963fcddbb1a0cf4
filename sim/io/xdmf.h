/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  OUT/run.xdmf: the frames for ParaView 5.11 and older. A temporal collection whose items are whole 3-D arrays of the
 *  frames' files, the one dialect that Xdmf3ReaderS and XDMFReader both read; ParaView must open it by an absolute
 *  path.
 */
#pragma once
#include "io/frame.h"

/** Write it, whole or not at all. @param bytes  out: size of the file
 *  Errors: ERROR_FAILED with file and cause. */
int xdmf_write(const char *folder, const struct frames *frames, uint64_t *bytes, struct error *error);

/** Have it point at the packed frames in the master, or at the frames' own files, whole or not at all; all else in it stays.
 *  @param bytes  out: size of the file
 *  Errors: ERROR_FAILED with file and cause; the older one is then still whole. */
int xdmf_point(const char *folder, bool packed, uint64_t *bytes, struct error *error);
