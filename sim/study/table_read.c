/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/table_read.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "io/h5_read.h"
#include "io/h5_texts.h"
#include "study/collect.h"

enum { FORMAT_VERSION = 1 };

static void refuse(struct h5_file *file, const char *what) {
  error_set(file->error, ERROR_FAILED, "cannot read %s: %s", file->path, what);
}

static bool attribute_is(struct h5_file *file, hid_t object, const char *name, const char *value, struct pool *pool) {
  const char *text = h5_read_text(file, object, name, pool);
  return text && strcmp(text, value) == 0;
}

/* Numbers or words over all points. */
static struct study_column read_column(struct h5_file *file, hid_t dataset, const char *name, size_t n_points,
                                       struct pool *pool) {
  hsize_t n = 0, shape[H5S_MAX_RANK];
  size_t n_words = 0;
  double uncertain = 0;
  struct study_column column = {.name = name,
                                .unit = h5_read_text(file, dataset, "units", pool),
                                .description = h5_read_text(file, dataset, "description", pool),
                                .logarithmic = attribute_is(file, dataset, "scale", "log", pool)};
  if (!file->error->code && H5Aexists(dataset, "uncertain") > 0)
    h5_attribute_numbers(file, dataset, "uncertain", 1, &uncertain);
  column.uncertain = uncertain != 0;
  if (h5_shape(file, dataset, shape) >= 0) column.values = h5_numbers(file, file->id, name, 1, &n, pool);
  else column.words = h5_read_texts(file, file->id, name, &n_words, pool);
  if (!file->error->code && n + n_words != n_points)
    error_set(file->error, ERROR_FAILED, "cannot read %s: '%.100s' is not as long as the table", file->path, name);
  return column;
}

/* Columns of the roles that are known, among all that stands at the root. */
static void read_columns(struct study_table *table, struct h5_file *file) {
  struct pool *pool = &table->pool;
  size_t n = 0;
  char **names = h5_names(file, file->id, pool, &n);
  struct study_column *keys = names ? pool_take(pool, n, sizeof *keys, file->error) : NULL;
  struct study_column *outcomes = keys ? pool_take(pool, n, sizeof *outcomes, file->error) : NULL;
  table->keys = keys;
  table->outcomes = outcomes;
  for (size_t i = 0; outcomes && !file->error->code && i < n; i++) {
    hid_t object = h5_object(file, file->id, names[i]);
    bool dataset = !file->error->code && H5Iget_type(object) == H5I_DATASET;
    if (dataset && attribute_is(file, object, "role", "parameter", pool))
      keys[table->n_keys++] = read_column(file, object, names[i], table->n_points, pool);
    if (dataset && attribute_is(file, object, "role", "outcome", pool)) {
      struct study_column column = read_column(file, object, names[i], table->n_points, pool);
      if (!file->error->code && !column.values) refuse(file, "an outcome is no number");
      outcomes[table->n_outcomes++] = column;
    }
    H5Oclose(object);
  }
}

static void read_kind(struct study_table *table, struct h5_file *file) {
  struct pool *pool = &table->pool;
  double version = 0, block = 0;
  h5_attribute_numbers(file, file->id, "format_version", 1, &version);
  if (!file->error->code && version != FORMAT_VERSION) refuse(file, "another format than this program knows");
  h5_attribute_numbers(file, file->id, "block", 1, &block);
  if (!file->error->code && !(block >= 1 && block <= DESIGN_MOST_POINTS)) refuse(file, "no block of points");
  table->title = h5_read_text(file, file->id, "title", pool);
  table->complete = attribute_is(file, file->id, "complete", "yes", pool);
  if (file->error->code) return;
  table->design.block = (size_t)block;
  for (table->kind = 0; table->kind < N_DESIGNS; table->kind++)
    if (attribute_is(file, file->id, "design", design_word[table->kind], pool)) return;
  refuse(file, "no design that this program knows");
}

/* The columns that the lines of /design/keys name. */
static void find_keys(struct study_table *table, struct h5_file *file, hid_t group) {
  struct pool *pool = &table->pool;
  char *line = h5_read_string(file, group, "keys", pool);
  struct study_column *found = line ? pool_take(pool, table->n_keys, sizeof *found, file->error) : NULL;
  table->design_keys = found;
  for (char *next; found && line && *line && !file->error->code; line = next) {
    next = strchr(line, '\n');
    if (next) *next++ = '\0';
    size_t key = 0;
    while (key < table->n_keys && strcmp(table->keys[key].name, line) != 0) key++;
    if (key == table->n_keys || table->design.n_keys == table->n_keys) refuse(file, "/design/keys names no column");
    else found[table->design.n_keys++] = table->keys[key];
  }
}

/* Points of the design, and how often the table repeats each. */
static void read_design(struct study_table *table, struct h5_file *file) {
  struct pool *pool = &table->pool;
  struct design *design = &table->design;
  hsize_t dims[2] = {0}, n = 0;
  hid_t group = h5_object(file, file->id, "design");
  find_keys(table, file, group);
  design->unit = h5_numbers(file, group, "unit", 2, dims, pool);
  H5Oclose(group);
  design->n_points = dims[0];
  table->setting = h5_numbers(file, file->id, "setting", 1, &n, pool);
  size_t *repeats = pool_take(pool, design->n_points, sizeof *repeats, file->error);
  table->repeats = repeats;
  if (!file->error->code && (n != table->n_points || dims[1] != design->n_keys))
    refuse(file, "/design/unit or setting is of another shape than the table");
  for (size_t p = 0; !file->error->code && p < table->n_points; p++) {
    double setting = table->setting[p];
    bool known = setting >= 0 && setting < (double)design->n_points && setting == floor(setting);
    if (known) repeats[(size_t)setting]++;
    else refuse(file, "a setting is no point of the design");
  }
  for (size_t s = 0; !file->error->code && s < design->n_points; s++)
    if (repeats[s] == 0) refuse(file, "a point of the design is missing");
}

static void read_all(struct study_table *table, struct h5_file *file) {
  read_kind(table, file);
  table->status = h5_read_texts(file, file->id, "status", &table->n_points, &table->pool);
  if (!file->error->code && table->n_points == 0) refuse(file, "it has no points");
  if (!file->error->code) read_columns(table, file);
  if (!file->error->code) read_design(table, file);
}

int study_table_read(struct study_table *table, const char *study, struct error *error) {
  *table = (struct study_table){.n_points = 0};
  struct h5_file file;
  TRY(atomic_join(table->path, study, TABLE_FILE, error));
  if (access(table->path, F_OK))
    return error_set(error, ERROR_CONFIG, "%s has no %s; mend sweep collect makes it", study, TABLE_FILE);
  if (h5_open(&file, table->path, error) == OK) read_all(table, &file);
  return h5_close(&file);
}

void study_table_free(struct study_table *table) {
  pool_free(&table->pool);
  *table = (struct study_table){0};
}

void study_table_means(const struct study_table *table, const struct study_column *column, double means[]) {
  for (size_t s = 0; s < table->design.n_points; s++) means[s] = 0;
  for (size_t p = 0; p < table->n_points; p++) means[(size_t)table->setting[p]] += column->values[p];
  for (size_t s = 0; s < table->design.n_points; s++) means[s] /= (double)table->repeats[s];
}
