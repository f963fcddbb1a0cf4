/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Arrays of the master that hold no values of their own: they are the frames' arrays of the same name.
 */
#pragma once
#include "io/h5.h"

/** A new virtual dataset over frames 0, 1, ...
 *  @param type    of the numbers
 *  @param rank    4: (time, z, y, x) of all frames; 3: (z, y, x) of the first one alone
 *  @param dims    shape [rank]
 *  @param packed  the frames stand in this file; else each in a file of its own (frame.h)
 *  @return the dataset, which the caller closes with H5Oclose */
hid_t virtual_array(struct h5_file *file, hid_t parent, const char *name, hid_t type, int rank, const hsize_t dims[],
                    bool packed);
