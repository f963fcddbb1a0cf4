/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Walks through a CSV: lines that say something, their fields, and complaints of the field at hand. Empty lines and lines that begin
 *  with # are skipped; quotes are not allowed.
 */
#pragma once
#include <stdbool.h>

#include "config/complaints.h"

enum { CSV_FIELD = 96 };

/** A text on its way through a reader. */
struct csv {
  struct complaints *complaints;
  struct source source;
  struct place place;      /**< of the field at hand */
  const char *line, *next; /**< where this line and the next begin */
  size_t mistakes;
};

/** Stand before the first line. All is borrowed. */
struct csv csv_begin(char *name, char *text, size_t length, struct complaints *complaints);

/** Go to the next line that says something. @return false at the end of the text */
bool csv_line(struct csv *csv);

/** Copy the next field of the line, without blanks around it and cut at CSV_FIELD. @param rest  where it begins, `line` at first; then
 *  the next one, or NULL after the last */
void csv_field(struct csv *csv, const char **rest, char field[CSV_FIELD]);

/** @return the number of fields of the line */
size_t csv_count(struct csv *csv);

/** Take "name [unit]" apart. @return the unit inside field, "" if there is none; NULL if the brackets are no pair at its end */
const char *csv_unit(char field[CSV_FIELD]);

/** Complain of the field at hand, or of the column `name` there. */
void csv_fault(struct csv *csv, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
