/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  From one HDF5 file to another, as bytes: nothing is unpacked and compressed again. Both files keep their failures in
 *  the same `error`.
 */
#pragma once
#include "io/h5.h"

/** Copy the attributes of an object to another one, but those that say which scales belong to which axes, since they hold
 *  addresses (h5_copy_scales does that), and the one named `but` (NULL: none). */
void h5_copy_attributes(struct h5_file *from, hid_t object, struct h5_file *to, hid_t copy, const char *but);

/** Copy a group of nothing but datasets, with all attributes, by paths from the root. */
void h5_copy_datasets(struct h5_file *from, const char *path, struct h5_file *to, const char *copy);

/** Make anew what is not to be copied: the dataset at `path` in the file `to`, without attributes.
 *  @return the new dataset; negative: the old one is to be copied */
typedef hid_t h5_make_fn(hid_t dataset, const char *path, struct h5_file *to, const void *context);

/** Copy a file's tree of groups and datasets with their attributes and scales. An object of two paths keeps both.
 *  @param but      name of a group at the root that stays behind
 *  @param context  given to `make` */
void h5_copy_tree(struct h5_file *from, struct h5_file *to, const char *but, h5_make_fn *make, const void *context);
