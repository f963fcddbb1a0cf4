/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small model with two layers, two modules and a parameter of each type, a good configuration of it, and a reader
 * that keeps what is said of mistakes. */
#pragma once
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "config/settings.h"

struct tiny_params {
  double speed, gain, rate;
  long count;
  int shape;
  bool fast;
};

static void tiny_injure(const void *derived, const struct cells *cells, const double *const deposits[],
                        double *const u[]) {
  (void)derived, (void)cells, (void)deposits, (void)u;
}

static const struct layer_spec TINY_LAYERS[] = {{"upper", "above"}, {"lower", "below"}};
static const struct module_spec TINY_MODULES[] = {
    {"vessels", false, NULL, NULL, NULL, "first"},
    {"swelling", false, "vessels", NULL, NULL, "second"},
    {"clotting", true, NULL, NULL, NULL, "third"},
};
static const char *const TINY_SHAPES[] = {"round", "square", NULL};
#define TINY_AT(member) offsetof(struct tiny_params, member)
static const struct param_spec TINY_PARAMS[] = {
    {"speed", "v", NUMBER, "um/day", 200, {100, 300}, {0, 1000}, NULL, ASSUMED, "", "of cells", CORE, TINY_AT(speed)},
    {"gain", "g", NUMBER, "1", 0.5, {0, 1}, {0, 2}, NULL, ASSUMED, "", "of a loop", CORE, TINY_AT(gain)},
    {"rate", "k", NUMBER, "1/day", 0.1, {0, 1}, {0, 10}, NULL, ASSUMED, "", "of growth", 0, TINY_AT(rate)},
    {"count", "n", WHOLE, "1", 3, {1, 9}, {1, 99}, NULL, ASSUMED, "", "of things", CORE, TINY_AT(count)},
    {"shape", "s", CHOICE, "1", 0, {0, 1}, {0, 1}, TINY_SHAPES, ASSUMED, "", "of things", CORE, TINY_AT(shape)},
    {"fast", "f", YES_NO, "1", 1, {0, 1}, {0, 1}, NULL, ASSUMED, "", "or slow", CORE, TINY_AT(fast)},
};
static const struct model TINY = {.name = "tiny",
                                  .n_layers = COUNT(TINY_LAYERS),
                                  .n_modules = COUNT(TINY_MODULES),
                                  .n_params = COUNT(TINY_PARAMS),
                                  .layers = TINY_LAYERS,
                                  .modules = TINY_MODULES,
                                  .params = TINY_PARAMS,
                                  .params_size = sizeof(struct tiny_params),
                                  .injure = tiny_injure};

static const char GOOD[] =
    "skin:\n"
    "  model: tiny\n"
    "  layers: {upper: 0.1 mm, lower: 1.5 mm}\n"
    "  modules: [vessels]\n"
    "  parameters: {speed: 150 um/day, rate: 0.2 /day}\n"
    "grid: {geometry: cartesian, width: [2 mm, 1 mm], spacing: 25 um, sides: periodic}\n"
    "treatment:\n"
    "  device: {type: random, density: 250 /cm^2, length: 1.5 mm, needle_diameter: 0.25 mm}\n"
    "  sessions: {first: 0 day, count: 4, interval: 4 week}\n"
    "run: {end: 26 week, tolerance: 1e-2, scheme: ros2, seed: 7}\n"
    "output: {frames: {every: 1 week, at: [3 day, 1 day]}, precision: float64}\n";

/* What came of one reading. */
struct reading {
  char folder[64], path[96];
  struct settings *settings; /* on the heap: it is large */
  struct error error;
  char *said; /* what was complained of */
  int code;
};

static inline void write_file(const struct reading *reading, const char *name, const char *text) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", reading->folder, name);
  FILE *file = fopen(path, "wb");
  cr_assert(file != NULL, "%s", path);
  fputs(text, file);
  fclose(file);
}

static inline struct reading folder_make(void) {
  struct reading reading = {.folder = "/tmp/mend_config_XXXXXX"};
  cr_assert(mkdtemp(reading.folder) != NULL);
  snprintf(reading.path, sizeof reading.path, "%s/case.yaml", reading.folder);
  reading.settings = calloc(1, sizeof *reading.settings);
  cr_assert(reading.settings != NULL);
  return reading;
}

static inline void read_in(struct reading *reading, const char *text, const struct assignment assignments[], size_t n) {
  const struct model *models[] = {&TINY};
  size_t length = 0;
  if (text) write_file(reading, "case.yaml", text);
  FILE *stream = open_memstream(&reading->said, &length);
  reading->code = settings_read(
      reading->settings,
      &(struct settings_request){
          .path = reading->path, .assignments = assignments, .n_assignments = n, .models = models, .n_models = 1},
      stream, &reading->error);
  fclose(stream);
}

static inline struct reading read_text(const char *text) {
  struct reading reading = folder_make();
  read_in(&reading, text, NULL, 0);
  return reading;
}

/* The good configuration with one assignment. */
static inline struct reading read_with(const char *text) {
  struct reading reading = folder_make();
  struct assignment assignment = {text};
  read_in(&reading, GOOD, &assignment, 1);
  return reading;
}

static inline void remove_file(const struct reading *reading, const char *name) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", reading->folder, name);
  unlink(path);
}

static inline void done(struct reading *reading) {
  settings_free(reading->settings);
  free(reading->settings);
  free(reading->said);
  remove_file(reading, "case.yaml");
  remove_file(reading, "part.yaml");
  remove_file(reading, "holes.csv");
  rmdir(reading->folder);
  units_free();
}

static inline void expect_said(const struct reading *reading, const char *part) {
  cr_expect(reading->code == ERROR_CONFIG, "code %d; wanted: %s", reading->code, part);
  cr_expect(strstr(reading->said, part) != NULL, "wanted: %s\nsaid: %s", part, reading->said);
}

/* The good configuration with one assignment must be refused with one mistake, whose text has the parts. */
static inline void expect_refused(const char *assignment, const char *part, const char *other) {
  struct reading reading = read_with(assignment);
  expect_said(&reading, part);
  if (other) expect_said(&reading, other);
  cr_expect(strncmp(reading.error.sentence, "1 mistake in ", 13) == 0, "%s: %s\n%s", assignment, reading.error.sentence,
            reading.said);
  done(&reading);
}

static inline void expect_good(const struct reading *reading) {
  cr_assert(reading->code == OK, "%s\n%s", reading->error.sentence, reading->said);
  cr_assert_str_empty(reading->said);
}

/* The canonical configuration of a text, read again, is itself. @return it, for the caller to free */
static inline char *expect_fixed(struct reading *reading) {
  expect_good(reading);
  char *canonical = strdup(reading->settings->canonical);
  settings_free(reading->settings);
  free(reading->said);
  read_in(reading, canonical, NULL, 0);
  expect_good(reading);
  cr_expect_str_eq(reading->settings->canonical, canonical);
  return canonical;
}
