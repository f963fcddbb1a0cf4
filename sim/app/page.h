/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Pages of reference: what they hold is said once, as tables and records of cells, and written as text, Markdown or JSON.
 *  A column's key is the JSON member, and with spaces for underscores the word that a reader sees.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum page_format { PAGE_TEXT, PAGE_MARKDOWN, PAGE_JSON };

/** What a column is for. The first of every table is its NAME; DATA is for programs, so that only JSON shows it. */
enum column_role { COLUMN_NAME, COLUMN_FACT, COLUMN_SENTENCE, COLUMN_DATA };
struct column {
  const char *key;
  enum column_role role;
  const char *unit; /**< of its numbers, or NULL: they are in the row's unit, or pure */
};

enum { MAX_COLUMNS = 20, ROW_TEXT = 512 };
enum cell_kind { CELL_NOTHING, CELL_WORDS, CELL_UNIT, CELL_NUMBER, CELL_RANGE, CELL_TRUTH, CELL_LIST };
struct cell {
  enum cell_kind kind;
  const char *words;        /**< borrowed; of CELL_WORDS and CELL_UNIT */
  double number[2];         /**< of CELL_NUMBER, CELL_RANGE (infinite: open) and CELL_TRUTH */
  const char *const *names; /**< borrowed, shape [n_names]; of CELL_LIST */
  size_t n_names;
};

/** The cells of one row, added from left to right. */
struct row {
  size_t n;
  struct cell cells[MAX_COLUMNS];
  size_t used;         /**< of text */
  char text[ROW_TEXT]; /**< words that were made up for this row */
};

void row_begin(struct row *row);
void row_nothing(struct row *row);
/** NULL and "" are nothing. The text is borrowed. */
void row_words(struct row *row, const char *text);
/** A text made like printf, and kept in the row. */
void row_print_words(struct row *row, const char *format, ...) __attribute__((format(printf, 2, 3)));
void row_unit(struct row *row, const char *unit);
/** NAN is nothing. */
void row_number(struct row *row, double number);
void row_range(struct row *row, const double range[2]);
void row_truth(struct row *row, bool truth);
/** @param names  borrowed, shape [n]; none is nothing */
void row_list(struct row *row, const char *const names[], size_t n);

struct table {
  const char *key, *title; /**< JSON member; heading */
  const char *doc, *note;  /**< sentences before it, or NULL */
  const struct column *columns;
  size_t n_columns;
  size_t name_width; /**< columns for the names where text gives each row one line; 0: it gives a row several */
};

struct page;
/** Begin a page. @param about  what it is about, for the heading @return NULL without memory; page_close ends and frees it */
struct page *page_open(enum page_format format, FILE *stream, const char *about, const char *model);
void page_close(struct page *page);
/** Sentences for a reader between the tables; no data. */
void page_say(struct page *page, const char *text);
/** Begin a table; rows follow, then page_table_end. */
void page_table(struct page *page, const struct table *table);
void page_row(struct page *page, const struct row *row);
void page_table_end(struct page *page);
/** Begin the list of records that a name stands for. */
void page_records(struct page *page);
/** One thing with all that is known of it: its row, standing; tables may follow, then page_record_end. */
void page_record(struct page *page, const char *kind, const struct table *table, const struct row *row);
void page_record_end(struct page *page);
void page_records_end(struct page *page);
