/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A table to be shown: as aligned text for people, as CSV, as JSON. What is no number (NaN) is "-", an empty cell, null.
 */
#pragma once
#include <stddef.h>
#include <stdio.h>

#include "base/json.h"
#include "base/pool.h"

/** One column, of numbers or of texts. */
struct sheet_column {
  const char *name, *unit;  /**< unit of numbers; NULL for texts */
  const char *description;  /**< for JSON; may be NULL */
  const double *values;     /**< shape [rows], or [rows][width] */
  const char *const *texts; /**< shape [rows], instead of values; entries may be NULL */
  size_t width;             /**< numbers per row, for JSON alone; 0 stands for 1 */
  size_t length;            /**< where it is not the table's number of rows, for JSON alone */
};

/** A table; columns stand in its pool, and what they point at is borrowed or stands there too. */
struct sheet {
  size_t n_columns, n_rows, room;
  struct sheet_column *columns;
  struct pool *pool;
  struct error *error; /**< the first failure of what follows; then the table is not to be used */
};

/** An empty table with room for columns. @param error  must outlive the making. Errors: ERROR_FAILED without memory. */
struct sheet sheet_make(size_t room, size_t n_rows, struct pool *pool, struct error *error);

/** Append a column; what is beyond the room is a mistake of the program. */
void sheet_add(struct sheet *sheet, struct sheet_column column);

/** Append a column for the caller to fill. @return shape [rows], NULL after an error */
double *sheet_numbers(struct sheet *sheet, const char *name, const char *unit, const char *description);
const char **sheet_texts(struct sheet *sheet, const char *name);

/** Print the table with aligned columns, each line behind `indent`; numbers with six digits. */
void sheet_print(const struct sheet *sheet, const char *indent, FILE *stream);

/** Print a line of names with their units in brackets, "time [day]", and a line per row (RFC 4180, but lines end with
 *  \n); numbers read back as themselves. */
void sheet_print_csv(const struct sheet *sheet, FILE *stream);

/** Print an object of the columns: name: {"unit", "description", "values"}. */
void sheet_print_json(const struct sheet *sheet, struct json *json, const char *key);
