/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STUDY/table.h5: one array over the scale `point` for each column, so that xarray and pandas read it as a table. */
#include <stdlib.h>
#include <string.h>

#include "io/folder.h"
#include "io/h5_texts.h"
#include "study/collect.h"
#include "study/collected.h"

enum { TABLE_VERSION = 1 };

/* A table while it is written. */
struct writing {
  struct h5_file file;
  const struct collected *table;
  hid_t point;
  size_t n;
  double *numbers; /* [n] */
  const char **texts;
};

static hid_t write_numbers(struct writing *w, const char *name, const double *values, const char *unit,
                           const char *description, const char *role) {
  const hsize_t n = w->n;
  hid_t column = h5_array(&w->file, w->file.id, name, 1, &n, values, unit, description);
  h5_text(&w->file, column, "role", role);
  h5_attach(&w->file, column, 0, w->point);
  return column;
}

static hid_t write_texts(struct writing *w, const char *name, const char *const *texts, const char *description,
                         const char *role) {
  hid_t column = h5_texts(&w->file, w->file.id, name, w->n, texts);
  h5_text(&w->file, column, "description", description);
  h5_text(&w->file, column, "role", role);
  h5_attach(&w->file, column, 0, w->point);
  return column;
}

static void write_root(struct writing *w) {
  const struct plan *plan = w->table->plan;
  const int64_t version = TABLE_VERSION, block = (int64_t)plan->design.block;
  bool complete = true;
  for (size_t i = 0; i < w->n; i++) complete = complete && w->table->state[i] == POINT_DONE;
  h5_attribute(&w->file, w->file.id, "format_version", H5T_STD_I64LE, H5T_NATIVE_INT64, 0, &version);
  h5_attribute(&w->file, w->file.id, "block", H5T_STD_I64LE, H5T_NATIVE_INT64, 0, &block);
  h5_text(&w->file, w->file.id, "title", plan->title);
  h5_text(&w->file, w->file.id, "design", design_word[plan->kind]);
  h5_text(&w->file, w->file.id, "complete", complete ? "yes" : "no");
  h5_text(&w->file, w->file.id, "Conventions", "CF-1.8");
  for (size_t i = 0; i < w->n; i++) w->numbers[i] = (double)i;
  w->point = h5_scale(&w->file, w->file.id, "point", w->n, w->numbers, "1", "number of the point in the plan");
}

static void write_keys(struct writing *w) {
  const struct plan *plan = w->table->plan;
  for (size_t k = 0; k < plan->n_keys; k++) {
    const struct plan_key *key = &plan->keys[k];
    const int64_t uncertain = key->uncertain;
    for (size_t i = 0; i < w->n; i++) {
      w->numbers[i] = plan->points[i].value[k];
      w->texts[i] = key->is_word ? plan->points[i].word[k] : "";
    }
    hid_t column = key->is_word ? write_texts(w, key->name, w->texts, key->description, "parameter")
                                : write_numbers(w, key->name, w->numbers, key->unit, key->description, "parameter");
    h5_text(&w->file, column, "scale", key->logarithmic ? "log" : "linear");
    h5_attribute(&w->file, column, "uncertain", H5T_STD_I64LE, H5T_NATIVE_INT64, 0, &uncertain);
    H5Oclose(column);
  }
}

static void write_states(struct writing *w) {
  const struct plan *plan = w->table->plan;
  for (size_t i = 0; i < w->n; i++) w->texts[i] = store_state_word[w->table->state[i]];
  H5Oclose(write_texts(w, "status", w->texts, "what became of the point", "status"));
  for (size_t i = 0; i < w->n; i++) w->texts[i] = plan->points[i].identity;
  H5Oclose(write_texts(w, "identity", w->texts, "hash of the configuration and the version of results", "status"));
  H5Oclose(write_texts(w, "reason", w->table->reason, "why the point failed", "status"));
#define WRITE_PLACE(member, doc)                                                    \
  for (size_t i = 0; i < w->n; i++) w->numbers[i] = (double)plan->points[i].member; \
  H5Oclose(write_numbers(w, #member, w->numbers, "1", doc, "design"));
  WRITE_PLACE(setting, "points that differ in replicate or uncertain keys alone have one")
  WRITE_PLACE(replicate, "run with run.seed larger by so much")
  WRITE_PLACE(sample, "of the uncertain keys")
  H5Oclose(write_numbers(w, "wall_time", w->table->wall, "s", "wall time of the run", "timing"));
  H5Oclose(write_numbers(w, "steps", w->table->steps, "1", "time steps", "timing"));
}

/* Where the points lie in the unit cube, for indices of sensitivity. */
static void write_design(struct writing *w) {
  const struct plan *plan = w->table->plan;
  const hsize_t dims[2] = {plan->design.n_points, plan->design.n_keys};
  hid_t group = h5_group(&w->file, w->file.id, "design");
  H5Oclose(h5_array(&w->file, group, "unit", 2, dims, plan->design.unit, "1", "points of the design in the unit cube"));
  char *names = NULL;
  size_t size;
  FILE *out = open_memstream(&names, &size);
  for (size_t k = 0; out && k < plan->design.n_keys; k++) fprintf(out, "%s%s", k ? "\n" : "", plan->keys[k].name);
  if (!out || fclose(out)) error_set(w->file.error, ERROR_FAILED, "no memory for the names of keys");
  else h5_string(&w->file, group, "keys", names);
  free(names);
  H5Oclose(group);
}

int collected_write_h5(const struct collected *table, struct error *error) {
  struct atomic atomic;
  uint64_t bytes = 0;
  size_t n = table->plan->n_points;
  TRY(atomic_begin(&atomic, table->plan->folder, TABLE_FILE, error));
  struct writing w = {
      .table = table, .n = n, .numbers = malloc((n + 1) * sizeof(double)), .texts = malloc((n + 1) * sizeof(char *))};
  if (w.numbers && w.texts) {
    h5_create(&w.file, atomic.aside, atomic.path, error);
    write_root(&w);
    write_keys(&w);
    for (size_t o = 0; o < table->n_outcomes; o++) {
      const struct collected_outcome *outcome = &table->outcomes[o];
      H5Oclose(write_numbers(&w, outcome->name, outcome->values, outcome->unit, outcome->description, "outcome"));
    }
    write_states(&w);
    write_design(&w);
    H5Oclose(w.point);
    h5_close(&w.file);
  } else {
    error_set(error, ERROR_FAILED, "no memory for a table of %zu points", n);
  }
  free(w.numbers);
  free(w.texts);
  return atomic_end(&atomic, &bytes, error);
}
