/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/units.h"
#include "config/complaints.h"

static const double LARGEST_WHOLE = 999999999999999; /* a double keeps every digit of it */

double round_to_12(double x) {
  char digits[40];
  snprintf(digits, sizeof digits, "%.11e", x);
  return strtod(digits, NULL);
}

const struct param_spec *table_find(const struct param_spec rows[], size_t n, const char *key) {
  for (size_t r = 0; r < n; r++)
    if (strcmp(rows[r].key, key) == 0) return &rows[r];
  return NULL;
}

static void *member_of(void *values, const struct param_spec *row) { return (char *)values + row->offset; }

static const void *value_of(const void *values, const struct param_spec *row) {
  return (const char *)values + row->offset;
}

/* A number of the row's table in internal units, rounded like the numbers that are compared with it. */
static int to_internal(const struct param_spec *row, double number, double *value, struct error *error) {
  double factor = 1;
  if (strcmp(row->unit, "1") != 0) TRY(unit_factor(row->unit, unit_internal(row->unit), &factor, error));
  *value = round_to_12(number * factor);
  return OK;
}

int table_defaults(const struct param_spec rows[], size_t n, void *values, struct error *error) {
  for (size_t r = 0; r < n; r++) {
    double value = rows[r].value;
    if (rows[r].type == NUMBER) TRY(to_internal(&rows[r], value, &value, error));
    else if (isnan(value)) value = 0;
    if (rows[r].type != TEXT) {
      TRY(row_store(&rows[r], value, "", values, error));
    } else {
      char **text = member_of(values, &rows[r]);
      *text = NULL;
    }
  }
  return OK;
}

void table_free(const struct param_spec rows[], size_t n, void *values) {
  for (size_t r = 0; r < n; r++) {
    if (rows[r].type != TEXT) continue;
    char **text = member_of(values, &rows[r]);
    free(*text);
    *text = NULL;
  }
}

const char *range_print(const double range[2], const char *unit, char text[RANGE_LENGTH]) {
  const char *space = strcmp(unit, "1") == 0 ? "" : " ";
  if (!space[0]) unit = "";
  bool below = isfinite(range[1]), above = isfinite(range[0]);
  if (below && above) snprintf(text, RANGE_LENGTH, "%g to %g%s%.40s", range[0], range[1], space, unit);
  else if (above) snprintf(text, RANGE_LENGTH, "at least %g%s%.40s", range[0], space, unit);
  else if (below) snprintf(text, RANGE_LENGTH, "at most %g%s%.40s", range[1], space, unit);
  else snprintf(text, RANGE_LENGTH, "any");
  return text;
}

static int within(const struct param_spec *row, const double range[2], double value, bool *inside) {
  struct error error = {OK, ""};
  double low = 0, high = 0;
  TRY(to_internal(row, range[0], &low, &error));
  TRY(to_internal(row, range[1], &high, &error));
  *inside = value >= low && value <= high;
  return OK;
}

bool row_is_plausible(const struct param_spec *row, double value) {
  bool inside = true;
  if (row->type != NUMBER && row->type != WHOLE) return true;
  return within(row, row->plausible, value, &inside) == OK && inside;
}

static int read_number(const struct param_spec *row, const char *text, double *value, struct error *error) {
  char range[RANGE_LENGTH];
  bool inside = false;
  TRY(quantity_read(text, row->unit, value, error));
  if (row->type == NUMBER) *value = round_to_12(*value);
  else if (*value < floor(*value) || *value > floor(*value) || fabs(*value) > LARGEST_WHOLE)
    return error_set(error, ERROR_CONFIG, "'%.100s' is not a whole number of at most 15 digits", text);
  TRY(within(row, row->allowed, *value, &inside));
  if (inside) return OK;
  return error_set(error, ERROR_CONFIG, "'%.100s' is out of range; allowed: %s", text,
                   range_print(row->allowed, row->unit, range));
}

static int read_choice(const struct param_spec *row, const char *text, double *value, struct error *error) {
  struct nearest nearest = nearest_to(text);
  char list[256] = "", hint[HINT_LENGTH];
  for (size_t c = 0; row->choices[c]; c++) {
    *value = (double)c;
    if (strcmp(text, row->choices[c]) == 0) return OK;
    nearest_offer(&nearest, row->choices[c]);
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", c ? ", " : "", row->choices[c]);
  }
  return error_set(error, ERROR_CONFIG, "'%.100s' is not one of %s%s", text, list, nearest_hint(&nearest, hint));
}

static int read_yes_no(const char *text, double *value, struct error *error) {
  bool yes = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
  bool no = strcmp(text, "no") == 0 || strcmp(text, "false") == 0;
  *value = yes ? 1 : 0;
  if (yes || no) return OK;
  return error_set(error, ERROR_CONFIG, "'%.100s' is neither yes nor no", text);
}

int row_read(const struct param_spec *row, const char *text, double *value, struct error *error) {
  if (!text[0]) return error_set(error, ERROR_CONFIG, "lacks its value");
  switch (row->type) {
    case NUMBER:
    case WHOLE: return read_number(row, text, value, error);
    case CHOICE: return read_choice(row, text, value, error);
    case YES_NO: return read_yes_no(text, value, error);
    case TEXT: return OK;
  }
  return error_set(error, ERROR_FAILED, "the row %s has no type", row->key);
}

int row_store(const struct param_spec *row, double value, const char *text, void *values, struct error *error) {
  void *member = member_of(values, row);
  switch (row->type) {
    case NUMBER: *(double *)member = value; break;
    case WHOLE: *(long *)member = (long)value; break;
    case CHOICE: *(int *)member = (int)value; break;
    case YES_NO: *(bool *)member = value > 0; break;
    case TEXT: {
      char **kept = member;
      free(*kept);
      *kept = strdup(text);
      if (!*kept) return error_set(error, ERROR_FAILED, "no memory for the text of %s", row->key);
      break;
    }
  }
  return OK;
}

double row_value(const struct param_spec *row, const void *values) {
  const void *member = value_of(values, row);
  switch (row->type) {
    case NUMBER: return *(const double *)member;
    case WHOLE: return (double)*(const long *)member;
    case CHOICE: return *(const int *)member;
    case YES_NO: return *(const bool *)member ? 1 : 0;
    case TEXT: break;
  }
  return (double)NAN;
}

void row_print_plain(const struct param_spec *row, double value, FILE *stream) {
  struct error error = {OK, ""};
  double factor = 1;
  bool pure = strcmp(row->unit, "1") == 0;
  if (!pure && unit_factor(row->unit, unit_internal(row->unit), &factor, &error)) return;
  fprintf(stream, "%.6g%s%s", value / factor, pure ? "" : " ", pure ? "" : row->unit);
}

void text_print(const char *text, FILE *stream) {
  fputc('"', stream);
  for (const char *c = text; *c; c++) {
    if (*c == '"' || *c == '\\') fprintf(stream, "\\%c", *c);
    else if ((unsigned char)*c < ' ') fprintf(stream, "\\x%02x", (unsigned)(unsigned char)*c);
    else fputc(*c, stream);
  }
  fputc('"', stream);
}

/* Write the shortest number in the row's unit that row_read takes for exactly this value. @return whether there is one */
static bool write_in_unit(const struct param_spec *row, double value, char text[NUMBER_LENGTH]) {
  struct error error = {OK, ""};
  double factor = 1;
  if (unit_factor(row->unit, unit_internal(row->unit), &factor, &error)) return false;
  for (int digits = 6; digits <= 17; digits++) {
    snprintf(text, NUMBER_LENGTH, "%.*g", digits, value / factor);
    double back = round_to_12(strtod(text, NULL) * factor);
    if (!(back < value || back > value)) return true;
  }
  return false;
}

void row_print_number(const struct param_spec *row, double value, FILE *stream) {
  char text[NUMBER_LENGTH];
  if (strcmp(row->unit, "1") == 0) fprintf(stream, "%.*g", row->type == WHOLE ? 15 : 12, value);
  else if (write_in_unit(row, value, text)) fprintf(stream, "%s %s", text, row->unit);
  else fprintf(stream, "%.12g %s", value, unit_internal(row->unit));
}

void row_print(const struct param_spec *row, const void *values, FILE *stream) {
  double value = row_value(row, values);
  switch (row->type) {
    case NUMBER:
    case WHOLE: row_print_number(row, value, stream); break;
    case CHOICE: fputs(row->choices[(int)value], stream); break;
    case YES_NO: fputs(value > 0 ? "yes" : "no", stream); break;
    case TEXT: {
      char *const *text = value_of(values, row);
      text_print(*text ? *text : "", stream);
      break;
    }
  }
}
