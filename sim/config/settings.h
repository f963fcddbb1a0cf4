/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The numbers chosen: what a configuration file comes to, checked, in internal units, with every default filled in.
 */
#pragma once
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "config/devices.h"
#include "grid/grid.h"
#include "model.h"

enum { MAX_TIMES = 4096, MAX_TURNS = 64 };

/** Times a user asked for, in whole milliseconds, so that they are exact: at[], and multiples of `every` (0: none) */
struct times {
  int64_t every;
  size_t n;
  int64_t at[MAX_TIMES];
};

/** Precisions of the numbers in frames, with the words that choose them; their bytes are in io/encode.c. */
#define PRECISION_TABLE(X) X(FLOAT32, "float32") X(FLOAT64, "float64") X(TWELVE_BIT, "12 bit")
#define PRECISION_INDEX(index, name) index,
enum precision { PRECISION_TABLE(PRECISION_INDEX) };

/** Schemes of time integration, with the words that choose them; their coefficients are in step/scheme.c. */
#define SCHEME_TABLE(X) X(ROS2, "ros2") X(ROS34PW2, "ros34pw2")
#define SCHEME_INDEX(index, name) index,
enum scheme_choice { SCHEME_TABLE(SCHEME_INDEX) };

struct settings {
  const struct model *model;
  /* skin */
  double thickness[MAX_LAYERS]; /**< [mm]; 0: the layer is absent */
  bool module_on[MAX_MODULES];
  void *params; /**< owned; the struct that model->params describes */
  /* grid */
  int geometry;      /**< enum geometry */
  double width[2];   /**< [mm]; 0: one cell along this axis */
  double radius;     /**< axisymmetric [mm]: given, or 1/sqrt(pi density); else NAN */
  double spacing[3]; /**< [mm] along x (or r), y, z; y repeats r in an axisymmetric cell */
  int periodic;      /**< 1: periodic sides; 0: no-flux, as always in an axisymmetric cell */
  /* treatment */
  bool treated;                         /**< there is at least one session */
  int device;                           /**< enum device_type; what follows counts as far as it belongs to the type */
  double density;                       /**< [1/mm^2] of one session: given, or from the lattice; NAN of a file */
  double length;                        /**< of the needle [mm]; NAN if the channel's depth was given */
  double needle_diameter;               /**< [mm]; NAN if the channel's radius was given */
  double depth_efficiency, indentation; /**< [1], [mm] */
  double depth_deviation;               /**< relative */
  double channel_depth, channel_radius; /**< [mm]: given, or from length and needle_diameter */
  double taper;
  double drum_diameter, drum_width; /**< roller [mm] */
  long rows, needles_per_row;       /**< roller */
  double stagger;                   /**< roller: share of the distance between needles */
  double entry_angle;               /**< roller [deg] */
  long needles;                     /**< pen */
  double rate, speed, cartridge;    /**< pen [1/day], [mm/day], [mm] */
  int pattern;                      /**< stamp, enum stamp_pattern */
  double needle_distance;           /**< stamp [mm] */
  double tilt;                      /**< pen and stamp [deg] */
  long passes;                      /**< of devices with a lattice, as all that follows */
  struct lattice lattice;           /**< of the needles in one pass along x */
  size_t n_directions, n_phases;
  double direction[MAX_TURNS]; /**< of the passes in turn, from x towards y [deg] */
  double phase[MAX_TURNS];     /**< of the passes in turn, shares of the way between needles; none: at random */
  char *file_name;             /**< owned; name of the CSV as written in the configuration, or NULL */
  char *file;                  /**< owned; path of the CSV as found from the configuration's folder, or NULL */
  char *file_text;             /**< owned; its content, or NULL */
  char *file_hash;             /**< owned; FNV-1a of its bytes, 16 hexadecimal digits, or NULL */
  size_t n_listed;
  struct puncture *listed; /**< owned; the CSV's punctures in its order */
  long *listed_session;    /**< owned; their sessions, from 1 on; 0: every session */
  size_t n_sessions;
  int64_t session[MAX_TIMES]; /**< [ms], ascending */
  /* run */
  int64_t end; /**< [ms] */
  double tolerance;
  int scheme; /**< enum scheme_choice */
  long seed;
  /* output */
  struct times frames, measures;
  int precision; /**< enum precision */
  /* what was found on the way */
  char *warnings;  /**< owned; one sentence per line, "" if none: values outside their plausible range, moved layers;
                      in the order of `canonical`, and the same when that is read */
  char *canonical; /**< owned; every key in table order, numbers in internal units rounded to 12 digits, as YAML */
};

/** One --set of the command line: "key.key=value". */
struct assignment {
  const char *text;
};

enum { REFUSAL_LENGTH = 512 };
/** What a higher floor has against settings without mistakes, as a sentence; left alone for nothing. */
typedef void settings_refuse_fn(const struct settings *settings, char sentence[REFUSAL_LENGTH]);

/** What to read, and by which rules. All is borrowed. */
struct settings_request {
  const char *path; /**< of the configuration; files that it names are found from its folder */
  const char *text; /**< the configuration itself, whose messages call it `path`; NULL: it stands in the file `path` */
  const char *file_text; /**< content of the device's file, which stands for it; NULL: the file is read */
  const struct assignment *assignments;
  size_t n_assignments;
  const struct model *const *models; /**< at least one: those that `skin.model` may name; the first if it names none */
  size_t n_models;
  settings_refuse_fn *refuse_grid; /**< its sentence is told of grid.spacing; or NULL */
};

/** Read, check and complete a configuration. Every mistake of the file and of the assignments is printed to
 *  `complaints`, with file:line:column, the key, what was found, what is allowed and the nearest known name; nothing is
 *  half done.
 *  The run uses the rounded numbers, so that 1.5 mm and 1500 um are one and the same.
 *  @param settings  out; the caller frees it with settings_free, also after an error
 *  Errors: ERROR_CONFIG with the number of mistakes, or if the file cannot be read; ERROR_FAILED without memory. */
int settings_read(struct settings *settings, const struct settings_request *request, FILE *complaints,
                  struct error *error);
void settings_free(struct settings *settings);
