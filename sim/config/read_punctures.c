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
#include "config/reader.h"

enum { X, Y, DEPTH, RADIUS, TILT, AZIMUTH, TAPER, SESSION, N_QUANTITIES, IGNORED = N_QUANTITIES };
enum { MAX_COLUMNS = 32, MAX_FIELD = 96, MOST_PUNCTURES = 10000000, MOST_MISTAKES = 20 };

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

/* A text on its way through the reader. */
struct csv {
  struct reader *reader;
  struct source source;
  struct place place;      /* of the field at hand */
  const char *line, *next; /* where this line and the next begin */
  size_t mistakes;
  size_t n_columns;
  int column[MAX_COLUMNS];    /* quantity of each column, or IGNORED */
  double factor[MAX_COLUMNS]; /* of each column, to the unit kept inside */
  bool given[N_QUANTITIES];
  double upper[N_QUANTITIES]; /* largest value allowed, in the unit kept inside */
  size_t room;                /* of settings->listed */
};

/* Complain of the field at hand, or of the column `name` there. */
__attribute__((format(printf, 3, 4))) static void fault(struct csv *csv, const char *name, const char *format, ...) {
  char sentence[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  complain(&csv->reader->complaints, csv->place, name, "%s", sentence);
  csv->mistakes++;
}

/* Go to the next line that says something. @return false at the end of the text */
static bool next_line(struct csv *csv) {
  while (*csv->next) {
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    csv->line = csv->next;
    csv->place = (struct place){&csv->source, csv->place.line + 1, 0};
    csv->next += strcspn(csv->next, "\r\n");
    const char *end = csv->next;
    if (*csv->next) csv->next += csv->next[0] == '\r' && csv->next[1] == '\n' ? 2 : 1;
    if (csv->line == csv->source.text && strncmp(csv->line, byte_order_mark, 3) == 0) csv->line += 3;
    const char *start = csv->line + strspn(csv->line, " \t");
    if (start < end && *start != '#') return true;
  }
  return false;
}

/* Copy the next field of the line, without blanks around it and cut at MAX_FIELD. @param rest  where it begins; then the
 * next one, or NULL after the last */
static void next_field(struct csv *csv, const char **rest, char field[MAX_FIELD]) {
  const char *start = *rest + strspn(*rest, " \t"), *end = *rest + strcspn(*rest, ",\r\n");
  size_t n = end > start ? (size_t)(end - start) : 0;
  *rest = *end == ',' ? end + 1 : NULL;
  while (n > 0 && (start[n - 1] == ' ' || start[n - 1] == '\t')) n--;
  snprintf(field, MAX_FIELD, "%.*s", (int)(n < MAX_FIELD ? n : MAX_FIELD - 1), start);
  csv->place.column = 0;
  for (const char *c = csv->line; c < start; c++) csv->place.column += ((unsigned char)*c & 0xC0) != 0x80;
}

/* @return the quantity, or IGNORED after a complaint */
static int find_quantity(struct csv *csv, const char *name) {
  struct nearest nearest = nearest_to(name);
  char hint[HINT_LENGTH];
  for (int q = 0; q < N_QUANTITIES; q++) {
    if (strcmp(name, QUANTITIES[q].name) == 0) return q;
    nearest_offer(&nearest, QUANTITIES[q].name);
  }
  for (int q = 0; q < N_QUANTITIES; q++)
    if (nearest.best == QUANTITIES[q].name) csv->given[q] = true; /* it is there, but for its spelling */
  fault(csv, name, "is not a known column%s", nearest_or_known(&nearest, hint));
  return IGNORED;
}

/* @return whether the unit is good. A pure number and an angle are one dimension to UDUNITS, so that `1` is told apart. */
static bool find_factor(struct csv *csv, const struct quantity *quantity, const char *unit, double *factor) {
  bool pure = strcmp(quantity->unit, "1") == 0;
  struct error cause = {OK, ""};
  *factor = 1;
  if (pure != (strcmp(unit, "1") == 0))
    fault(csv, quantity->name, "the unit '%s' does not fit: write it as '%s [%s]'", unit, quantity->name,
          quantity->example);
  else if (!pure && unit_factor(unit, quantity->unit, factor, &cause)) fault(csv, quantity->name, "%s", cause.sentence);
  else return true;
  return false;
}

/* @return the quantity, or IGNORED after a complaint */
static int read_column_name(struct csv *csv, char *field, double *factor) {
  char *name = field, *open = strchr(field, '['), *close = open ? strchr(open, ']') : NULL;
  if (open && (!close || close[1] != '\0')) {
    bool other = strpbrk(field, ";\t") != NULL;
    fault(csv, "", "'%s' is no column name with its unit, such as 'x [mm]'%s", field,
          other ? ": columns are separated by commas" : "");
    for (int k = 0; other && k < N_QUANTITIES; k++) csv->given[k] = true; /* it may hold any of them */
    return IGNORED;
  }
  if (close) *open = *close = '\0';
  name[strcspn(name, " \t")] = '\0';
  int q = find_quantity(csv, name);
  if (q == IGNORED) return IGNORED;
  bool twice = csv->given[q];
  csv->given[q] = true;
  if (twice) fault(csv, name, "stands twice");
  else if (!close || open[1] == '\0')
    fault(csv, name, "has no unit: write it as '%s [%s]'", name, QUANTITIES[q].example);
  else if (find_factor(csv, &QUANTITIES[q], open + 1, factor)) return q;
  return IGNORED;
}

/* @return whether the rows can be read */
static bool read_header(struct csv *csv) {
  if (!next_line(csv)) {
    csv->place.line = 0;
    fault(csv, "", "there is no line of column names, such as x [mm], y [mm], depth [mm], radius [um]");
    return false;
  }
  for (const char *rest = csv->line; rest; csv->n_columns++) {
    char field[MAX_FIELD];
    next_field(csv, &rest, field);
    if (csv->n_columns == MAX_COLUMNS) {
      fault(csv, "", "more than %d columns", MAX_COLUMNS);
      return false;
    }
    csv->column[csv->n_columns] = read_column_name(csv, field, &csv->factor[csv->n_columns]);
  }
  csv->place.column = 0;
  for (size_t q = 0; q < N_QUANTITIES; q++)
    if (QUANTITIES[q].required && !csv->given[q])
      fault(csv, QUANTITIES[q].name, "is missing: write it as '%s [%s]'", QUANTITIES[q].name, QUANTITIES[q].example);
  return true;
}

/* What lies outside is told the limit that this configuration sets. */
static void refuse_range(struct csv *csv, int q, const char *field) {
  char limit[64] = "";
  size_t sessions = csv->reader->settings->n_sessions;
  if (q == SESSION && sessions) snprintf(limit, sizeof limit, "; treatment.sessions has %zu", sessions);
  if (q == X || q == Y || q == DEPTH)
    if (isfinite(csv->upper[q])) snprintf(limit, sizeof limit, ", %g mm", csv->upper[q]);
  fault(csv, QUANTITIES[q].name, "'%s' is out of range; allowed: %s%s", field, QUANTITIES[q].allowed, limit);
}

static void read_field(struct csv *csv, size_t column, const char *field, double value[]) {
  int q = csv->column[column];
  if (q == IGNORED || (q == SESSION && field[0] == '\0')) return;
  /* strtod alone would take hexadecimal numbers */
  bool decimal = field[0] != '\0' && strlen(field) < MAX_FIELD - 1 && !strpbrk(field, "xXpP");
  char *end = NULL;
  value[q] = decimal ? strtod(field, &end) * csv->factor[column] : 0;
  bool outside = value[q] < (q == SESSION ? 1 : 0) || value[q] > csv->upper[q];
  bool broken = q == SESSION && value[q] > floor(value[q]);
  if (!decimal || *end != '\0') fault(csv, QUANTITIES[q].name, "'%s' is not a number", field);
  else if (!isfinite(value[q])) fault(csv, QUANTITIES[q].name, "'%s' is not finite", field);
  else if (q != AZIMUTH && (outside || broken)) refuse_range(csv, q, field);
}

static void append(struct csv *csv, const double value[]) {
  struct settings *settings = csv->reader->settings;
  if (settings->n_listed == csv->room) {
    size_t room = csv->room ? 2 * csv->room : 64;
    struct puncture *punctures = realloc(settings->listed, room * sizeof *punctures);
    if (punctures) settings->listed = punctures;
    long *sessions = realloc(settings->listed_session, room * sizeof *sessions);
    if (sessions) settings->listed_session = sessions;
    csv->reader->complaints.no_memory = !punctures || !sessions;
    if (csv->reader->complaints.no_memory) return;
    csv->room = room;
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

static void read_row(struct csv *csv) {
  double value[N_QUANTITIES] = {[TAPER] = csv->reader->settings->taper};
  char field[MAX_FIELD];
  size_t n = 0;
  for (const char *rest = csv->line; rest; n++) next_field(csv, &rest, field);
  csv->place.column = 0;
  if (n != csv->n_columns) {
    fault(csv, "", "%zu field%s under %zu columns", n, n == 1 ? " stands" : "s stand", csv->n_columns);
    return;
  }
  n = 0;
  for (const char *rest = csv->line; rest; n++) {
    next_field(csv, &rest, field);
    read_field(csv, n, field, value);
  }
  if (csv->mistakes == 0) append(csv, value);
}

static void read_rows_of(struct csv *csv) {
  const struct settings *settings = csv->reader->settings;
  while (!csv->reader->complaints.no_memory && next_line(csv)) {
    if (csv->mistakes >= MOST_MISTAKES || settings->n_listed == MOST_PUNCTURES) {
      if (csv->mistakes) fault(csv, "", "more than %d mistakes: the rest is not read", MOST_MISTAKES);
      else fault(csv, "", "more than %d punctures", MOST_PUNCTURES);
      return;
    }
    read_row(csv);
  }
}

/* Every session must have its puncture. */
static void check_sessions(struct csv *csv) {
  const struct settings *settings = csv->reader->settings;
  bool treated[MAX_TIMES + 1] = {false};
  csv->place = (struct place){&csv->source, 0, 0};
  for (size_t p = 0; p < settings->n_listed; p++) treated[settings->listed_session[p]] = true;
  if (settings->n_listed == 0) fault(csv, "", "there is no puncture");
  for (size_t s = 1; settings->n_listed > 0 && s <= settings->n_sessions; s++)
    if (!treated[0] && !treated[s]) fault(csv, "", "there is no puncture of session %zu", s);
}

/* What the box and the sessions allow. After a mistake, perhaps of the grid, its extent is not known to be meant. */
static void set_limits(struct csv *csv) {
  const struct settings *settings = csv->reader->settings;
  double total = 0;
  for (size_t l = 0; l < MAX_LAYERS; l++) total += settings->thickness[l];
  bool known = csv->reader->complaints.n == 0 && settings->spacing[2] > 0;
  for (size_t q = 0; q < N_QUANTITIES; q++) csv->upper[q] = HUGE_VAL;
  for (size_t a = 0; a < 2 && known; a++)
    csv->upper[a == 0 ? X : Y] = settings->width[a] > 0 ? settings->width[a] : settings->spacing[a];
  if (known && grid_count(total, settings->spacing[2]) > 1) csv->upper[DEPTH] = total;
  csv->upper[RADIUS] = LARGEST_RADIUS;
  csv->upper[TILT] = nextafter(M_PI_2, 0);
  csv->upper[SESSION] = settings->n_sessions ? (double)settings->n_sessions : MAX_TIMES;
}

void read_punctures(struct reader *reader) {
  struct settings *settings = reader->settings;
  struct csv csv = {
      .reader = reader, .source = {.name = settings->file, .text = settings->file_text}, .next = settings->file_text};
  csv.source.length = strlen(settings->file_text);
  csv.place = (struct place){&csv.source, SIZE_MAX, 0}; /* before the first line */
  set_limits(&csv);
  if (!read_header(&csv)) return;
  read_rows_of(&csv);
  if (csv.mistakes == 0) check_sessions(&csv);
}
