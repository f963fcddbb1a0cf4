/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The model `burn`: signals that macrophages and fibroblasts make, their numbers given.
 *
 *      T' = kM M + kF F - d T            TGF-beta
 *      G' = gM M + gF F - e G            PDGF
 *      P' = pM M/(1 + T/H) - p P         MMP-9
 *
 *  At rest T = (kM M + kF F)/d, G = (gM M + gF F)/e and P = pM M/((1 + T/H) p). After a session has taken the signals
 *  away, T and G come back as 1 - exp(-d t) and 1 - exp(-e t). The rates of TGF-beta and MMP-9 stand in jin2011; the
 *  others, and a slower decay of TGF-beta, are those of a public code of the same lineage for burns, which names no
 *  paper.
 */
#include <math.h>

#include "model.h"

extern const char models_references[]; /* the text of references.bib, which the build puts in */

struct numbers {
  double macrophages, fibroblasts;                                                                   /* [cells/mm^3] */
  double tgf_beta_by_macrophages, tgf_beta_by_fibroblasts, pdgf_by_macrophages, pdgf_by_fibroblasts; /* [pg/cell/day] */
  double mmp9_by_macrophages;                                                                        /* [pg/cell/day] */
  double tgf_beta_decay, pdgf_decay, mmp9_decay;                                                     /* [1/day] */
  double mmp9_half_inhibition;                                                                       /* [ng/mL] */
  double rim_width;                                                                                  /* [mm] */
};

// clang-format off
#define NOT_NEGATIVE {0, HUGE_VAL}
#define POSITIVE {1e-9, HUGE_VAL}
/* key, symbol, type, unit, default, plausible, allowed, choices, basis, source, sentence, module, member */
#define ROW(key, symbol, unit, value, low, high, allowed, basis, source, doc) \
  {#key, symbol, NUMBER, unit, value, {low, high}, allowed, NULL, basis, source, doc, CORE, \
   offsetof(struct numbers, key)}
static const struct param_spec params[] = {
  ROW(macrophages, "M", "cells/mm^3", 100, 10, 2500, NOT_NEGATIVE, ASSUMED, "", "macrophages, which stay as many"),
  ROW(fibroblasts, "F", "cells/mm^3", 2000, 100, 5000, NOT_NEGATIVE, ASSUMED, "", "fibroblasts, which stay as many"),
  ROW(tgf_beta_by_macrophages, "kM", "pg/cell/day", 0.07, 0.01, 0.5, NOT_NEGATIVE, MEASURED, "jin2011",
      "TGF-beta that a macrophage makes; table 4, after an earlier measurement"),
  ROW(tgf_beta_by_fibroblasts, "kF", "pg/cell/day", 0.004, 0.0005, 0.05, NOT_NEGATIVE, MEASURED, "jin2011",
      "TGF-beta that a fibroblast makes; table 4, after an earlier measurement"),
  ROW(tgf_beta_decay, "d", "1/day", 9.1, 2, 40, POSITIVE, ASSUMED, "", "decay of TGF-beta; 15 in jin2011"),
  ROW(pdgf_by_macrophages, "gM", "pg/cell/day", 0.015, 0.002, 0.1, NOT_NEGATIVE, ASSUMED, "",
      "PDGF that a macrophage makes"),
  ROW(pdgf_by_fibroblasts, "gF", "pg/cell/day", 0.0015, 0.0002, 0.01, NOT_NEGATIVE, ASSUMED, "",
      "PDGF that a fibroblast makes"),
  ROW(pdgf_decay, "e", "1/day", 4.03, 1, 20, POSITIVE, ASSUMED, "", "decay of PDGF"),
  ROW(mmp9_by_macrophages, "pM", "pg/cell/day", 3, 0.3, 30, NOT_NEGATIVE, ASSUMED, "",
      "MMP-9 that a macrophage makes without TGF-beta; an estimate in jin2011"),
  ROW(mmp9_half_inhibition, "H", "ng/mL", 6, 1, 30, POSITIVE, ASSUMED, "",
      "TGF-beta that halves the production of MMP-9"),
  ROW(mmp9_decay, "p", "1/day", 0.875, 0.2, 4, POSITIVE, MEASURED, "jin2011",
      "decay of MMP-9; table 4, from its half-life"),
};

enum { TISSUE };
static const struct layer_spec layers[] = {[TISSUE] = {"tissue", "a well-mixed place: one cell of the grid is enough"}};

/* name, symbol, unit, layers, diffusivity, module, scale, sentence */
enum { TGF_BETA, PDGF, MMP9 };
static const struct field_spec fields[] = {
  [TGF_BETA] = {"tgf_beta", "T", "ng/mL", 1 << TISSUE, IMMOBILE, CORE, 1, "active transforming growth factor beta"},
  [PDGF] = {"pdgf", "G", "ng/mL", 1 << TISSUE, IMMOBILE, CORE, 1, "platelet-derived growth factor"},
  [MMP9] = {"mmp9", "P", "ng/mL", 1 << TISSUE, IMMOBILE, CORE, 200, "matrix metalloproteinase 9"},
};
// clang-format on

static void derive(const void *chosen, const bool *module_on, void *derived) {
  (void)module_on;
  struct numbers *p = derived;
  *p = *(const struct numbers *)chosen;
  p->rim_width = 0;
}

/* [ng/mL/day], for 1 pg/mm^3 is 1 ng/mL */
static double tgf_beta_production(const struct numbers *p) {
  return p->tgf_beta_by_macrophages * p->macrophages + p->tgf_beta_by_fibroblasts * p->fibroblasts;
}
static double pdgf_production(const struct numbers *p) {
  return p->pdgf_by_macrophages * p->macrophages + p->pdgf_by_fibroblasts * p->fibroblasts;
}

static void rest(const void *derived, double u[]) {
  const struct numbers *p = derived;
  u[TGF_BETA] = tgf_beta_production(p) / p->tgf_beta_decay;
  u[PDGF] = pdgf_production(p) / p->pdgf_decay;
  u[MMP9] = p->mmp9_by_macrophages * p->macrophages / (1 + u[TGF_BETA] / p->mmp9_half_inhibition) / p->mmp9_decay;
}

POINTWISE static void signals(const void *derived, const struct cells *cells, const double *const u[],
                              double *const production[], double *const loss[]) {
  const struct numbers *p = derived;
  const double tgf_beta = tgf_beta_production(p), pdgf = pdgf_production(p);
  for (size_t i = 0; i < cells->n; i++) {
    production[TGF_BETA][i] += tgf_beta;
    loss[TGF_BETA][i] += p->tgf_beta_decay;
    production[PDGF][i] += pdgf;
    loss[PDGF][i] += p->pdgf_decay;
    production[MMP9][i] += p->mmp9_by_macrophages * p->macrophages / (1 + u[TGF_BETA][i] / p->mmp9_half_inhibition);
    loss[MMP9][i] += p->mmp9_decay;
  }
}
static const struct part_spec parts[] = {{"signals", signals, "production and decay of the signals"}};

static void channel(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0;
}
static const struct deposit_spec deposits[] = {{"emptied_fraction", channel, "share inside the channels"}};

static void empty(const void *derived, const struct cells *cells, const double *const w[], double *const u[]) {
  (void)derived;
  for (size_t f = 0; f < COUNT(fields); f++)
    for (size_t i = 0; i < cells->n; i++) u[f][i] *= 1 - w[0][i];
}

// clang-format off
/* name, unit, sentence, field, integrand, region {layer, depths, distance, pierced}, reduction */
#define MEAN_OF(name, field) {name "_mean", "ng/mL", "mean of " name, field, NULL, {TISSUE, {0, 0}, 0, false}, MEAN}
static const struct measure_spec measures[] = {
  MEAN_OF("tgf_beta", TGF_BETA), MEAN_OF("pdgf", PDGF), MEAN_OF("mmp9", MMP9),
};

/* name, unit, sentence, series, functional, clock, at, level, share of peak, factor */
#define FINAL_OF(name) {name "_final", "ng/mL", name " at the end", name "_mean", FINAL, SINCE_START, 0, 0, false, 0}
#define CHANGE_OF(name) \
  {name "_change", "ng/mL", "change of " name " from the beginning to the end", name "_mean", CHANGE, SINCE_START, 0, 0, \
   false, 0}
static const struct outcome_spec outcomes[] = {
  FINAL_OF("tgf_beta"), FINAL_OF("pdgf"), FINAL_OF("mmp9"), CHANGE_OF("tgf_beta"), CHANGE_OF("pdgf"), CHANGE_OF("mmp9"),
  {"tgf_beta_hour2", "ng/mL", "TGF-beta, 2 hours after the last session", "tgf_beta_mean", VALUE_AT, SINCE_LAST_SESSION,
   2.0 / 24, 0, false, 0},
  {"pdgf_hour6", "ng/mL", "PDGF, 6 hours after the last session", "pdgf_mean", VALUE_AT,
   SINCE_LAST_SESSION, 6.0 / 24, 0, false, 0},
  {"mmp9_day1", "ng/mL", "MMP-9, a day after the last session", "mmp9_mean", VALUE_AT,
   SINCE_LAST_SESSION, 1, 0, false, 0},
};
static const char *const headlines[] = {"tgf_beta_final", "pdgf_final", "mmp9_final"};

// clang-format on
#define RUN(parameters, sessions, end)                                                                        \
  "skin: {model: burn, layers: {tissue: 0.1 mm}, parameters: {" parameters                                    \
  "}}\n"                                                                                                      \
  "grid: {geometry: axisymmetric, radius: 0.1 mm, spacing: 0.1 mm}\n"                                         \
  "treatment:\n"                                                                                              \
  "  device: {type: random, density: 1000 /cm^2, channel_depth: 0.1 mm, channel_radius: 0.15 mm, taper: 0}\n" \
  "  sessions: [" sessions                                                                                    \
  "]\n"                                                                                                       \
  "run: {end: " end                                                                                           \
  ", tolerance: 1e-5}\n"                                                                                      \
  "output: {measures: {every: 1 day, at: [2 h, 6 h]}}\n"
#define UNTREATED RUN("macrophages: 100 cells/mm^3", "", "365 day")
#define EMPTIED RUN("macrophages: 100 cells/mm^3", "0 day", "60 day")
#define WITH_DECAY_OF_JIN RUN("tgf_beta_decay: 15 /day", "0 day", "60 day")
#define STAYS "round-off of a state that is kept exactly"
#define BACK "of the time steps"
static const struct case_spec cases[] = {
    {"rest_of_tgf_beta", "untreated, TGF-beta stays for a year", UNTREATED, "tgf_beta_change", 0, 1e-12, STAYS, ""},
    {"rest_of_pdgf", "untreated, PDGF stays for a year", UNTREATED, "pdgf_change", 0, 1e-12, STAYS, ""},
    {"rest_of_mmp9", "untreated, MMP-9 stays for a year", UNTREATED, "mmp9_change", 0, 1e-10, STAYS, ""},
    {"return_of_tgf_beta", "TGF-beta comes back to (kM M + kF F)/d", EMPTIED, "tgf_beta_final", 1.648352, 2e-5, BACK,
     ""},
    {"return_of_pdgf", "PDGF comes back to (gM M + gF F)/e", EMPTIED, "pdgf_final", 1.116625, 2e-5, BACK, ""},
    {"return_of_mmp9", "MMP-9 comes back to pM M/((1 + T/H) p)", EMPTIED, "mmp9_final", 268.9655, 3e-3, BACK, ""},
    {"tgf_beta_on_its_way", "TGF-beta comes back as 1 - exp(-d t)", EMPTIED, "tgf_beta_hour2", 0.876187, 1e-4, BACK,
     ""},
    {"pdgf_on_its_way", "PDGF comes back as 1 - exp(-e t)", EMPTIED, "pdgf_hour6", 0.708911, 1e-4, BACK, ""},
    {"mmp9_on_its_way", "MMP-9 comes back while TGF-beta slows it", EMPTIED, "mmp9_day1", 159.7214, 0.02, BACK, ""},
    {"rest_of_jin", "with 15 per day, 100 macrophages and 2000 fibroblasts per mm^3 keep up 1 ng/mL of TGF-beta",
     WITH_DECAY_OF_JIN, "tgf_beta_final", 1, 1e-5, BACK, "jin2011"},
};

// clang-format off
const struct model model_burn = {
  .name = "burn",
  .doc = "TGF-beta, PDGF and MMP-9 as given numbers of macrophages and fibroblasts make them",
  .standing = "published rates, for verification",
  .references = models_references,
  TABLE(layers), TABLE(fields), TABLE(parts), TABLE(params), TABLE(deposits), TABLE(measures), TABLE(outcomes),
  TABLE(headlines), TABLE(cases),
  .params_size = sizeof(struct numbers),
  .derived_size = sizeof(struct numbers),
  .rim_width = offsetof(struct numbers, rim_width),
  .derive = derive,
  .rest = rest,
  .injure = empty,
};
// clang-format on
