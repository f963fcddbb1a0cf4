/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/virtual_array.h"

#include <stdio.h>

#include "io/frame.h"

/* What HDF5 calls the file itself: the arrays are found whatever its name. */
static const char THIS_FILE[] = ".";

/* Map one frame onto its part of the whole. */
static void map_frame(struct h5_file *file, hid_t properties, hid_t whole, hid_t frame, size_t index, bool packed,
                      const char *name) {
  struct frame_place place;
  char path[512];
  frame_place(&place, index, packed);
  snprintf(path, sizeof path, "%s/%s", place.group, name);
  h5_check(file, H5Pset_virtual(properties, whole, packed ? THIS_FILE : place.file, path, frame));
}

hid_t virtual_array(struct h5_file *file, hid_t parent, const char *name, hid_t type, int rank, const hsize_t dims[],
                    bool packed) {
  if (file->error->code) return H5I_INVALID_HID;
  bool with_time = rank == 4;
  const hsize_t *cells = dims + rank - 3;
  hid_t whole = H5Screate_simple(rank, dims, NULL), frame = H5Screate_simple(3, cells, NULL);
  hid_t properties = h5_properties(H5P_DATASET_CREATE);
  h5_fill(file, properties, type);
  for (hsize_t i = 0; i < (with_time ? dims[0] : 1); i++) {
    if (with_time)
      h5_check(file, H5Sselect_hyperslab(whole, H5S_SELECT_SET, (hsize_t[]){i, 0, 0, 0}, NULL,
                                         (hsize_t[]){1, cells[0], cells[1], cells[2]}, NULL));
    map_frame(file, properties, whole, frame, (size_t)i, packed, name);
  }
  hid_t dataset = H5Dcreate2(parent, name, type, whole, H5P_DEFAULT, properties, H5P_DEFAULT);
  h5_check(file, dataset);
  H5Pclose(properties);
  H5Sclose(frame);
  H5Sclose(whole);
  return dataset;
}
