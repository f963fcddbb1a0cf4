/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical configuration: files that mean the same come to the same text, which read again gives itself. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/reader.h"
#include "config/table.h"

/* Exactly, in the largest of day, h, min and s that makes the number whole. */
static void print_time(int64_t milliseconds, FILE *stream) {
  static const struct {
    int64_t length;
    const char *name;
  } UNITS[] = {{86400000, "day"}, {3600000, "h"}, {60000, "min"}, {1000, "s"}};
  for (size_t u = 0; u < COUNT(UNITS); u++) {
    if (milliseconds % UNITS[u].length != 0) continue;
    fprintf(stream, "%" PRId64 " %s", milliseconds / UNITS[u].length, UNITS[u].name);
    return;
  }
  fprintf(stream, "%" PRId64 ".%03" PRId64 " s", milliseconds / 1000, milliseconds % 1000);
}

static void print_times(const int64_t times[], size_t n, FILE *stream) {
  fputc('[', stream);
  for (size_t i = 0; i < n; i++) {
    if (i) fputs(", ", stream);
    print_time(times[i], stream);
  }
  fputs("]", stream);
}

static void print_row(const struct param_spec *row, const void *values, const char *indent, FILE *stream) {
  fprintf(stream, "%s%s: ", indent, row->key);
  row_print(row, values, stream);
  fputc('\n', stream);
}

static void print_skin(const struct settings *settings, FILE *stream) {
  const struct model *model = settings->model;
  const char *separator = "";
  fprintf(stream, "skin:\n  model: %s\n  layers: {", model->name);
  for (size_t l = 0; l < model->n_layers; l++) {
    if (!(settings->thickness[l] > 0)) continue;
    fprintf(stream, "%s%s: ", separator, model->layers[l].name);
    row_print_number(section_row(SECTION_SKIN, "layers"), settings->thickness[l], stream);
    separator = ", ";
  }
  fputs("}\n  modules: [", stream);
  separator = "";
  for (size_t m = 0; m < model->n_modules; m++) {
    if (!settings->module_on[m]) continue;
    fprintf(stream, "%s%s", separator, model->modules[m].name);
    separator = ", ";
  }
  fputs("]\n", stream);
  separator = "  parameters:\n";
  for (size_t r = 0; r < model->n_params; r++) {
    const struct param_spec *row = &model->params[r];
    if (row->module != CORE && !settings->module_on[row->module]) continue;
    char *const *text = (const void *)((const char *)settings->params + row->offset);
    if (row->type == TEXT && !*text) continue;
    fputs(separator, stream);
    print_row(row, settings->params, "    ", stream);
    separator = "";
  }
}

static void print_numbers(const char *indent, const struct param_spec *row, const double values[], size_t n,
                          FILE *stream) {
  fprintf(stream, "%s%s: [", indent, row->key);
  for (size_t i = 0; i < n; i++) {
    if (i) fputs(", ", stream);
    row_print_number(row, values[i], stream);
  }
  fputs("]\n", stream);
}

static void print_grid(const struct settings *settings, FILE *stream) {
  bool axisymmetric = settings->geometry == AXISYMMETRIC;
  const struct param_spec *spacing_row = section_row(SECTION_GRID, "spacing");
  fputs("grid:\n", stream);
  print_row(section_row(SECTION_GRID, "geometry"), settings, "  ", stream);
  print_row(section_row(SECTION_GRID, axisymmetric ? "radius" : "sides"), settings, "  ", stream);
  if (axisymmetric) {
    const double spacing[2] = {settings->spacing[0], settings->spacing[2]};
    print_numbers("  ", spacing_row, spacing, 2, stream);
    return;
  }
  size_t axes = settings->width[1] > 0 ? 2 : settings->width[0] > 0 ? 1 : 0;
  print_numbers("  ", section_row(SECTION_GRID, "width"), settings->width, axes, stream);
  print_numbers("  ", spacing_row, settings->spacing, 3, stream);
}

/* Numbers from which another number followed stand for it, but for depth_efficiency, whose default may change. */
static bool is_shown(const struct settings *settings, const char *key) {
  bool by_length = isfinite(settings->length), by_diameter = isfinite(settings->needle_diameter);
  if (strcmp(key, "depth_efficiency") == 0 || strcmp(key, "indentation") == 0) return by_length;
  if (strcmp(key, "channel_depth") == 0) return !by_length;
  if (strcmp(key, "channel_radius") == 0) return !by_diameter;
  return (strcmp(key, "length") != 0 || by_length) && (strcmp(key, "needle_diameter") != 0 || by_diameter);
}

static void print_device(const struct settings *settings, FILE *stream) {
  const struct section *section = &sections[SECTION_DEVICE];
  const struct device_spec *device = &devices[settings->device];
  for (size_t r = 0; r < section->n_plain; r++) {
    const struct param_spec *row = &section->rows[r];
    if (device_takes(device, row->key) && is_shown(settings, row->key)) print_row(row, settings, "    ", stream);
  }
  if (!device->lay) return;
  print_numbers("    ", section_row(SECTION_DEVICE, "directions"), settings->direction, settings->n_directions, stream);
  if (settings->n_phases)
    print_numbers("    ", section_row(SECTION_DEVICE, "phases"), settings->phase, settings->n_phases, stream);
}

static void print_moments(const char *name, const struct times *times, FILE *stream) {
  fprintf(stream, "  %s: {every: ", name);
  print_time(times->every, stream);
  fputs(", at: ", stream);
  print_times(times->at, times->n, stream);
  fputs("}\n", stream);
}

static void print_rest(const struct settings *settings, FILE *stream) {
  const struct section *run = &sections[SECTION_RUN];
  fputs("treatment:\n", stream);
  if (settings->treated) {
    fputs("  device:\n", stream);
    print_device(settings, stream);
  }
  fputs("  sessions: ", stream);
  print_times(settings->session, settings->n_sessions, stream);
  fputs("\nrun:\n  end: ", stream);
  print_time(settings->end, stream);
  fputc('\n', stream);
  for (size_t r = 0; r < run->n_plain; r++) print_row(&run->rows[r], settings, "  ", stream);
  fputs("output:\n", stream);
  print_row(section_row(SECTION_OUTPUT, "precision"), settings, "  ", stream);
  print_moments("frames", &settings->frames, stream);
  print_moments("measures", &settings->measures, stream);
}

int canonical_write(struct settings *settings, struct error *error) {
  size_t length = 0;
  FILE *stream = open_memstream(&settings->canonical, &length);
  if (!stream) return error_set(error, ERROR_FAILED, "no memory for the canonical configuration");
  print_skin(settings, stream);
  print_grid(settings, stream);
  print_rest(settings, stream);
  if (fclose(stream)) return error_set(error, ERROR_FAILED, "no memory for the canonical configuration");
  return OK;
}
