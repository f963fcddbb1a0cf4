/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A small result for the tests of sim/io: written by the engine, read back by the readers that users have. The numbers
 *  encode where they belong, and read_result.py knows the code: value = 1000 field + 100 k + 10 j + i + frame / 2.
 */
#pragma once
#include <criterion/criterion.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/result.h"

enum { ALARM, COLLAGEN, COVER, ABSENT, N_FIELDS };
enum { NX = 5, NY = 3, NZ = 6, N_PUNCTURES = 2, N_TIMES = 4 };
enum { EPIDERMIS = 1u, DERMIS = 2u };

static const struct layer_spec LAYERS[] = {{"epidermis", "upper"}, {"dermis", "lower"}};
/* The fields live on all planes, in the dermis, in the epidermis; the last one is off. */
static const struct field_spec FIELDS[] = {
    {"alarm", "S", "1", EPIDERMIS | DERMIS, IMMOBILE, CORE, 1, "Calls cells."},
    {"collagen1", "C1", "mg/mL", DERMIS, IMMOBILE, CORE, 1, "Fibres, \xc3\xa0 point."},
    {"keratinocyte_cover", "K", "1", EPIDERMIS, IMMOBILE, CORE, 1, "Closes wounds."},
    {"vegf", "V", "ng/mL", EPIDERMIS | DERMIS, IMMOBILE, CORE, 1, "Off."},
};
static const struct model MODEL = {
    .name = "toy", .n_layers = 2, .layers = LAYERS, .n_fields = N_FIELDS, .fields = FIELDS};

/* What every test starts from: a folder of its own that is not there yet, a grid, fields. */
struct scene {
  char parent[64], folder[80], command[1024];
  struct grid grid;
  struct fields fields;
  double *injured;
};

static struct scene scene; /* each test is a process of its own */

static inline void fill(const struct fields *fields, size_t frame) {
  for (size_t f = 0; f < N_FIELDS; f++)
    for (size_t k = fields->range[f].k0; k < fields->range[f].k1; k++)
      for (size_t j = 0; j < NY; j++)
        for (size_t i = 0; i < fields->row; i++)
          fields_row(fields, f, j, k)[i] =
              i < NX ? 1000. * (double)f + 100. * (double)k + 10. * (double)j + (double)i + 0.5 * (double)frame : 9e9;
}

static inline void build(enum geometry geometry, size_t ny) {
  struct error error = {0};
  struct grid_request request = {.geometry = geometry,
                                 .width = {0.5, ny > 1 ? 0.6 : 0},
                                 .spacing = {0.1, 0.2, 0.05},
                                 .n_layers = 2,
                                 .thickness = {0.1, 0.2}};
  cr_assert_eq(grid_create(&scene.grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(scene.grid.axis[0].n, NX);
  cr_assert_eq(scene.grid.axis[1].n, ny);
  cr_assert_eq(scene.grid.axis[2].n, NZ);
  cr_assert_gt(scene.grid.pitch, NX);
  struct range range[N_FIELDS] = {{0, 6}, {2, 6}, {0, 2}, {0, 0}};
  cr_assert_eq(fields_create(&scene.fields, &scene.grid, N_FIELDS, range, &error), OK, "%s", error.sentence);
  size_t n = scene.grid.pitch * ny * NZ;
  scene.injured = calloc(n, sizeof *scene.injured);
  cr_assert_not_null(scene.injured);
  for (size_t c = 0; c < n; c++) scene.injured[c] = c % scene.grid.pitch < NX ? 0.001 * (double)c : 9e9;
}

static inline void set_up(void) {
  strcpy(scene.parent, "/tmp/mend_result_XXXXXX");
  cr_assert_not_null(mkdtemp(scene.parent));
  snprintf(scene.folder, sizeof scene.folder, "%s/made/here", scene.parent);
}

/* Exit status of a command of the shell. */
static inline int __attribute__((format(printf, 1, 2))) shell(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(scene.command, sizeof scene.command, format, arguments);
  va_end(arguments);
  int status = system(scene.command);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A check of read_result.py by name, on the scene's folder. */
static inline int reader(const char *check) {
  return shell(MEND_PYTHON " " MEND_SOURCE_DIR "/tests/read_result.py %s '%s'", check, scene.folder);
}

static inline void tear_down(void) {
  cr_expect_eq(shell("rm -rf '%s'", scene.parent), 0);
  free(scene.injured);
  fields_free(&scene.fields);
  if (scene.grid.pitch) grid_free(&scene.grid);
}

static inline char *inside(const char *name) {
  static char path[4][256];
  static int next;
  char *at = path[next++ % 4];
  snprintf(at, sizeof path[0], "%s/%s", scene.folder, name);
  return at;
}

static inline bool is_there(const char *name) { return access(inside(name), F_OK) == 0; }

static inline void put(const char *name, const char *text) {
  FILE *stream = fopen(inside(name), "w");
  cr_assert_not_null(stream);
  fputs(text, stream);
  fclose(stream);
}

static inline bool holds(const char *name, const char *text) {
  char got[256] = "";
  FILE *stream = fopen(inside(name), "r");
  if (!stream) return false;
  got[fread(got, 1, sizeof got - 1, stream)] = '\0';
  fclose(stream);
  return strcmp(got, text) == 0;
}

static inline struct result *open_result(enum precision precision, bool force) {
  struct error error = {0};
  struct result *result = NULL;
  const struct result_request request = {.folder = scene.folder,
                                         .grid = &scene.grid,
                                         .model = &MODEL,
                                         .precision = precision,
                                         .start = force ? RESULT_REPLACE : RESULT_NEW};
  cr_assert_eq(result_open(&result, &request, &error), OK, "%s", error.sentence);
  cr_assert_not_null(result);
  return result;
}

static inline void write_frames(struct result *result, size_t n) {
  for (size_t frame = result_frames(result), end = frame + n; frame < end; frame++) {
    struct error error = {0};
    fill(&scene.fields, frame);
    cr_assert_eq(result_frame(result, 7. * (double)frame / 3., &scene.fields, &error), OK, "%s", error.sentence);
  }
}

static inline int publish(struct result *result, const char *host, struct error *error) {
  static const double time[N_TIMES] = {0, 0.25, 1, 7}, mean[N_TIMES] = {1, 2, 3, (double)NAN}, peak[] = {42};
  static const double overlap[] = {0.125};
  double profile[N_TIMES * NZ];
  for (size_t c = 0; c < N_TIMES * NZ; c++) profile[c] = (double)c;
  const struct column measures[] = {{"alarm_mean", "1", "mean of alarm", false, mean},
                                    {"collagen_by_depth", "%", "change", true, profile}};
  const struct column outcomes[] = {{"collagen_peak", "mg/mL", "largest", false, peak}};
  const struct column report[] = {{"overlap", "1", "share that overlaps", false, overlap}};
  const struct puncture punctures[N_PUNCTURES] = {
      {.x = 0.1, .y = 0.2, .shear = {0.3, 0.4}, .depth = 0.5, .radius = 0.6, .taper = 0.7},
      {.x = 1.1, .y = 1.2, .shear = {1.3, 1.4}, .depth = 1.5, .radius = 1.6, .taper = 1.7}};
  const struct session_record sessions[] = {{2.5, punctures, N_PUNCTURES, scene.injured, 1, report},
                                            {9.5, NULL, 0, scene.injured, 1, report}};
  const struct remark provenance[] = {{"config", "skin: {model: toy}\n# caf\xc3\xa9\n"}, {"flags", ""}};
  const struct remark execution[] = {{"host", host}};
  const struct content content = {.measures = {COUNT(measures), N_TIMES, measures, time},
                                  .outcomes = {COUNT(outcomes), 1, outcomes, NULL},
                                  .n_sessions = COUNT(sessions),
                                  .sessions = sessions,
                                  .n_provenance = COUNT(provenance),
                                  .n_execution = COUNT(execution),
                                  .provenance = provenance,
                                  .execution = execution};
  return result_publish(result, &content, error);
}

static inline void write_result(size_t n_frames, enum precision precision, const char *host) {
  struct error error = {0};
  struct result *result = open_result(precision, false);
  write_frames(result, n_frames);
  cr_assert_eq(publish(result, host, &error), OK, "%s", error.sentence);
  result_close(result);
}
