/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grid, treatment, run, output: values, lists and times one by one; what they mean together is in constraints.c. */
#include <stdlib.h>
#include <string.h>

#include "config/reader.h"
#include "config/table.h"

static void read_spacing(struct reader *reader, const struct node *node) {
  struct settings *settings = reader->settings;
  bool axisymmetric = settings->geometry == AXISYMMETRIC;
  double spacing[3] = {0};
  int n = read_numbers(reader, node, SECTION_GRID, 3, spacing);
  if (n < 0) return;
  if (node->kind != SCALAR && n != (axisymmetric ? 2 : 3)) {
    mistake(reader, node, NULL, "has %d entries; allowed are one length, or a list of %s", n,
            axisymmetric ? "r, z" : "x, y, z");
    return;
  }
  bool one = node->kind == SCALAR;
  settings->spacing[0] = spacing[0];
  settings->spacing[1] = one || axisymmetric ? spacing[0] : spacing[1];
  settings->spacing[2] = one ? spacing[0] : spacing[axisymmetric ? 1 : 2];
}

void read_grid(struct reader *reader, const struct node *grid) {
  struct settings *settings = reader->settings;
  if (!is_mapping(reader, grid)) return;
  read_plain(reader, grid, SECTION_GRID);
  const struct node *spacing = required(reader, grid, SECTION_GRID, "spacing"), *width = node_find(grid, "width");
  if (spacing) read_spacing(reader, spacing);
  if (settings->geometry == AXISYMMETRIC) {
    const struct node *sides = node_find(grid, "sides");
    if (width) mistake(reader, width, NULL, "does not apply to an axisymmetric cell, which has a radius");
    if (sides && settings->periodic)
      mistake(reader, sides, NULL, "an axisymmetric cell is never periodic; write no-flux");
    settings->periodic = 0;
    return;
  }
  const struct node *radius = node_find(grid, "radius");
  if (radius) mistake(reader, radius, NULL, "applies to an axisymmetric cell only; a cartesian box has a width");
  if (width && read_numbers(reader, width, SECTION_GRID, 2, settings->width) == 1 && width->kind == SCALAR)
    settings->width[1] = settings->width[0];
}

static void read_repeated_sessions(struct reader *reader, const struct node *node) {
  struct settings *settings = reader->settings;
  const struct section *section = &sections[SECTION_SESSIONS];
  refuse_unknown(reader, node, section->rows, section->n);
  int64_t first = 0, interval = 0;
  double count = 0;
  const struct node *given = node_find(node, "first"), *every = node_find(node, "interval");
  bool good = !given || read_time(reader, given, section_row(SECTION_SESSIONS, "first"), &first);
  bool known = read_value(reader, required(reader, node, SECTION_SESSIONS, "count"),
                          section_row(SECTION_SESSIONS, "count"), &count);
  if (known && count > 1) every = required(reader, node, SECTION_SESSIONS, "interval");
  if (every) good = read_time(reader, every, section_row(SECTION_SESSIONS, "interval"), &interval) && good;
  if (!good || !known || (count > 1 && !every)) return;
  settings->n_sessions = (size_t)count;
  for (size_t k = 0; k < settings->n_sessions; k++) settings->session[k] = first + (int64_t)k * interval;
}

static int compare_times(const void *a, const void *b) {
  int64_t s = *(const int64_t *)a, t = *(const int64_t *)b;
  return (s > t) - (s < t);
}

/* @return whether every entry of the list is a good time; at[] is in the order of the list */
static bool read_times(struct reader *reader, const struct node *node, const struct param_spec *row,
                       int64_t at[MAX_TIMES]) {
  if (!is_list(reader, node, false)) return false;
  bool good = node->n <= MAX_TIMES;
  if (!good) mistake(reader, node, NULL, "has %zu entries; allowed are at most %d", node->n, MAX_TIMES);
  size_t n = 0;
  for (const struct node *entry = node->first; entry && n < MAX_TIMES; entry = entry->next, n++)
    good = read_time(reader, entry, row, &at[n]) && good;
  return good;
}

static void read_listed_sessions(struct reader *reader, const struct node *node) {
  struct settings *settings = reader->settings;
  int64_t *session = settings->session;
  if (!read_times(reader, node, section_row(SECTION_SESSIONS, "first"), session)) return;
  const struct node *later = node->first;
  for (size_t i = 0; i < node->n; i++, later = later->next) {
    const struct node *earlier = node->first;
    char where[PLACE_LENGTH];
    for (size_t j = 0; j < i; j++, earlier = earlier->next) {
      if (session[i] != session[j]) continue;
      place_print(earlier->place, where);
      mistake(reader, later, NULL, "two sessions at one time: '%s', and '%s' at %s", later->text, earlier->text, where);
      break;
    }
  }
  settings->n_sessions = node->n;
  qsort(session, node->n, sizeof session[0], compare_times);
}

void read_treatment(struct reader *reader, const struct node *treatment) {
  if (!is_mapping(reader, treatment)) return;
  const struct section *section = &sections[SECTION_TREATMENT];
  refuse_unknown(reader, treatment, section->rows, section->n);
  const struct node *device = node_find(treatment, "device"),
                    *when = required(reader, treatment, SECTION_TREATMENT, "sessions");
  if (when && when->kind == MAPPING) read_repeated_sessions(reader, when);
  else if (when && when->kind == SCALAR && !when->refused)
    mistake(reader, when, NULL, "must be a list of times, or a mapping of first, count and interval");
  else if (when) read_listed_sessions(reader, when);
  if (is_mapping(reader, device)) read_device(reader, device);
  reader->settings->treated = reader->settings->n_sessions > 0;
  if (reader->settings->treated && !device) mistake(reader, treatment, "device", "is required: there are sessions");
}

void read_run(struct reader *reader, const struct node *run) {
  if (!is_mapping(reader, run)) return;
  read_plain(reader, run, SECTION_RUN);
  const struct node *end = required(reader, run, SECTION_RUN, "end");
  if (end) read_time(reader, end, section_row(SECTION_RUN, "end"), &reader->settings->end);
}

static void read_moments(struct reader *reader, const struct node *node, enum section_index section,
                         struct times *times) {
  if (!is_mapping(reader, node)) return;
  refuse_unknown(reader, node, sections[section].rows, sections[section].n);
  const struct node *every = node_find(node, "every"), *at = node_find(node, "at");
  if (every) read_time(reader, every, section_row(section, "every"), &times->every);
  if (!at || !read_times(reader, at, section_row(section, "at"), times->at)) return;
  qsort(times->at, at->n, sizeof times->at[0], compare_times);
  for (size_t i = 0; i < at->n; i++)
    if (i == 0 || times->at[i] != times->at[i - 1]) times->at[times->n++] = times->at[i];
}

void read_output(struct reader *reader, const struct node *output) {
  if (!is_mapping(reader, output)) return;
  read_plain(reader, output, SECTION_OUTPUT);
  read_moments(reader, node_find(output, "frames"), SECTION_FRAMES, &reader->settings->frames);
  read_moments(reader, node_find(output, "measures"), SECTION_MEASURES, &reader->settings->measures);
}
