/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Rows of param_spec (model.h): read a text by its row, check it, keep it in the struct that the table describes, and
 *  print it back. Numbers are kept in internal units, rounded to 12 digits, so that 1.5 mm and 1500 um are one.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "model.h"

/** @return x rounded to 12 significant decimal digits */
double round_to_12(double x);

/** Row of a key, or NULL. */
const struct param_spec *table_find(const struct param_spec rows[], size_t n, const char *key);

/** Set every member to its default: NAN, 0 or NULL where the row has none.
 *  @param values  the struct that the rows describe; texts in it are overwritten, not freed
 *  Errors: ERROR_CONFIG if a row's unit is unknown. */
int table_defaults(const struct param_spec rows[], size_t n, void *values, struct error *error);

/** Free the texts of a struct that the rows describe. */
void table_free(const struct param_spec rows[], size_t n, void *values);

/** Read a text by its row.
 *  @param value  out: the number in internal units; index of a choice; 0 or 1; untouched for TEXT
 *  Errors: ERROR_CONFIG: what was found, and what is allowed. */
int row_read(const struct param_spec *row, const char *text, double *value, struct error *error);

/** Keep what row_read gave, or a copy of the text. Errors: ERROR_FAILED without memory. */
int row_store(const struct param_spec *row, double value, const char *text, void *values, struct error *error);

/** Value of a row's member as row_read gave it; NAN for TEXT. */
double row_value(const struct param_spec *row, const void *values);

/** Whether a number [internal unit] is within the row's plausible range; true for words. */
bool row_is_plausible(const struct param_spec *row, double value);

enum { RANGE_LENGTH = 96 };
/** Write a range as "0.1 to 1000 um", "at least 0" or "any" to text. @return text */
const char *range_print(const double range[2], const char *unit, char text[RANGE_LENGTH]);

/** Print the member as YAML: "250 1/cm^2", a word, or a quoted text. */
void row_print(const struct param_spec *row, const void *values, FILE *stream);
/** Print a number [internal unit] so that row_read gives the same bits: in the unit of the row where a number of it does. */
void row_print_number(const struct param_spec *row, double value, FILE *stream);
/** Print a number [internal unit] in the unit of the row, for readers. */
void row_print_plain(const struct param_spec *row, double value, FILE *stream);
/** Print a text as a quoted YAML scalar. */
void text_print(const char *text, FILE *stream);
