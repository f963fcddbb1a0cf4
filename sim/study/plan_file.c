/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STUDY/plan.h5: attributes at the root; /keys, a group each; /points, an array for each number and each text of a point. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/folder.h"
#include "io/h5_texts.h"
#include "study/plan.h"

enum { PLAN_VERSION = 1 };

/* Numbers of the plan, and of a point, with their types: an attribute or an array each. */
#define PLAN_NUMBERS(X)     \
  X(enum design_kind, kind) \
  X(size_t, design.n_keys)  \
  X(size_t, design.block)   \
  X(bool, frames)
#define KEY_NUMBERS(X) \
  X(bool, is_word)     \
  X(bool, logarithmic) \
  X(bool, uncertain)
#define POINT_NUMBERS(X)                                                                      \
  X(size_t, setting, "1", "points that differ in replicate or uncertain keys alone have one") \
  X(size_t, replicate, "1", "from 0")                                                         \
  X(size_t, sample, "1", "of the uncertain keys, from 0")                                     \
  X(double, wall, "s", "forecast, with one thread")                                           \
  X(double, memory, "byte", "forecast")

static void write_number(struct h5_file *file, hid_t object, const char *name, double value) {
  h5_attribute(file, object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, &value);
}

static void write_root(struct h5_file *file, const struct plan *plan) {
  const hsize_t dims[2] = {plan->design.n_points, plan->design.n_keys};
  write_number(file, file->id, "format_version", PLAN_VERSION);
  write_number(file, file->id, "results_version", RESULTS_VERSION);
#define WRITE_PLAN(type, member) write_number(file, file->id, #member, (double)plan->member);
  PLAN_NUMBERS(WRITE_PLAN)
  h5_text(file, file->id, "title", plan->title);
  h5_text(file, file->id, "store", plan->store_given ? plan->store : "");
  h5_string(file, file->id, "sweep", plan->sweep);
  H5Oclose(h5_array(file, file->id, "unit", 2, dims, plan->design.unit, "1", "points of the design in the unit cube"));
}

static void write_keys(struct h5_file *file, const struct plan *plan, double *numbers, const char **texts) {
  const hsize_t n = plan->n_points;
  hid_t keys = h5_group(file, file->id, "keys");
  for (size_t k = 0; k < plan->n_keys; k++) {
    const struct plan_key *key = &plan->keys[k];
    char name[24];
    snprintf(name, sizeof name, "%04zu", k);
    hid_t group = h5_group(file, keys, name);
    h5_text(file, group, "name", key->name);
    h5_text(file, group, "unit", key->unit);
    h5_text(file, group, "description", key->description);
#define WRITE_KEY(type, member) write_number(file, group, #member, (double)key->member);
    KEY_NUMBERS(WRITE_KEY)
    for (size_t i = 0; i < plan->n_points; i++) {
      numbers[i] = plan->points[i].value[k];
      texts[i] = key->is_word ? plan->points[i].word[k] : "";
    }
    if (key->is_word) H5Oclose(h5_texts(file, group, "values", plan->n_points, texts));
    else H5Oclose(h5_array(file, group, "values", 1, &n, numbers, key->unit, key->description));
    H5Oclose(group);
  }
  H5Oclose(keys);
}

static void write_points(struct h5_file *file, const struct plan *plan, double *numbers, const char **texts) {
  const hsize_t n = plan->n_points;
  hid_t group = h5_group(file, file->id, "points");
#define WRITE_POINT(type, member, unit, doc)                                  \
  for (size_t i = 0; i < n; i++) numbers[i] = (double)plan->points[i].member; \
  H5Oclose(h5_array(file, group, #member, 1, &n, numbers, unit, doc));
  POINT_NUMBERS(WRITE_POINT)
  for (size_t i = 0; i < n; i++) texts[i] = plan->points[i].identity;
  H5Oclose(h5_texts(file, group, "identity", n, texts));
  for (size_t i = 0; i < n; i++) texts[i] = plan->points[i].configuration;
  H5Oclose(h5_texts(file, group, "configuration", n, texts));
  for (size_t i = 0; i < n; i++) texts[i] = plan->points[i].file_text ? plan->points[i].file_text : "";
  H5Oclose(h5_texts(file, group, "file_text", n, texts));
  H5Oclose(group);
}

int plan_write(const struct plan *plan, struct error *error) {
  struct atomic atomic;
  struct h5_file file;
  uint64_t bytes = 0;
  TRY(folder_make(plan->folder, error));
  TRY(atomic_begin(&atomic, plan->folder, PLAN_FILE, error));
  double *numbers = malloc((plan->n_points + 1) * sizeof *numbers);
  const char **texts = malloc((plan->n_points + 1) * sizeof *texts);
  if (numbers && texts) {
    h5_create(&file, atomic.aside, atomic.path, error);
    write_root(&file, plan);
    write_keys(&file, plan, numbers, texts);
    write_points(&file, plan, numbers, texts);
    h5_close(&file);
  } else {
    error_set(error, ERROR_FAILED, "no memory for a plan of %zu points", plan->n_points);
  }
  free(numbers);
  free(texts);
  return atomic_end(&atomic, &bytes, error);
}

static int wrong(const struct h5_file *file) {
  return error_set(file->error, ERROR_FAILED, "cannot read %s: its parts do not fit together", file->path);
}

static double read_number(struct h5_file *file, hid_t object, const char *name) {
  double value = 0;
  h5_attribute_numbers(file, object, name, 1, &value);
  return value;
}

static int read_root(struct h5_file *file, struct plan *plan) {
  hsize_t dims[2];
  if (read_number(file, file->id, "format_version") > PLAN_VERSION)
    return error_set(file->error, ERROR_FAILED, "%s was written by a newer program", file->path);
  double results = read_number(file, file->id, "results_version");
  if (!file->error->code && (int)results != RESULTS_VERSION)
    return error_set(file->error, ERROR_CONFIG,
                     "%s is of results version %g, and this program of %d: plan the sweep again", file->path, results,
                     RESULTS_VERSION);
#define READ_PLAN(type, member) plan->member = (type)read_number(file, file->id, #member);
  PLAN_NUMBERS(READ_PLAN)
  plan->title = h5_read_text(file, file->id, "title", &plan->pool);
  plan->sweep = h5_read_string(file, file->id, "sweep", &plan->pool);
  const char *store = h5_read_text(file, file->id, "store", &plan->pool);
  plan->design.unit = h5_numbers(file, file->id, "unit", 2, dims, &plan->pool);
  if (file->error->code) return (int)file->error->code;
  plan->design.n_points = dims[0];
  plan->store_given = store[0] != '\0';
  if (dims[1] != plan->design.n_keys || plan->design.block == 0 || (int)plan->kind < 0 || plan->kind >= N_DESIGNS)
    return wrong(file);
  if (plan->store_given) snprintf(plan->store, PATH_SIZE, "%s", store);
  else TRY(atomic_join(plan->store, plan->folder, "points", file->error));
  return OK;
}

static int read_points(struct h5_file *file, struct plan *plan, struct plan_point **made) {
  hid_t group = h5_object(file, file->id, "points");
  size_t n = 0, n_configurations = 0, n_texts = 0;
  hsize_t dims[1];
  const double *number;
  const char **identity = h5_read_texts(file, group, "identity", &n, &plan->pool);
  const char **configuration = h5_read_texts(file, group, "configuration", &n_configurations, &plan->pool);
  const char **text = h5_read_texts(file, group, "file_text", &n_texts, &plan->pool);
  struct plan_point *points = file->error->code ? NULL : pool_take(&plan->pool, n, sizeof *points, file->error);
  *made = points;
  if (!points) return (int)file->error->code;
  if (n_configurations != n || n_texts != n) return wrong(file);
  for (size_t i = 0; i < n; i++) {
    if (strlen(identity[i]) != IDENTITY_LENGTH - 1) return wrong(file);
    memcpy(points[i].identity, identity[i], IDENTITY_LENGTH);
    points[i].configuration = configuration[i];
    points[i].file_text = text[i][0] ? text[i] : NULL;
  }
#define READ_POINT(type, member, unit, doc)                        \
  number = h5_numbers(file, group, #member, 1, dims, &plan->pool); \
  if (!number) return (int)file->error->code;                      \
  if (dims[0] != n) return wrong(file);                            \
  for (size_t i = 0; i < n; i++) points[i].member = (type)number[i];
  POINT_NUMBERS(READ_POINT)
  H5Oclose(group);
  plan->points = points;
  plan->n_points = n;
  return OK;
}

static int read_key(struct h5_file *file, hid_t group, struct plan *plan, size_t k, struct plan_key *key,
                    double *values, const char **words) {
  hsize_t dims[1] = {0};
  size_t n = 0;
  key->name = h5_read_text(file, group, "name", &plan->pool);
  key->unit = h5_read_text(file, group, "unit", &plan->pool);
  key->description = h5_read_text(file, group, "description", &plan->pool);
#define READ_KEY(type, member) key->member = (type)read_number(file, group, #member);
  KEY_NUMBERS(READ_KEY)
  if (file->error->code) return (int)file->error->code;
  const char **word = key->is_word ? h5_read_texts(file, group, "values", &n, &plan->pool) : NULL;
  const double *number = key->is_word ? NULL : h5_numbers(file, group, "values", 1, dims, &plan->pool);
  if (file->error->code) return (int)file->error->code;
  if ((key->is_word ? n : dims[0]) != plan->n_points) return wrong(file);
  for (size_t i = 0; i < plan->n_points; i++) {
    values[i * plan->n_keys + k] = number ? number[i] : (double)NAN;
    words[i * plan->n_keys + k] = word ? word[i] : NULL;
  }
  return OK;
}

static int read_keys(struct h5_file *file, struct plan *plan, struct plan_point *points) {
  hid_t group = h5_object(file, file->id, "keys");
  char **names = h5_names(file, group, &plan->pool, &plan->n_keys);
  size_t n = plan->n_points * plan->n_keys;
  struct plan_key *keys = names ? pool_take(&plan->pool, plan->n_keys, sizeof *keys, file->error) : NULL;
  double *values = keys ? pool_take(&plan->pool, n, sizeof *values, file->error) : NULL;
  const char **words = values ? pool_take(&plan->pool, n, sizeof *words, file->error) : NULL;
  for (size_t k = 0; words && k < plan->n_keys; k++) {
    hid_t key = h5_object(file, group, names[k]);
    TRY(read_key(file, key, plan, k, &keys[k], values, words));
    H5Oclose(key);
  }
  H5Oclose(group);
  for (size_t i = 0; words && i < plan->n_points; i++) {
    points[i].value = values + i * plan->n_keys;
    points[i].word = words + i * plan->n_keys;
  }
  plan->keys = keys;
  return (int)file->error->code;
}

int plan_read(struct plan *plan, const char *study, struct error *error) {
  char path[PATH_SIZE];
  struct h5_file file;
  struct plan_point *points = NULL;
  *plan = (struct plan){.folder = ""};
  TRY(atomic_join(path, study, PLAN_FILE, error));
  snprintf(plan->folder, PATH_SIZE, "%s", study);
  if (access(path, F_OK))
    return error_set(error, ERROR_CONFIG, "%s holds no plan: make one with mend sweep plan SWEEP -o %s", study, study);
  int code = h5_open(&file, path, error);
  if (!code) code = read_root(&file, plan);
  if (!code) code = read_points(&file, plan, &points);
  if (!code) code = read_keys(&file, plan, points);
  h5_close(&file);
  return code ? code : (int)error->code;
}

void plan_free(struct plan *plan) {
  pool_free(&plan->pool);
  *plan = (struct plan){.folder = ""};
}
