/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/devices.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <string.h>

#include "config/settings.h"

/* The drum unrolled: rings of needles side by side, each turned against the last. Beside its track the next begins. */
static void lay_roller(const struct settings *settings, struct lattice *lattice) {
  double along = M_PI * settings->drum_diameter / (double)settings->needles_per_row;
  double across = settings->drum_width / (double)settings->rows;
  *lattice = (struct lattice){.step = {{along, 0}, {settings->stagger * along, across}}, .n = 1};
}

/* One stamping after another along the stroke. The needles are spread evenly over the width of the track. Where they
 * stand along the stroke in the cartridge comes to any share of the way between two stampings: multiples of the golden
 * ratio leave neighbours and next neighbours apart. */
static void lay_pen(const struct settings *settings, struct lattice *lattice) {
  const double golden = 0.618033988749895;
  double along = settings->speed / settings->rate, n = (double)settings->needles;
  *lattice = (struct lattice){.step = {{along, 0}, {0, settings->cartridge}}, .n = (size_t)settings->needles};
  for (size_t b = 0; b < lattice->n; b++) {
    lattice->offset[b][0] = along * fmod((double)b * golden, 1);
    lattice->offset[b][1] = settings->cartridge * ((double)b + 0.5) / n;
  }
}

/* Plate beside plate, without a seam. */
static void lay_stamp(const struct settings *settings, struct lattice *lattice) {
  double d = settings->needle_distance;
  bool hexagonal = settings->pattern == HEXAGONAL;
  *lattice = (struct lattice){.step = {{d, 0}, {hexagonal ? d / 2 : 0, hexagonal ? d * sqrt(3) / 2 : d}}, .n = 1};
}

/* clang-format off */
#define SPEC(index, name, doc, keys, required, passes, efficiency, lay) \
  [index] = {name, doc, keys, required, passes, (double)efficiency, lay},
/* clang-format on */
const struct device_spec devices[N_DEVICES] = {DEVICE_TABLE(SPEC)};

static bool holds_word(const char *words, const char *word) {
  size_t n = strlen(word);
  for (const char *start = words; *start; start += strspn(start, " ")) {
    size_t length = strcspn(start, " ");
    if (length == n && strncmp(start, word, n) == 0) return true;
    start += length;
  }
  return false;
}

bool device_takes(const struct device_spec *device, const char *key) {
  return strcmp(key, "type") == 0 || holds_word(device->keys, key);
}

bool device_requires(const struct device_spec *device, const char *key) {
  return strcmp(key, "type") == 0 || holds_word(device->required, key);
}
