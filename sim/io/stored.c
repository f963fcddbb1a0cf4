/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/stored.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/folder.h"
#include "io/frame.h"
#include "io/master.h"
#include "io/stored_tables.h"
#include "io/vtkhdf.h"

static const char *last_part(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

bool stored_is_meant(const char *path) {
  struct stat status;
  if (stat(path, &status)) return false;
  return S_ISDIR(status.st_mode) || strcmp(last_part(path), XDMF_FILE) == 0 || h5_begins(path);
}

const char *stored_name(const char *path, char name[STORED_NAME]) {
  const char *last = last_part(path);
  bool own = strcmp(last, MASTER_FILE) != 0 && strcmp(last, XDMF_FILE) != 0 && h5_begins(path);
  struct stat status;
  char folder[PATH_SIZE], absolute[PATH_MAX];
  bool is_folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
  size_t length = (size_t)(last - path);
  snprintf(folder, sizeof folder, "%.*s",
           is_folder ? INT_MAX
           : length  ? (int)length
                     : 1,
           is_folder || length ? path : ".");
  const char *whole = own ? path : realpath(folder, absolute) ? absolute : folder;
  snprintf(name, STORED_NAME, "%.*s", STORED_NAME - 1, last_part(whole));
  char *dot = own ? strrchr(name, '.') : NULL;
  if (dot && dot != name) *dot = '\0';
  return name;
}

/* From what the user names to the master and its folder. */
static int find_master(struct stored *stored, const char *path, struct error *error) {
  struct stat status;
  if (stat(path, &status)) return error_set(error, ERROR_FAILED, "cannot read %s: %s", path, strerror(errno));
  if (S_ISDIR(status.st_mode)) {
    snprintf(stored->folder, PATH_SIZE, "%s", path);
    TRY(atomic_join(stored->path, path, MASTER_FILE, error));
    if (stat(stored->path, &status) == 0) return OK;
    return error_set(error, ERROR_FAILED, "%s holds no result: cannot read %s: %s", path, MASTER_FILE, strerror(errno));
  }
  size_t length = (size_t)(last_part(path) - path);
  if (strlen(path) >= PATH_SIZE) return error_set(error, ERROR_FAILED, "cannot read %.200s...: too long a path", path);
  snprintf(stored->folder, PATH_SIZE, "%.*s", length ? (int)length - (length > 1) : 1, length ? path : ".");
  snprintf(stored->path, PATH_SIZE, "%s", path);
  if (h5_begins(path) || strcmp(last_part(path), MASTER_FILE) == 0) return OK;
  TRY(atomic_join(stored->path, stored->folder, MASTER_FILE, error));
  if (stat(stored->path, &status) == 0) return OK;
  return error_set(error, ERROR_FAILED, "%s is no result of mend: it is no HDF5 file, and no %s stands beside it", path,
                   MASTER_FILE);
}

static int check_format(struct h5_file *file) {
  double version = 0;
  TRY((int)file->error->code);
  if (H5Aexists(file->id, "format_version") <= 0)
    return error_set(
        file->error, ERROR_FAILED,
        "%s is no result of mend: it has no format_version (a result is its folder, or the run.vtkhdf in it)",
        file->path);
  h5_attribute_numbers(file, file->id, "format_version", 1, &version);
  TRY((int)file->error->code);
  if (version >= FORMAT_VERSION && version <= FORMAT_VERSION) return OK;
  return error_set(file->error, ERROR_FAILED, "%s has the format version %g, which is %s than the %d of this mend",
                   file->path, version, version > FORMAT_VERSION ? "newer" : "older", FORMAT_VERSION);
}

/* The grid of a result of tables alone, by its axes. */
static void read_axes(struct stored *stored, struct h5_file *file) {
  const char *const names[3] = {stored->geometry == AXISYMMETRIC ? "r" : "x", "y", "z"};
  for (int a = 0; a < 3; a++) {
    hsize_t n = 0;
    const double *centre = h5_numbers(file, file->id, names[a], 1, &n, &stored->pool);
    if (!centre) return;
    if (n < 1) error_set(file->error, ERROR_FAILED, "cannot read %s: '%s' is empty", file->path, names[a]);
    stored->cells[a] = (size_t)n;
    stored->spacing[a] = 2 * centre[0];
  }
}

static void read_image(struct stored *stored, struct h5_file *file) {
  double extent[6] = {0};
  hid_t image = h5_object(file, file->id, "VTKHDF");
  h5_attribute_numbers(file, image, "WholeExtent", 6, extent);
  h5_attribute_numbers(file, image, "Spacing", 3, stored->spacing);
  H5Oclose(image);
  for (int a = 0; a < 3 && !file->error->code; a++) {
    bool whole = extent[2 * a + 1] >= 1 && extent[2 * a + 1] <= 1e9;
    if (!whole) error_set(file->error, ERROR_FAILED, "cannot read %s: 'WholeExtent' is not as expected", file->path);
    else stored->cells[a] = (size_t)extent[2 * a + 1];
  }
}

static void read_grid(struct stored *stored, struct h5_file *file, bool tables_only) {
  hsize_t n = 0;
  stored->geometry = h5_has(file, file->id, "r") ? AXISYMMETRIC : CARTESIAN;
  if (tables_only) read_axes(stored, file);
  else read_image(stored, file);
  stored->depth = h5_numbers(file, file->id, "z", 1, &n, &stored->pool);
  if (!file->error->code && stored->cells[2] != n)
    error_set(file->error, ERROR_FAILED, "cannot read %s: 'z' has not one entry per plane", file->path);
}

/* A byte per plane, and the names in order. */
static void read_layers(struct stored *stored, struct h5_file *file) {
  hsize_t n = 0;
  double *layer = h5_numbers(file, file->id, LAYER_ARRAY, 1, &n, &stored->pool);
  hid_t planes = h5_object(file, file->id, LAYER_ARRAY);
  char *names = h5_read_text(file, planes, "flag_meanings", &stored->pool), *rest = NULL;
  H5Oclose(planes);
  struct stored_layer *layers = names ? pool_take(&stored->pool, MAX_LAYERS, sizeof *layers, file->error) : NULL;
  if (!layer || !layers) return;
  for (char *name = strtok_r(names, " ", &rest); name && stored->n_layers < MAX_LAYERS;
       name = strtok_r(NULL, " ", &rest)) {
    layers[stored->n_layers].name = name;
    for (hsize_t k = 0; k < n; k++)
      layers[stored->n_layers].planes += layer[k] >= (double)stored->n_layers && layer[k] <= (double)stored->n_layers;
    stored->n_layers++;
  }
  stored->layers = layers;
}

/* Fields are what has four axes at the root. */
static void read_fields(struct stored *stored, struct h5_file *file) {
  size_t n = 0;
  char **names = h5_names(file, file->id, &stored->pool, &n);
  struct stored_field *fields = names ? pool_take(&stored->pool, n, sizeof *fields, file->error) : NULL;
  stored->fields = fields;
  for (size_t i = 0; fields && i < n; i++) {
    hsize_t dims[H5S_MAX_RANK];
    if (!h5_has(file, file->id, names[i])) continue;
    hid_t object = h5_object(file, file->id, names[i]);
    if (h5_shape(file, object, dims) == 4)
      fields[stored->n_fields++] =
          (struct stored_field){.name = names[i],
                                .symbol = h5_read_text(file, object, "symbol", &stored->pool),
                                .unit = h5_read_text(file, object, "units", &stored->pool),
                                .description = h5_read_text(file, object, "description", &stored->pool)};
    H5Oclose(object);
  }
}

/* Whether a frame is where the master points. */
static bool is_there(struct stored *stored, struct h5_file *file, hid_t packed, size_t index) {
  struct frame_place place;
  char path[PATH_SIZE];
  frame_place(&place, index, packed >= 0);
  if (packed >= 0) return h5_has(file, packed, last_part(place.group));
  return atomic_join(path, stored->folder, place.file, file->error) == OK && access(path, R_OK) == 0;
}

static void read_frames(struct stored *stored, struct h5_file *file) {
  hsize_t n = 0;
  stored->times = h5_numbers(file, file->id, "time", 1, &n, &stored->pool);
  stored->n_frames = (size_t)n;
  bool is_packed = h5_has(file, file->id, FRAMES_GROUP);
  hid_t packed = is_packed ? h5_object(file, file->id, FRAMES_GROUP) : H5I_INVALID_HID;
  for (size_t i = 0; !file->error->code && i < stored->n_frames; i++)
    stored->frames_missing += !is_there(stored, file, packed, i);
  if (packed >= 0) H5Oclose(packed);
}

int stored_read(struct stored *stored, const char *path, struct error *error) {
  *stored = (struct stored){.n_frames = 0};
  struct h5_file file;
  TRY(find_master(stored, path, error));
  if (!h5_begins(stored->path))
    return error_set(error, ERROR_FAILED, "%s is no result of mend: it is no HDF5 file", stored->path);
  if (h5_open(&file, stored->path, error) == OK && check_format(&file) == OK) {
    bool tables_only = H5Aexists(file.id, TABLES_ONLY) > 0;
    read_grid(stored, &file, tables_only);
    read_layers(stored, &file);
    if (!tables_only) read_frames(stored, &file);
    read_fields(stored, &file);
    stored_tables_read(&stored->content, &file, stored->cells[2], &stored->pool);
  }
  return h5_close(&file);
}

void stored_free(struct stored *stored) {
  pool_free(&stored->pool);
  *stored = (struct stored){.n_frames = 0};
}

const struct column *stored_column(const struct table *table, const char *name) {
  for (size_t c = 0; c < table->n_columns; c++)
    if (strcmp(table->columns[c].name, name) == 0) return &table->columns[c];
  return NULL;
}

static const char *text_of(const struct remark remarks[], size_t n, const char *name) {
  for (size_t r = 0; r < n; r++)
    if (strcmp(remarks[r].name, name) == 0) return remarks[r].text;
  return NULL;
}

const char *stored_provenance(const struct stored *stored, const char *name) {
  return text_of(stored->content.provenance, stored->content.n_provenance, name);
}

const char *stored_execution(const struct stored *stored, const char *name) {
  return text_of(stored->content.execution, stored->content.n_execution, name);
}

bool stored_complete(const struct stored *stored) {
  const char *complete = stored_execution(stored, "complete");
  return complete && strcmp(complete, "yes") == 0;
}
