/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where a file of HDF5 meets the disk: a driver that keeps the system's cause of the first failure. What comes after it is
 *  dropped and HDF5 told that all is well, so that it can always put the file away: left with a file that it cannot write, it
 *  would keep the file open, and its room on a full disk with it.
 */
#pragma once
#include "io/h5.h"

/** Have files that are created with a property list of file access written by the driver.
 *  @param file  whose descriptor is set when its file is opened, and to be closed by h5_disk_close; its path and error are
 *               those of a failure */
herr_t h5_disk_use(hid_t access, struct h5_file *file);

/** Give the descriptor back; a failure is kept in the file's error. */
void h5_disk_close(struct h5_file *file);
