/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 100000, LONGEST_TEXT = 1 << 30, MOST_NUMBERS = 1 << 27 };
/* deflate never packs tighter */
static const double TIGHTEST = 1032;

bool h5_begins(const char *path) {
  static const unsigned char signature[8] = "\211HDF\r\n\032\n";
  unsigned char begin[8] = {0};
  FILE *stream = fopen(path, "rb");
  if (!stream) return false;
  size_t n = fread(begin, 1, sizeof begin, stream);
  fclose(stream);
  return n == sizeof begin && memcmp(begin, signature, sizeof begin) == 0;
}

int h5_open(struct h5_file *file, const char *path, struct error *error) {
  *file = (struct h5_file){.id = H5I_INVALID_HID, .reading = true, .path = path, .error = error};
  h5_hush();
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  h5_check(file, H5Pset_file_locking(access, false, true));
  file->id = H5Fopen(path, H5F_ACC_RDONLY, access);
  h5_check(file, file->id);
  H5Pclose(access);
  return (int)error->code;
}

/* Keep a sentence about an object. */
static void refuse(struct h5_file *file, const char *name, const char *what) {
  error_set(file->error, ERROR_FAILED, "cannot read %s: '%.100s' %s", file->path, name, what);
}

bool h5_has(struct h5_file *file, hid_t parent, const char *name) {
  if (file->error->code) return false;
  htri_t there = H5Lexists(parent, name, H5P_DEFAULT);
  h5_check(file, there);
  H5L_info_t info;
  return there > 0 && H5Lget_info(parent, name, &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_HARD;
}

hid_t h5_object(struct h5_file *file, hid_t parent, const char *name) {
  if (!h5_has(file, parent, name)) {
    refuse(file, name, "is missing");
    return H5I_INVALID_HID;
  }
  hid_t object = H5Oopen(parent, name, H5P_DEFAULT);
  h5_check(file, object);
  return object;
}

char **h5_names(struct h5_file *file, hid_t group, struct pool *pool, size_t *n) {
  H5G_info_t info = {.nlinks = 0};
  *n = 0;
  if (file->error->code) return NULL;
  h5_check(file, H5Gget_info(group, &info));
  if (info.nlinks > MOST_NAMES) refuse(file, "a group", "holds more than can be");
  char **names = file->error->code ? NULL : pool_take(pool, info.nlinks, sizeof *names, file->error);
  for (hsize_t i = 0; !file->error->code && i < info.nlinks; i++) {
    char name[256];
    ssize_t length = H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, sizeof name, H5P_DEFAULT);
    h5_check(file, length < 0 ? -1 : 0);
    if (length >= (ssize_t)sizeof name) refuse(file, name, "is too long a name");
    if (!file->error->code) names[(*n)++] = pool_print(pool, file->error, "%s", name);
  }
  return file->error->code ? NULL : names;
}

int h5_shape(struct h5_file *file, hid_t dataset, hsize_t dims[H5S_MAX_RANK]) {
  if (file->error->code || H5Iget_type(dataset) != H5I_DATASET) return -1;
  hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
  H5T_class_t class = H5Tget_class(type);
  int rank = class == H5T_FLOAT || class == H5T_INTEGER ? H5Sget_simple_extent_dims(space, dims, NULL) : -1;
  H5Sclose(space);
  H5Tclose(type);
  return rank;
}

/* Whether the file can hold that many bytes. */
static bool is_possible(struct h5_file *file, double bytes) {
  hsize_t size = 0;
  h5_check(file, H5Fget_filesize(file->id, &size));
  return bytes <= TIGHTEST * (double)size;
}

double *h5_numbers(struct h5_file *file, hid_t parent, const char *name, int rank, hsize_t dims[], struct pool *pool) {
  hid_t dataset = h5_object(file, parent, name);
  if (file->error->code) return NULL;
  hsize_t shape[H5S_MAX_RANK];
  double n = 1, *values = NULL;
  bool wanted = h5_shape(file, dataset, shape) == rank;
  for (int a = 0; wanted && a < rank; a++) n *= (double)(dims[a] = shape[a]);
  if (!wanted) refuse(file, name, "is no array of the expected shape");
  else if (n > MOST_NUMBERS || !is_possible(file, n * sizeof(double))) refuse(file, name, "is larger than can be");
  else values = pool_take(pool, (size_t)n, sizeof *values, file->error);
  if (values && n > 0) h5_check(file, H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
  H5Oclose(dataset);
  return file->error->code ? NULL : values;
}

void h5_attribute_numbers(struct h5_file *file, hid_t object, const char *name, size_t n, double values[]) {
  if (file->error->code) return;
  if (H5Aexists(object, name) <= 0) {
    refuse(file, name, "is missing");
    return;
  }
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT), space = H5Aget_space(attribute), type = H5Aget_type(attribute);
  H5T_class_t class = H5Tget_class(type);
  bool numbers = class == H5T_FLOAT || class == H5T_INTEGER;
  if (!numbers || H5Sget_simple_extent_npoints(space) != (hssize_t)n) refuse(file, name, "is not as expected");
  else h5_check(file, H5Aread(attribute, H5T_NATIVE_DOUBLE, values));
  H5Tclose(type);
  H5Sclose(space);
  H5Aclose(attribute);
}

/* Room for a text of this type and space; NULL after an error. */
static char *room_of(struct h5_file *file, const char *name, hid_t type, hid_t space, struct pool *pool) {
  bool text = H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0;
  size_t size = text ? H5Tget_size(type) : 0;
  if (!text || H5Sget_simple_extent_npoints(space) != 1) refuse(file, name, "is no text of fixed length");
  else if (size > LONGEST_TEXT || !is_possible(file, (double)size)) refuse(file, name, "is larger than can be");
  else return pool_take(pool, size + 1, 1, file->error);
  return NULL;
}

char *h5_read_string(struct h5_file *file, hid_t parent, const char *name, struct pool *pool) {
  hid_t dataset = h5_object(file, parent, name);
  if (file->error->code) return NULL;
  char *text = NULL;
  if (H5Iget_type(dataset) == H5I_DATASET) {
    hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
    text = room_of(file, name, type, space, pool);
    if (text) h5_check(file, H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text));
    H5Sclose(space);
    H5Tclose(type);
  } else {
    refuse(file, name, "is no text");
  }
  H5Oclose(dataset);
  return file->error->code ? NULL : text;
}

char *h5_read_text(struct h5_file *file, hid_t object, const char *name, struct pool *pool) {
  if (file->error->code) return NULL;
  if (H5Aexists(object, name) <= 0) return pool_take(pool, 1, 1, file->error);
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT), type = H5Aget_type(attribute), space = H5Aget_space(attribute);
  char *text = room_of(file, name, type, space, pool);
  if (text) h5_check(file, H5Aread(attribute, type, text));
  H5Sclose(space);
  H5Tclose(type);
  H5Aclose(attribute);
  return file->error->code ? NULL : text;
}
