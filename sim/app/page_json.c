/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Pages as JSON (RFC 8259): {"what", "model", tables as arrays of objects, or "found": records with tables as members}.
 */
#include <assert.h>
#include <math.h>

#include "app/page_renderer.h"

static void text(FILE *stream, const char *words) {
  fputc('"', stream);
  for (const char *c = words; *c; c++) {
    if (*c == '"' || *c == '\\') fprintf(stream, "\\%c", *c);
    else if ((unsigned char)*c < ' ') fprintf(stream, "\\u%04x", (unsigned)(unsigned char)*c);
    else fputc(*c, stream);
  }
  fputc('"', stream);
}

/* A comma and a new line before what stands next in the innermost brace or bracket. */
static void next(struct page *page) {
  if (page->members[page->depth]++) fputc(',', page->stream);
  fprintf(page->stream, "\n%*s", (int)(2 * (page->depth + 1)), "");
}

static void begin(struct page *page, char bracket) {
  fputc(bracket, page->stream);
  assert(page->depth + 1 < MAX_DEPTH);
  page->members[++page->depth] = 0;
}

static void end(struct page *page, char bracket) {
  page->depth--;
  fprintf(page->stream, "\n%*s%c", (int)(2 * (page->depth + 1)), "", bracket);
}

static void member(struct page *page, const char *key) {
  next(page);
  text(page->stream, key);
  fputs(": ", page->stream);
}

static void number(FILE *stream, double value) {
  if (isfinite(value)) fprintf(stream, "%.15g", value);
  else fputs("null", stream);
}

static void value(FILE *stream, const struct cell *cell) {
  switch (cell->kind) {
    case CELL_NOTHING: fputs("null", stream); return;
    case CELL_WORDS:
    case CELL_UNIT: text(stream, cell->words); return;
    case CELL_NUMBER: number(stream, cell->number[0]); return;
    case CELL_TRUTH: fputs(cell->number[0] > 0 ? "true" : "false", stream); return;
    case CELL_RANGE:
      fputc('[', stream);
      number(stream, cell->number[0]);
      fputs(", ", stream);
      number(stream, cell->number[1]);
      fputc(']', stream);
      return;
    case CELL_LIST:
      for (size_t i = 0; i < cell->n_names; i++) {
        fputs(i ? ", " : "[", stream);
        text(stream, cell->names[i]);
      }
      fputc(']', stream);
  }
}

static void members(struct page *page, const struct row *row) {
  char key[CELL_TEXT];
  for (size_t c = 0; c < row->n; c++) {
    const struct column *column = &page->table->columns[c];
    member(page, column->key);
    value(page->stream, &row->cells[c]);
    if (!column->unit) continue;
    snprintf(key, sizeof key, "%s_unit", column->key);
    member(page, key);
    text(page->stream, column->unit);
  }
}

static void json_open(struct page *page, const char *about, const char *model) {
  fputc('{', page->stream);
  member(page, "what");
  text(page->stream, about);
  member(page, "model");
  text(page->stream, model);
}

static void json_close(struct page *page) { fputs("\n}\n", page->stream); }

static void json_say(struct page *page, const char *words) { (void)page, (void)words; }

static void json_table(struct page *page) {
  member(page, page->table->key);
  begin(page, '[');
}

static void json_row(struct page *page, const struct row *row) {
  next(page);
  begin(page, '{');
  members(page, row);
  end(page, '}');
}

static void json_list_end(struct page *page) { end(page, ']'); }

static void json_records(struct page *page) {
  member(page, "found");
  begin(page, '[');
}

static void json_record(struct page *page, const char *kind, const struct row *row) {
  next(page);
  begin(page, '{');
  member(page, "kind");
  text(page->stream, kind);
  members(page, row);
}

static void json_record_end(struct page *page) { end(page, '}'); }

const struct renderer renderer_json = {.open = json_open,
                                       .close = json_close,
                                       .say = json_say,
                                       .table = json_table,
                                       .row = json_row,
                                       .table_end = json_list_end,
                                       .records = json_records,
                                       .record = json_record,
                                       .record_end = json_record_end,
                                       .records_end = json_list_end};
