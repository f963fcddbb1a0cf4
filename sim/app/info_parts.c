/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/info_parts.h"

#include <math.h>
#include <string.h>

#include "base/nearest.h"

static const double DEGREE = 180 / 3.14159265358979323846;

/* The selected columns of a table in the order of the selection. @param n  out @return NULL after an error */
static struct column *select_columns(const struct table *table, const char *what, const struct selection *selection,
                                     size_t *n, struct pool *pool, struct error *error) {
  *n = selection->n ? selection->n : table->n_columns;
  struct column *selected = pool_take(pool, *n, sizeof *selected, error);
  for (size_t c = 0; selected && selection->n == 0 && c < table->n_columns; c++) selected[c] = table->columns[c];
  for (size_t i = 0; selected && i < selection->n; i++) {
    const struct column *column = stored_column(table, selection->names[i]);
    if (column) {
      selected[i] = *column;
      continue;
    }
    struct nearest nearest = nearest_to(selection->names[i]);
    char hint[HINT_LENGTH];
    for (size_t c = 0; c < table->n_columns; c++) nearest_offer(&nearest, table->columns[c].name);
    error_set(error, ERROR_CONFIG, "the result has no %s '%.100s'%s (--%ss shows them)", what, selection->names[i],
              nearest_hint(&nearest, hint), what);
    return NULL;
  }
  return selected;
}

int info_outcomes(struct sheet *sheet, const struct stored *stored, const struct selection *selection,
                  struct pool *pool, struct error *error) {
  size_t n = 0;
  const struct column *selected = select_columns(&stored->content.outcomes, "outcome", selection, &n, pool, error);
  if (!selected) return (int)error->code;
  *sheet = sheet_make(4, n, pool, error);
  const char **name = sheet_texts(sheet, "name");
  double *value = sheet_numbers(sheet, "value", NULL, NULL);
  const char **unit = sheet_texts(sheet, "unit"), **description = sheet_texts(sheet, "description");
  TRY((int)error->code);
  for (size_t i = 0; i < n; i++) {
    name[i] = selected[i].name;
    value[i] = selected[i].values[0];
    unit[i] = selected[i].unit;
    description[i] = selected[i].description;
  }
  return OK;
}

static const char TIME_DOC[] = "time", DEPTH_DOC[] = "depth below the surface";

int info_measures(struct sheet *sheet, const struct stored *stored, const struct selection *selection,
                  struct pool *pool, struct error *error) {
  const struct table *table = &stored->content.measures;
  size_t n = 0, planes = stored->cells[2];
  const struct column *selected = select_columns(table, "measure", selection, &n, pool, error);
  if (!selected) return (int)error->code;
  *sheet = sheet_make(n + 2, table->n_rows, pool, error);
  bool profiles = false;
  for (size_t i = 0; i < n; i++) profiles = profiles || selected[i].profile;
  sheet_add(sheet, (struct sheet_column){"time", "day", TIME_DOC, table->time, NULL, 0, 0});
  if (profiles) sheet_add(sheet, (struct sheet_column){"z", "mm", DEPTH_DOC, stored->depth, NULL, 0, planes});
  for (size_t i = 0; i < n; i++) {
    const struct column *column = &selected[i];
    sheet_add(sheet, (struct sheet_column){column->name, column->unit, column->description, column->values, NULL,
                                           column->profile ? planes : 0, 0});
  }
  return (int)error->code;
}

/* A column of a table with `repeat` rows per time. */
static void add_repeated(struct sheet *sheet, const struct column *column, size_t repeat) {
  double *values = sheet_numbers(sheet, column->name, column->unit, column->description);
  for (size_t r = 0; values && r < sheet->n_rows; r++) values[r] = column->values[column->profile ? r : r / repeat];
}

int info_measures_flat(struct sheet *sheet, const struct stored *stored, const struct selection *selection,
                       size_t *left_out, struct pool *pool, struct error *error) {
  const struct table *table = &stored->content.measures;
  size_t n = 0, repeat = 1;
  const struct column *selected = select_columns(table, "measure", selection, &n, pool, error);
  *left_out = 0;
  if (!selected) return (int)error->code;
  for (size_t i = 0; i < n; i++)
    if (selected[i].profile && selection->n) repeat = stored->cells[2];
  *sheet = sheet_make(n + 2, table->n_rows * repeat, pool, error);
  add_repeated(sheet, &(struct column){"time", "day", TIME_DOC, false, table->time}, repeat);
  if (repeat > 1) {
    double *z = sheet_numbers(sheet, "z", "mm", DEPTH_DOC);
    for (size_t r = 0; z && r < sheet->n_rows; r++) z[r] = stored->depth[r % repeat];
  }
  for (size_t i = 0; i < n; i++) {
    bool out = selected[i].profile && !selection->n;
    *left_out += out;
    if (!out) add_repeated(sheet, &selected[i], repeat);
  }
  return (int)error->code;
}

int info_punctures(struct sheet *sheet, const struct stored *stored, struct pool *pool, struct error *error) {
  const struct content *content = &stored->content;
  size_t rows = 0;
  for (size_t s = 0; s < content->n_sessions; s++) rows += content->sessions[s].n_punctures;
  *sheet = sheet_make(8, rows, pool, error);
  double *x = sheet_numbers(sheet, "x", "mm", NULL), *y = sheet_numbers(sheet, "y", "mm", NULL);
  double *depth = sheet_numbers(sheet, "depth", "mm", NULL), *radius = sheet_numbers(sheet, "radius", "mm", NULL);
  double *tilt = sheet_numbers(sheet, "tilt", "deg", "from the vertical");
  double *azimuth = sheet_numbers(sheet, "azimuth", "deg", "from x towards y");
  double *taper = sheet_numbers(sheet, "taper", "1", NULL), *session = sheet_numbers(sheet, "session", "1", NULL);
  TRY((int)error->code);
  size_t r = 0;
  for (size_t s = 0; s < content->n_sessions; s++)
    for (size_t i = 0; i < content->sessions[s].n_punctures; i++, r++) {
      const struct puncture *puncture = &content->sessions[s].punctures[i];
      x[r] = puncture->x;
      y[r] = puncture->y;
      depth[r] = puncture->depth;
      radius[r] = puncture->radius;
      tilt[r] = DEGREE * atan(hypot(puncture->shear[0], puncture->shear[1]));
      azimuth[r] = DEGREE * atan2(puncture->shear[1], puncture->shear[0]);
      taper[r] = puncture->taper;
      session[r] = (double)s + 1;
    }
  return OK;
}

int info_fields(struct sheet *sheet, const struct stored *stored, struct pool *pool, struct error *error) {
  *sheet = sheet_make(4, stored->n_fields, pool, error);
  const char **name = sheet_texts(sheet, "name"), **symbol = sheet_texts(sheet, "symbol");
  const char **unit = sheet_texts(sheet, "unit"), **description = sheet_texts(sheet, "description");
  TRY((int)error->code);
  for (size_t f = 0; f < stored->n_fields; f++) {
    name[f] = stored->fields[f].name;
    symbol[f] = stored->fields[f].symbol;
    unit[f] = stored->fields[f].unit;
    description[f] = stored->fields[f].description;
  }
  return OK;
}

int info_sessions(struct sheet *sheet, const struct stored *stored, struct pool *pool, struct error *error) {
  const struct content *content = &stored->content;
  const struct session_record *sessions = content->sessions;
  size_t n = content->n_sessions, reports = n ? sessions[0].n_report : 0;
  *sheet = sheet_make(reports + 2, n, pool, error);
  double *number = sheet_numbers(sheet, "session", "1", NULL), *time = sheet_numbers(sheet, "time", "day", NULL);
  TRY((int)error->code);
  for (size_t s = 0; s < n; s++) {
    number[s] = (double)s + 1;
    time[s] = sessions[s].time;
  }
  for (size_t c = 0; c < reports; c++) {
    const struct column *column = &sessions[0].report[c];
    double *values = sheet_numbers(sheet, column->name, column->unit, column->description);
    TRY((int)error->code);
    for (size_t s = 0; s < n; s++) {
      const struct table report = {.n_columns = sessions[s].n_report, .columns = sessions[s].report};
      const struct column *same = stored_column(&report, column->name);
      values[s] = same ? same->values[0] : (double)NAN;
    }
  }
  return OK;
}

/* A column of the sessions' reports, `factor` times what is stored. */
static void add_report(struct sheet *sheet, const struct content *content, const char *stored_name, const char *name,
                       const char *unit, double factor) {
  double *values = sheet_numbers(sheet, name, unit, NULL);
  for (size_t s = 0; values && s < content->n_sessions; s++) {
    const struct table report = {.n_columns = content->sessions[s].n_report, .columns = content->sessions[s].report};
    const struct column *column = stored_column(&report, stored_name);
    values[s] = column ? factor * column->values[0] : (double)NAN;
  }
}

int info_sessions_brief(struct sheet *sheet, const struct stored *stored, struct pool *pool, struct error *error) {
  const struct content *content = &stored->content;
  *sheet = sheet_make(6 + stored->n_layers, content->n_sessions, pool, error);
  double *number = sheet_numbers(sheet, "session", "1", NULL), *time = sheet_numbers(sheet, "time", "day", NULL);
  TRY((int)error->code);
  for (size_t s = 0; s < content->n_sessions; s++) {
    number[s] = (double)s + 1;
    time[s] = content->sessions[s].time;
  }
  add_report(sheet, content, "punctures", "punctures", "1", 1);
  add_report(sheet, content, "density", "per cm^2", "1", 100);
  add_report(sheet, content, "overlap", "overlap", "%", 100);
  add_report(sheet, content, "injured_area", "surface", "%", 100);
  for (size_t l = 0; l < stored->n_layers && error->code == OK; l++) {
    const char *name = pool_print(pool, error, "injured_volume_%s", stored->layers[l].name);
    if (name && stored->layers[l].planes > 0) add_report(sheet, content, name, stored->layers[l].name, "%", 100);
  }
  return (int)error->code;
}
