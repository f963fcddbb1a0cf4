/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

enum { CELL = 256, GAP = 2, SCREEN = 100, LEAST_ROOM = 20 };

struct sheet sheet_make(size_t room, size_t n_rows, struct pool *pool, struct error *error) {
  struct sheet sheet = {.n_rows = n_rows, .room = room, .pool = pool, .error = error};
  sheet.columns = pool_take(pool, room, sizeof *sheet.columns, error);
  return sheet;
}

void sheet_add(struct sheet *sheet, struct sheet_column column) {
  if (!sheet->columns) return;
  if (sheet->n_columns == sheet->room) abort();
  sheet->columns[sheet->n_columns++] = column;
}

double *sheet_numbers(struct sheet *sheet, const char *name, const char *unit, const char *description) {
  double *values = pool_take(sheet->pool, sheet->n_rows, sizeof *values, sheet->error);
  sheet_add(sheet, (struct sheet_column){.name = name, .unit = unit, .description = description, .values = values});
  return values;
}

const char **sheet_texts(struct sheet *sheet, const char *name) {
  const char **texts = pool_take(sheet->pool, sheet->n_rows, sizeof *texts, sheet->error);
  sheet_add(sheet, (struct sheet_column){.name = name, .texts = texts});
  return texts;
}

/* Print a cell of text as it is, or a number into `text`. @return what to show */
static const char *cell(const struct sheet_column *column, size_t row, char text[CELL]) {
  if (column->texts) return column->texts[row] && column->texts[row][0] ? column->texts[row] : "-";
  if (isnan(column->values[row])) return "-";
  snprintf(text, CELL, "%.6g", column->values[row]);
  return text;
}

/* Name and unit; a pure number needs none for people. */
static const char *heading(const struct sheet_column *column, char text[CELL]) {
  bool pure = !column->unit || strcmp(column->unit, "1") == 0;
  if (pure) snprintf(text, CELL, "%s", column->name);
  else snprintf(text, CELL, "%s [%s]", column->name, column->unit);
  return text;
}

/* Characters of UTF-8. */
static size_t length_of(const char *text) {
  size_t n = 0;
  for (; *text; text++) n += ((unsigned char)*text & 0xc0) != 0x80;
  return n;
}

static size_t width_of(const struct sheet *sheet, size_t c) {
  char text[CELL];
  size_t width = length_of(heading(&sheet->columns[c], text));
  for (size_t r = 0; r < sheet->n_rows; r++) {
    size_t length = length_of(cell(&sheet->columns[c], r, text));
    if (length > width) width = length;
  }
  return width;
}

/* Numbers stand right, texts left. */
static void put_cell(const char *text, bool right, size_t width, bool last, FILE *stream) {
  size_t room = width - length_of(text);
  if (right) fprintf(stream, "%*s%s", (int)room, "", text);
  else fprintf(stream, "%s%*s", text, (int)room, "");
  fputs(last ? "\n" : "  ", stream);
}

/* The last text of a line, which goes on below itself where a line of the screen ends; `start` is its column. */
static void put_sentence(const char *text, size_t start, FILE *stream) {
  size_t room = start + LEAST_ROOM < SCREEN ? SCREEN - start : LEAST_ROOM, used = 0;
  while (*text) {
    size_t bytes = strcspn(text, " ");
    char word[CELL];
    snprintf(word, sizeof word, "%.*s", (int)bytes, text);
    if (used > 0 && used + 1 + length_of(word) > room) {
      fprintf(stream, "\n%*s", (int)start, "");
      used = 0;
    }
    used += (size_t)fprintf(stream, "%s", used > 0 ? " " : "") + length_of(word);
    fputs(word, stream);
    text += bytes + (text[bytes] == ' ');
  }
  fputc('\n', stream);
}

void sheet_print(const struct sheet *sheet, const char *indent, FILE *stream) {
  size_t *width = calloc(sheet->n_columns + 1, sizeof *width), start = strlen(indent);
  if (!width) return;
  for (size_t c = 0; c < sheet->n_columns; c++) width[c] = width_of(sheet, c);
  for (size_t c = 0; c + 1 < sheet->n_columns; c++) start += width[c] + GAP;
  for (size_t line = 0; line <= sheet->n_rows; line++) {
    fputs(indent, stream);
    for (size_t c = 0; c < sheet->n_columns; c++) {
      const struct sheet_column *column = &sheet->columns[c];
      char text[CELL];
      const char *shown = line == 0 ? heading(column, text) : cell(column, line - 1, text);
      bool last = c + 1 == sheet->n_columns;
      if (last && column->texts) put_sentence(shown, start, stream);
      else put_cell(shown, !column->texts, width[c], last, stream);
    }
  }
  free(width);
}

static void put_field(const char *text, FILE *stream) {
  bool quoted = strpbrk(text, ",\"\r\n") != NULL;
  if (quoted) fputc('"', stream);
  for (; *text; text++) {
    if (*text == '"') fputc('"', stream);
    fputc(*text, stream);
  }
  if (quoted) fputc('"', stream);
}

void sheet_print_csv(const struct sheet *sheet, FILE *stream) {
  for (size_t c = 0; c < sheet->n_columns; c++) {
    const struct sheet_column *column = &sheet->columns[c];
    char text[CELL];
    snprintf(text, sizeof text, column->unit ? "%s [%s]" : "%s", column->name, column->unit);
    put_field(text, stream);
    fputc(c + 1 == sheet->n_columns ? '\n' : ',', stream);
  }
  for (size_t r = 0; r < sheet->n_rows; r++)
    for (size_t c = 0; c < sheet->n_columns; c++) {
      const struct sheet_column *column = &sheet->columns[c];
      char text[NUMBER_LENGTH];
      if (column->texts) put_field(column->texts[r] ? column->texts[r] : "", stream);
      else if (!isnan(column->values[r])) fputs(number_text(column->values[r], text), stream);
      fputc(c + 1 == sheet->n_columns ? '\n' : ',', stream);
    }
}

static void put_values(const struct sheet_column *column, size_t n_rows, struct json *json) {
  if (column->width == 0 && column->values) {
    json_numbers(json, "values", n_rows, column->values);
    return;
  }
  json_array(json, "values");
  for (size_t r = 0; r < n_rows; r++) {
    if (column->texts) json_text(json, NULL, column->texts[r]);
    else json_numbers(json, NULL, column->width, column->values + r * column->width);
  }
  json_end(json);
}

void sheet_print_json(const struct sheet *sheet, struct json *json, const char *key) {
  json_object(json, key);
  for (size_t c = 0; c < sheet->n_columns; c++) {
    const struct sheet_column *column = &sheet->columns[c];
    json_object(json, column->name);
    if (column->unit) json_text(json, "unit", column->unit);
    if (column->description) json_text(json, "description", column->description);
    put_values(column, column->length ? column->length : sheet->n_rows, json);
    json_end(json);
  }
  json_end(json);
}
