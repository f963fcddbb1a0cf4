/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/pack_master.h"

#include <stdio.h>
#include <string.h>

#include "io/folder.h"
#include "io/frame.h"
#include "io/h5_copy.h"
#include "io/virtual_array.h"
#include "io/vtkhdf.h"

bool pack_master_is_packed(struct h5_file *master) { return h5_has(master, master->id, FRAMES_GROUP); }

/* Times of the frames; NULL after an error. */
static const double *read_times(struct h5_file *master, size_t *n, struct pool *pool) {
  hsize_t dim = 0;
  const double *times = h5_numbers(master, master->id, "time", 1, &dim, pool);
  *n = (size_t)dim;
  return times;
}

/* A virtual array is made anew, and finds its frames in the other place (h5_make_fn). */
static hid_t point_elsewhere(hid_t dataset, const char *path, struct h5_file *to, const void *context) {
  const bool *packed = context;
  hid_t properties = H5Dget_create_plist(dataset), made = H5I_INVALID_HID;
  if (H5Pget_layout(properties) == H5D_VIRTUAL) {
    hsize_t dims[H5S_MAX_RANK];
    hid_t space = H5Dget_space(dataset), type = H5Dget_type(dataset);
    int rank = H5Sget_simple_extent_dims(space, dims, NULL);
    if (rank != 3 && rank != 4)
      error_set(to->error, ERROR_FAILED, "cannot read %s: '%.100s' has %d axes", to->path, path, rank);
    char group[PATH_SIZE];
    const char *slash = strrchr(path, '/');
    snprintf(group, sizeof group, "/%.*s", slash ? (int)(slash - path) : 0, path);
    hid_t parent = H5Oopen(to->id, group, H5P_DEFAULT);
    h5_check(to, parent);
    made = virtual_array(to, parent, slash ? slash + 1 : path, type, rank, dims, *packed);
    H5Oclose(parent);
    H5Tclose(type);
    H5Sclose(space);
  }
  H5Pclose(properties);
  return made;
}

static void pack_frame(const char *folder, size_t index, struct h5_file *to) {
  struct frame_place single, packed;
  struct h5_file frame;
  char path[PATH_SIZE];
  frame_place(&single, index, false);
  frame_place(&packed, index, true);
  if (to->error->code || atomic_join(path, folder, single.file, to->error)) return;
  if (h5_open(&frame, path, to->error) == OK) h5_copy_datasets(&frame, single.group, to, packed.group);
  h5_close(&frame);
}

int pack_master_write(const char *folder, struct h5_file *master, bool packed, struct error *error) {
  struct atomic atomic;
  struct h5_file to;
  struct pool pool = {0};
  size_t n = 0;
  uint64_t bytes;
  read_times(master, &n, &pool);
  pool_free(&pool);
  TRY((int)error->code);
  TRY(atomic_begin(&atomic, folder, MASTER_FILE, error));
  h5_create(&to, atomic.aside, atomic.path, error);
  h5_copy_tree(master, &to, FRAMES_GROUP, point_elsewhere, &packed);
  if (packed) H5Oclose(h5_group(&to, to.id, FRAMES_GROUP));
  for (size_t i = 0; packed && i < n; i++) pack_frame(folder, i, &to);
  h5_close(&to);
  return atomic_end(&atomic, &bytes, error);
}

/* As frame_write writes one. */
static int unpack_frame(const char *folder, struct h5_file *master, size_t index, double time, struct error *error) {
  struct frame_place single, packed;
  struct atomic atomic;
  struct h5_file to;
  char subfolder[PATH_SIZE];
  uint64_t bytes;
  frame_place(&single, index, false);
  frame_place(&packed, index, true);
  TRY(atomic_join(subfolder, folder, FRAMES_FOLDER, error));
  TRY(atomic_begin(&atomic, subfolder, strchr(single.file, '/') + 1, error));
  h5_create(&to, atomic.aside, atomic.path, error);
  hid_t image = h5_object(master, master->id, "VTKHDF"), group = h5_group(&to, to.id, "VTKHDF");
  vtkhdf_version(&to, group, 1);
  h5_copy_attributes(master, image, &to, group, "Version");
  h5_copy_datasets(master, packed.group, &to, single.group);
  frame_write_time(&to, group, time);
  H5Oclose(group);
  H5Oclose(image);
  h5_close(&to);
  return atomic_end(&atomic, &bytes, error);
}

int pack_master_unpack_frames(const char *folder, struct h5_file *master, struct error *error) {
  struct pool pool = {0};
  char frames[PATH_SIZE];
  size_t n = 0;
  const double *times = read_times(master, &n, &pool);
  if (times && atomic_join(frames, folder, FRAMES_FOLDER, error) == OK) folder_make(frames, error);
  for (size_t i = 0; times && !error->code && i < n; i++) unpack_frame(folder, master, i, times[i], error);
  pool_free(&pool);
  return (int)error->code;
}
