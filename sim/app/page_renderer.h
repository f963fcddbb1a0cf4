/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the three formats of a page have to supply.
 */
#pragma once
#include "app/page.h"
#include "base/json.h"

enum { CELL_TEXT = 96 };

struct renderer {
  void (*open)(struct page *page, const char *about, const char *model);
  void (*close)(struct page *page);
  void (*say)(struct page *page, const char *text);
  void (*table)(struct page *page);
  void (*row)(struct page *page, const struct row *row);
  void (*table_end)(struct page *page);
  void (*records)(struct page *page);
  void (*record)(struct page *page, const char *kind, const struct row *row);
  void (*record_end)(struct page *page);
  void (*records_end)(struct page *page);
};

struct page {
  const struct renderer *renderer;
  FILE *stream;
  const struct table *table; /**< the one being written, borrowed */
  bool in_record;
  struct json json; /**< of JSON alone */
};

extern const struct renderer renderer_text, renderer_markdown, renderer_json;

/** The column's key as words. @return words */
const char *column_label(const struct column *column, char words[CELL_TEXT]);

/** Hand the text of a cell to `put`, piece by piece. @param column  whose unit follows numbers, or NULL */
void cell_write(const struct cell *cell, const struct column *column, void (*put)(void *sink, const char *text),
                void *sink);
