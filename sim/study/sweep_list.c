/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/sweep_list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "config/content.h"
#include "config/csv.h"
#include "config/table.h"

static size_t count_rows(struct csv csv) {
  size_t n = 0;
  while (csv_line(&csv)) n++;
  return n;
}

static int read_names(struct sweep *sweep, struct csv *csv, size_t n_rows, struct error *error) {
  char field[CSV_FIELD], hint[HINT_LENGTH];
  for (const char *rest = csv->line; rest && !error->code;) {
    csv_field(csv, &rest, field);
    if (sweep->n_keys == MOST_KEYS) {
      csv_fault(csv, field, "more than %d keys are refused", MOST_KEYS);
      return OK;
    }
    struct error cause = {OK, ""};
    double factor;
    const char *unit = csv_unit(field);
    const struct param_spec *row = varied_row(field, sweep->model, hint);
    if (!unit) csv_fault(csv, "", "'%s' is no key with its unit, such as 'treatment.device.density [1/cm^2]'", field);
    else if (!row) csv_fault(csv, field, "is not a key of a configuration%s", hint);
    else if (unit[0] && strcmp(unit, "1") != 0 && unit_factor(unit, unit, &factor, &cause))
      csv_fault(csv, field, "%s", cause.sentence);
    for (size_t k = 0; k < sweep->n_keys; k++)
      if (strcmp(sweep->keys[k].name, field) == 0) csv_fault(csv, field, "stands twice");
    sweep->keys[sweep->n_keys++] = (struct varied){.name = pool_print(&sweep->pool, error, "%s", field),
                                                   .description = row ? row->doc : "",
                                                   .unit = pool_print(&sweep->pool, error, "%s", unit ? unit : ""),
                                                   .is_word = !unit || !unit[0],
                                                   .n = n_rows,
                                                   .text = pool_take(&sweep->pool, n_rows, sizeof(char *), error),
                                                   .number = pool_take(&sweep->pool, n_rows, sizeof(double), error)};
  }
  return (int)error->code;
}

static int read_row(struct sweep *sweep, struct csv *csv, size_t first, size_t row, struct error *error) {
  char field[CSV_FIELD];
  size_t n = csv_count(csv), k = first;
  if (n != sweep->n_keys - first) {
    csv_fault(csv, "", "%zu field%s under %zu columns", n, n == 1 ? " stands" : "s stand", sweep->n_keys - first);
    return OK;
  }
  for (const char *rest = csv->line; rest; k++) {
    struct varied *key = &sweep->keys[k];
    csv_field(csv, &rest, field);
    char *end = field;
    double number = strpbrk(field, "xXpP") ? (double)NAN : strtod(field, &end);
    bool pure = strcmp(key->unit, "1") == 0;
    if (!key->is_word && (!field[0] || *end || !isfinite(number)))
      csv_fault(csv, key->name, "'%s' is not a number", field);
    key->number[row] = number;
    key->text[row] =
        pool_print(&sweep->pool, error, "%s%s%s", field, key->is_word || pure ? "" : " ", pure ? "" : key->unit);
  }
  return (int)error->code;
}

static int read_points(struct sweep *sweep, struct csv *csv, size_t n_rows, struct error *error) {
  enum { MOST_MISTAKES = 20 };
  size_t first = sweep->n_keys, row = 0;
  TRY(read_names(sweep, csv, n_rows, error));
  for (; csv->mistakes < MOST_MISTAKES && csv_line(csv); row++) TRY(read_row(sweep, csv, first, row, error));
  double *unit = calloc(n_rows * sweep->n_keys + 1, sizeof *unit);
  if (!unit) return error_set(error, ERROR_FAILED, "no memory for %zu points", n_rows);
  for (size_t i = 0; i < n_rows; i++)
    for (size_t k = 0; k < sweep->n_keys; k++) unit[i * sweep->n_keys + k] = ((double)i + 0.5) / (double)n_rows;
  sweep->design = (struct design){.n_keys = sweep->n_keys, .n_points = n_rows, .block = 1, .unit = unit};
  return OK;
}

int sweep_list_read(struct sweep *sweep, char *path, struct complaints *complaints, struct error *error) {
  enum { MOST_BYTES = 1 << 26 };
  char *text = NULL, nothing[1] = "";
  size_t length = 0;
  struct error cause = {OK, ""};
  int code = content_read(path, true, MOST_BYTES, &text, &length, &cause);
  if (code && code != ERROR_CONFIG) return error_set(error, cause.code, "%s", cause.sentence);
  struct csv csv = csv_begin(path, text ? text : nothing, length, complaints);
  if (code) csv_fault(&csv, "", "%s", cause.sentence);
  else if (sweep->n_keys)
    csv_fault(&csv, "", "the points of a list come from its file alone: take 'vary' and 'cases' out");
  else if (!csv_line(&csv)) csv_fault(&csv, "", "there is no line of keys, such as treatment.device.density [1/cm^2]");
  else if (count_rows(csv) == 0) csv_fault(&csv, "", "there is no point");
  else if (count_rows(csv) > MOST_POINTS) csv_fault(&csv, "", "more than %d points", MOST_POINTS);
  else read_points(sweep, &csv, count_rows(csv), error);
  free(text);
  return (int)error->code;
}
