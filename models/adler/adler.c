/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The model `adler`: two kinds of cells that feed each other growth factors, in one place (adler2020).
 *
 *      F' = F (l1 P/(k1 + P) (1 - F/K) - m1)            myofibroblasts
 *      M' = M (l2 C/(k2 + C) - m2) + I(t)               macrophages
 *      C' = b1 F - a1 M C/(k2 + C) - g C                CSF, made by F and taken up by M
 *      P' = b2 M + b3 F - a2 F P/(k1 + P) - g P         PDGF, made by both and taken up by F
 *
 *  The tissue without these cells is stable, and so is one that is full of both ("hot" fibrosis): an influx I that
 *  lasts too long, or comes again too soon, leads from one to the other. At rest all are 0. A session brings the first
 *  cells of either kind; where one has injured, I comes in pulses of its own, by the clock. Equations and rates are those of a public code of
 *  the paper, which was not compared with its tables.
 */
#include <math.h>

#include "model.h"

extern const char models_references[]; /* the text of references.bib, which the build puts in */

struct numbers {
  double myofibroblast_growth, macrophage_growth, myofibroblast_removal, macrophage_removal; /* [1/day] */
  double carrying_capacity;                                                                  /* [cells/mm^3] */
  double pdgf_half_response, csf_half_response;                                              /* [1/mm^3] */
  double csf_production, pdgf_production_by_macrophages, pdgf_production_by_myofibroblasts;  /* [1/cell/day] */
  double csf_uptake, pdgf_uptake;                                                            /* [1/cell/day] */
  double factor_decay;                                                                       /* [1/day] */
  double pulse_start, pulse_duration, pulse_interval;                                        /* [day] */
  double pulse_influx;                                                                       /* [cells/mm^3/day] */
  long pulse_count;
  double seed;      /* [cells/mm^3] */
  double rim_width; /* [mm] */
};

// clang-format off
#define POSITIVE {1e-30, HUGE_VAL}
#define NOT_NEGATIVE {0, HUGE_VAL}
/* key, symbol, type, unit, default, plausible, allowed, choices, basis, source, sentence, module, member */
#define ROW(key, symbol, unit, value, low, high, allowed, doc) \
  {#key, symbol, NUMBER, unit, value, {low, high}, allowed, NULL, ASSUMED, "", doc, CORE, offsetof(struct numbers, key)}
static const struct param_spec params[] = {
  ROW(myofibroblast_growth, "l1", "1/day", 0.9, 0.3, 2, NOT_NEGATIVE, "largest growth rate of myofibroblasts"),
  ROW(macrophage_growth, "l2", "1/day", 0.8, 0.3, 2, NOT_NEGATIVE, "largest growth rate of macrophages"),
  ROW(myofibroblast_removal, "m1", "1/day", 0.3, 0.1, 1, NOT_NEGATIVE, "death of myofibroblasts"),
  ROW(macrophage_removal, "m2", "1/day", 0.3, 0.1, 1, NOT_NEGATIVE, "death of macrophages"),
  ROW(carrying_capacity, "K", "cells/mm^3", 1000, 100, 1e4, POSITIVE,
      "density at which the growth of myofibroblasts stops"),
  ROW(pdgf_half_response, "k1", "1/mL", 1e9, 1e8, 1e10, POSITIVE, "molecules of PDGF at half the response to it"),
  ROW(csf_half_response, "k2", "1/mL", 1e9, 1e8, 1e10, POSITIVE, "molecules of CSF at half the response to it"),
  ROW(csf_production, "b1", "1/cell/day", 1440 * 470, 1e5, 1e7, NOT_NEGATIVE,
      "molecules of CSF that a myofibroblast makes"),
  ROW(pdgf_production_by_macrophages, "b2", "1/cell/day", 1440 * 70, 1e4, 1e6, NOT_NEGATIVE,
      "molecules of PDGF that a macrophage makes"),
  ROW(pdgf_production_by_myofibroblasts, "b3", "1/cell/day", 1440 * 240, 4e4, 4e6, NOT_NEGATIVE,
      "molecules of PDGF that a myofibroblast makes"),
  ROW(csf_uptake, "a1", "1/cell/day", 1440 * 940, 1e5, 1e7, NOT_NEGATIVE,
      "most molecules of CSF that a macrophage takes up"),
  ROW(pdgf_uptake, "a2", "1/cell/day", 1440 * 510, 1e5, 1e7, NOT_NEGATIVE,
      "most molecules of PDGF that a myofibroblast takes up"),
  ROW(factor_decay, "g", "1/day", 2, 0.5, 10, NOT_NEGATIVE, "decay of both growth factors"),
  ROW(pulse_start, "t0", "day", 1, 0.001, 365, POSITIVE,
      "beginning of the first pulse; output.measures.at must name the beginning and end of each, so that steps end there"),
  ROW(pulse_duration, "d", "day", 2, 0.1, 30, NOT_NEGATIVE, "duration of a pulse"),
  ROW(pulse_interval, "i", "day", 30, 1, 365, NOT_NEGATIVE, "time from the beginning of one pulse to that of the next"),
  ROW(pulse_influx, "I", "cells/mm^3/day", 1000, 10, 1e5, NOT_NEGATIVE, "macrophages that come into injured tissue while a pulse lasts"),
  {"pulse_count", "n", WHOLE, "1", 1, {0, 12}, {0, 1000}, NULL, ASSUMED, "", "number of pulses", CORE,
   offsetof(struct numbers, pulse_count)},
  ROW(seed, "s", "cells/mm^3", 1e-3, 1e-4, 1e-2, NOT_NEGATIVE, "cells of either kind that a session brings"),
};

enum { TISSUE };
static const struct layer_spec layers[] = {[TISSUE] = {"tissue", "a well-mixed place: one cell of the grid is enough"}};

/* name, symbol, unit, layers, diffusivity, module, scale (of the seed and what it makes), sentence */
enum { MYOFIBROBLASTS, MACROPHAGES, CSF, PDGF, INJURED };
static const struct field_spec fields[] = {
  [MYOFIBROBLASTS] = {"myofibroblasts", "F", "cells/mm^3", 1 << TISSUE, IMMOBILE, CORE, 1e-3, "myofibroblasts"},
  [MACROPHAGES] = {"macrophages", "M", "cells/mm^3", 1 << TISSUE, IMMOBILE, CORE, 1e-3, "macrophages"},
  [CSF] = {"csf", "C", "1/mm^3", 1 << TISSUE, IMMOBILE, CORE, 100, "molecules of colony-stimulating factor"},
  [PDGF] = {"pdgf", "P", "1/mm^3", 1 << TISSUE, IMMOBILE, CORE, 100, "molecules of platelet-derived growth factor"},
  [INJURED] = {"injured_fraction", "w", "1", 1 << TISSUE, IMMOBILE, CORE, 1,
               "share that a session has injured, into which the pulses come"},
};
// clang-format on

static void derive(const void *chosen, const bool *module_on, void *derived) {
  (void)module_on;
  struct numbers *p = derived;
  *p = *(const struct numbers *)chosen;
  p->rim_width = 0;
}

static void check(const void *derived, struct judge *judge) {
  const struct numbers *p = derived;
  if (p->pulse_count > 1 && p->pulse_interval < p->pulse_duration)
    judge->say(judge, REFUSAL, "pulse_interval is shorter than pulse_duration: the pulses would overlap");
}

static void rest(const void *derived, double u[]) {
  (void)derived;
  u[MYOFIBROBLASTS] = u[MACROPHAGES] = u[CSF] = u[PDGF] = u[INJURED] = 0;
}

/* Macrophages that come into injured tissue during a step that begins at t. Times are whole milliseconds, sums of them are not. */
static double influx(const struct numbers *p, double t) {
  const double half_millisecond = 0.5 / 86400000;
  for (long k = 0; k < p->pulse_count; k++) {
    const double since = t + half_millisecond - p->pulse_start - (double)k * p->pulse_interval;
    if (since >= 0 && since < p->pulse_duration) return p->pulse_influx;
  }
  return 0;
}

POINTWISE static void circuit(const void *derived, const struct cells *cells, const double *const u[],
                              double *const production[], double *const loss[]) {
  const struct numbers *p = derived;
  const double I = influx(p, cells->t);
  for (size_t i = 0; i < cells->n; i++) {
    const double F = u[MYOFIBROBLASTS][i], M = u[MACROPHAGES][i];
    const double csf = 1 / (p->csf_half_response + u[CSF][i]), pdgf = 1 / (p->pdgf_half_response + u[PDGF][i]);
    const double growth = p->myofibroblast_growth * u[PDGF][i] * pdgf;
    production[MYOFIBROBLASTS][i] += growth * F;
    loss[MYOFIBROBLASTS][i] += growth * F / p->carrying_capacity + p->myofibroblast_removal;
    production[MACROPHAGES][i] += p->macrophage_growth * u[CSF][i] * csf * M + I * u[INJURED][i];
    loss[MACROPHAGES][i] += p->macrophage_removal;
    production[CSF][i] += p->csf_production * F;
    loss[CSF][i] += p->csf_uptake * M * csf + p->factor_decay;
    production[PDGF][i] += p->pdgf_production_by_macrophages * M + p->pdgf_production_by_myofibroblasts * F;
    loss[PDGF][i] += p->pdgf_uptake * F * pdgf + p->factor_decay;
  }
}
static const struct part_spec parts[] = {{"circuit", circuit, "growth, death and exchange of growth factors"}};

static void channel(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0;
}
static const struct deposit_spec deposits[] = {{"seeded_fraction", channel, "share inside the channels"}};

static void seed(const void *derived, const struct cells *cells, const double *const w[], double *const u[]) {
  const struct numbers *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    u[MYOFIBROBLASTS][i] += p->seed * w[0][i];
    u[MACROPHAGES][i] += p->seed * w[0][i];
    u[INJURED][i] = fmax(u[INJURED][i], w[0][i]);
  }
}

// clang-format off
/* name, unit, sentence, field, integrand, region {layer, depths, distance, pierced}, reduction */
#define MEAN_OF(name, unit, field) \
  {name "_mean", unit, "mean of " name, field, NULL, {TISSUE, {0, 0}, 0, false}, MEAN}
static const struct measure_spec measures[] = {
  MEAN_OF("myofibroblasts", "cells/mm^3", MYOFIBROBLASTS), MEAN_OF("macrophages", "cells/mm^3", MACROPHAGES),
  MEAN_OF("csf", "1/mm^3", CSF), MEAN_OF("pdgf", "1/mm^3", PDGF),
};

/* name, unit, sentence, series, functional, clock, at, level, share of peak, factor */
static const struct outcome_spec outcomes[] = {
  {"myofibroblasts_final", "cells/mL", "myofibroblasts at the end", "myofibroblasts_mean", FINAL,
   SINCE_START, 0, 0, false, 1e3},
  {"macrophages_final", "cells/mL", "macrophages at the end", "macrophages_mean", FINAL, SINCE_START, 0, 0, false, 1e3},
  {"macrophages_peak", "cells/mL", "most macrophages", "macrophages_mean", PEAK, SINCE_START, 0, 0, false, 1e3},
};
static const char *const headlines[] = {"myofibroblasts_final", "macrophages_final"};

// clang-format on
/* 160 days after the first pulse: either all gone, or as many as there will be. */
#define RUN(parameters, edges)                                                                                \
  "skin: {model: adler, layers: {tissue: 0.1 mm}, parameters: {" parameters                                   \
  "}}\n"                                                                                                      \
  "grid: {geometry: axisymmetric, radius: 0.1 mm, spacing: 0.1 mm}\n"                                         \
  "treatment:\n"                                                                                              \
  "  device: {type: random, density: 1000 /cm^2, channel_depth: 0.1 mm, channel_radius: 0.15 mm, taper: 0}\n" \
  "  sessions: [1 day]\n"                                                                                     \
  "run: {end: 161 day, tolerance: 1e-3}\n"                                                                    \
  "output: {measures: {every: 0 day, at: [" edges "]}}\n"
#define ONCE(duration, end) RUN("pulse_duration: " duration, "1 day, " end)
#define TWICE(influx, interval, edges) \
  RUN("pulse_count: 2, pulse_influx: " influx ", pulse_interval: " interval, "1 day, 3 day, " edges)
#define HOT(name, doc, configuration) \
  { name, doc, configuration, "myofibroblasts_final", 481389.3, 500, TIME, "adler2020" }
#define HEALED(name, doc, configuration) \
  { name, doc, configuration, "myofibroblasts_final", 0, 1, GONE, "adler2020" }
#define TIME "of the time steps, and of what is left of the way to the stable state"
#define GONE "less than one cell of what is 481 000 cells otherwise; the last ones die off exponentially"
static const struct case_spec cases[] = {
    HOT("prolonged_injury_myofibroblasts", "a pulse of 4 days leads to the hot state: its myofibroblasts",
        ONCE("4 day", "5 day")),
    {"prolonged_injury_macrophages", "a pulse of 4 days leads to the hot state: its macrophages",
     ONCE("4 day", "5 day"), "macrophages_final", 639488.3, 1000, TIME, "adler2020"},
    HEALED("short_injury", "a pulse of 2 days heals", ONCE("2 day", "3 day")),
    HEALED("just_below_the_threshold", "the longest pulse that heals lasts 2.16 days: one of 2.12 days does",
           ONCE("2.12 day", "3.12 day")),
    HOT("just_above_the_threshold", "the longest pulse that heals lasts 2.16 days: one of 2.20 days does not",
        ONCE("2.2 day", "3.2 day")),
    HOT("repeated_after_4_days", "two pulses of 2 days, each of which would heal alone, are too much 4 days apart",
        TWICE("1e6 cells/mL/day", "4 day", "5 day, 7 day")),
    HOT("repeated_after_30_days", "two pulses of 2 days, each of which would heal alone, are too much 30 days apart",
        TWICE("1e6 cells/mL/day", "30 day", "31 day, 33 day")),
    HOT("half_pulses_35_days_apart", "two pulses of half the influx are too much 35 days apart",
        TWICE("5e5 cells/mL/day", "35 day", "36 day, 38 day")),
    HEALED("half_pulses_42_days_apart", "two pulses of half the influx heal 42 days apart",
           TWICE("5e5 cells/mL/day", "42 day", "43 day, 45 day")),
    HOT("stronger_pulses_42_days_apart", "two pulses of 0.8 of the influx are too much 42 days apart",
        TWICE("8e5 cells/mL/day", "42 day", "43 day, 45 day")),
    HEALED("stronger_pulses_60_days_apart", "two pulses of 0.8 of the influx heal 60 days apart",
           TWICE("8e5 cells/mL/day", "60 day", "61 day, 63 day")),
};

// clang-format off
const struct model model_adler = {
  .name = "adler",
  .doc = "myofibroblasts and macrophages that feed each other: when does an injury end in lasting fibrosis?",
  .standing = "a published circuit, for verification; rates as in a public code of it",
  .references = models_references,
  TABLE(layers), TABLE(fields), TABLE(parts), TABLE(params), TABLE(deposits), TABLE(measures), TABLE(outcomes),
  TABLE(headlines), TABLE(cases),
  .params_size = sizeof(struct numbers),
  .derived_size = sizeof(struct numbers),
  .rim_width = offsetof(struct numbers, rim_width),
  .derive = derive,
  .check = check,
  .rest = rest,
  .injure = seed,
};
// clang-format on
