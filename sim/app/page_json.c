/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Pages as JSON: {"what", "model", tables as arrays of objects, or "found": records with tables as members}.
 */
#include "app/page_renderer.h"

static void put_cell(struct json *json, const char *key, const struct cell *cell) {
  switch (cell->kind) {
    case CELL_NOTHING: json_text(json, key, NULL); return;
    case CELL_WORDS:
    case CELL_UNIT: json_text(json, key, cell->words); return;
    case CELL_NUMBER: json_number(json, key, cell->number[0]); return;
    case CELL_TRUTH: json_truth(json, key, cell->number[0] > 0); return;
    case CELL_RANGE: json_numbers(json, key, 2, cell->number); return;
    case CELL_LIST:
      json_row(json, key);
      for (size_t i = 0; i < cell->n_names; i++) json_text(json, NULL, cell->names[i]);
      json_end(json);
  }
}

static void put_members(struct page *page, const struct row *row) {
  char key[CELL_TEXT];
  for (size_t c = 0; c < row->n; c++) {
    const struct column *column = &page->table->columns[c];
    put_cell(&page->json, column->key, &row->cells[c]);
    if (!column->unit) continue;
    snprintf(key, sizeof key, "%s_unit", column->key);
    json_text(&page->json, key, column->unit);
  }
}

static void open_page(struct page *page, const char *about, const char *model) {
  page->json.stream = page->stream;
  json_object(&page->json, NULL);
  json_text(&page->json, "what", about);
  json_text(&page->json, "model", model);
}

static void end(struct page *page) { json_end(&page->json); }

static void say_nothing(struct page *page, const char *words) { (void)page, (void)words; }

static void begin_table(struct page *page) { json_array(&page->json, page->table->key); }

static void put_row(struct page *page, const struct row *row) {
  json_object(&page->json, NULL);
  put_members(page, row);
  json_end(&page->json);
}

static void begin_records(struct page *page) { json_array(&page->json, "found"); }

static void begin_record(struct page *page, const char *kind, const struct row *row) {
  json_object(&page->json, NULL);
  json_text(&page->json, "kind", kind);
  put_members(page, row);
}

const struct renderer renderer_json = {.open = open_page,
                                       .close = end,
                                       .say = say_nothing,
                                       .table = begin_table,
                                       .row = put_row,
                                       .table_end = end,
                                       .records = begin_records,
                                       .record = begin_record,
                                       .record_end = end,
                                       .records_end = end};
