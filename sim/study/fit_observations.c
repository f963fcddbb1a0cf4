/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "measure/outcome.h"
#include "study/fit_file.h"

enum { OUTCOME, TIME, VALUE, DEVIATION, UNIT, TREATMENT, USE, N_COLUMNS, IGNORED = N_COLUMNS };
enum { MOST_COLUMNS = 32, MOST_OBSERVATIONS = 100000, MOST_MISTAKES = 20 };
static const double DAY = 86400000; /* [ms] */

static const struct column {
  const char *name, *example;
  bool required;
} COLUMNS[N_COLUMNS] = {[OUTCOME] = {"outcome", "outcome", true},
                        [TIME] = {"time", "time [day]", false},
                        [VALUE] = {"value", "value [mg/mL]", true},
                        [DEVIATION] = {"deviation", "deviation [mg/mL]", true},
                        [UNIT] = {"unit", "unit", false},
                        [TREATMENT] = {"treatment", "treatment", false},
                        [USE] = {"use", "use", false}};

/* The table on its way through the reader. */
struct table {
  struct fit_file *file;
  struct csv *csv;
  size_t n_columns, room;
  int column[MOST_COLUMNS];
  bool given[N_COLUMNS];
  char unit[N_COLUMNS][CSV_FIELD]; /* of the header; "" where the column `unit` says it */
  bool told[N_COLUMNS];            /* that this unit does not fit: once is enough */
};

static void read_column(struct table *table, char field[CSV_FIELD]) {
  struct csv *csv = table->csv;
  char hint[HINT_LENGTH];
  const char *unit = csv_unit(field);
  struct nearest nearest = nearest_to(field);
  int c = 0;
  table->column[table->n_columns] = IGNORED;
  for (; c < N_COLUMNS && strcmp(field, COLUMNS[c].name) != 0; c++) nearest_offer(&nearest, COLUMNS[c].name);
  if (!unit) csv_fault(csv, "", "'%s' is no column name with its unit, such as 'time [day]'", field);
  else if (c == N_COLUMNS) csv_fault(csv, field, "is not a known column%s", nearest_or_known(&nearest, hint));
  else if (table->given[c]) csv_fault(csv, field, "stands twice");
  else if (*unit && c != TIME && c != VALUE && c != DEVIATION) csv_fault(csv, field, "has no unit");
  else if (!*unit && c == TIME) csv_fault(csv, field, "has no unit: write it as 'time [day]'");
  else table->column[table->n_columns] = c;
  for (int known = 0; c == N_COLUMNS && known < N_COLUMNS; known++)
    if (nearest.best == COLUMNS[known].name) table->given[known] = true; /* it is there, but for its spelling */
  if (c < N_COLUMNS) table->given[c] = true;
  if (c < N_COLUMNS && unit) snprintf(table->unit[c], CSV_FIELD, "%s", unit);
}

/* Units stand in the header or in a column of their own. */
static void check_units(struct table *table) {
  static const int WITH_UNIT[] = {VALUE, DEVIATION};
  for (size_t i = 0; i < COUNT(WITH_UNIT); i++) {
    int c = WITH_UNIT[i];
    bool there = false; /* and rightly spelt */
    for (size_t k = 0; k < table->n_columns; k++) there = there || table->column[k] == c;
    if (!there) continue;
    if (table->given[UNIT] && table->unit[c][0])
      csv_fault(table->csv, COLUMNS[c].name, "has a unit, and the column 'unit' gives another: one of them");
    if (!table->given[UNIT] && !table->unit[c][0])
      csv_fault(table->csv, COLUMNS[c].name, "has no unit: write it as '%s', or add a column 'unit'",
                COLUMNS[c].example);
  }
}

/* @return whether the rows can be read */
static bool read_header(struct table *table) {
  struct csv *csv = table->csv;
  if (!csv_line(csv)) {
    csv_fault(csv, "", "there is no line of column names, such as outcome,time [day],value [mg/mL],deviation [mg/mL]");
    return false;
  }
  for (const char *rest = csv->line; rest; table->n_columns++) {
    char field[CSV_FIELD];
    csv_field(csv, &rest, field);
    if (table->n_columns == MOST_COLUMNS) {
      csv_fault(csv, "", "more than %d columns", MOST_COLUMNS);
      return false;
    }
    read_column(table, field);
  }
  csv->place.column = 0;
  for (size_t c = 0; c < N_COLUMNS; c++)
    if (COLUMNS[c].required && !table->given[c])
      csv_fault(csv, COLUMNS[c].name, "is missing: write it as '%s'", COLUMNS[c].example);
  check_units(table);
  return csv->mistakes == 0;
}

/* Series where a time is given, outcomes else. */
static bool find_name(struct table *table, const char *name, bool timed, struct fit_observation *row) {
  const struct model *model = table->file->model;
  size_t n = timed ? series_count(model) : model->n_outcomes + model->n_concludes;
  struct nearest nearest = nearest_to(name);
  char hint[HINT_LENGTH];
  bool other = false;
  for (size_t i = 0; i < n; i++) {
    struct label label = timed ? series_label(model, i) : outcomes_label(model, i);
    bool profile = timed && series_index(model, label.name) < 0;
    if (!profile) nearest_offer(&nearest, label.name);
    if (profile || strcmp(label.name, name) != 0) continue;
    row->name = label.name;
    row->unit = label.unit;
    row->index = i;
    return true;
  }
  size_t others = timed ? model->n_outcomes + model->n_concludes : series_count(model);
  for (size_t i = 0; i < others; i++)
    other = other || strcmp((timed ? outcomes_label(model, i) : series_label(model, i)).name, name) == 0;
  const char *known = nearest_or_known(&nearest, hint)[0] ? hint : "; 'mend describe outcomes' shows those that are";
  if (other)
    csv_fault(table->csv, COLUMNS[OUTCOME].name, "'%s' is %s", name,
              timed ? "an outcome, which has no time" : "a measure: its time must be given");
  else
    csv_fault(table->csv, COLUMNS[OUTCOME].name, "'%s' is not a known %s of %s%s", name, timed ? "measure" : "outcome",
              model->name, known);
  return false;
}

/* @return whether it is a number; strtod alone would take hexadecimal ones */
static bool read_number(struct table *table, int column, const char *field, double *number) {
  bool decimal = field[0] != '\0' && strlen(field) < CSV_FIELD - 1 && !strpbrk(field, "xXpPnNiI");
  char *end = NULL;
  *number = decimal ? strtod(field, &end) : 0;
  if (decimal && *end == '\0' && isfinite(*number)) return true;
  csv_fault(table->csv, COLUMNS[column].name, "'%s' is not a number", field);
  return false;
}

/* A number in the unit of the model's row. */
static void read_amount(struct table *table, int column, const char *field, const char *unit,
                        const struct fit_observation *row, double *amount) {
  struct error cause = {OK, ""};
  double factor = 1;
  bool pure = strcmp(row->unit, "1") == 0 && strcmp(unit, "1") == 0;
  if (!read_number(table, column, field, amount)) return;
  if (!pure && unit_factor(unit, row->unit, &factor, &cause)) {
    if (!table->told[column]) csv_fault(table->csv, COLUMNS[column].name, "%s: %s", row->name, cause.sentence);
    table->told[column] = !table->given[UNIT];
  }
  *amount *= factor;
  if (column == DEVIATION && !(*amount > 0)) csv_fault(table->csv, COLUMNS[column].name, "'%s' must be above 0", field);
}

static void read_time(struct table *table, const char *field, struct fit_observation *row) {
  double number = 0, factor = 1;
  struct error cause = {OK, ""};
  row->timed = true;
  if (!read_number(table, TIME, field, &number)) return;
  if (unit_factor(table->unit[TIME], "day", &factor, &cause)) {
    csv_fault(table->csv, COLUMNS[TIME].name, "%s", cause.sentence);
    return;
  }
  number *= factor * DAY;
  if (number < 0 || number > 1e15) csv_fault(table->csv, COLUMNS[TIME].name, "'%s' is out of range", field);
  else row->time = llround(number);
}

static void read_treatment(struct table *table, const char *field, struct fit_observation *row) {
  const struct fit_file *file = table->file;
  struct nearest nearest = nearest_to(field);
  char hint[HINT_LENGTH];
  for (size_t t = 0; t < file->n_treatments; t++) {
    nearest_offer(&nearest, file->treatments[t].name);
    if (strcmp(field, file->treatments[t].name) != 0) continue;
    row->treatment = t;
    return;
  }
  if (!field[0]) csv_fault(table->csv, COLUMNS[TREATMENT].name, "lacks its value: the fit file has several");
  else if (file->n_treatments == 1 && !file->treatments[0].name[0])
    csv_fault(table->csv, COLUMNS[TREATMENT].name, "'%s' is not known: the fit file has no treatments", field);
  else
    csv_fault(table->csv, COLUMNS[TREATMENT].name, "'%s' is not a treatment of the fit file%s", field,
              nearest_or_known(&nearest, hint));
}

static void read_use(struct table *table, const char *field, struct fit_observation *row) {
  row->used = strcmp(field, "keep") != 0;
  if (row->used && field[0] && strcmp(field, "fit") != 0)
    csv_fault(table->csv, COLUMNS[USE].name, "'%s' is neither fit nor keep", field);
}

static int append(struct table *table, const struct fit_observation *row, struct error *error) {
  struct fit_file *file = table->file;
  if (file->n_observations == table->room) {
    size_t room = table->room ? 2 * table->room : 64;
    struct fit_observation *more = pool_take(&file->pool, room, sizeof *more, error);
    if (!more) return (int)error->code;
    if (table->room) memcpy(more, file->observations, table->room * sizeof *more);
    file->observations = more;
    table->room = room;
  }
  file->observations[file->n_observations++] = *row;
  return OK;
}

/* The fields of a line by their columns, and where they stand. */
struct cut_line {
  char text[N_COLUMNS + 1][CSV_FIELD];
  struct place place[N_COLUMNS + 1];
};

static void split(struct table *table, struct cut_line *line) {
  size_t n = 0;
  for (const char *rest = table->csv->line; rest; n++) {
    int column = table->column[n];
    csv_field(table->csv, &rest, line->text[column]);
    line->place[column] = table->csv->place;
  }
}

static int read_row(struct table *table, struct error *error) {
  struct csv *csv = table->csv;
  struct fit_observation row = {.used = true};
  struct cut_line line = {.text = {""}};
  size_t n = csv_count(csv);
  row.place = csv->place;
  for (size_t c = 0; c <= N_COLUMNS; c++) line.place[c] = csv->place;
  if (n != table->n_columns) {
    csv_fault(csv, "", "%zu field%s under %zu columns", n, n == 1 ? " stands" : "s stand", table->n_columns);
    return OK;
  }
  split(table, &line);
  csv->place = line.place[TIME];
  if (line.text[TIME][0]) read_time(table, line.text[TIME], &row);
  csv->place = line.place[OUTCOME];
  bool known = find_name(table, line.text[OUTCOME], row.timed, &row);
  for (int c = VALUE; known && c <= DEVIATION; c++) {
    csv->place = line.place[c];
    read_amount(table, c, line.text[c], table->given[UNIT] ? line.text[UNIT] : table->unit[c], &row,
                c == VALUE ? &row.value : &row.deviation);
  }
  csv->place = line.place[TREATMENT];
  read_treatment(table, line.text[TREATMENT], &row);
  csv->place = line.place[USE];
  read_use(table, line.text[USE], &row);
  return csv->mistakes ? OK : append(table, &row, error);
}

int fit_observations_read(struct fit_file *file, struct error *error) {
  struct table table = {.file = file, .csv = &file->csv};
  if (!read_header(&table)) return OK;
  while (csv_line(table.csv)) {
    if (table.csv->mistakes >= MOST_MISTAKES) {
      csv_fault(table.csv, "", "more than %d mistakes: the rest is not read", MOST_MISTAKES);
      return OK;
    }
    if (file->n_observations == MOST_OBSERVATIONS) {
      csv_fault(table.csv, "", "more than %d observations", MOST_OBSERVATIONS);
      return OK;
    }
    TRY(read_row(&table, error));
  }
  if (file->n_observations == 0 && table.csv->mistakes == 0) csv_fault(table.csv, "", "there is no observation");
  return OK;
}
