/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/comparison.h"

#include <math.h>
#include <string.h>

/* Columns of the table of outcomes. */
struct outcome_rows {
  size_t n;
  const char **name, **unit;
  double *value[2], *difference, *relative;
};

static void put_outcome(struct outcome_rows *rows, const struct column *first, const struct column *second) {
  size_t r = rows->n++;
  const struct column *either = first ? first : second;
  rows->name[r] = either->name;
  rows->unit[r] = either->unit;
  bool same = first && second && strcmp(first->unit, second->unit) == 0;
  double a = first ? first->values[0] : (double)NAN, b = second ? second->values[0] : (double)NAN;
  rows->value[0][r] = a;
  rows->value[1][r] = b;
  rows->difference[r] = same ? b - a : (double)NAN;
  rows->relative[r] = same && fabs(a) > 0 ? 100 * (b - a) / fabs(a) : (double)NAN;
}

int comparison_outcomes(struct sheet *sheet, const struct stored *first, const struct stored *second,
                        const struct comparison_names *names, struct pool *pool, struct error *error) {
  const struct table *a = &first->content.outcomes, *b = &second->content.outcomes;
  *sheet = sheet_make(6, a->n_columns + b->n_columns, pool, error);
  /* The unit of a row stands in the column `unit`. */
  struct outcome_rows rows = {0};
  rows.name = sheet_texts(sheet, "name");
  rows.unit = sheet_texts(sheet, "unit");
  rows.value[0] = sheet_numbers(sheet, names->first, NULL, NULL);
  rows.value[1] = sheet_numbers(sheet, names->second, NULL, NULL);
  rows.difference = sheet_numbers(sheet, "difference", NULL, "second minus first");
  rows.relative = sheet_numbers(sheet, "relative_difference", "%", "of the first's size");
  TRY((int)error->code);
  for (size_t c = 0; c < a->n_columns; c++) put_outcome(&rows, &a->columns[c], stored_column(b, a->columns[c].name));
  for (size_t c = 0; c < b->n_columns; c++)
    if (!stored_column(a, b->columns[c].name)) put_outcome(&rows, NULL, &b->columns[c]);
  sheet->n_rows = rows.n;
  return OK;
}

/* One line of a canonical configuration with a value. */
struct setting {
  const char *key, *value;
};

enum { DEEPEST = 8, INDENT_STEP = 2 };

/* All lines "key: value" with the keys above them, "treatment.device.type". @param n  out @return NULL after an error */
static struct setting *settings_of(const struct stored *stored, size_t *n, struct pool *pool, struct error *error) {
  const char *text = stored_provenance(stored, "configuration"), *above[DEEPEST];
  *n = 0;
  for (size_t d = 0; d < DEEPEST; d++) above[d] = "";
  if (!text) {
    error_set(error, ERROR_FAILED, "%s holds no configuration", stored->path);
    return NULL;
  }
  size_t lines = 1;
  for (const char *c = text; *c; c++) lines += *c == '\n';
  struct setting *settings = pool_take(pool, lines, sizeof *settings, error);
  for (const char *line = text; settings && *line;) {
    size_t length = strcspn(line, "\n"), depth = strspn(line, " ") / INDENT_STEP;
    const char *word = line + strspn(line, " ");
    size_t rest = length - (size_t)(word - line), key = strcspn(word, ":\n");
    if (key < rest && depth < DEEPEST - 1) {
      const char *path = pool_print(pool, error, "%s%s%.*s", above[depth], depth ? "." : "", (int)key, word);
      const char *value = word + key + 1 + strspn(word + key + 1, " ");
      const char *end = line + length;
      if (!path) return NULL;
      above[depth + 1] = path;
      if (value < end)
        settings[(*n)++] = (struct setting){path, pool_print(pool, error, "%.*s", (int)(end - value), value)};
    }
    line += length + (line[length] == '\n');
  }
  return error->code ? NULL : settings;
}

static const char *value_of(const struct setting settings[], size_t n, const char *key) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(settings[i].key, key) == 0) return settings[i].value;
  return NULL;
}

int comparison_configurations(struct sheet *sheet, const struct stored *first, const struct stored *second,
                              const struct comparison_names *names, struct pool *pool, struct error *error) {
  size_t n[2] = {0}, rows = 0;
  struct setting *a = settings_of(first, &n[0], pool, error), *b = a ? settings_of(second, &n[1], pool, error) : NULL;
  if (!b) return (int)error->code;
  *sheet = sheet_make(3, n[0] + n[1], pool, error);
  const char **key = sheet_texts(sheet, "key");
  const char **one = sheet_texts(sheet, names->first), **other = sheet_texts(sheet, names->second);
  TRY((int)error->code);
  for (size_t i = 0; i < n[0] + n[1]; i++) {
    const struct setting *setting = i < n[0] ? &a[i] : &b[i - n[0]];
    const char *here = i < n[0] ? setting->value : value_of(a, n[0], setting->key);
    const char *there = i < n[0] ? value_of(b, n[1], setting->key) : setting->value;
    bool seen = i >= n[0] && here, same = here && there && strcmp(here, there) == 0;
    if (seen || same) continue;
    key[rows] = setting->key;
    one[rows] = here;
    other[rows++] = there;
  }
  sheet->n_rows = rows;
  return OK;
}
