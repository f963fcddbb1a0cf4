/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The contract between the engine (sim/) and the models (models/).
 *  A model is constant tables and pure pointwise functions. It never sees the grid, threads, files or time steps, and
 *  the engine never sees a biological name. One row of a table makes the storage, the config key, the checks, the
 *  dataset, the reference page and the tests of what it names.
 *
 *  Units inside: mm, day, ng/mL, mg/mL, cells/mm^3. A unit that a row writes in another scale (um, um^2/s, um/day, h) is
 *  converted once, when the configuration is read (base/units.h).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { MAX_LAYERS = 4, MAX_FIELDS = 64, MAX_MODULES = 32, MAX_DEPOSITS = 8, MAX_INPUTS = 4 };

/** Marks pointwise functions: compiled once per instruction set level and chosen when the program starts. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__) && defined(__OPTIMIZE__)
#define POINTWISE_CLONES
#define POINTWISE __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define POINTWISE
#endif
/** Helpers of pointwise functions: always part of their caller, so that they follow its instruction set. */
#define POINTWISE_INLINE static inline __attribute__((always_inline))

/** How much trust a number deserves; printed beside it everywhere. */
enum basis { MEASURED, FITTED, ASSUMED, NUMERICAL };

/** A range of cell planes, from the surface down. */
struct layer_spec {
  const char *name, *doc;
};

/** Some n neighbouring cells of one grid row: what a pointwise function may know of where and when it is. */
struct cells {
  size_t n;
  double t;                       /**< time at which the step begins [day] */
  const double *x;                /**< centres along the row [mm], shape [n]; the radius in an axisymmetric cell */
  double y, z;                    /**< centre of the row [mm]; z is the depth below the surface */
  double size[3];                 /**< cell edges along x, y, z [mm] */
  int layer;                      /**< index into model.layers */
  double layer_top, layer_bottom; /**< depths of the layer's faces [mm] */
};

/** Rates of n independent cells, in the form du/dt = production - loss u with both >= 0.
 *  @param derived     what model.derive made of the parameters
 *  @param cells       where and when
 *  @param u           u[f][i] >= 0: value of field f in cell i, shape [n_fields][n], unit of field f. A field that is off
 *                     or does not live in this layer reads as its rest value.
 *  @param production  production[f][i] += ..., unit of field f per day
 *  @param loss        loss[f][i] += ..., 1/day
 *  Each part adds; none may assume that it is the first. Called from many threads at once: must be pure. */
typedef void react_fn(const void *derived, const struct cells *cells, const double *const u[],
                      double *const production[], double *const loss[]);

/** A part of the reactions that is always on, unless a module's row names it as replaced. */
struct part_spec {
  const char *name;
  react_fn *react;
  const char *doc;
};

/** An optional part of the model: fields, parameters and reactions that are switched together. */
struct module_spec {
  const char *name;
  bool on;              /**< when the configuration does not say */
  const char *needs;    /**< name of another module, or NULL */
  react_fn *react;      /**< its part of the reactions */
  const char *replaces; /**< name of the part that `react` stands for, or NULL: it adds */
  const char *doc;
};

enum { CORE = -1, IMMOBILE = -1 };

/** One unknown. */
struct field_spec {
  const char *name, *symbol, *unit;
  unsigned layers;  /**< bit l is set if the field lives in model.layers[l]; the layers of a field are neighbours */
  long diffusivity; /**< offset of its diffusivity [mm^2/day] in the derived numbers, or IMMOBILE */
  int module;       /**< index into model.modules, or CORE */
  double scale;     /**< size of the field [unit]: the absolute tolerance is 0.01 rtol scale */
  const char *doc;
};

enum param_type { NUMBER, WHOLE, CHOICE, YES_NO, TEXT };

/** One number or word that a user may set. The same rows describe the settings of the engine. */
struct param_spec {
  const char *key, *symbol;
  enum param_type type;
  const char *unit;           /**< in which default and ranges are written; "1" for a pure number */
  double value;               /**< default; NAN: must be given, or follows from other keys */
  double plausible[2];        /**< outside it: a warning that stays in the summary */
  double allowed[2];          /**< outside it: refused */
  const char *const *choices; /**< words of a CHOICE, NULL-terminated; the value is the index */
  enum basis basis;
  const char *source; /**< key in the bibliography beside the row, or "" for assumed and numerical ones */
  const char *doc;
  int module;    /**< index into model.modules, or CORE */
  size_t offset; /**< of the member in the struct that the table describes: double, long, int, bool or char * by type */
};

/** Directed movement of a field up the gradient of a signal: adds -div(v u) to the mover u, with
 *  v = speed g/(1 + |g|) filling,  g = length grad(s)/(scale + s). */
struct taxis_spec {
  int mover, signal;
  size_t speed, length, scale; /**< offsets in the derived numbers: [mm/day], [mm], unit of the signal */
  /** Share of the speed that is left in a cell, about 0..1, shape [n]; NULL: 1 everywhere. u as it is (see injure_fn). */
  void (*filling)(const void *derived, const struct cells *cells, const double *const u[], double *out);
  const char *doc;
};

/** One channel left by a needle. Its section at depth z is a disc of radius radius (1 - z/depth)^taper about the axis, which a
 *  tilt shears: it has the volume of the upright one. */
struct puncture {
  double x, y;     /**< of the axis at the surface [mm] */
  double shear[2]; /**< displacement of the axis along x and y per depth */
  double depth;    /**< effective depth [mm]; 0: the needle did not pierce */
  double radius;   /**< residual radius at the surface [mm] */
  double taper;    /**< exponent; 0: a cylinder */
};

/** A quantity that punctures leave in the cells: `core` inside the channel, falling linearly from `rim` to 0 over the rim of
 *  width model.rim_width around it. The sum over a session's punctures is capped at 1. */
struct deposit_spec {
  const char *name;
  void (*amplitude)(const void *derived, const struct puncture *puncture, double *core, double *rim);
  const char *doc;
};

/** What a session does to n cells: change u[f][i], given deposits[d][i] in 0..1 of this session. Unlike in react, u is as it is:
 *  a step may leave values a little below 0, by at most 1e-3 of the field's scale. */
typedef void injure_fn(const void *derived, const struct cells *cells, const double *const deposits[],
                       double *const u[]);

enum reduction { MEAN, MINIMUM, PROFILE };
enum { ANYWHERE = -1, NO_FIELD = -1 };

/** Which cells count: layer x depth below the surface x distance from the nearest axis of all channels made so far. A cell
 *  counts by the fraction of its volume inside. */
struct region {
  int layer;       /**< index into model.layers, or ANYWHERE */
  double depth[2]; /**< [mm] below the surface; {0, 0}: all */
  double distance; /**< [mm] from the nearest axis; 0: any */
  bool pierced;    /**< only cells of which the last session's channels took more than half (if none: the most) */
};

/** A number, or a profile over depth, taken from the fields at one time. */
struct measure_spec {
  const char *name, *unit, *doc;
  int field; /**< whose values are reduced, or NO_FIELD: `integrand` says */
  /** Values to reduce, shape [n]; u as it is (see injure_fn). */
  void (*integrand)(const void *derived, const struct cells *cells, const double *const u[], double *out);
  struct region region;
  enum reduction reduction;
};

/** A number that follows from measures (or earlier combinations) at the same time. */
struct combine_spec {
  const char *name, *unit, *doc;
  const char *inputs[MAX_INPUTS];
  double (*combine)(const void *derived, const double inputs[]);
};

enum functional { VALUE_AT, FINAL, CHANGE, PEAK, PEAK_TIME, INTEGRAL, FIRST_ABOVE, LAST_ABOVE };
enum clock { SINCE_START, SINCE_LAST_SESSION };

/** A functional over time of one series (a measure or a combination), sampled at every accepted step and just after each
 *  session. NaN: not within the run. LAST_ABOVE is 0 for a series that was never above, and NaN while it still is. */
struct outcome_spec {
  const char *name, *unit, *doc;
  const char *series;
  enum functional functional;
  enum clock clock;   /**< SINCE_LAST_SESSION: times count from it, and the functional begins anew at each session */
  double at;          /**< VALUE_AT: when [day] */
  double level;       /**< FIRST_ABOVE, LAST_ABOVE */
  bool share_of_peak; /**< the level is a share of the largest value so far */
  double factor;      /**< the result is multiplied by it (24 turns days into hours); 0 stands for 1 */
};

/** A number that follows from outcomes (or earlier conclusions) at the end. */
struct conclude_spec {
  const char *name, *unit, *doc;
  const char *inputs[MAX_INPUTS];
  double (*conclude)(const void *derived, const double inputs[]);
};

/** A published or exact case that a model must reproduce: what one of its outcomes is after a run of a configuration. */
struct case_spec {
  const char *name, *doc;
  const char *configuration;  /**< YAML; cases of the same text share one run */
  const char *outcome;        /**< name of an outcome or a conclusion */
  double expected, tolerance; /**< [unit of the outcome]: |observed - expected| <= tolerance */
  const char *why;            /**< of that tolerance */
  const char *source;         /**< key in the bibliography, or "" for what follows from mathematics alone */
};

/** What a model says of its parameters before anything runs. */
enum verdict { NOTE, WARNING, REFUSAL };
struct judge {
  void (*say)(struct judge *judge, enum verdict verdict, const char *sentence);
};

/** A model: constant tables and pure functions. */
struct model {
  const char *name, *doc;
  const char *standing;   /**< how far its numbers may be trusted; stands above every summary */
  const char *references; /**< BibTeX entries of the sources that its rows name, or NULL */
  size_t n_layers, n_fields, n_parts, n_modules, n_params, n_taxis, n_deposits;
  size_t n_measures, n_combines, n_outcomes, n_concludes, n_headlines, n_cases;
  const struct layer_spec *layers;
  const struct field_spec *fields;
  const struct part_spec *parts;
  const struct module_spec *modules;
  const struct param_spec *params;
  const struct taxis_spec *taxis;
  const struct deposit_spec *deposits;
  const struct measure_spec *measures;
  const struct combine_spec *combines;
  const struct outcome_spec *outcomes;
  const struct conclude_spec *concludes;
  const char *const *headlines;  /**< names of the outcomes and conclusions that a run's last lines show */
  const struct case_spec *cases; /**< what `mend verify` runs */
  size_t params_size, derived_size;
  double largest_radius;  /**< of a channel [mm], above which the model is known to fail; 0: none is known */
  double largest_spacing; /**< of cells across a channel [mm], above which it is not resolved; 0: none is known */
  struct {
    const char *series;   /**< NULL: nothing */
    double level;         /**< what it should have reached */
    const char *sentence; /**< why it matters */
  } ready;                /**< wanted before each session but the first; else a warning */
  size_t rim_width;       /**< offset of the rim's width [mm] in the derived numbers */
  size_t core_deposit;    /**< index of the deposit that is the plain channel: 1 inside, 0 in the rim */
  size_t injured_deposit; /**< index of the deposit that is reported as the injured fraction */

  /** Every number that follows from the parameters, computed once; all other functions read only these.
   *  @param params  the struct that `params` describes, in internal units
   *  @param module_on  shape [n_modules]
   *  @param derived  out, derived_size bytes */
  void (*derive)(const void *params, const bool *module_on, void *derived);
  /** Say what a range cannot: constraints between parameters (REFUSAL), stability (WARNING), gains (NOTE). May be NULL. */
  void (*check)(const void *derived, struct judge *judge);
  /** The state in which nothing happens. @param u out, shape [n_fields] */
  void (*rest)(const void *derived, double u[]);
  injure_fn *injure;
};

/** Rows of a table. */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
/** A table and its rows in a model whose array has the name of the member: TABLE(fields). */
#define TABLE(rows) .n_##rows = COUNT(rows), .rows = rows
