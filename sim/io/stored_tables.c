/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/stored_tables.h"

#include <stdio.h>
#include <string.h>

#include "io/tables.h"

enum { MOST_SESSIONS = 9999 };

/* What is being read, and where it goes. */
struct source {
  struct h5_file *file;
  struct pool *pool;
  size_t planes;
};

/* The dataset `name` as a column if its rank is `rank`, or one more for a profile. @return whether it is one */
static bool read_column(const struct source *source, hid_t group, const char *name, int rank, size_t n_rows,
                        struct column *column) {
  struct h5_file *file = source->file;
  hsize_t dims[H5S_MAX_RANK] = {0};
  hid_t dataset = h5_object(file, group, name);
  int found = h5_shape(file, dataset, dims);
  bool profile = rank == 1 && found == 2;
  bool wanted =
      (found == rank || profile) && (found < 1 || dims[0] == n_rows) && (!profile || dims[1] == source->planes);
  if (wanted)
    *column = (struct column){.name = name,
                              .unit = h5_read_text(file, dataset, "units", source->pool),
                              .description = h5_read_text(file, dataset, "description", source->pool),
                              .profile = profile,
                              .values = h5_numbers(file, group, name, found, dims, source->pool)};
  H5Oclose(dataset);
  return wanted;
}

/* @param rank  of the columns: 1 over time, or 0 */
static struct table read_table(const struct source *source, const char *name, int rank) {
  struct h5_file *file = source->file;
  struct table table = {.n_rows = 1};
  size_t n = 0;
  hsize_t rows = 1;
  hid_t group = h5_object(file, file->id, name);
  char **names = h5_names(file, group, source->pool, &n);
  struct column *columns = names ? pool_take(source->pool, n, sizeof *columns, file->error) : NULL;
  if (rank == 1) table.time = h5_numbers(file, group, "time", 1, &rows, source->pool);
  table.n_rows = (size_t)rows;
  table.columns = columns;
  for (size_t i = 0; columns && !file->error->code && i < n; i++) {
    bool scale = rank == 1 && (strcmp(names[i], "time") == 0 || strcmp(names[i], "z") == 0);
    if (scale) continue;
    if (read_column(source, group, names[i], rank, table.n_rows, &columns[table.n_columns])) table.n_columns++;
    else error_set(file->error, ERROR_FAILED, "cannot read %s: /%s/%s is not as expected", file->path, name, names[i]);
  }
  H5Oclose(group);
  return table;
}

static void read_punctures(const struct source *source, hid_t group, struct session_record *session) {
  struct h5_file *file = source->file;
  struct puncture *punctures = NULL;
  for (size_t c = 0; c < N_PUNCTURE_COLUMNS; c++) {
    hsize_t n = 0;
    double *values = h5_numbers(file, group, tables_puncture[c].name, 1, &n, source->pool);
    if (c == 0) {
      session->n_punctures = (size_t)n;
      session->punctures = punctures = pool_take(source->pool, (size_t)n, sizeof *punctures, file->error);
    }
    if (!file->error->code && n != session->n_punctures)
      error_set(file->error, ERROR_FAILED, "cannot read %s: the punctures' columns differ in length", file->path);
    for (size_t i = 0; !file->error->code && i < n; i++)
      *(double *)(void *)((char *)&punctures[i] + tables_puncture[c].offset) = values[i];
  }
}

static void read_session(const struct source *source, hid_t group, struct session_record *session) {
  struct h5_file *file = source->file;
  size_t n = 0;
  hsize_t times = 0;
  const double *time = h5_numbers(file, group, "time", 1, &times, source->pool);
  if (time && times != 1) error_set(file->error, ERROR_FAILED, "cannot read %s: a session has one time", file->path);
  if (time) session->time = time[0];
  char **names = h5_names(file, group, source->pool, &n);
  struct column *report = names ? pool_take(source->pool, n, sizeof *report, file->error) : NULL;
  session->report = report;
  for (size_t i = 0; report && !file->error->code && i < n; i++)
    session->n_report += read_column(source, group, names[i], 0, 1, &report[session->n_report]);
  read_punctures(source, group, session);
}

static void read_treatment(const struct source *source, struct content *content) {
  struct h5_file *file = source->file;
  size_t n = 0;
  hid_t treatment = h5_object(file, file->id, "treatment");
  char **names = h5_names(file, treatment, source->pool, &n);
  if (n > MOST_SESSIONS) error_set(file->error, ERROR_FAILED, "cannot read %s: too many sessions", file->path);
  struct session_record *sessions =
      names && !file->error->code ? pool_take(source->pool, n, sizeof *sessions, file->error) : NULL;
  content->sessions = sessions;
  for (size_t s = 0; sessions && !file->error->code && s < n; s++) {
    hid_t group = h5_object(file, treatment, names[s]);
    read_session(source, group, &sessions[content->n_sessions++]);
    H5Oclose(group);
  }
  H5Oclose(treatment);
}

static const struct remark *read_remarks(const struct source *source, const char *name, size_t *n) {
  struct h5_file *file = source->file;
  hid_t group = h5_object(file, file->id, name);
  char **names = h5_names(file, group, source->pool, n);
  struct remark *remarks = names ? pool_take(source->pool, *n, sizeof *remarks, file->error) : NULL;
  for (size_t r = 0; remarks && !file->error->code && r < *n; r++)
    remarks[r] = (struct remark){names[r], h5_read_string(file, group, names[r], source->pool)};
  H5Oclose(group);
  return remarks;
}

void stored_tables_read(struct content *content, struct h5_file *file, size_t planes, struct pool *pool) {
  const struct source source = {file, pool, planes};
  content->measures = read_table(&source, "measures", 1);
  content->outcomes = read_table(&source, "outcomes", 0);
  read_treatment(&source, content);
  content->provenance = read_remarks(&source, "provenance", &content->n_provenance);
  content->execution = read_remarks(&source, "execution", &content->n_execution);
}
