/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Pages as plain text of at most 100 columns.
 */
#include <string.h>

#include "app/page_renderer.h"

enum { WIDTH = 100, LABEL_WIDTH = 18, RECORD_INDENT = 2 };

/* Words that fill lines; a line that is full goes on below, indented. */
struct flow {
  FILE *stream;
  size_t indent, column;
  size_t spaces;            /* owed before the next word */
  char word[8 * CELL_TEXT]; /* not yet written, since more may belong to it */
  size_t length;
};

static size_t characters(const char *text) {
  size_t n = 0;
  for (; *text; text++) n += ((unsigned char)*text & 0xC0) != 0x80;
  return n;
}

static void write_word(struct flow *flow) {
  if (!flow->length) return;
  flow->word[flow->length] = '\0';
  size_t length = characters(flow->word);
  if (flow->column + flow->spaces + length > WIDTH && flow->column > flow->indent) {
    fprintf(flow->stream, "\n%*s", (int)flow->indent, "");
    flow->column = flow->indent;
    flow->spaces = 0;
  }
  fprintf(flow->stream, "%*s%s", (int)flow->spaces, "", flow->word);
  flow->column += flow->spaces + length;
  flow->length = flow->spaces = 0;
}

static void put(void *sink, const char *text) {
  struct flow *flow = sink;
  for (const char *c = text; *c; c++) {
    if (*c == ' ' || flow->length + 1 == sizeof flow->word) write_word(flow);
    if (*c == ' ') flow->spaces = flow->column > flow->indent;
    else flow->word[flow->length++] = *c;
  }
}

static struct flow flow_begin(struct page *page, size_t indent) {
  fprintf(page->stream, "%*s", (int)indent, "");
  return (struct flow){.stream = page->stream, .indent = indent, .column = indent};
}

static void flow_end(struct flow *flow) {
  write_word(flow);
  fputc('\n', flow->stream);
}

static void paragraph(struct page *page, size_t indent, const char *words) {
  struct flow flow = flow_begin(page, indent);
  put(&flow, words);
  flow_end(&flow);
}

static void text_open(struct page *page, const char *about, const char *model) {
  fprintf(page->stream, "MEND: %s (model %s)\n", about, model);
}

static void nothing(struct page *page) { (void)page; }

static void text_say(struct page *page, const char *words) {
  fputc('\n', page->stream);
  paragraph(page, 0, words);
}

static void text_table(struct page *page) {
  const char *title = page->table->title;
  size_t length = characters(title);
  fprintf(page->stream, "\n%s\n", title);
  for (size_t i = 0; i < length; i++) fputc('-', page->stream);
  fputc('\n', page->stream);
  if (page->table->doc) paragraph(page, 0, page->table->doc);
  if (page->table->note) paragraph(page, 0, page->table->note);
}

/* A row of one line: the name, at most one number, the sentence. */
static void brief_row(struct page *page, const struct row *row) {
  char number[CELL_TEXT] = "";
  struct flow flow = flow_begin(page, 2);
  put(&flow, row->cells[0].words);
  write_word(&flow);
  for (size_t c = 1; c < row->n; c++)
    if (row->cells[c].kind == CELL_NUMBER) snprintf(number, sizeof number, "%4g  ", row->cells[c].number[0]);
  flow.indent = 2 + page->table->name_width + 2 + strlen(number);
  const bool fits = flow.column + 2 + strlen(number) <= flow.indent;
  if (fits) fprintf(page->stream, "%*s", (int)(flow.indent - flow.column), number);
  else fprintf(page->stream, "\n%*s", (int)flow.indent, number);
  flow.column = flow.indent;
  for (size_t c = 1; c < row->n; c++)
    if (page->table->columns[c].role == COLUMN_SENTENCE) cell_write(&row->cells[c], NULL, put, &flow);
  flow_end(&flow);
}

static void text_row(struct page *page, const struct row *row) {
  if (page->table->name_width) {
    brief_row(page, row);
    return;
  }
  char label[CELL_TEXT];
  fputc('\n', page->stream);
  paragraph(page, 2, row->cells[0].words);
  for (size_t c = 1; c < row->n; c++)
    if (page->table->columns[c].role == COLUMN_SENTENCE && row->cells[c].kind != CELL_NOTHING)
      paragraph(page, 6, row->cells[c].words);
  struct flow flow = {0};
  for (size_t c = 1; c < row->n; c++) {
    const struct column *column = &page->table->columns[c];
    if (column->role != COLUMN_FACT || row->cells[c].kind == CELL_NOTHING) continue;
    if (flow.stream) put(&flow, "; ");
    else flow = flow_begin(page, 6);
    put(&flow, column_label(column, label));
    put(&flow, " ");
    cell_write(&row->cells[c], column, put, &flow);
  }
  if (flow.stream) flow_end(&flow);
}

static void text_record(struct page *page, const char *kind, const struct row *row) {
  char label[CELL_TEXT];
  fprintf(page->stream, "\n%s %s\n", kind, row->cells[0].words);
  size_t length = characters(kind) + 1 + characters(row->cells[0].words);
  for (size_t i = 0; i < length; i++) fputc('=', page->stream);
  fputc('\n', page->stream);
  for (size_t c = 1; c < row->n; c++)
    if (page->table->columns[c].role == COLUMN_SENTENCE && row->cells[c].kind != CELL_NOTHING)
      paragraph(page, 0, row->cells[c].words);
  fputc('\n', page->stream);
  for (size_t c = 1; c < row->n; c++) {
    const struct column *column = &page->table->columns[c];
    if (column->role != COLUMN_FACT || row->cells[c].kind == CELL_NOTHING) continue;
    fprintf(page->stream, "%*s%-*s", RECORD_INDENT, "", LABEL_WIDTH, column_label(column, label));
    struct flow flow = {
        .stream = page->stream, .indent = RECORD_INDENT + LABEL_WIDTH, .column = RECORD_INDENT + LABEL_WIDTH};
    cell_write(&row->cells[c], column, put, &flow);
    flow_end(&flow);
  }
}

const struct renderer renderer_text = {.open = text_open,
                                       .close = nothing,
                                       .say = text_say,
                                       .table = text_table,
                                       .row = text_row,
                                       .table_end = nothing,
                                       .records = nothing,
                                       .record = text_record,
                                       .record_end = nothing,
                                       .records_end = nothing};
