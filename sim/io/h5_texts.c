/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_texts.h"

#include <stdlib.h>
#include <string.h>

/* A chunk is compressed as a whole, and read as a whole. */
static const size_t CHUNK_BYTES = 1 << 20;
static const double MOST_BYTES = 2e9;

static hid_t type_of(size_t length) {
  hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, length ? length : 1);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

hid_t h5_texts(struct h5_file *file, hid_t parent, const char *name, size_t n, const char *const texts[]) {
  if (file->error->code) return H5I_INVALID_HID;
  size_t length = 1;
  for (size_t i = 0; i < n; i++) length = strlen(texts[i]) > length ? strlen(texts[i]) : length;
  char *bytes = calloc(n ? n : 1, length);
  if (!bytes) {
    error_set(file->error, ERROR_FAILED, "no memory for %zu texts of %zu bytes", n, length);
    return H5I_INVALID_HID;
  }
  for (size_t i = 0; i < n; i++) memcpy(bytes + i * length, texts[i], strlen(texts[i]));
  hsize_t dims = n, chunk = CHUNK_BYTES / length;
  if (chunk > n) chunk = n;
  if (chunk < 1) chunk = 1;
  hid_t type = type_of(length), space = H5Screate_simple(1, &dims, NULL),
        properties = h5_properties(H5P_DATASET_CREATE);
  if (n > 0) h5_check(file, H5Pset_chunk(properties, 1, &chunk));
  if (n > 0) h5_check(file, H5Pset_deflate(properties, H5_DEFLATE_LEVEL));
  hid_t dataset = H5Dcreate2(parent, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  h5_check(file, dataset);
  if (dataset >= 0 && n > 0) h5_check(file, H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes));
  H5Pclose(properties);
  H5Sclose(space);
  H5Tclose(type);
  free(bytes);
  return dataset;
}

/* Take the bytes apart. */
static const char **split(const char *bytes, size_t n, size_t length, struct pool *pool, struct error *error) {
  const char **texts = pool_take(pool, n, sizeof *texts, error);
  for (size_t i = 0; texts && bytes && i < n; i++) {
    char *text = pool_take(pool, length + 1, 1, error);
    if (!text) return NULL;
    memcpy(text, bytes + i * length, length);
    texts[i] = text;
  }
  return texts;
}

const char **h5_read_texts(struct h5_file *file, hid_t parent, const char *name, size_t *n, struct pool *pool) {
  hid_t dataset = h5_object(file, parent, name);
  *n = 0;
  if (file->error->code) return NULL;
  const char **texts = NULL;
  bool there = H5Iget_type(dataset) == H5I_DATASET;
  hid_t type = there ? H5Dget_type(dataset) : H5I_INVALID_HID, space = there ? H5Dget_space(dataset) : H5I_INVALID_HID;
  bool wanted = there && H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0 &&
                H5Sget_simple_extent_ndims(space) == 1;
  size_t length = wanted ? H5Tget_size(type) : 0;
  hssize_t count = wanted ? H5Sget_simple_extent_npoints(space) : -1;
  if (count < 0 || (double)count * (double)length > MOST_BYTES) {
    error_set(file->error, ERROR_FAILED, "cannot read %s: '%.100s' is no list of texts", file->path, name);
  } else {
    *n = (size_t)count;
    char *bytes = calloc(*n ? *n : 1, length);
    if (!bytes) error_set(file->error, ERROR_FAILED, "no memory for %zu texts of %zu bytes", *n, length);
    else if (*n > 0) h5_check(file, H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes));
    if (!file->error->code) texts = split(bytes, *n, length, pool, file->error);
    free(bytes);
  }
  if (there) H5Sclose(space);
  if (there) H5Tclose(type);
  H5Oclose(dataset);
  return file->error->code ? NULL : texts;
}
