/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/reader.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "config/table.h"

static const double MILLISECONDS = 86400000; /* per day */

void mistake(struct reader *reader, const struct node *node, const char *name, const char *format, ...) {
  char sentence[1024], path[PATH_LENGTH];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  complain(&reader->complaints, node->place, node_path(node, name, path), "%s", sentence);
}

bool is_misspelt(const struct reader *reader, const struct node *mapping, const char *key) {
  for (size_t i = 0; i < reader->n_misspelt; i++)
    if (reader->misspelt[i].mapping == mapping && strcmp(reader->misspelt[i].meant, key) == 0) return true;
  return false;
}

const struct node *required(struct reader *reader, const struct node *mapping, enum section_index section,
                            const char *key) {
  const struct node *child = node_find(mapping, key);
  if (!child && !is_misspelt(reader, mapping, key))
    mistake(reader, mapping, key, "is required: %s", section_row(section, key)->doc);
  return child;
}

bool is_mapping(struct reader *reader, const struct node *node) {
  if (!node || node->refused) return false;
  if (node->kind != MAPPING) mistake(reader, node, NULL, "must be a mapping of keys to values");
  return node->kind == MAPPING;
}

bool is_list(struct reader *reader, const struct node *node, bool or_one) {
  if (!node || node->refused) return false;
  bool good = node->kind == SEQUENCE || (or_one && node->kind == SCALAR);
  if (!good) mistake(reader, node, NULL, "must be a list, such as [a, b]%s", or_one ? ", or one value" : "");
  return good;
}

void refuse_unknown(struct reader *reader, const struct node *mapping, const struct param_spec rows[], size_t n) {
  for (const struct node *child = mapping->first; child; child = child->next) {
    if (table_find(rows, n, child->key)) continue;
    char hint[HINT_LENGTH], path[PATH_LENGTH];
    struct nearest nearest = nearest_to(child->key);
    for (size_t r = 0; r < n; r++) nearest_offer(&nearest, rows[r].key);
    complain(&reader->complaints, child->key_place, node_path(child, NULL, path), "is not a known key%s",
             nearest_or_known(&nearest, hint)[0] ? hint : "; 'mend describe' shows those that are");
    if (nearest.best && reader->n_misspelt < MAX_MISSPELT)
      reader->misspelt[reader->n_misspelt++] = (struct misspelt){mapping, nearest.best};
  }
}

static void warn_implausible(struct reader *reader, const struct node *node, const struct param_spec *row,
                             double value) {
  char path[PATH_LENGTH], range[RANGE_LENGTH];
  if (row_is_plausible(row, value)) return;
  fprintf(reader->warnings, "%s: ", node_path(node, NULL, path));
  row_print_plain(row, value, reader->warnings);
  fprintf(reader->warnings, " is outside the plausible range %s\n", range_print(row->plausible, row->unit, range));
}

static bool read_checked(struct reader *reader, const struct node *node, const struct param_spec *row, double *value) {
  struct error error = {OK, ""};
  if (node->refused) return false;
  if (node->kind != SCALAR) {
    mistake(reader, node, NULL, "must be one value");
    return false;
  }
  int code = row_read(row, node->text, value, &error);
  if (code == ERROR_CONFIG) mistake(reader, node, NULL, "%s", error.sentence);
  else if (code) error_set(reader->error, error.code, "%s", error.sentence);
  return code == OK;
}

bool read_value(struct reader *reader, const struct node *node, const struct param_spec *row, double *value) {
  if (!node || !read_checked(reader, node, row, value)) return false;
  warn_implausible(reader, node, row, *value);
  return true;
}

bool read_time(struct reader *reader, const struct node *node, const struct param_spec *row, int64_t *milliseconds) {
  double days = 0;
  if (!read_value(reader, node, row, &days)) return false;
  *milliseconds = llround(days * MILLISECONDS);
  if (days > 0 && *milliseconds == 0) mistake(reader, node, NULL, "'%s' is shorter than 1 ms", node->text);
  return *milliseconds > 0 || !(days > 0);
}

void read_rows(struct reader *reader, const struct node *mapping, const struct param_spec rows[], size_t n,
               void *values) {
  for (const struct node *child = mapping->first; child; child = child->next) {
    const struct param_spec *row = table_find(rows, n, child->key);
    double value = 0;
    if (row && read_value(reader, child, row, &value)) row_store(row, value, child->text, values, reader->error);
  }
}

void read_plain(struct reader *reader, const struct node *mapping, enum section_index index) {
  const struct section *section = &sections[index];
  refuse_unknown(reader, mapping, section->rows, section->n);
  read_rows(reader, mapping, section->rows, section->n_plain, reader->settings);
}

int read_numbers(struct reader *reader, const struct node *node, enum section_index section, size_t max,
                 double values[]) {
  if (!is_list(reader, node, true)) return -1;
  size_t n = node->kind == SCALAR ? 1 : node->n;
  bool good = n <= max;
  if (!good) mistake(reader, node, NULL, "has %zu entries; allowed are at most %zu", n, max);
  for (size_t i = 0; good && i < n; i++)
    good = read_value(reader, node_entry(node, i), section_row(section, node->key), &values[i]);
  return good ? (int)n : -1;
}

char *beside(struct reader *reader, const char *name) {
  const char *slash = strrchr(reader->request->path, '/');
  size_t folder = name[0] == '/' || !slash ? 0 : (size_t)(slash - reader->request->path) + 1;
  size_t length = strlen(name) + 1;
  char *path = malloc(folder + length);
  if (!path) {
    reader->complaints.no_memory = true;
    return NULL;
  }
  memcpy(path, reader->request->path, folder);
  memcpy(path + folder, name, length);
  return path;
}
