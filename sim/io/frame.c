/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/frame.h"

#include <stdio.h>
#include <string.h>

#include "io/folder.h"
#include "io/vtkhdf.h"

void frame_name(char name[FRAME_NAME_SIZE], size_t index) {
  snprintf(name, FRAME_NAME_SIZE, FRAMES_FOLDER "/frame_%06zu.vtkhdf", index);
}

void frame_place(struct frame_place *place, size_t index, bool packed) {
  if (packed) {
    strcpy(place->file, MASTER_FILE);
    snprintf(place->group, FRAME_NAME_SIZE, "/" FRAMES_GROUP "/%06zu", index);
  } else {
    frame_name(place->file, index);
    strcpy(place->group, "/VTKHDF/CellData");
  }
}

static void write_fields(struct h5_file *file, hid_t cells, const struct frames *frames, const struct fields *fields) {
  for (size_t f = 0; f < fields->n; f++) {
    if (!frames->stored[f]) continue;
    const struct field_spec *spec = &frames->model->fields[f];
    hid_t dataset =
        packer_planes(frames->packer, file, cells, spec->name, frames->precision, fields->range[f], fields->plane0[f]);
    h5_text(file, dataset, "units", spec->unit);
    h5_text(file, dataset, "description", spec->doc);
    H5Oclose(dataset);
  }
}

static void write_layers(struct h5_file *file, hid_t cells, const struct frames *frames) {
  hid_t dataset = packer_layers(frames->packer, file, cells, LAYER_ARRAY);
  vtkhdf_label_layers(file, dataset, frames->model);
  H5Oclose(dataset);
}

void frame_write_time(struct h5_file *file, hid_t group, double time) {
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
  TRY(atomic_join(subfolder, folder, FRAMES_FOLDER, error));
  TRY(atomic_begin(&atomic, subfolder, strchr(name, '/') + 1, error));
  h5_create(&file, atomic.aside, atomic.path, error);
  hid_t group = vtkhdf_group(&file, frames->grid, 1), cells = h5_group(&file, group, "CellData");
  write_fields(&file, cells, frames, fields);
  write_layers(&file, cells, frames);
  frame_write_time(&file, group, time);
  H5Oclose(cells);
  H5Oclose(group);
  h5_close(&file);
  return atomic_end(&atomic, bytes, error);
}
