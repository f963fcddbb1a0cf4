/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Pages as Markdown with the tables of GitHub.
 */
#include <string.h>

#include "app/page_renderer.h"

/* Signs that Markdown would take for its own are escaped; addresses become links. */
static void put(void *sink, const char *text) {
  FILE *stream = sink;
  if (strncmp(text, "https://", 8) == 0) {
    fprintf(stream, "<%s>", text);
    return;
  }
  for (const char *c = text; *c; c++) {
    if (strchr("|*<\\`", *c)) fputc('\\', stream);
    fputc(*c, stream);
  }
}

static bool shown(const struct column *column) { return column->role != COLUMN_DATA; }

static void heading(struct page *page) {
  char label[CELL_TEXT];
  const struct column *columns = page->table->columns;
  fputs("\n|", page->stream);
  for (size_t c = 0; c < page->table->n_columns; c++) {
    if (!shown(&columns[c])) continue;
    fprintf(page->stream, " %s", column_label(&columns[c], label));
    if (columns[c].unit) fprintf(page->stream, " [%s]", columns[c].unit);
    fputs(" |", page->stream);
  }
  fputs("\n|", page->stream);
  for (size_t c = 0; c < page->table->n_columns; c++)
    if (shown(&columns[c])) fputs(" --- |", page->stream);
  fputc('\n', page->stream);
}

static void markdown_open(struct page *page, const char *about, const char *model) {
  fprintf(page->stream, "# MEND: %s\n\nModel: %s\n", about, model);
}

static void markdown_say(struct page *page, const char *words) {
  fputc('\n', page->stream);
  put(page->stream, words);
  fputc('\n', page->stream);
}

static void markdown_table(struct page *page) {
  fprintf(page->stream, "\n%s %s\n", page->in_record ? "###" : "##", page->table->title);
  if (page->table->doc) markdown_say(page, page->table->doc);
  if (page->table->note) markdown_say(page, page->table->note);
  heading(page);
}

static void cells(struct page *page, const struct row *row) {
  fputc('|', page->stream);
  for (size_t c = 0; c < row->n; c++) {
    const struct column *column = &page->table->columns[c];
    if (!shown(column)) continue;
    fputc(' ', page->stream);
    if (column->role == COLUMN_NAME) fprintf(page->stream, "`%s`", row->cells[c].words);
    else cell_write(&row->cells[c], NULL, put, page->stream);
    fputs(" |", page->stream);
  }
  fputc('\n', page->stream);
}

static void nothing(struct page *page) { (void)page; }

static void markdown_record(struct page *page, const char *kind, const struct row *row) {
  char label[CELL_TEXT];
  for (size_t c = 0; c < row->n; c++) {
    const struct column *column = &page->table->columns[c];
    if (column->role == COLUMN_NAME) fprintf(page->stream, "\n## %s `%s`\n", kind, row->cells[c].words);
    else if (column->role == COLUMN_SENTENCE && row->cells[c].kind != CELL_NOTHING)
      markdown_say(page, row->cells[c].words);
  }
  fputs("\n| | |\n| --- | --- |\n", page->stream);
  for (size_t c = 0; c < row->n; c++) {
    const struct column *column = &page->table->columns[c];
    if (column->role != COLUMN_FACT || row->cells[c].kind == CELL_NOTHING) continue;
    fprintf(page->stream, "| %s | ", column_label(column, label));
    cell_write(&row->cells[c], column, put, page->stream);
    fputs(" |\n", page->stream);
  }
}

const struct renderer renderer_markdown = {.open = markdown_open,
                                           .close = nothing,
                                           .say = markdown_say,
                                           .table = markdown_table,
                                           .row = cells,
                                           .table_end = nothing,
                                           .records = nothing,
                                           .record = markdown_record,
                                           .record_end = nothing,
                                           .records_end = nothing};
