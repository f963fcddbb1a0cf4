/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What is shown of a result: named facts and tables in order, as text for people or as one JSON object. Each is said once;
 *  some are for one of the two alone.
 */
#pragma once
#include "app/sheet.h"

enum reader_of_overview { EVERYONE, PEOPLE, PROGRAMS };

enum entry_kind { ENTRY_TEXT, ENTRY_NUMBERS, ENTRY_TRUTH, ENTRY_SHEET };

/** A fact or a table; all is borrowed. */
struct entry {
  const char *name; /**< long_words_like_this; people see blanks */
  enum entry_kind kind;
  enum reader_of_overview reader;
  const char *text; /**< one line or several; of a truth what people are told */
  bool truth;
  size_t n;
  const double *numbers; /**< shape [n] */
  const char *unit;      /**< of the numbers */
  const char *between;   /**< what stands between the numbers for people, as " x " */
  struct sheet sheet;
};

enum { MOST_ENTRIES = 48 };

struct overview {
  size_t n;
  struct entry entries[MOST_ENTRIES];
};

/** Append an entry. A text that is NULL or empty is left out, and so is an entry beyond the last place. */
void overview_add(struct overview *overview, struct entry entry);

void overview_print(const struct overview *overview, FILE *stream);
void overview_print_json(const struct overview *overview, FILE *stream);
