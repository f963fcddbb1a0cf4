/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/master.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/folder.h"
#include "io/tables.h"
#include "io/virtual_array.h"
#include "io/vtkhdf.h"

/* The master while it is written. */
struct master {
  struct h5_file file;
  const struct frames *frames;
  hid_t time, cells, offsets; /* scale; groups: CellData, and where each step begins in each of its arrays (n > 1) */
  struct scales scales;
};

static void write_root(struct h5_file *file, const struct model *model, bool tables_only) {
  char title[512];
  const int64_t version = FORMAT_VERSION, yes = 1;
  snprintf(title, sizeof title, "MEND: simulation of the model %s", model->name);
  h5_attribute(file, file->id, "format_version", H5T_STD_I64LE, H5T_NATIVE_INT64, 0, &version);
  if (tables_only) h5_attribute(file, file->id, TABLES_ONLY, H5T_STD_I64LE, H5T_NATIVE_INT64, 0, &yes);
  h5_text(file, file->id, "title", title);
  h5_text(file, file->id, "Conventions", "CF-1.8");
}

static void open_scales(struct master *master) {
  struct h5_file *file = &master->file;
  const struct grid *grid = master->frames->grid;
  const struct axis *axis = grid->axis;
  bool radial = grid->geometry == AXISYMMETRIC;
  master->scales.z = h5_scale(file, file->id, "z", axis[2].n, axis[2].centre, "mm", "depth below the surface");
  h5_text(file, master->scales.z, "positive", "down");
  master->scales.y = h5_scale(file, file->id, "y", axis[1].n, axis[1].centre, "mm", "position along y");
  master->scales.x = h5_scale(file, file->id, radial ? "r" : "x", axis[0].n, axis[0].centre, "mm",
                              radial ? "distance from the axis" : "position along x");
}

static void close_scales(const struct master *master) {
  H5Oclose(master->scales.x);
  H5Oclose(master->scales.y);
  H5Oclose(master->scales.z);
}

static void open_steps(struct master *master, hid_t group) {
  struct h5_file *file = &master->file;
  hsize_t n = master->frames->n;
  master->offsets = H5I_INVALID_HID;
  if (n < 2) return;
  const int64_t steps = (int64_t)n;
  hid_t step = h5_group(file, group, "Steps");
  h5_attribute(file, step, "NSteps", H5T_STD_I64LE, H5T_NATIVE_INT64, 0, &steps);
  H5Oclose(h5_array(file, step, "Values", 1, &n, master->frames->times, "day", "time"));
  master->offsets = h5_group(file, step, "CellDataOffsets");
  H5Oclose(step);
}

/* Each step of an array begins at its own index. */
static void write_offsets(struct master *master, const char *name) {
  struct h5_file *file = &master->file;
  hsize_t n = master->frames->n;
  if (n < 2 || file->error->code) return;
  int64_t *offsets = malloc(n * sizeof *offsets);
  if (!offsets) {
    error_set(file->error, ERROR_FAILED, "no memory for the offsets of %zu frames", master->frames->n);
    return;
  }
  for (size_t i = 0; i < n; i++) offsets[i] = (int64_t)i;
  H5Oclose(h5_wholes(file, master->offsets, name, n, offsets));
  free(offsets);
}

/* A dataset whose values are the frames' arrays of one name: (time, z, y, x), or (z, y, x) of the first frame alone. */
static hid_t frames_array(struct master *master, hid_t parent, const char *name, hid_t type, bool with_time) {
  struct h5_file *file = &master->file;
  hsize_t dims[4] = {master->frames->n};
  vtkhdf_dims(master->frames->grid, dims + 1);
  hid_t dataset = virtual_array(file, parent, name, type, with_time ? 4 : 3, with_time ? dims : dims + 1, false);
  unsigned a = 0;
  if (with_time) h5_attach(file, dataset, a++, master->time);
  h5_attach(file, dataset, a++, master->scales.z);
  h5_attach(file, dataset, a++, master->scales.y);
  h5_attach(file, dataset, a, master->scales.x);
  return dataset;
}

static void describe(struct master *master, hid_t dataset, const struct field_spec *spec) {
  struct h5_file *file = &master->file;
  h5_text(file, dataset, "units", spec->unit);
  h5_text(file, dataset, "description", spec->doc);
  h5_text(file, dataset, "symbol", spec->symbol);
  packer_label(file, dataset, master->frames->precision);
}

/* At the root for xarray, and the same object under /VTKHDF for ParaView. */
static void write_field(struct master *master, const struct field_spec *spec) {
  struct h5_file *file = &master->file;
  hid_t type = packer_type(master->frames->precision);
  hid_t dataset = frames_array(master, file->id, spec->name, type, true);
  describe(master, dataset, spec);
  if (master->frames->n > 1) {
    if (!file->error->code)
      h5_check(file, H5Lcreate_hard(file->id, spec->name, master->cells, spec->name, H5P_DEFAULT, H5P_DEFAULT));
    write_offsets(master, spec->name);
  } else {
    hid_t single = frames_array(master, master->cells, spec->name, type, false);
    describe(master, single, spec);
    H5Oclose(single);
  }
  H5Oclose(dataset);
}

/* ParaView needs the layer of each cell. */
static void write_layer(struct master *master) {
  struct h5_file *file = &master->file;
  hid_t cells = frames_array(master, master->cells, LAYER_ARRAY, H5T_STD_U8LE, master->frames->n > 1);
  vtkhdf_label_layers(file, cells, master->frames->model);
  H5Oclose(cells);
  write_offsets(master, LAYER_ARRAY);
}

static void write_frames(struct master *master) {
  struct h5_file *file = &master->file;
  const struct frames *frames = master->frames;
  master->time = h5_scale(file, file->id, "time", frames->n, frames->times, "day", "time");
  hid_t group = vtkhdf_group(file, frames->grid, frames->n > 1 ? 2 : 1);
  master->cells = h5_group(file, group, "CellData");
  open_steps(master, group);
  for (size_t f = 0; f < frames->model->n_fields; f++)
    if (frames->stored[f]) write_field(master, &frames->model->fields[f]);
  write_layer(master);
  if (frames->n > 1) H5Oclose(master->offsets);
  H5Oclose(master->cells);
  H5Oclose(group);
  H5Oclose(master->time);
}

/* Every plane belongs to one layer, so the root needs one byte per plane only. */
static void write_planes(struct master *master) {
  struct h5_file *file = &master->file;
  const struct frames *frames = master->frames;
  hsize_t n = frames->grid->axis[2].n;
  unsigned char *layer = malloc(n);
  if (!layer) {
    error_set(file->error, ERROR_FAILED, "no memory for the layers of %zu planes", frames->grid->axis[2].n);
    return;
  }
  for (size_t k = 0; k < n; k++) layer[k] = (unsigned char)grid_layer_at(frames->grid, k);
  hid_t planes = h5_bytes(file, file->id, LAYER_ARRAY, n, layer);
  vtkhdf_label_layers(file, planes, frames->model);
  h5_attach(file, planes, 0, master->scales.z);
  H5Oclose(planes);
  free(layer);
}

int master_write(const char *folder, const struct frames *frames, const struct content *content, uint64_t *bytes,
                 struct error *error) {
  struct atomic atomic;
  struct master master = {.frames = frames};
  struct h5_file *file = &master.file;
  TRY(atomic_begin(&atomic, folder, MASTER_FILE, error));
  h5_create(file, atomic.aside, atomic.path, error);
  write_root(file, frames->model, frames->n == 0);
  open_scales(&master);
  if (frames->n > 0) write_frames(&master);
  write_planes(&master);
  tables_write(file, "measures", &content->measures, frames->grid);
  tables_write(file, "outcomes", &content->outcomes, frames->grid);
  tables_write_treatment(file, content, frames, &master.scales);
  tables_write_remarks(file, "provenance", content->provenance, content->n_provenance);
  tables_write_remarks(file, "execution", content->execution, content->n_execution);
  close_scales(&master);
  h5_close(file);
  return atomic_end(&atomic, bytes, error);
}
