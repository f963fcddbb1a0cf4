/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/h5.h"

#include <hdf5_hl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/h5_disk.h"

struct cause {
  char text[512];
  bool system; /* the operating system's own sentence was found */
};

/* The deepest entry of the stack knows most; HDF5 buries strerror between addresses and descriptors. */
static herr_t cause_of(unsigned depth, const H5E_error2_t *entry, void *data) {
  struct cause *cause = data;
  static const char opening[] = "error message = '";
  const char *begin = entry->desc ? strstr(entry->desc, opening) : NULL;
  const char *end = begin ? strchr(begin + strlen(opening), '\'') : NULL;
  if (end && !cause->system) {
    begin += strlen(opening);
    snprintf(cause->text, sizeof cause->text, "%.*s", (int)(end - begin), begin);
    cause->system = true;
  } else if (depth == 0 && entry->desc) {
    snprintf(cause->text, sizeof cause->text, "%s (HDF5, %s)", entry->desc, entry->func_name);
  }
  return 0;
}

void h5_check(struct h5_file *file, hid_t status) {
  if (status >= 0 || file->error->code) return;
  struct cause cause = {.text = "HDF5 gives no cause"};
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, cause_of, &cause);
  error_set(file->error, ERROR_FAILED, "cannot %s %s: %s", file->reading ? "read" : "write", file->path, cause.text);
}

void h5_hush(void) {
  /* HDF5's own exit handler crashes on a file whose closing failed; it has no effect once the library is open. */
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  H5PLset_loading_state(0); /* or a file could ask for a filter, and HDF5 would load a library to have it */
}

int h5_create(struct h5_file *file, const char *at, const char *path, struct error *error) {
  *file = (struct h5_file){.id = H5I_INVALID_HID, .path = path, .error = error};
  h5_hush();
  hid_t access = H5Pcreate(H5P_FILE_ACCESS), creation = h5_properties(H5P_FILE_CREATE);
  h5_check(file, h5_disk_use(access, file));
  h5_check(file, H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V110));
  file->id = H5Fcreate(at, H5F_ACC_TRUNC, creation, access);
  h5_check(file, file->id);
  H5Pclose(creation);
  H5Pclose(access);
  return (int)error->code;
}

int h5_close(struct h5_file *file) {
  if (file->id >= 0) h5_check(file, H5Fclose(file->id));
  file->id = H5I_INVALID_HID;
  if (!file->reading) h5_disk_close(file);
  return (int)file->error->code;
}

hid_t h5_properties(hid_t property_class) {
  hid_t properties = H5Pcreate(property_class);
  H5Pset_obj_track_times(properties, false);
  return properties;
}

hid_t h5_group(struct h5_file *file, hid_t parent, const char *name) {
  if (file->error->code) return H5I_INVALID_HID;
  hid_t properties = h5_properties(H5P_GROUP_CREATE);
  hid_t group = H5Gcreate2(parent, name, H5P_DEFAULT, properties, H5P_DEFAULT);
  h5_check(file, group);
  H5Pclose(properties);
  return group;
}

void h5_attribute(struct h5_file *file, hid_t object, const char *name, hid_t type, hid_t memory, hsize_t n,
                  const void *values) {
  if (file->error->code) return;
  hid_t space = n ? H5Screate_simple(1, &n, NULL) : H5Screate(H5S_SCALAR);
  hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  h5_check(file, attribute);
  if (attribute >= 0) h5_check(file, H5Awrite(attribute, memory, values));
  H5Aclose(attribute);
  H5Sclose(space);
}

/* Type of a text of fixed length, plain ASCII where possible: VTK compares some attributes by type. */
static hid_t text_type(const char *text) {
  size_t length = strlen(text);
  bool ascii = true;
  for (size_t i = 0; i < length; i++) ascii = ascii && (unsigned char)text[i] < 128;
  hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, length ? length : 1);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  H5Tset_cset(type, ascii ? H5T_CSET_ASCII : H5T_CSET_UTF8);
  return type;
}

void h5_text(struct h5_file *file, hid_t object, const char *name, const char *text) {
  if (file->error->code) return;
  hid_t type = text_type(text);
  h5_attribute(file, object, name, type, type, 0, text);
  H5Tclose(type);
}

/* A contiguous dataset with its values. */
static hid_t dataset_write(struct h5_file *file, hid_t parent, const char *name, hid_t type, hid_t memory, int rank,
                           const hsize_t dims[], const void *values) {
  if (file->error->code) return H5I_INVALID_HID;
  hid_t space = rank ? H5Screate_simple(rank, dims, NULL) : H5Screate(H5S_SCALAR);
  hid_t properties = h5_properties(H5P_DATASET_CREATE);
  hid_t dataset = H5Dcreate2(parent, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  h5_check(file, dataset);
  bool empty = H5Sget_simple_extent_npoints(space) == 0;
  if (dataset >= 0 && !empty) h5_check(file, H5Dwrite(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
  H5Pclose(properties);
  H5Sclose(space);
  return dataset;
}

void h5_string(struct h5_file *file, hid_t parent, const char *name, const char *text) {
  if (file->error->code) return;
  hid_t type = text_type(text);
  H5Oclose(dataset_write(file, parent, name, type, type, 0, NULL, text));
  H5Tclose(type);
}

hid_t h5_array(struct h5_file *file, hid_t parent, const char *name, int rank, const hsize_t dims[],
               const double *values, const char *unit, const char *description) {
  hid_t dataset = dataset_write(file, parent, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, rank, dims, values);
  h5_text(file, dataset, "units", unit);
  h5_text(file, dataset, "description", description);
  return dataset;
}

hid_t h5_bytes(struct h5_file *file, hid_t parent, const char *name, hsize_t n, const unsigned char *values) {
  return dataset_write(file, parent, name, H5T_STD_U8LE, H5T_NATIVE_UCHAR, 1, &n, values);
}

hid_t h5_wholes(struct h5_file *file, hid_t parent, const char *name, hsize_t n, const int64_t *values) {
  return dataset_write(file, parent, name, H5T_STD_I64LE, H5T_NATIVE_INT64, 1, &n, values);
}

hid_t h5_scale(struct h5_file *file, hid_t parent, const char *name, hsize_t n, const double *values, const char *unit,
               const char *long_name) {
  hid_t scale = dataset_write(file, parent, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, &n, values);
  h5_text(file, scale, "units", unit);
  h5_text(file, scale, "long_name", long_name);
  if (!file->error->code) h5_check(file, H5DSset_scale(scale, name));
  return scale;
}

void h5_attach(struct h5_file *file, hid_t dataset, unsigned axis, hid_t scale) {
  if (!file->error->code) h5_check(file, H5DSattach_scale(dataset, scale, axis));
}

void h5_fill(struct h5_file *file, hid_t properties, hid_t type) {
  if (file->error->code) return;
  const double nothing = (double)NAN;
  const unsigned char none = 255;
  if (H5Tget_class(type) == H5T_FLOAT) h5_check(file, H5Pset_fill_value(properties, H5T_NATIVE_DOUBLE, &nothing));
  else h5_check(file, H5Pset_fill_value(properties, H5T_NATIVE_UCHAR, &none));
}

hid_t h5_planes(struct h5_file *file, hid_t parent, const char *name, hid_t type, const hsize_t dims[3]) {
  if (file->error->code) return H5I_INVALID_HID;
  hid_t space = H5Screate_simple(3, dims, NULL), properties = h5_properties(H5P_DATASET_CREATE);
  h5_check(file, H5Pset_chunk(properties, 3, (hsize_t[]){1, dims[1], dims[2]}));
  h5_check(file, H5Pset_shuffle(properties));
  h5_check(file, H5Pset_deflate(properties, H5_DEFLATE_LEVEL));
  h5_fill(file, properties, type);
  hid_t dataset = H5Dcreate2(parent, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  h5_check(file, dataset);
  H5Pclose(properties);
  H5Sclose(space);
  return dataset;
}

void h5_chunk(struct h5_file *file, hid_t dataset, hsize_t k, size_t n, const void *bytes) {
  if (file->error->code) return;
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL); /* each thread has its own */
  h5_check(file, H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, (hsize_t[]){k, 0, 0}, n, bytes));
}
