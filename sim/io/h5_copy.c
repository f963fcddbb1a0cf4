/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_copy.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "io/h5_read.h"

/* Attributes on their way. */
struct attributes {
  struct h5_file *from, *to;
  hid_t copy;
  const char *but;
};

static herr_t copy_attribute(hid_t object, const char *name, const H5A_info_t *info, void *data) {
  const struct attributes *attributes = data;
  struct h5_file *from = attributes->from, *to = attributes->to;
  (void)info;
  bool addresses = strcmp(name, "DIMENSION_LIST") == 0 || strcmp(name, "REFERENCE_LIST") == 0;
  if (addresses || (attributes->but && strcmp(name, attributes->but) == 0)) return 0;
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT), type = H5Aget_type(attribute), space = H5Aget_space(attribute);
  void *values = calloc((size_t)H5Sget_simple_extent_npoints(space) + 1, H5Tget_size(type));
  if (!values) error_set(to->error, ERROR_FAILED, "no memory for the attribute %.100s of %s", name, from->path);
  if (values) h5_check(from, H5Aread(attribute, type, values));
  hid_t made = H5Acreate2(attributes->copy, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  h5_check(to, made);
  if (!to->error->code) h5_check(to, H5Awrite(made, type, values));
  H5Aclose(made);
  free(values);
  H5Sclose(space);
  H5Tclose(type);
  H5Aclose(attribute);
  return to->error->code ? -1 : 0;
}

void h5_copy_attributes(struct h5_file *from, hid_t object, struct h5_file *to, hid_t copy, const char *but) {
  if (to->error->code) return;
  struct attributes attributes = {from, to, copy, but};
  h5_check(from, H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, copy_attribute, &attributes));
}

/* Room for `size` bytes, which grows. */
static bool reserve(struct h5_file *file, void **bytes, hsize_t *room, hsize_t size) {
  if (size <= *room) return true;
  void *larger = realloc(*bytes, (size_t)size);
  if (!larger) {
    error_set(file->error, ERROR_FAILED, "no memory for %llu bytes of %s", (unsigned long long)size, file->path);
    return false;
  }
  *bytes = larger;
  *room = size;
  return true;
}

/* The chunks that are there, as they are. H5Ocopy would do the same, but crashes where the disk is full. */
static void copy_chunks(struct h5_file *from, hid_t dataset, struct h5_file *to, hid_t copy) {
  hid_t space = H5Dget_space(dataset);
  hsize_t n = 0, room = 0;
  void *bytes = NULL;
  h5_check(from, H5Dget_num_chunks(dataset, space, &n));
  for (hsize_t c = 0; c < n && !to->error->code; c++) {
    hsize_t offset[H5S_MAX_RANK], size = 0;
    unsigned skipped = 0;
    uint32_t filters = 0;
    haddr_t address;
    h5_check(from, H5Dget_chunk_info(dataset, space, c, offset, &skipped, &address, &size));
    if (to->error->code || !reserve(from, &bytes, &room, size)) break;
    h5_check(from, H5Dread_chunk(dataset, H5P_DEFAULT, offset, &filters, bytes));
    if (!to->error->code) h5_check(to, H5Dwrite_chunk(copy, H5P_DEFAULT, filters, offset, (size_t)size, bytes));
  }
  free(bytes);
  H5Sclose(space);
}

static void copy_numbers(struct h5_file *from, hid_t dataset, hid_t type, struct h5_file *to, hid_t copy) {
  hid_t space = H5Dget_space(dataset);
  hsize_t room = 0, size = (hsize_t)H5Sget_simple_extent_npoints(space) * H5Tget_size(type);
  void *bytes = NULL;
  if (size > 0 && reserve(from, &bytes, &room, size)) {
    h5_check(from, H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes));
    if (!to->error->code) h5_check(to, H5Dwrite(copy, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes));
  }
  free(bytes);
  H5Sclose(space);
}

/* A dataset without its attributes. @return the copy */
static hid_t copy_values(struct h5_file *from, hid_t dataset, struct h5_file *to, const char *path) {
  if (to->error->code) return H5I_INVALID_HID;
  hid_t properties = H5Dget_create_plist(dataset), type = H5Dget_type(dataset), space = H5Dget_space(dataset);
  H5Pset_obj_track_times(properties, false);
  hid_t copy = H5Dcreate2(to->id, path, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  h5_check(to, copy);
  if (!to->error->code && H5Pget_layout(properties) == H5D_CHUNKED) copy_chunks(from, dataset, to, copy);
  else if (!to->error->code) copy_numbers(from, dataset, type, to, copy);
  H5Sclose(space);
  H5Tclose(type);
  H5Pclose(properties);
  return copy;
}

void h5_copy_datasets(struct h5_file *from, const char *path, struct h5_file *to, const char *copy) {
  struct pool pool = {0};
  size_t n = 0;
  hid_t group = h5_object(from, from->id, path), made = h5_group(to, to->id, copy);
  char **names = h5_names(from, group, &pool, &n);
  h5_copy_attributes(from, group, to, made, NULL);
  for (size_t i = 0; names && i < n && !to->error->code; i++) {
    hid_t dataset = h5_object(from, group, names[i]);
    char *at = pool_print(&pool, to->error, "%s/%s", copy, names[i]);
    if (!to->error->code && H5Iget_type(dataset) != H5I_DATASET)
      error_set(to->error, ERROR_FAILED, "cannot read %s: %s/%s is no array", from->path, path, names[i]);
    hid_t array = copy_values(from, dataset, to, at);
    h5_copy_attributes(from, dataset, to, array, NULL);
    H5Oclose(array);
    H5Oclose(dataset);
  }
  H5Oclose(made);
  H5Oclose(group);
  pool_free(&pool);
}

/* An object that is there in both files: its address in the old one, and its first path, which is the same in both. */
struct copied {
  struct copied *next;
  hobj_ref_t address;
  char *path;
};

/* A tree on its way. */
struct tree {
  struct h5_file *from, *to;
  const char *but;
  h5_make_fn *make;
  const void *context;
  struct pool pool;
  struct copied *first, **last;
};

static const char *find_copied(const struct tree *tree, hobj_ref_t address) {
  for (const struct copied *c = tree->first; c; c = c->next)
    if (c->address == address) return c->path;
  return NULL;
}

static void keep(struct tree *tree, hobj_ref_t address, const char *path) {
  struct copied *copied = pool_take(&tree->pool, 1, sizeof *copied, tree->to->error);
  if (!copied) return;
  *copied = (struct copied){.address = address, .path = pool_print(&tree->pool, tree->to->error, "%s", path)};
  *tree->last = copied;
  tree->last = &copied->next;
}

static hid_t copy_dataset(const struct tree *tree, hid_t dataset, const char *path) {
  hid_t made = tree->make(dataset, path, tree->to, tree->context);
  return made >= 0 ? made : copy_values(tree->from, dataset, tree->to, path);
}

static herr_t copy_link(hid_t root, const char *path, const H5L_info_t *link, void *data) {
  struct tree *tree = data;
  struct h5_file *to = tree->to;
  size_t length = strlen(tree->but);
  if (strncmp(path, tree->but, length) == 0 && (path[length] == '/' || path[length] == '\0')) return 0;
  if (link->type != H5L_TYPE_HARD)
    return -error_set(to->error, ERROR_FAILED, "cannot read %s: '%.100s' is a link", tree->from->path, path);
  hobj_ref_t address = 0;
  h5_check(tree->from, H5Rcreate(&address, root, path, H5R_OBJECT, -1));
  const char *known = find_copied(tree, address);
  if (known && !to->error->code) {
    h5_check(to, H5Lcreate_hard(to->id, known, to->id, path, H5P_DEFAULT, H5P_DEFAULT));
  } else if (!to->error->code) {
    hid_t object = H5Oopen(root, path, H5P_DEFAULT);
    hid_t copy = H5Iget_type(object) == H5I_DATASET ? copy_dataset(tree, object, path) : h5_group(to, to->id, path);
    h5_copy_attributes(tree->from, object, to, copy, NULL);
    keep(tree, address, path);
    H5Oclose(copy);
    H5Oclose(object);
  }
  return to->error->code ? -1 : 0;
}

/* As HDF5's dimension scales keep them: a dataset and its axis. */
struct reference {
  hobj_ref_t dataset;
  unsigned axis;
};

static void attach(const struct tree *tree, const struct reference *reference, hid_t scale) {
  struct h5_file *to = tree->to;
  const char *path = find_copied(tree, reference->dataset);
  if (!path && !to->error->code)
    error_set(to->error, ERROR_FAILED, "cannot read %s: a scale is lost", tree->from->path);
  if (to->error->code) return;
  hid_t dataset = H5Dopen2(to->id, path, H5P_DEFAULT);
  h5_check(to, dataset);
  h5_attach(to, dataset, reference->axis, scale);
  H5Oclose(dataset);
}

/* Name the axes by a scale in the order in which they were, so that both files' lists of them are the same. */
static void attach_scale(const struct tree *tree, const char *path) {
  struct h5_file *from = tree->from, *to = tree->to;
  hid_t old = H5Oopen(from->id, path, H5P_DEFAULT);
  if (H5Aexists(old, "REFERENCE_LIST") > 0) {
    hid_t attribute = H5Aopen(old, "REFERENCE_LIST", H5P_DEFAULT), space = H5Aget_space(attribute);
    hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(struct reference));
    H5Tinsert(type, "dataset", offsetof(struct reference, dataset), H5T_STD_REF_OBJ);
    H5Tinsert(type, "dimension", offsetof(struct reference, axis), H5T_NATIVE_UINT);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    struct reference *references = calloc((size_t)n + 1, sizeof *references);
    if (!references) error_set(to->error, ERROR_FAILED, "no memory for the scales of %s", from->path);
    if (references) h5_check(from, H5Aread(attribute, type, references));
    hid_t scale = H5Dopen2(to->id, path, H5P_DEFAULT);
    h5_check(to, scale);
    for (hssize_t i = 0; references && i < n && !to->error->code; i++) attach(tree, &references[i], scale);
    H5Oclose(scale);
    free(references);
    H5Tclose(type);
    H5Sclose(space);
    H5Aclose(attribute);
  }
  H5Oclose(old);
}

void h5_copy_tree(struct h5_file *from, struct h5_file *to, const char *but, h5_make_fn *make, const void *context) {
  struct tree tree = {.from = from, .to = to, .but = but, .make = make, .context = context};
  tree.last = &tree.first;
  if (to->error->code) return;
  h5_copy_attributes(from, from->id, to, to->id, NULL);
  if (!to->error->code) h5_check(from, H5Lvisit(from->id, H5_INDEX_NAME, H5_ITER_INC, copy_link, &tree));
  for (const struct copied *c = tree.first; c && !to->error->code; c = c->next) attach_scale(&tree, c->path);
  pool_free(&tree.pool);
}
