/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV of the device `file`. It begins with a line of column names with units, in any order: x [mm], y [mm], depth [mm],
 * radius [mm], and as you like tilt [deg] from the vertical, azimuth [deg] from x towards y, taper [1], session [1]. Any
 * unit of the dimension will do. Empty lines and lines that begin with # are skipped; quotes are not allowed. */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "config/csv.h"
#include "config/reader.h"

enum { X, Y, DEPTH, RADIUS, TILT, AZIMUTH, TAPER, SESSION, N_QUANTITIES, IGNORED = N_QUANTITIES };
enum { MAX_COLUMNS = 32, MOST_PUNCTURES = 10000000, MOST_MISTAKES = 20 };

static const double LARGEST_RADIUS = 10; /* [mm], as of channel_radius */

/* What a column may hold. */
static const struct quantity {
  const char *name, *example, *unit; /* `unit` is the one kept inside */
  bool required;
  const char *allowed;
} QUANTITIES[N_QUANTITIES] = {
    [X] = {"x", "mm", "mm", true, "0 to the width of the box"},
    [Y] = {"y", "mm", "mm", true, "0 to the width of the box"},
    [DEPTH] = {"depth", "mm", "mm", true, "0 to the depth of the skin"},
    [RADIUS] = {"radius", "mm", "mm", true, "0 to 10 mm"},
    [TILT] = {"tilt", "deg", "rad", false, "0 to less than 90 deg"},
    [AZIMUTH] = {"azimuth", "deg", "rad", false, "any angle"},
    [TAPER] = {"taper", "1", "1", false, "0 or more"},
    [SESSION] = {"session", "1", "1", false, "the number of a session, from 1 on, or nothing for all of them"},
};

/* A table on its way through the reader. */
struct listing {
  struct reader *reader;
  struct csv csv;
  size_t n_columns;
  int column[MAX_COLUMNS];    /* quantity of each column, or IGNORED */
  double factor[MAX_COLUMNS]; /* of each column, to the unit kept inside */
  bool given[N_QUANTITIES];
  double upper[N_QUANTITIES]; /* largest value allowed, in the unit kept inside */
  size_t room;                /* of settings->listed */
};

/* @return the quantity, or IGNORED after a complaint */
static int find_quantity(struct listing *list, const char *name) {
  struct nearest nearest = nearest_to(name);
  char hint[HINT_LENGTH];
  for (int q = 0; q < N_QUANTITIES; q++) {
    if (strcmp(name, QUANTITIES[q].name) == 0) return q;
    nearest_offer(&nearest, QUANTITIES[q].name);
  }
  for (int q = 0; q < N_QUANTITIES; q++)
    if (nearest.best == QUANTITIES[q].name) list->given[q] = true; /* it is there, but for its spelling */
  csv_fault(&list->csv, name, "is not a known column%s", nearest_or_known(&nearest, hint));
  return IGNORED;
}

/* @return whether the unit is good. A pure number and an angle are one dimension to UDUNITS, so that `1` is told apart. */
static bool find_factor(struct listing *list, const struct quantity *quantity, const char *unit, double *factor) {
  bool pure = strcmp(quantity->unit, "1") == 0;
  struct error cause = {OK, ""};
  *factor = 1;
  if (pure != (strcmp(unit, "1") == 0))
    csv_fault(&list->csv, quantity->name, "the unit '%s' does not fit: write it as '%s [%s]'", unit, quantity->name,
              quantity->example);
  else if (!pure && unit_factor(unit, quantity->unit, factor, &cause))
    csv_fault(&list->csv, quantity->name, "%s", cause.sentence);
  else return true;
  return false;
}

/* @return the quantity, or IGNORED after a complaint */
static int read_column_name(struct listing *list, char *field, double *factor) {
  const char *unit = csv_unit(field);
  if (!unit) {
    bool other = strpbrk(field, ";\t") != NULL;
    csv_fault(&list->csv, "", "'%s' is no column name with its unit, such as 'x [mm]'%s", field,
              other ? ": columns are separated by commas" : "");
    for (int k = 0; other && k < N_QUANTITIES; k++) list->given[k] = true; /* it may hold any of them */
    return IGNORED;
  }
  field[strcspn(field, " \t")] = '\0';
  int q = find_quantity(list, field);
  if (q == IGNORED) return IGNORED;
  bool twice = list->given[q];
  list->given[q] = true;
  if (twice) csv_fault(&list->csv, field, "stands twice");
  else if (!unit[0]) csv_fault(&list->csv, field, "has no unit: write it as '%s [%s]'", field, QUANTITIES[q].example);
  else if (find_factor(list, &QUANTITIES[q], unit, factor)) return q;
  return IGNORED;
}

/* @return whether the rows can be read */
static bool read_header(struct listing *list) {
  if (!csv_line(&list->csv)) {
    list->csv.place.line = 0;
    csv_fault(&list->csv, "", "there is no line of column names, such as x [mm], y [mm], depth [mm], radius [um]");
    return false;
  }
  for (const char *rest = list->csv.line; rest; list->n_columns++) {
    char field[CSV_FIELD];
    csv_field(&list->csv, &rest, field);
    if (list->n_columns == MAX_COLUMNS) {
      csv_fault(&list->csv, "", "more than %d columns", MAX_COLUMNS);
      return false;
    }
    list->column[list->n_columns] = read_column_name(list, field, &list->factor[list->n_columns]);
  }
  list->csv.place.column = 0;
  for (size_t q = 0; q < N_QUANTITIES; q++)
    if (QUANTITIES[q].required && !list->given[q])
      csv_fault(&list->csv, QUANTITIES[q].name, "is missing: write it as '%s [%s]'", QUANTITIES[q].name,
                QUANTITIES[q].example);
  return true;
}

/* What lies outside is told the limit that this configuration sets. */
static void refuse_range(struct listing *list, int q, const char *field) {
  char limit[64] = "";
  size_t sessions = list->reader->settings->n_sessions;
  if (q == SESSION && sessions) snprintf(limit, sizeof limit, "; treatment.sessions has %zu", sessions);
  if (q == X || q == Y || q == DEPTH)
    if (isfinite(list->upper[q])) snprintf(limit, sizeof limit, ", %g mm", list->upper[q]);
  csv_fault(&list->csv, QUANTITIES[q].name, "'%s' is out of range; allowed: %s%s", field, QUANTITIES[q].allowed, limit);
}

static void read_field(struct listing *list, size_t column, const char *field, double value[]) {
  int q = list->column[column];
  if (q == IGNORED || (q == SESSION && field[0] == '\0')) return;
  /* strtod alone would take hexadecimal numbers */
  bool decimal = field[0] != '\0' && strlen(field) < CSV_FIELD - 1 && !strpbrk(field, "xXpP");
  char *end = NULL;
  value[q] = decimal ? strtod(field, &end) * list->factor[column] : 0;
  bool outside = value[q] < (q == SESSION ? 1 : 0) || value[q] > list->upper[q];
  bool broken = q == SESSION && value[q] > floor(value[q]);
  if (!decimal || *end != '\0') csv_fault(&list->csv, QUANTITIES[q].name, "'%s' is not a number", field);
  else if (!isfinite(value[q])) csv_fault(&list->csv, QUANTITIES[q].name, "'%s' is not finite", field);
  else if (q != AZIMUTH && (outside || broken)) refuse_range(list, q, field);
}

static void append(struct listing *list, const double value[]) {
  struct settings *settings = list->reader->settings;
  if (settings->n_listed == list->room) {
    size_t room = list->room ? 2 * list->room : 64;
    struct puncture *punctures = realloc(settings->listed, room * sizeof *punctures);
    if (punctures) settings->listed = punctures;
    long *sessions = realloc(settings->listed_session, room * sizeof *sessions);
    if (sessions) settings->listed_session = sessions;
    list->reader->complaints.no_memory = !punctures || !sessions;
    if (list->reader->complaints.no_memory) return;
    list->room = room;
  }
  double slope = tan(value[TILT]);
  settings->listed_session[settings->n_listed] = (long)value[SESSION];
  settings->listed[settings->n_listed++] =
      (struct puncture){.x = value[X],
                        .y = value[Y],
                        .shear = {slope * cos(value[AZIMUTH]), slope * sin(value[AZIMUTH])},
                        .depth = value[DEPTH],
                        .radius = value[RADIUS],
                        .taper = value[TAPER]};
}

static void read_row(struct listing *list) {
  double value[N_QUANTITIES] = {[TAPER] = list->reader->settings->taper};
  char field[CSV_FIELD];
  size_t n = csv_count(&list->csv);
  if (n != list->n_columns) {
    csv_fault(&list->csv, "", "%zu field%s under %zu columns", n, n == 1 ? " stands" : "s stand", list->n_columns);
    return;
  }
  n = 0;
  for (const char *rest = list->csv.line; rest; n++) {
    csv_field(&list->csv, &rest, field);
    read_field(list, n, field, value);
  }
  if (list->csv.mistakes == 0) append(list, value);
}

static void read_rows_of(struct listing *list) {
  const struct settings *settings = list->reader->settings;
  while (!list->reader->complaints.no_memory && csv_line(&list->csv)) {
    if (list->csv.mistakes >= MOST_MISTAKES || settings->n_listed == MOST_PUNCTURES) {
      if (list->csv.mistakes) csv_fault(&list->csv, "", "more than %d mistakes: the rest is not read", MOST_MISTAKES);
      else csv_fault(&list->csv, "", "more than %d punctures", MOST_PUNCTURES);
      return;
    }
    read_row(list);
  }
}

/* Every session must have its puncture. */
static void check_sessions(struct listing *list) {
  const struct settings *settings = list->reader->settings;
  bool treated[MAX_TIMES + 1] = {false};
  list->csv.place = (struct place){&list->csv.source, 0, 0};
  for (size_t p = 0; p < settings->n_listed; p++) treated[settings->listed_session[p]] = true;
  if (settings->n_listed == 0) csv_fault(&list->csv, "", "there is no puncture");
  for (size_t s = 1; settings->n_listed > 0 && s <= settings->n_sessions; s++)
    if (!treated[0] && !treated[s]) csv_fault(&list->csv, "", "there is no puncture of session %zu", s);
}

/* What the box and the sessions allow. After a mistake, perhaps of the grid, its extent is not known to be meant. */
static void set_limits(struct listing *list) {
  const struct settings *settings = list->reader->settings;
  double total = 0;
  for (size_t l = 0; l < MAX_LAYERS; l++) total += settings->thickness[l];
  bool known = list->reader->complaints.n == 0 && settings->spacing[2] > 0;
  for (size_t q = 0; q < N_QUANTITIES; q++) list->upper[q] = HUGE_VAL;
  for (size_t a = 0; a < 2 && known; a++)
    list->upper[a == 0 ? X : Y] = settings->width[a] > 0 ? settings->width[a] : settings->spacing[a];
  if (known && grid_count(total, settings->spacing[2]) > 1) list->upper[DEPTH] = total;
  list->upper[RADIUS] = LARGEST_RADIUS;
  list->upper[TILT] = nextafter(M_PI_2, 0);
  list->upper[SESSION] = settings->n_sessions ? (double)settings->n_sessions : MAX_TIMES;
}

void read_punctures(struct reader *reader) {
  struct settings *settings = reader->settings;
  struct listing list = {.reader = reader};
  list.csv = csv_begin(settings->file, settings->file_text, strlen(settings->file_text), &reader->complaints);
  set_limits(&list);
  if (!read_header(&list)) return;
  read_rows_of(&list);
  if (list.csv.mistakes == 0) check_sessions(&list);
}
