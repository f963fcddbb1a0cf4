/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical configuration: files that mean the same come to the same text, which read again gives itself. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

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

static void print_lengths(const char *key, const double values[], size_t n, FILE *stream) {
  const struct param_spec *row = section_row(SECTION_GRID, key);
  fprintf(stream, "  %s: [", key);
  for (size_t i = 0; i < n; i++) {
    if (i) fputs(", ", stream);
    row_print_number(row, values[i], stream);
  }
  fputs("]\n", stream);
}

static void print_grid(const struct settings *settings, FILE *stream) {
  bool axisymmetric = settings->geometry == AXISYMMETRIC;
  fputs("grid:\n", stream);
  print_row(section_row(SECTION_GRID, "geometry"), settings, "  ", stream);
  print_row(section_row(SECTION_GRID, axisymmetric ? "radius" : "sides"), settings, "  ", stream);
  if (axisymmetric) {
    const double spacing[2] = {settings->spacing[0], settings->spacing[2]};
    print_lengths("spacing", spacing, 2, stream);
    return;
  }
  size_t axes = settings->width[1] > 0 ? 2 : settings->width[0] > 0 ? 1 : 0;
  print_lengths("width", settings->width, axes, stream);
  print_lengths("spacing", settings->spacing, 3, stream);
}

static void print_device(const struct settings *settings, FILE *stream) {
  const struct section *device = &sections[SECTION_DEVICE];
  bool by_length = isfinite(settings->length);
  for (size_t r = 0; r < device->n; r++) {
    size_t offset = device->rows[r].offset;
    bool shown = offset == offsetof(struct settings, device) || offset == offsetof(struct settings, taper);
    if (settings->device == FROM_FILE) {
      shown = shown || device->rows[r].type == TEXT;
    } else if (offset == offsetof(struct settings, length) || offset == offsetof(struct settings, depth_efficiency) ||
               offset == offsetof(struct settings, indentation)) {
      shown = by_length;
    } else if (offset == offsetof(struct settings, channel_depth)) {
      shown = !by_length;
    } else if (offset == offsetof(struct settings, channel_radius)) {
      shown = !isfinite(settings->needle_diameter);
    } else {
      shown = device->rows[r].type != TEXT && !isnan(row_value(&device->rows[r], settings));
    }
    if (shown) print_row(&device->rows[r], settings, "    ", stream);
  }
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
