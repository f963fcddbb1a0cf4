/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of punctures: refused with a sentence, or read; then every puncture is finite and begins in the box. */
#include <math.h>

#include "read_settings.h"

static const char CONFIGURATION[] =
    "skin: {model: fisher, layers: {tissue: 1.6 mm}}\n"
    "grid: {width: [2 mm, 1 mm], spacing: 25 um}\n"
    "treatment: {device: {type: file, file: punctures.csv}, sessions: [0 day, 4 week]}\n"
    "run: {end: 8 week}\n";

static void check(const struct puncture *puncture) {
  HOLDS(puncture->x >= 0 && puncture->x <= 2 && puncture->y >= 0 && puncture->y <= 1);
  HOLDS(puncture->depth >= 0 && puncture->depth <= 1.6);
  HOLDS(puncture->radius >= 0 && puncture->radius <= 10);
  HOLDS(puncture->taper >= 0 && isfinite(puncture->taper));
  HOLDS(isfinite(puncture->shear[0]) && isfinite(puncture->shear[1]));
}

void feed_punctures(const uint8_t *bytes, size_t n) {
  char *text = malloc(n + 1);
  HOLDS(text);
  if (n) memcpy(text, bytes, n);
  text[n] = '\0';
  struct settings settings = {0};
  if (read_settings(&settings, CONFIGURATION, text) == OK) {
    HOLDS(settings.n_listed > 0);
    for (size_t p = 0; p < settings.n_listed; p++) check(&settings.listed[p]);
  }
  settings_free(&settings);
  free(text);
}
