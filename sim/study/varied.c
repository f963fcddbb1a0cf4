/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/varied.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"
#include "base/units.h"
#include "config/sections.h"
#include "config/table.h"

static const char *const SCALES[] = {"linear", "log", NULL};
enum { MOST_VALUES = 10000 };
#define FREE \
  { -HUGE_VAL, HUGE_VAL }
enum { FROM, TO, N, SCALE, N_ROWS };
static const struct param_spec ROWS[N_ROWS] = {
    [FROM] = {.key = "from", .type = TEXT, .doc = "lower end, with its unit"},
    [TO] = {.key = "to", .type = TEXT, .doc = "upper end, with its unit"},
    [N] = {.key = "n",
           .type = WHOLE,
           .unit = "1",
           .value = 0,
           .plausible = FREE,
           .allowed = {1, MOST_VALUES},
           .doc = "values in a grid"},
    [SCALE] = {.key = "scale",
               .type = CHOICE,
               .unit = "1",
               .choices = SCALES,
               .plausible = FREE,
               .allowed = FREE,
               .doc = "how values are spaced"}};

struct varied_value varied_at(const struct varied *key, double u) {
  if (key->ranged) {
    double x = key->logarithmic ? key->from * pow(key->to / key->from, u) : key->from + u * (key->to - key->from);
    return (struct varied_value){NULL, round_to_12(x)};
  }
  size_t i = (size_t)(u * (double)key->n);
  if (i >= key->n) i = key->n - 1;
  return key->is_word ? (struct varied_value){key->text[i], (double)NAN} : (struct varied_value){NULL, key->number[i]};
}

size_t varied_assign(const struct varied *key, double u, const char *list[], struct pool *pool, struct error *error) {
  char digits[NUMBER_LENGTH];
  size_t i = (size_t)(u * (double)key->n), n = 0;
  if (i >= key->n) i = key->n - 1;
  if (key->ranged) {
    bool pure = strcmp(key->unit, "1") == 0;
    list[0] = pool_print(pool, error, "%s=%s%s%s", key->name, number_text(varied_at(key, u).number, digits),
                         pure ? "" : " ", pure ? "" : key->unit);
    return list[0] ? 1 : 0;
  }
  if (!key->alternative) {
    list[0] = pool_print(pool, error, "%s=%s", key->name, key->text[i]);
    return list[0] ? 1 : 0;
  }
  for (const char *const *assignment = key->alternative[i]; assignment[n]; n++) list[n] = assignment[n];
  return n;
}

/* A scalar that YAML would not read as it stands is quoted. */
static void print_scalar(FILE *out, const char *text) {
  bool plain = text[0] && !strchr("-?:,[]{}#&*!|>'\"%@` ", text[0]) && !strpbrk(text, ":,[]{}#'\"\n\\") &&
               text[strlen(text) - 1] != ' ';
  bool number = text[0] == '-' && strpbrk(text, "0123456789") == text + 1;
  if (plain || number) fputs(text, out);
  else text_print(text, out);
}

static void print_node(FILE *out, const struct node *node) {
  if (node->kind == SCALAR) {
    print_scalar(out, node->text);
    return;
  }
  fputc(node->kind == SEQUENCE ? '[' : '{', out);
  for (const struct node *child = node->first; child; child = child->next) {
    if (node->kind == MAPPING) {
      print_scalar(out, child->key);
      fputs(": ", out);
    }
    print_node(out, child);
    if (child->next) fputs(", ", out);
  }
  fputc(node->kind == SEQUENCE ? ']' : '}', out);
}

const char *varied_text(const struct node *node, struct pool *pool, struct error *error) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  if (out) print_node(out, node);
  if (!out || fclose(out)) {
    free(text);
    error_set(error, ERROR_FAILED, "no memory for a value");
    return NULL;
  }
  const char *kept = pool_print(pool, error, "%s", text);
  free(text);
  return kept;
}

/* Of the model's parameters, or of a section of the engine. */
static const struct param_spec *find_row(const char *name, const struct model *model, struct nearest *nearest) {
  static const char PARAMETERS[] = "skin.parameters.";
  const struct param_spec *found = NULL;
  if (strncmp(name, PARAMETERS, sizeof PARAMETERS - 1) == 0) {
    const char *key = name + sizeof PARAMETERS - 1;
    *nearest = nearest_to(key);
    for (size_t r = 0; r < model->n_params; r++) nearest_offer(nearest, model->params[r].key);
    return table_find(model->params, model->n_params, key);
  }
  const char *dot = strrchr(name, '.');
  size_t length = dot ? (size_t)(dot - name) : 0;
  const char *key = dot ? dot + 1 : name;
  *nearest = nearest_to(key);
  for (size_t s = 0; s < N_SECTIONS && !found; s++) {
    if (strlen(sections[s].name) != length || strncmp(sections[s].name, name, length) != 0) continue;
    for (size_t r = 0; r < sections[s].n; r++) nearest_offer(nearest, sections[s].rows[r].key);
    found = table_find(sections[s].rows, sections[s].n, key);
  }
  return found;
}

const struct param_spec *varied_row(const char *name, const struct model *model, char hint[HINT_LENGTH]) {
  struct nearest nearest;
  const struct param_spec *row = find_row(name, model, &nearest);
  nearest_or_known(&nearest, hint);
  return row;
}

/* Length of the number that a text begins with; 0: it is a word. */
static size_t number_of(const char *text, double *number) {
  char *end;
  if (!strchr("+-.0123456789", text[0])) return 0;
  *number = strtod(text, &end);
  return isfinite(*number) ? (size_t)(end - text) : 0;
}

/* Read "25 /cm^2" in `unit`, or, where that is NULL, keep the unit. @return whether it is a quantity */
static bool read_quantity(const char *text, const char **unit, double *number, struct pool *pool, struct error *error) {
  size_t length = number_of(text, number);
  const char *rest = text + length + strspn(text + length, " ");
  double factor = 1;
  struct error cause = {OK, ""};
  if (!length) return false;
  if (!*rest) rest = "1";
  if (!*unit) {
    *unit = pool_print(pool, error, "%s", rest);
    return *unit && (strcmp(rest, "1") == 0 || unit_factor(rest, rest, &factor, &cause) == OK);
  }
  if (strcmp(rest, *unit) != 0 && (strcmp(rest, "1") == 0 || unit_factor(rest, *unit, &factor, &cause))) return false;
  *number = round_to_12(*number * factor);
  return true;
}

static int read_list(struct varied *key, const struct node *node, struct pool *pool, struct complaints *complaints,
                     struct error *error) {
  const char **text = pool_take(pool, node->n, sizeof *text, error);
  double *number = pool_take(pool, node->n, sizeof *number, error);
  size_t n = 0;
  if (!text || !number) return (int)error->code;
  const char *unit = NULL;
  for (const struct node *child = node->first; child; child = child->next, n++) {
    text[n] = varied_text(child, pool, error);
    if (!text[n]) return (int)error->code;
    bool good = child->kind == SCALAR && read_quantity(child->text, &unit, &number[n], pool, error);
    key->is_word = key->is_word || !good;
    for (size_t before = 0; before < n; before++)
      if (strcmp(text[before], text[n]) == 0)
        complain(complaints, child->place, key->name, "'%s' is listed twice", text[n]);
  }
  if (n == 0) complain(complaints, node->place, key->name, "must list at least one value");
  key->unit = key->is_word || !unit ? "" : unit;
  key->n = n;
  key->text = text;
  key->number = number;
  return (int)error->code;
}

/* An end of a range. */
static bool read_end(struct varied *key, const struct node *node, size_t row, double *number, struct pool *pool,
                     struct complaints *complaints, struct error *error) {
  const struct node *end = node_find(node, ROWS[row].key);
  if (!end) complain(complaints, node->place, key->name, "lacks '%s': %s", ROWS[row].key, ROWS[row].doc);
  if (!end) return false;
  const char *found = end->kind == SCALAR ? end->text : "a list";
  if (end->kind == SCALAR && read_quantity(found, &key->unit, number, pool, error)) return true;
  if (key->unit && row == TO)
    complain(complaints, end->place, key->name, "'%s' is no number in the unit of 'from', %s", found, key->unit);
  else complain(complaints, end->place, key->name, "'%s' is no number with a unit", found);
  return false;
}

static int read_range(struct varied *key, const struct node *node, struct pool *pool, struct complaints *complaints,
                      struct error *error) {
  char hint[HINT_LENGTH];
  double value = 0;
  for (const struct node *child = node->first; child; child = child->next) {
    const struct param_spec *row = table_find(ROWS, N_ROWS, child->key);
    struct nearest nearest = nearest_to(child->key);
    for (size_t r = 0; r < N_ROWS; r++) nearest_offer(&nearest, ROWS[r].key);
    struct error cause = {OK, ""};
    if (!row)
      complain(complaints, child->key_place, key->name, "'%s' is not a known key%s", child->key,
               nearest_or_known(&nearest, hint));
    if (!row || row->type == TEXT) continue;
    if (child->kind != SCALAR) complain(complaints, child->place, key->name, "'%s' must be one value", child->key);
    else if (row_read(row, child->text, &value, &cause))
      complain(complaints, child->place, key->name, "%s", cause.sentence);
    else if (row == &ROWS[N]) key->n = (size_t)value;
    else key->logarithmic = value > 0;
  }
  key->ranged = true;
  bool good = read_end(key, node, FROM, &key->from, pool, complaints, error);
  good = read_end(key, node, TO, &key->to, pool, complaints, error) && good;
  if (good && !(key->from < key->to || key->from > key->to))
    complain(complaints, node->place, key->name, "begins where it ends");
  if (good && key->logarithmic && !(key->from > 0 && key->to > 0))
    complain(complaints, node->place, key->name, "has no logarithm: both ends must be above 0");
  return (int)error->code;
}

static int read_plausible(struct varied *key, const struct node *node, const struct param_spec *row,
                          struct complaints *complaints) {
  key->ranged = true;
  key->unit = row->unit;
  key->from = row->plausible[0];
  key->to = row->plausible[1];
  key->logarithmic = key->from > 0 && key->to > 3 * key->from;
  if (!isfinite(key->from) || !isfinite(key->to))
    complain(complaints, node->place, key->name, "has no plausible range: give from and to");
  return OK;
}

int varied_read(struct varied *key, const struct node *node, const struct model *model, struct pool *pool,
                struct complaints *complaints, struct error *error) {
  char hint[HINT_LENGTH];
  *key = (struct varied){.name = pool_print(pool, error, "%s", node->key), .description = ""};
  if (!key->name) return (int)error->code;
  const struct param_spec *row = varied_row(key->name, model, hint);
  if (row) key->description = row->doc;
  else complain(complaints, node->key_place, key->name, "is not a key of a configuration%s", hint);
  if (node->kind == SEQUENCE) return read_list(key, node, pool, complaints, error);
  if (node->kind == MAPPING) return read_range(key, node, pool, complaints, error);
  if (row && strcmp(node->text, "plausible") == 0) return read_plausible(key, node, row, complaints);
  complain(complaints, node->place, key->name, "must be a list, a range {from, to, n, scale}, or the word plausible");
  return OK;
}
