/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/vtkhdf.h"

#include <stdint.h>
#include <stdio.h>

static void wholes(struct h5_file *file, hid_t object, const char *name, hsize_t n, const int64_t *values) {
  h5_attribute(file, object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, n, values);
}

static void reals(struct h5_file *file, hid_t object, const char *name, hsize_t n, const double *values) {
  h5_attribute(file, object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, n, values);
}

void vtkhdf_version(struct h5_file *file, hid_t group, int major) {
  wholes(file, group, "Version", 2, (int64_t[]){major, 0});
}

hid_t vtkhdf_group(struct h5_file *file, const struct grid *grid, int major) {
  const struct axis *axis = grid->axis;
  hid_t group = h5_group(file, file->id, "VTKHDF");
  vtkhdf_version(file, group, major);
  h5_text(file, group, "Type", "ImageData");
  wholes(file, group, "WholeExtent", 6,
         (int64_t[]){0, (int64_t)axis[0].n, 0, (int64_t)axis[1].n, 0, (int64_t)axis[2].n});
  reals(file, group, "Origin", 3, (double[]){0, 0, 0});
  reals(file, group, "Spacing", 3, (double[]){axis[0].h, axis[1].h, axis[2].h});
  reals(file, group, "Direction", 9, (double[]){1, 0, 0, 0, 1, 0, 0, 0, 1});
  h5_text(file, group, "axes",
          grid->geometry == AXISYMMETRIC
              ? "r [mm] from the axis, one cell, z [mm]: depth below the surface, positive downward, 0 at the surface"
              : "x [mm], y [mm], z [mm]: depth below the surface, positive downward, 0 at the surface");
  return group;
}

void vtkhdf_label_layers(struct h5_file *file, hid_t dataset, const struct model *model) {
  char names[1024] = "";
  unsigned char index[MAX_LAYERS];
  size_t length = 0;
  for (size_t l = 0; l < model->n_layers; l++) {
    index[l] = (unsigned char)l;
    int more = snprintf(names + length, sizeof names - length, "%s%s", l ? " " : "", model->layers[l].name);
    if (more > 0 && (size_t)more < sizeof names - length) length += (size_t)more;
  }
  h5_text(file, dataset, "units", "1");
  h5_text(file, dataset, "description", "index of the layer that the cell belongs to");
  h5_attribute(file, dataset, "flag_values", H5T_STD_U8LE, H5T_NATIVE_UCHAR, model->n_layers, index);
  h5_text(file, dataset, "flag_meanings", names);
}
