/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep file beside a configuration and a list of points: refused with a sentence, or read; then every point makes assignments. */
#include "study/sweep.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "models/registry.h"
#include "targets.h"

static const char BASE[] =
    "skin: {model: fisher, layers: {tissue: 0.1 mm}}\n"
    "grid: {width: [0.1 mm, 0.1 mm], spacing: 25 um}\n"
    "treatment: {device: {type: random, density: 20000 /cm^2, channel_depth: 0.05 mm, channel_radius: 0.02 mm},\n"
    "            sessions: [0 day]}\n"
    "run: {end: 2 day}\n";
static const char POINTS[] = "treatment.device.density [1/cm^2],run.scheme\n100,ros2\n200,ros34pw2\n";

static void write_file(const char *path, const void *bytes, size_t n) {
  FILE *stream = fopen(path, "w");
  HOLDS(stream && fwrite(bytes, 1, n, stream) == n && fclose(stream) == 0);
}

static char folder[] = "/tmp/mend_sweep_XXXXXX";

static void leave_nothing(void) {
  static const char *const NAMES[] = {"base.yaml", "points.csv", "sweep.yaml", ""};
  char path[64];
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, NAMES[i]);
    remove(path);
  }
}

/* A folder with all but the sweep file, made once. */
static const char *scene(void) {
  static bool made;
  if (made) return folder;
  char path[64];
  HOLDS(mkdtemp(folder) && atexit(leave_nothing) == 0);
  snprintf(path, sizeof path, "%s/base.yaml", folder);
  write_file(path, BASE, sizeof BASE - 1);
  snprintf(path, sizeof path, "%s/points.csv", folder);
  write_file(path, POINTS, sizeof POINTS - 1);
  made = true;
  return folder;
}

static void assign_all(struct sweep *sweep) {
  const char *list[MOST_ASSIGNMENTS];
  struct error error = {0};
  HOLDS(sweep->n_keys + sweep->n_uncertain > 0 && sweep->design.n_points > 0);
  for (size_t k = 0; k < sweep->n_keys; k++)
    for (size_t i = 0; i < sweep->design.n_points && i < 8; i++) {
      double u = sweep->design.unit[i * sweep->n_keys + k];
      size_t n = varied_assign(&sweep->keys[k], u, list, &sweep->pool, &error);
      HOLDS(n < MOST_ASSIGNMENTS && error.code == OK);
      for (size_t a = 0; a < n; a++) HOLDS(strchr(list[a], '='));
    }
}

void feed_sweep(const uint8_t *bytes, size_t n) {
  char path[64], *said = NULL;
  size_t length = 0;
  struct error error = {0};
  struct sweep sweep;
  snprintf(path, sizeof path, "%s/sweep.yaml", scene());
  write_file(path, bytes, n);
  FILE *stream = open_memstream(&said, &length);
  HOLDS(stream);
  int code = sweep_read(&sweep, &(struct sweep_request){path, models, n_models}, stream, &error);
  fclose(stream);
  HOLDS(code == (int)error.code && (code == OK || code == ERROR_CONFIG) && (code == OK || error.sentence[0]));
  if (code == OK) assign_all(&sweep);
  sweep_free(&sweep);
  free(said);
}
