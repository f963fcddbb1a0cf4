/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The devices: one row each with all that tells it from the others. The keys themselves are in sections.c.
 */
#pragma once
#include <stdbool.h>

#include "base/lattice.h"

struct settings;

/* clang-format off */
#define CHANNEL_KEYS \
  " length needle_diameter channel_depth channel_radius depth_efficiency indentation depth_deviation taper"
#define PASS_KEYS " passes directions phases"

/* index, name, sentence, keys, those of them that must be given, usual passes, usual efficiency, lattice (see below) */
#define DEVICE_TABLE(ROW) \
  ROW(RANDOM, "random", "punctures at random positions", \
      "density" CHANNEL_KEYS, "density", 0, NAN, NULL) \
  ROW(ROLLER, "roller", "a drum with rings of needles that is rolled over the skin", \
      "drum_diameter drum_width rows needles_per_row stagger entry_angle" PASS_KEYS CHANNEL_KEYS, "", 15, NAN, \
      lay_roller) \
  ROW(PEN, "pen", "a cartridge of needles that stamps while it is drawn over the skin", \
      "needles rate speed cartridge tilt" PASS_KEYS CHANNEL_KEYS, "needles speed cartridge", 1, 0.75, lay_pen) \
  ROW(STAMP, "stamp", "a plate of needles in a regular pattern that is pressed into the skin", \
      "pattern needle_distance tilt" PASS_KEYS CHANNEL_KEYS, "needle_distance", 1, 0.6, lay_stamp) \
  ROW(FROM_FILE, "file", "punctures from a CSV", \
      "taper file file_hash", "file", 0, NAN, NULL)
/* clang-format on */

#define DEVICE_INDEX(index, ...) index,
enum device_type { DEVICE_TABLE(DEVICE_INDEX) N_DEVICES };
enum stamp_pattern { SQUARE, HEXAGONAL };

struct device_spec {
  const char *name, *doc;
  const char *keys;     /**< of treatment.device that belong to it, besides `type`, between blanks */
  const char *required; /**< those without which it is not known, between blanks */
  long passes;          /**< where they are not given; 0: it knows no passes */
  double efficiency;    /**< depth_efficiency where it is not given; NAN: it follows from the length */
  /** Positions of the needles in one pass along x, from its numbers; NULL: they are in no lattice. @param lattice out */
  void (*lay)(const struct settings *settings, struct lattice *lattice);
};

/** By enum device_type. */
extern const struct device_spec devices[N_DEVICES];

/** Whether a key of treatment.device belongs to a device. */
bool device_takes(const struct device_spec *device, const char *key);
/** Whether a key of treatment.device must be given. */
bool device_requires(const struct device_spec *device, const char *key);
