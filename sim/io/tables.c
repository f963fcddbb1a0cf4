/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/tables.h"

#include <stdio.h>
#include <stdlib.h>

/* @param scales  of the axes that the column may have: time and z; negative: it has not */
static void write_column(struct h5_file *file, hid_t group, const struct column *column, size_t n_rows, size_t n_z,
                         hid_t time, hid_t z) {
  hsize_t dims[2] = {0};
  hid_t scales[2] = {0};
  int rank = 0;
  if (time >= 0) {
    dims[rank] = n_rows;
    scales[rank++] = time;
  }
  if (column->profile) {
    dims[rank] = n_z;
    scales[rank++] = z;
  }
  hid_t dataset = h5_array(file, group, column->name, rank, dims, column->values, column->unit, column->description);
  for (int a = 0; a < rank; a++) h5_attach(file, dataset, (unsigned)a, scales[a]);
  H5Oclose(dataset);
}

void tables_write(struct h5_file *file, const char *name, const struct table *table, const struct grid *grid) {
  const struct axis *depth = &grid->axis[2];
  bool profiles = false;
  for (size_t c = 0; c < table->n_columns; c++) profiles = profiles || table->columns[c].profile;
  hid_t group = h5_group(file, file->id, name), time = H5I_INVALID_HID, z = H5I_INVALID_HID;
  if (table->time) time = h5_scale(file, group, "time", table->n_rows, table->time, "day", "time");
  if (profiles) z = h5_scale(file, group, "z", depth->n, depth->centre, "mm", "depth below the surface");
  for (size_t c = 0; c < table->n_columns; c++)
    write_column(file, group, &table->columns[c], table->n_rows, depth->n, time, z);
  if (profiles) H5Oclose(z);
  if (table->time) H5Oclose(time);
  H5Oclose(group);
}

#define PUNCTURE_COLUMN(NAME, MEMBER, UNIT, DESCRIPTION) \
  { .name = NAME, .unit = UNIT, .description = DESCRIPTION, .offset = offsetof(struct puncture, MEMBER) }
const struct puncture_column tables_puncture[N_PUNCTURE_COLUMNS] = {
    PUNCTURE_COLUMN("x", x, "mm", "position of the axis at the surface along x"),
    PUNCTURE_COLUMN("y", y, "mm", "position of the axis at the surface along y"),
    PUNCTURE_COLUMN("depth", depth, "mm", "effective depth of the channel; 0: the needle did not pierce"),
    PUNCTURE_COLUMN("radius", radius, "mm", "residual radius at the surface"),
    PUNCTURE_COLUMN("taper", taper, "1", "exponent of the radius profile; 0: a cylinder"),
    PUNCTURE_COLUMN("shear_x", shear[0], "1", "displacement of the axis along x per depth"),
    PUNCTURE_COLUMN("shear_y", shear[1], "1", "displacement of the axis along y per depth"),
};

static void write_punctures(struct h5_file *file, hid_t group, const struct session_record *session) {
  size_t n = session->n_punctures;
  double *values = malloc((n ? n : 1) * sizeof *values);
  if (!values) {
    error_set(file->error, ERROR_FAILED, "no memory for a table of %zu punctures", n);
    return;
  }
  for (size_t i = 0; i < n; i++) values[i] = (double)i;
  hid_t scale = h5_scale(file, group, "puncture", n, values, "1", "number of the puncture, in the device's order");
  for (size_t c = 0; c < N_PUNCTURE_COLUMNS; c++) {
    const struct puncture_column *from = &tables_puncture[c];
    for (size_t i = 0; i < n; i++)
      values[i] = *(const double *)(const void *)((const char *)&session->punctures[i] + from->offset);
    const struct column column = {from->name, from->unit, from->description, false, values};
    write_column(file, group, &column, n, 0, scale, H5I_INVALID_HID);
  }
  H5Oclose(scale);
  free(values);
}

static void write_injured(struct h5_file *file, hid_t group, const double *injured, const struct frames *frames,
                          const struct scales *scales) {
  const struct range all = {0, frames->grid->axis[2].n};
  hid_t dataset = packer_planes(frames->packer, file, group, "injured_fraction", FLOAT32, all, injured);
  h5_text(file, dataset, "units", "1");
  h5_text(file, dataset, "description", "share of each cell that the session injured");
  h5_attach(file, dataset, 0, scales->z);
  h5_attach(file, dataset, 1, scales->y);
  h5_attach(file, dataset, 2, scales->x);
  H5Oclose(dataset);
}

void tables_write_treatment(struct h5_file *file, const struct content *content, const struct frames *frames,
                            const struct scales *scales) {
  hid_t treatment = h5_group(file, file->id, "treatment");
  for (size_t s = 0; s < content->n_sessions; s++) {
    const struct session_record *session = &content->sessions[s];
    char name[32];
    snprintf(name, sizeof name, "session_%04zu", s + 1);
    hid_t group = h5_group(file, treatment, name);
    /* A scale of one element, since readers of netCDF take a scalar of this name for the frames' axis. */
    H5Oclose(h5_scale(file, group, "time", 1, &session->time, "day", "time of the session"));
    for (size_t c = 0; c < session->n_report; c++)
      write_column(file, group, &session->report[c], 1, 0, H5I_INVALID_HID, H5I_INVALID_HID);
    write_punctures(file, group, session);
    if (session->injured && frames->n > 0) write_injured(file, group, session->injured, frames, scales);
    H5Oclose(group);
  }
  H5Oclose(treatment);
}

void tables_write_remarks(struct h5_file *file, const char *name, const struct remark remarks[], size_t n) {
  hid_t group = h5_group(file, file->id, name);
  for (size_t r = 0; r < n; r++) h5_string(file, group, remarks[r].name, remarks[r].text);
  H5Oclose(group);
}
