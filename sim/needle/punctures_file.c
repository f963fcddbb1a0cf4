/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "needle/punctures_file.h"

#include <errno.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"

enum { X, Y, DEPTH, RADIUS, TILT, AZIMUTH, TAPER, SESSION, N_QUANTITIES };
enum { LONGEST_LINE = 4096, LONGEST_NAME = 64, MOST_PUNCTURES = 10000000 };

static const double LARGEST_RADIUS = 10; /* [mm], as of the device random */

/* What a column may hold. */
static const struct quantity {
  const char *name, *example, *unit; /* `unit` is the one kept inside */
  bool required;
  const char *allowed;
} QUANTITIES[N_QUANTITIES] = {
    [X] = {"x", "mm", "mm", true, "between 0 and the width of the box"},
    [Y] = {"y", "mm", "mm", true, "between 0 and the width of the box"},
    [DEPTH] = {"depth", "mm", "mm", true, "0 or more"},
    [RADIUS] = {"radius", "mm", "mm", true, "0 to 10 mm"},
    [TILT] = {"tilt", "deg", "rad", false, "from 0 to less than 90 degrees"},
    [AZIMUTH] = {"azimuth", "deg", "rad", false, "any angle"},
    [TAPER] = {"taper", "1", "1", false, "0 or more"},
    [SESSION] = {"session", "1", "1", false, "a whole number from 1 on, or nothing for all sessions"},
};

/* A file on its way through the reader. */
struct reader {
  const char *path;
  FILE *file;
  size_t line;
  char text[LONGEST_LINE + 3]; /* the line, with room for CR, LF and the end */
  size_t n_columns;
  int column[N_QUANTITIES];    /* quantity of each column */
  double factor[N_QUANTITIES]; /* of each column, to the unit kept inside */
  bool given[N_QUANTITIES];
};

static bool blank(char c) { return c == ' ' || c == '\t'; }

static char *trim(char *text) {
  while (blank(*text)) text++;
  size_t n = strlen(text);
  while (n > 0 && blank(text[n - 1])) text[--n] = '\0';
  return text;
}

/* Cut the next field off; NULL after the last. */
static char *next_field(char **rest) {
  char *field = *rest;
  if (!field) return NULL;
  char *comma = strchr(field, ',');
  *rest = comma ? comma + 1 : NULL;
  if (comma) *comma = '\0';
  return trim(field);
}

/* Read up to the next line that says something. @param found  out; false at the end of the file */
static int next_line(struct reader *reader, bool *found, struct error *error) {
  for (;;) {
    *found = fgets(reader->text, sizeof reader->text, reader->file) != NULL;
    if (ferror(reader->file))
      return error_set(error, ERROR_CONFIG, "cannot read %s: %s", reader->path, strerror(errno));
    if (!*found) return OK;
    reader->line++;
    size_t n = strlen(reader->text);
    bool ended = n > 0 && reader->text[n - 1] == '\n';
    if (!ended && !feof(reader->file))
      return error_set(error, ERROR_CONFIG, "%s:%zu: the line is longer than %d characters, or not text", reader->path,
                       reader->line, LONGEST_LINE);
    if (ended) reader->text[--n] = '\0';
    if (n > 0 && reader->text[n - 1] == '\r') reader->text[--n] = '\0';
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    if (reader->line == 1 && strncmp(reader->text, byte_order_mark, 3) == 0)
      memmove(reader->text, reader->text + 3, strlen(reader->text + 3) + 1);
    const char *start = reader->text + strspn(reader->text, " \t");
    if (*start == '\0' || *start == '#') continue;
    if (!strchr(start, '"')) return OK;
    return error_set(error, ERROR_CONFIG, "%s:%zu: quoted fields are not allowed: write numbers and names plain",
                     reader->path, reader->line);
  }
}

/* Levenshtein's distance between two short words. */
static size_t edit_distance(const char *a, const char *b) {
  size_t row[LONGEST_NAME + 1], n = strlen(b);
  if (n > LONGEST_NAME || strlen(a) > LONGEST_NAME) return LONGEST_NAME;
  for (size_t j = 0; j <= n; j++) row[j] = j;
  for (size_t i = 0; a[i]; i++) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < n; j++) {
      size_t change = diagonal + (a[i] == b[j] ? 0 : 1), remove = row[j + 1] + 1, insert = row[j] + 1;
      diagonal = row[j + 1];
      row[j + 1] = change < remove ? change : remove;
      if (insert < row[j + 1]) row[j + 1] = insert;
    }
  }
  return row[n];
}

static int find_quantity(const struct reader *reader, const char *name, int *quantity, struct error *error) {
  int nearest = 0;
  size_t least = SIZE_MAX;
  for (int q = 0; q < N_QUANTITIES; q++) {
    size_t distance = edit_distance(name, QUANTITIES[q].name);
    if (distance < least) {
      least = distance;
      nearest = q;
    }
  }
  *quantity = nearest;
  if (least == 0) return OK;
  return error_set(error, ERROR_CONFIG,
                   "%s:%zu: unknown column '%s'; the nearest known one is '%s' (known are x, y, depth, radius, tilt, "
                   "azimuth, taper, session)",
                   reader->path, reader->line, name, QUANTITIES[nearest].name);
}

/* A pure number and an angle are one dimension to UDUNITS, so that `1` is told apart here. */
static int find_factor(const struct reader *reader, const struct quantity *quantity, const char *unit, double *factor,
                       struct error *error) {
  bool pure = strcmp(quantity->unit, "1") == 0;
  if (pure != (strcmp(unit, "1") == 0))
    return error_set(error, ERROR_CONFIG, "%s:%zu: column %s: the unit '%s' does not fit: write it as '%s [%s]'",
                     reader->path, reader->line, quantity->name, unit, quantity->name, quantity->example);
  struct error cause = {0};
  *factor = 1;
  if (pure || !unit_factor(strcmp(unit, "deg") == 0 ? "degree" : unit, quantity->unit, factor, &cause)) return OK;
  return error_set(error, cause.code, "%s:%zu: column %s: %s", reader->path, reader->line, quantity->name,
                   cause.sentence);
}

static int read_column_name(struct reader *reader, char *field, struct error *error) {
  char *open = strchr(field, '['), *close = open ? strchr(open, ']') : NULL, *unit = NULL;
  if (open && (!close || close[1] != '\0'))
    return error_set(error, ERROR_CONFIG, "%s:%zu: '%s' is no column name with its unit, such as 'x [mm]'",
                     reader->path, reader->line, field);
  if (close) {
    *open = '\0';
    *close = '\0';
    unit = trim(open + 1);
  }
  int q = 0;
  TRY(find_quantity(reader, trim(field), &q, error));
  const struct quantity *quantity = &QUANTITIES[q];
  if (!unit || *unit == '\0')
    return error_set(error, ERROR_CONFIG, "%s:%zu: column %s has no unit: write it as '%s [%s]'", reader->path,
                     reader->line, quantity->name, quantity->name, quantity->example);
  if (reader->given[q])
    return error_set(error, ERROR_CONFIG, "%s:%zu: column %s stands twice", reader->path, reader->line, quantity->name);
  reader->given[q] = true;
  reader->column[reader->n_columns] = q;
  return find_factor(reader, quantity, unit, &reader->factor[reader->n_columns++], error);
}

static int read_header(struct reader *reader, struct error *error) {
  bool found = false;
  TRY(next_line(reader, &found, error));
  if (!found) return error_set(error, ERROR_CONFIG, "%s: no line of column names: the file is empty", reader->path);
  char *rest = reader->text, *field = NULL;
  while ((field = next_field(&rest))) TRY(read_column_name(reader, field, error));
  for (size_t q = 0; q < N_QUANTITIES; q++)
    if (QUANTITIES[q].required && !reader->given[q])
      return error_set(error, ERROR_CONFIG, "%s:%zu: column '%s [%s]' is missing", reader->path, reader->line,
                       QUANTITIES[q].name, QUANTITIES[q].example);
  return OK;
}

static bool allowed(int quantity, double value, const double width[2]) {
  switch (quantity) {
    case X: return value >= 0 && value <= width[0];
    case Y: return value >= 0 && value <= width[1];
    case RADIUS: return value >= 0 && value <= LARGEST_RADIUS;
    case TILT: return value >= 0 && value < M_PI_2;
    case AZIMUTH: return true;
    case SESSION: return value >= 1 && value == floor(value);
    default: return value >= 0;
  }
}

static int read_number(const struct reader *reader, size_t column, const char *field, const double width[2],
                       double *value, struct error *error) {
  int q = reader->column[column];
  const struct quantity *quantity = &QUANTITIES[q];
  /* strtod alone would take hexadecimal numbers */
  bool decimal = *field != '\0' && !strpbrk(field, "xXpP");
  char *end = NULL;
  *value = decimal ? strtod(field, &end) * reader->factor[column] : 0;
  const char *fault = NULL;
  if (!decimal || *end != '\0') fault = "is not a number";
  else if (!isfinite(*value)) fault = "is not finite";
  else if (!allowed(q, *value, width)) fault = "is out of range";
  if (!fault) return OK;
  return error_set(error, ERROR_CONFIG, "%s:%zu: column %s: '%s' %s; allowed is %s", reader->path, reader->line,
                   quantity->name, field, fault, quantity->allowed);
}

/* @param value  out; shape [N_QUANTITIES], in the units kept inside; what the line lacks stays as it is */
static int read_row(struct reader *reader, const double width[2], double value[], struct error *error) {
  char *rest = reader->text, *field = NULL;
  size_t n = 0;
  for (; (field = next_field(&rest)); n++) {
    if (n >= reader->n_columns) continue; /* only counted, for the message */
    if (reader->column[n] == SESSION && *field == '\0') continue;
    TRY(read_number(reader, n, field, width, &value[reader->column[n]], error));
  }
  if (n == reader->n_columns) return OK;
  return error_set(error, ERROR_CONFIG, "%s:%zu: %zu fields stand under %zu columns", reader->path, reader->line, n,
                   reader->n_columns);
}

/* What only the run knows to be wrong. */
static int check_row(const struct reader *reader, const struct needles *needles, const double value[],
                     struct error *error) {
  if (needles->skin_depth > 0 && value[DEPTH] > needles->skin_depth)
    return error_set(error, ERROR_CONFIG, "%s:%zu: column depth: %g mm is deeper than the layers of the grid, %g mm",
                     reader->path, reader->line, value[DEPTH], needles->skin_depth);
  if (needles->n_sessions > 0 && value[SESSION] > (double)needles->n_sessions)
    return error_set(error, ERROR_CONFIG, "%s:%zu: column session: there is no session %g; treatment.sessions has %zu",
                     reader->path, reader->line, value[SESSION], needles->n_sessions);
  return OK;
}

static int append(struct punctures *punctures, size_t *room, const double value[], const struct reader *reader,
                  struct error *error) {
  if (punctures->n == MOST_PUNCTURES)
    return error_set(error, ERROR_CONFIG, "%s:%zu: more than %d punctures in one session", reader->path, reader->line,
                     MOST_PUNCTURES);
  if (punctures->n == *room) {
    *room = *room ? 2 * *room : 64;
    struct puncture *grown = realloc(punctures->puncture, *room * sizeof *grown);
    if (!grown) return error_set(error, ERROR_FAILED, "no memory for %zu punctures of %s", *room, reader->path);
    punctures->puncture = grown;
  }
  double slope = tan(value[TILT]);
  punctures->puncture[punctures->n++] =
      (struct puncture){.x = value[X],
                        .y = value[Y],
                        .shear = {slope * cos(value[AZIMUTH]), slope * sin(value[AZIMUTH])},
                        .depth = value[DEPTH],
                        .radius = value[RADIUS],
                        .taper = value[TAPER]};
  return OK;
}

static int read_all(struct reader *reader, struct punctures *punctures, const struct needles *needles, size_t session,
                    const double width[2], struct error *error) {
  TRY(read_header(reader, error));
  size_t room = 0;
  bool found = true;
  for (;;) {
    TRY(next_line(reader, &found, error));
    if (!found) break;
    double value[N_QUANTITIES] = {[TAPER] = needles->taper, [SESSION] = (double)(session + 1)};
    TRY(read_row(reader, width, value, error));
    TRY(check_row(reader, needles, value, error));
    if (value[SESSION] == (double)(session + 1)) TRY(append(punctures, &room, value, reader, error));
  }
  if (punctures->n) return OK;
  return error_set(error, ERROR_CONFIG, "%s holds no puncture of session %zu", reader->path, session + 1);
}

int punctures_read(struct punctures *punctures, const struct needles *needles, size_t session, const double width[2],
                   struct error *error) {
  struct reader reader = {.path = needles->file};
  *punctures = (struct punctures){0};
  reader.file = fopen(reader.path, "r");
  if (!reader.file) return error_set(error, ERROR_CONFIG, "cannot open %s: %s", reader.path, strerror(errno));
  int code = read_all(&reader, punctures, needles, session, width, error);
  fclose(reader.file);
  if (code) punctures_free(punctures);
  return code;
}
