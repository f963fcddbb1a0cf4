/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What frames and master have in common: the group /VTKHDF that makes an ImageData of a grid, and the names in it.
 *  The image begins at the surface and its third axis is the depth, so in ParaView z grows into the skin.
 */
#pragma once
#include "grid/grid.h"
#include "io/h5.h"

/** Name of the byte array that holds the layer of each cell. */
#define LAYER_ARRAY "layer"

/** Cells along z, y, x: the order of arrays in files. */
static inline void vtkhdf_dims(const struct grid *grid, hsize_t dims[3]) {
  for (int a = 0; a < 3; a++) dims[a] = grid->axis[2 - a].n;
}

/** The group /VTKHDF with the attributes of an ImageData; major 1 is static, 2 temporal. */
hid_t vtkhdf_group(struct h5_file *file, const struct grid *grid, int major);

/** Its version alone, as vtkhdf_group writes it. */
void vtkhdf_version(struct h5_file *file, hid_t group, int major);

/** Label an array of layer indices with the layers' names. */
void vtkhdf_label_layers(struct h5_file *file, hid_t dataset, const struct model *model);
