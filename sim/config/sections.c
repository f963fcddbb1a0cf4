/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/sections.h"

#include <math.h>
#include <string.h>

#include "config/settings.h"

#define AT(member) offsetof(struct settings, member)
#define FREE \
  { -HUGE_VAL, HUGE_VAL }
#define NONE ((double)NAN)
/* clang-format off */
#define PLAIN(key, unit, value, plausible, allowed, basis, source, doc, member) \
  {key, "", NUMBER, unit, value, plausible, allowed, NULL, basis, source, doc, CORE, AT(member)}
#define WORD(key, value, choices, doc, member) \
  {key, "", CHOICE, "1", value, FREE, FREE, choices, NUMERICAL, "", doc, CORE, AT(member)}
#define NAMED(key, doc, member) {key, "", TEXT, "1", 0, FREE, FREE, NULL, NUMERICAL, "", doc, CORE, AT(member)}
#define COUNTED(key, value, plausible, allowed, basis, source, doc, member) \
  {key, "", WHOLE, "1", value, plausible, allowed, NULL, basis, source, doc, CORE, AT(member)}
#define ENTRIES(key, unit, value, plausible, allowed, doc) \
  {key, "", NUMBER, unit, value, plausible, allowed, NULL, NUMERICAL, "", doc, CORE, 0}
#define NAMES(key, doc) {key, "", TEXT, "1", 0, FREE, FREE, NULL, NUMERICAL, "", doc, CORE, 0}
#define RANGE(low, high) {low, high}

static const char *const GEOMETRIES[] = {"cartesian", "axisymmetric", NULL};
static const char *const SIDES[] = {"no-flux", "periodic", NULL};
#define DEVICE_NAME(index, name, ...) name,
static const char *const DEVICES[] = {DEVICE_TABLE(DEVICE_NAME) NULL};
static const char *const PATTERNS[] = {"square", "hexagonal", NULL};
#define SCHEME_NAME(index, name) name,
static const char *const SCHEMES[] = {SCHEME_TABLE(SCHEME_NAME) NULL};
#define PRECISION_NAME(index, name) name,
static const char *const PRECISIONS[] = {PRECISION_TABLE(PRECISION_NAME) NULL};

/* 1 ms, the resolution of times, and 100 years */
#define SHORTEST (1 / 86400000.0)
#define LONGEST 36525.0

static const struct param_spec FILE_ROWS[] = {
  NAMES("skin", "the model, its layers, modules and parameters"),
  NAMES("grid", "the box and its cells"),
  NAMES("treatment", "the device and the sessions; without it, nothing is treated"),
  NAMES("run", "how long and how exactly to simulate"),
  NAMES("output", "what is kept of a run"),
};

static const struct param_spec SKIN[] = {
  NAMES("model", "name of the model; without it the first that the program knows"),
  ENTRIES("layers", "mm", NONE, RANGE(0.01, 10), RANGE(0.001, 1000),
          "thickness of each layer by its name, from the surface down; a layer that is not named is not in the grid"),
  NAMES("modules", "names of the optional parts that are on; without it, those that are on by default"),
  NAMES("parameters", "numbers of the model by their keys"),
  NAMES("parameters_from",
        "file with a mapping of parameters, found from the folder of the configuration; parameters win over it"),
};

static const struct param_spec GRID[] = {
  WORD("geometry", 0, GEOMETRIES, "a box in x, y, z, or one channel and its share of the skin in radius and depth", geometry),
  PLAIN("radius", "mm", NONE, RANGE(0.05, 10), RANGE(1e-3, 1000), NUMERICAL, "",
        "radius of the axisymmetric cell; without it 1/sqrt(pi density): the share of the surface of one channel", radius),
  WORD("sides", 1, SIDES, "what happens at the sides of a cartesian box; an axisymmetric cell has no flux through its side", periodic),
  ENTRIES("width", "mm", NONE, RANGE(0.05, 50), RANGE(1e-3, 1000),
          "width of the box: one length for both x and y, or a list [x] or [x, y]; an axis not in the list has one cell"),
  ENTRIES("spacing", "um", NONE, RANGE(1, 2000), RANGE(0.1, 1e6),
          "edge of the cells: one length, or a list [x, y, z] ([r, z] in an axisymmetric cell)"),
};

static const struct param_spec TREATMENT[] = {
  NAMES("device", "what makes the punctures"),
  NAMES("sessions", "when the device is used: a list of times, or first, count and interval"),
};

static const struct param_spec DEVICE[] = {
  WORD("type", NONE, DEVICES, "kind of device", device),
  PLAIN("density", "1/cm^2", NONE, RANGE(10, 2000), RANGE(1e-3, 1e6), ASSUMED, "",
        "punctures per area and session", density),
  PLAIN("length", "mm", NONE, RANGE(0.1, 3), RANGE(1e-3, 100), ASSUMED, "", "length of the needles", length),
  PLAIN("needle_diameter", "mm", NONE, RANGE(0.05, 0.5), RANGE(1e-3, 10), ASSUMED, "",
        "diameter of the needles at their base; the channel keeps half of it", needle_diameter),
  PLAIN("channel_depth", "mm", NONE, RANGE(0.02, 3), RANGE(1e-3, 100), ASSUMED, "",
        "mean depth of the channels, instead of length", channel_depth),
  PLAIN("channel_radius", "mm", NONE, RANGE(0.005, 0.2), RANGE(1e-4, 10), ASSUMED, "",
        "residual radius at the surface, instead of needle_diameter", channel_radius),
  PLAIN("depth_efficiency", "1", NONE, RANGE(0.2, 0.9), RANGE(1e-3, 1), FITTED, "kalluri2011",
        "share of (length - indentation) that the channel reaches; without it 0.75 of a pen and 0.6 of a stamp (both "
        "assumed), of others 0.27 up to 0.8 mm, 0.6 from 1 mm, linear between",
        depth_efficiency),
  PLAIN("indentation", "mm", 0.2, RANGE(0.1, 0.3), RANGE(0, 10), ASSUMED, "",
        "depth by which skin yields before it is pierced", indentation),
  PLAIN("depth_deviation", "1", 0.063, RANGE(0, 0.2), RANGE(0, 0.33), MEASURED, "kalluri2011",
        "relative standard deviation of the depth (9.6 of 152.5 um), cut at 3 of them", depth_deviation),
  PLAIN("taper", "1", 0.5, RANGE(0, 1), RANGE(0, 4), ASSUMED, "",
        "exponent of the radius: radius (1 - z/depth)^taper; 0 is a cylinder", taper),
  PLAIN("drum_diameter", "mm", 20, RANGE(5, 50), RANGE(0.1, 1000), MEASURED, "schwarz2011", "diameter of the roller's drum",
        drum_diameter),
  PLAIN("drum_width", "mm", 20, RANGE(2, 100), RANGE(0.1, 1000), MEASURED, "schwarz2011", "width of the roller's drum",
        drum_width),
  COUNTED("rows", 8, RANGE(1, 20), RANGE(1, 1000), MEASURED, "schwarz2011",
          "rings of needles side by side along the drum's width", rows),
  COUNTED("needles_per_row", 24, RANGE(10, 100), RANGE(1, 10000), MEASURED, "schwarz2011",
          "needles of one ring, around the drum", needles_per_row),
  PLAIN("stagger", "1", 0.5, RANGE(0, 1), RANGE(0, 1), ASSUMED, "",
        "turn of each row against the last, as a share of the distance between needles", stagger),
  PLAIN("entry_angle", "deg", 15, RANGE(0, 30), RANGE(0, 80), ASSUMED, "",
        "angle at which the roller's needles enter, from the vertical, forward along the pass", entry_angle),
  COUNTED("needles", NONE, RANGE(9, 36), RANGE(1, MAX_OFFSETS), ASSUMED, "", "number of needles in the pen's cartridge", needles),
  PLAIN("rate", "Hz", 116.7, RANGE(25, 150), RANGE(0.1, 1e4), ASSUMED, "",
        "strokes of the pen per time; without it those of a SkinPen, 7000 per minute", rate),
  PLAIN("speed", "cm/s", NONE, RANGE(0.5, 10), RANGE(1e-2, 100), ASSUMED, "", "speed at which the pen is drawn over the skin", speed),
  PLAIN("cartridge", "mm", NONE, RANGE(2, 15), RANGE(0.1, 100), ASSUMED, "", "width of the pen's track", cartridge),
  WORD("pattern", SQUARE, PATTERNS, "pattern in which the stamp's needles stand", pattern),
  PLAIN("needle_distance", "mm", NONE, RANGE(0.2, 5), RANGE(1e-2, 100), ASSUMED, "",
        "distance from one needle of the stamp to the nearest other", needle_distance),
  PLAIN("tilt", "deg", 0, RANGE(0, 30), RANGE(0, 80), ASSUMED, "",
        "angle of pen or stamp from the vertical, forward along the pass", tilt),
  COUNTED("passes", NONE, RANGE(1, 30), RANGE(1, 1000), ASSUMED, "",
          "number of passes over each place, or of stampings on it; without it 15 of a roller, 1 of a pen or a stamp", passes),
  NAMED("file", "CSV of punctures, found from the folder of the configuration", file_name),
  NAMED("file_hash", "FNV-1a of the file's bytes, 16 hexadecimal digits; if given, the file must match it", file_hash),
  ENTRIES("directions", "deg", NONE, RANGE(-360, 360), RANGE(-360, 360),
          "directions of the passes in turn, from x towards y: a list; without it 0, 90, 45, 135 deg"),
  ENTRIES("phases", "1", NONE, RANGE(0, 1), RANGE(0, 1),
          "shifts of the passes in turn: a list of shares of the distance between needles along the pass, 0 with the "
          "lattice's origin on the middle of the box; without it each pass is shifted at random over the whole lattice"),
};

static const struct param_spec SESSIONS[] = {
  ENTRIES("first", "day", 0, RANGE(0, 365), RANGE(0, LONGEST), "time of the first session"),
  {"count", "", WHOLE, "1", NONE, RANGE(0, 12), RANGE(0, MAX_TIMES), NULL, NUMERICAL, "",
   "number of sessions; 0: untreated", CORE, 0},
  ENTRIES("interval", "day", NONE, RANGE(7, 365), RANGE(SHORTEST, LONGEST), "time from one session to the next"),
};

static const struct param_spec RUN[] = {
  PLAIN("tolerance", "1", 1e-2, RANGE(1e-5, 5e-2), RANGE(1e-8, 0.5), NUMERICAL, "",
        "relative error of a time step", tolerance),
  WORD("scheme", 0, SCHEMES, "scheme of the time steps", scheme),
  {"seed", "", WHOLE, "1", 1, RANGE(0, 999999999999999), RANGE(0, 999999999999999), NULL, NUMERICAL, "",
   "seed of the random numbers: the same seed gives the same punctures", CORE, AT(seed)},
  ENTRIES("end", "day", NONE, RANGE(0.1, 3653), RANGE(SHORTEST, LONGEST), "time at which the run ends"),
};

static const struct param_spec OUTPUT[] = {
  WORD("precision", FLOAT32, PRECISIONS,
       "precision of the numbers in frames; 12 bit: float32 of which 12 bits of the mantissa are kept, a relative error of "
       "at most 1.23e-4 in less than half the room",
       precision),
  NAMES("frames", "when the fields are kept, besides the start and the end"),
  NAMES("measures", "when the measures are kept"),
};

static const struct param_spec FRAMES[] = {
  ENTRIES("every", "day", 0, RANGE(0, 3653), RANGE(0, LONGEST), "at every multiple of this time; 0: at none"),
  ENTRIES("at", "day", NONE, RANGE(0, 3653), RANGE(0, LONGEST), "at each of these times"),
};

static const struct param_spec MEASURES[] = {
  ENTRIES("every", "day", 1, RANGE(0, 3653), RANGE(0, LONGEST), "at every multiple of this time; 0: at none"),
  ENTRIES("at", "day", NONE, RANGE(0, 3653), RANGE(0, LONGEST), "at each of these times"),
};

#define SECTION(name, rows, n_apart, doc) {name, rows, COUNT(rows) - (n_apart), COUNT(rows), doc}
const struct section sections[N_SECTIONS] = {
  [SECTION_FILE] = SECTION("", FILE_ROWS, COUNT(FILE_ROWS), "the sections of a configuration"),
  [SECTION_SKIN] = SECTION("skin", SKIN, COUNT(SKIN), "what is simulated"),
  [SECTION_GRID] = SECTION("grid", GRID, 2, "where"),
  [SECTION_TREATMENT] = SECTION("treatment", TREATMENT, COUNT(TREATMENT), "what is done to the skin"),
  [SECTION_DEVICE] = SECTION("treatment.device", DEVICE, 2, "what makes the punctures"),
  [SECTION_SESSIONS] = SECTION("treatment.sessions", SESSIONS, COUNT(SESSIONS), "when the device is used"),
  [SECTION_RUN] = SECTION("run", RUN, 1, "how long, how exactly"),
  [SECTION_OUTPUT] = SECTION("output", OUTPUT, 2, "what is kept"),
  [SECTION_FRAMES] = SECTION("output.frames", FRAMES, COUNT(FRAMES), "when the fields are kept"),
  [SECTION_MEASURES] = SECTION("output.measures", MEASURES, COUNT(MEASURES), "when the measures are kept"),
};
/* clang-format on */

const struct param_spec *section_row(enum section_index section, const char *key) {
  const struct param_spec *row = sections[section].rows;
  while (strcmp(row->key, key) != 0) row++;
  return row;
}
