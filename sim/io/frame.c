/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/vtkhdf.h"

void frame_name(char name[FRAME_NAME_SIZE], size_t index) {
  snprintf(name, FRAME_NAME_SIZE, "frames/frame_%06zu.vtkhdf", index);
}

static void write_fields(struct h5_file *file, hid_t cells, const struct frames *frames, const struct fields *fields) {
  hsize_t dims[3];
  vtkhdf_dims(frames->grid, dims);
  for (size_t f = 0; f < fields->n; f++) {
    if (!frames->stored[f]) continue;
    const struct field_spec *spec = &frames->model->fields[f];
    hid_t dataset = h5_planes(file, cells, spec->name, frames->float32 ? H5T_IEEE_F32LE : H5T_IEEE_F64LE, dims);
    h5_text(file, dataset, "units", spec->unit);
    h5_text(file, dataset, "description", spec->doc);
    for (size_t k = fields->range[f].k0; k < fields->range[f].k1; k++)
      h5_plane(file, dataset, H5T_NATIVE_DOUBLE, dims, k, fields->row, fields_row(fields, f, 0, k));
    H5Oclose(dataset);
  }
}

static int write_layers(struct h5_file *file, hid_t cells, const struct frames *frames) {
  hsize_t dims[3];
  vtkhdf_dims(frames->grid, dims);
  size_t n = frames->grid->axis[0].n * frames->grid->axis[1].n;
  unsigned char *plane = malloc(n);
  if (!plane) return error_set(file->error, ERROR_FAILED, "no memory for a plane of %zu cells", n);
  hid_t dataset = h5_planes(file, cells, LAYER_ARRAY, H5T_STD_U8LE, dims);
  vtkhdf_label_layers(file, dataset, frames->model);
  for (size_t k = 0; k < dims[0]; k++) {
    memset(plane, grid_layer_at(frames->grid, k), n);
    h5_plane(file, dataset, H5T_NATIVE_UCHAR, dims, k, dims[2], plane);
  }
  H5Oclose(dataset);
  free(plane);
  return OK;
}

static void write_time(struct h5_file *file, hid_t group, double time) {
  hid_t data = h5_group(file, group, "FieldData");
  H5Oclose(h5_array(file, data, "TimeValue", 1, (hsize_t[]){1}, &time, "day", "time of the frame"));
  H5Oclose(data);
}

int frame_write(const char *folder, const struct frames *frames, size_t index, double time, const struct fields *fields,
                uint64_t *bytes, struct error *error) {
  char name[FRAME_NAME_SIZE], subfolder[PATH_SIZE];
  struct atomic atomic;
  struct h5_file file;
  frame_name(name, index);
  TRY(atomic_join(subfolder, folder, "frames", error));
  TRY(atomic_begin(&atomic, subfolder, strchr(name, '/') + 1, error));
  h5_create(&file, atomic.aside, atomic.path, error);
  hid_t group = vtkhdf_group(&file, frames->grid, 1), cells = h5_group(&file, group, "CellData");
  write_fields(&file, cells, frames, fields);
  write_layers(&file, cells, frames);
  write_time(&file, group, time);
  H5Oclose(cells);
  H5Oclose(group);
  h5_close(&file);
  return atomic_end(&atomic, bytes, error);
}
