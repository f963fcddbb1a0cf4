/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/page.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app/page_renderer.h"
#include "config/table.h"

void row_begin(struct row *row) { row->n = row->used = 0; }

static struct cell *add(struct row *row, enum cell_kind kind) {
  assert(row->n < MAX_COLUMNS);
  struct cell *cell = &row->cells[row->n++];
  *cell = (struct cell){.kind = kind};
  return cell;
}

void row_nothing(struct row *row) { add(row, CELL_NOTHING); }

void row_words(struct row *row, const char *text) {
  add(row, text && text[0] ? CELL_WORDS : CELL_NOTHING)->words = text;
}

void row_print_words(struct row *row, const char *format, ...) {
  char *text = row->text + row->used;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, ROW_TEXT - row->used, format, arguments);
  va_end(arguments);
  assert(length >= 0 && (size_t)length < ROW_TEXT - row->used);
  row->used += (size_t)length + 1;
  row_words(row, text);
}

void row_unit(struct row *row, const char *unit) { add(row, unit ? CELL_UNIT : CELL_NOTHING)->words = unit; }

void row_number(struct row *row, double number) {
  add(row, isfinite(number) ? CELL_NUMBER : CELL_NOTHING)->number[0] = number;
}

void row_range(struct row *row, const double range[2]) {
  struct cell *cell = add(row, isfinite(range[0]) || isfinite(range[1]) ? CELL_RANGE : CELL_NOTHING);
  cell->number[0] = range[0];
  cell->number[1] = range[1];
}

void row_truth(struct row *row, bool truth) { add(row, CELL_TRUTH)->number[0] = truth; }

void row_list(struct row *row, const char *const names[], size_t n) {
  struct cell *cell = add(row, n ? CELL_LIST : CELL_NOTHING);
  cell->names = names;
  cell->n_names = n;
}

const char *column_label(const struct column *column, char words[CELL_TEXT]) {
  snprintf(words, CELL_TEXT, "%s", column->key);
  for (char *c = words; *c; c++)
    if (*c == '_') *c = ' ';
  return words;
}

void cell_write(const struct cell *cell, const struct column *column, void (*put)(void *sink, const char *text),
                void *sink) {
  char text[CELL_TEXT];
  switch (cell->kind) {
    case CELL_NOTHING: return;
    case CELL_WORDS: put(sink, cell->words); return;
    case CELL_UNIT: put(sink, strcmp(cell->words, "1") == 0 ? "pure number" : cell->words); return;
    case CELL_TRUTH: put(sink, cell->number[0] > 0 ? "yes" : "no"); return;
    case CELL_LIST:
      for (size_t i = 0; i < cell->n_names; i++) {
        if (i) put(sink, ", ");
        put(sink, cell->names[i]);
      }
      return;
    case CELL_NUMBER:
      snprintf(text, sizeof text, "%.6g", cell->number[0]);
      put(sink, text);
      break;
    case CELL_RANGE: put(sink, range_print(cell->number, "1", text)); break;
  }
  if (column && column->unit) {
    put(sink, " ");
    put(sink, column->unit);
  }
}

struct page *page_open(enum page_format format, FILE *stream, const char *about, const char *model) {
  static const struct renderer *const renderers[] = {
      [PAGE_TEXT] = &renderer_text, [PAGE_MARKDOWN] = &renderer_markdown, [PAGE_JSON] = &renderer_json};
  struct page *page = calloc(1, sizeof *page);
  if (!page) return NULL;
  page->renderer = renderers[format];
  page->stream = stream;
  page->renderer->open(page, about, model);
  return page;
}

void page_close(struct page *page) {
  page->renderer->close(page);
  free(page);
}

void page_say(struct page *page, const char *text) { page->renderer->say(page, text); }

void page_table(struct page *page, const struct table *table) {
  page->table = table;
  page->renderer->table(page);
}

void page_row(struct page *page, const struct row *row) {
  assert(row->n == page->table->n_columns);
  page->renderer->row(page, row);
}

void page_table_end(struct page *page) { page->renderer->table_end(page); }

void page_records(struct page *page) { page->renderer->records(page); }

void page_record(struct page *page, const char *kind, const struct table *table, const struct row *row) {
  assert(row->n == table->n_columns);
  page->table = table;
  page->in_record = true;
  page->renderer->record(page, kind, row);
}

void page_record_end(struct page *page) {
  page->renderer->record_end(page);
  page->in_record = false;
}

void page_records_end(struct page *page) { page->renderer->records_end(page); }
