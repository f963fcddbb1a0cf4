/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The model `buganza`: cells, a cytokine and collagen in a wound (buganza2017), without its mechanics.
 *
 *      drho/dt = Dr lap rho + (pr + prc c/(Krc + c)) (1 - rho/Krr) rho - dr rho            cells
 *      dc/dt   = Dc lap c - dc c                                                           cytokine, 1 in a fresh wound
 *      dphi/dt = (pf + pfc c/(Kfc + c)) (rho/rho_h)/(Kf + phi) - (df + dfc c rho/rho_h) phi
 *                                                                                          collagen, 1 in healthy skin
 *
 *  dr = pr (1 - rho_h/Krr) and Kf = pf/df - 1 are such that rho = rho_h, c = 0, phi = 1 is at rest. Left out are all
 *  that depends on stretch, drift of cells along the cytokine, and its production by cells, which the numbers of the
 *  public code make 1e-12 of its decay. The numbers are those of that code, which was not compared with the paper; its
 *  diffusivity of cells is a placeholder there. A session leaves c = 1 and a hundredth of the collagen in its channels,
 *  and no cells.
 */
#include <math.h>

#include "model.h"

extern const char models_references[]; /* the text of references.bib, which the build puts in */

struct numbers {
  double cell_diffusivity, cytokine_diffusivity;               /* [mm^2/day] */
  double cell_growth, cell_growth_by_cytokine;                 /* [1/day] */
  double cell_half_response;                                   /* of c in a fresh wound */
  double carrying_capacity, resting_cells;                     /* [cells/mm^3] */
  double cytokine_decay;                                       /* [1/day] */
  double collagen_production, collagen_production_by_cytokine; /* [1/day] */
  double collagen_half_response;                               /* of c in a fresh wound */
  double collagen_decay, collagen_decay_by_cytokine;           /* [1/day] */
  double wound_collagen;                                       /* of phi in healthy skin */
  double cell_decay;                                           /* dr [1/day] */
  double collagen_saturation;                                  /* Kf */
  double rim_width;                                            /* [mm] */
};

// clang-format off
#define NOT_NEGATIVE {0, HUGE_VAL}
#define POSITIVE {1e-9, HUGE_VAL}
/* key, symbol, type, unit, default, plausible, allowed, choices, basis, source, sentence, module, member */
#define ROW(key, symbol, unit, value, low, high, allowed, doc) \
  {#key, symbol, NUMBER, unit, value, {low, high}, allowed, NULL, ASSUMED, "", doc, CORE, offsetof(struct numbers, key)}
static const struct param_spec params[] = {
  ROW(cell_diffusivity, "Dr", "mm^2/h", 0.0833, 1e-5, 0.5, NOT_NEGATIVE, "random motility of the cells"),
  ROW(cytokine_diffusivity, "Dc", "mm^2/h", 0.01208, 0.001, 0.2, NOT_NEGATIVE, "diffusivity of the cytokine"),
  ROW(cell_growth, "pr", "1/h", 0.017, 0.002, 0.1, NOT_NEGATIVE, "growth of cells without cytokine"),
  ROW(cell_growth_by_cytokine, "prc", "1/h", 0.0085, 0, 0.1, NOT_NEGATIVE,
      "further growth of cells with much cytokine"),
  ROW(cell_half_response, "Krc", "1", 0.1, 0.01, 1, POSITIVE, "cytokine at half its effect on cells"),
  ROW(carrying_capacity, "Krr", "cells/mm^3", 1e4, 2e3, 1e5, POSITIVE, "density at which growth stops"),
  ROW(resting_cells, "rho_h", "cells/mm^3", 1e3, 100, 5e3, POSITIVE, "cells in healthy skin"),
  ROW(cytokine_decay, "dc", "1/h", 0.01, 0.001, 1, NOT_NEGATIVE, "decay of the cytokine"),
  ROW(collagen_production, "pf", "1/h", 0.002, 0.0002, 0.02, POSITIVE,
      "collagen that healthy cells would make in its absence"),
  ROW(collagen_production_by_cytokine, "pfc", "1/h", 0.002, 0, 0.02, NOT_NEGATIVE,
      "further production with much cytokine"),
  ROW(collagen_half_response, "Kfc", "1", 1, 0.1, 10, POSITIVE, "cytokine at half its effect on collagen"),
  ROW(collagen_decay, "df", "1/h", 9.7e-4, 1e-4, 1e-2, POSITIVE, "decay of collagen without cytokine"),
  ROW(collagen_decay_by_cytokine, "dfc", "1/h", 4.85e-4, 0, 1e-2, NOT_NEGATIVE,
      "further decay in a fresh wound with healthy cells"),
  ROW(wound_collagen, "phi_w", "1", 0.01, 0, 0.5, NOT_NEGATIVE, "collagen that a session leaves in its channels"),
};

enum { DERMIS };
static const struct layer_spec layers[] = {[DERMIS] = {"dermis", "cells in collagen"}};

/* name, symbol, unit, layers, diffusivity, module, scale, sentence */
enum { CELLS, CYTOKINE, COLLAGEN };
static const struct field_spec fields[] = {
  [CELLS] = {"cells", "rho", "cells/mm^3", 1 << DERMIS, offsetof(struct numbers, cell_diffusivity), CORE, 1000,
   "fibroblasts"},
  [CYTOKINE] = {"cytokine", "c", "1", 1 << DERMIS, offsetof(struct numbers, cytokine_diffusivity), CORE, 1,
                "inflammatory signal, of that in a fresh wound"},
  [COLLAGEN] = {"collagen", "phi", "1", 1 << DERMIS, IMMOBILE, CORE, 1, "collagen, of that in healthy skin"},
};
// clang-format on

static void derive(const void *chosen, const bool *module_on, void *derived) {
  (void)module_on;
  struct numbers *p = derived;
  *p = *(const struct numbers *)chosen;
  p->cell_decay = p->cell_growth * (1 - p->resting_cells / p->carrying_capacity);
  p->collagen_saturation = p->collagen_production / p->collagen_decay - 1;
  p->rim_width = 0;
}

static void check(const void *derived, struct judge *judge) {
  const struct numbers *p = derived;
  if (!(p->cell_decay >= 0))
    judge->say(judge, REFUSAL, "resting_cells exceeds carrying_capacity: such cells would not be at rest");
  if (!(p->collagen_saturation >= 0))
    judge->say(judge, REFUSAL, "collagen_decay exceeds collagen_production: healthy collagen would not be at rest");
}

static void rest(const void *derived, double u[]) {
  u[CELLS] = ((const struct numbers *)derived)->resting_cells;
  u[CYTOKINE] = 0;
  u[COLLAGEN] = 1;
}

POINTWISE static void healing(const void *derived, const struct cells *cells, const double *const u[],
                              double *const production[], double *const loss[]) {
  const struct numbers *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    const double rho = u[CELLS][i], c = u[CYTOKINE][i], healthy = rho / p->resting_cells;
    const double growth = p->cell_growth + p->cell_growth_by_cytokine * c / (p->cell_half_response + c);
    const double made =
        p->collagen_production + p->collagen_production_by_cytokine * c / (p->collagen_half_response + c);
    production[CELLS][i] += growth * rho;
    loss[CELLS][i] += growth * rho / p->carrying_capacity + p->cell_decay;
    loss[CYTOKINE][i] += p->cytokine_decay;
    production[COLLAGEN][i] += made * healthy / (p->collagen_saturation + u[COLLAGEN][i]);
    loss[COLLAGEN][i] += p->collagen_decay + p->collagen_decay_by_cytokine * c * healthy;
  }
}
static const struct part_spec parts[] = {
    {"healing", healing, "growth of cells, decay of the cytokine, turnover of collagen"}};

static void channel(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0;
}
static const struct deposit_spec deposits[] = {{"wounded_fraction", channel, "share inside the channels"}};

static void wound(const void *derived, const struct cells *cells, const double *const w[], double *const u[]) {
  const struct numbers *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    u[CELLS][i] *= 1 - w[0][i];
    u[CYTOKINE][i] += w[0][i] * (1 - u[CYTOKINE][i]);
    u[COLLAGEN][i] += w[0][i] * (p->wound_collagen - u[COLLAGEN][i]);
  }
}

// clang-format off
/* name, unit, sentence, field, integrand, region {layer, depths, distance, pierced}, reduction */
static const struct measure_spec measures[] = {
  {"cells_mean", "cells/mm^3", "mean density of cells", CELLS, NULL, {DERMIS, {0, 0}, 0, false}, MEAN},
  {"cytokine_mean", "1", "mean of the cytokine", CYTOKINE, NULL, {DERMIS, {0, 0}, 0, false}, MEAN},
  {"collagen_mean", "1", "mean of collagen", COLLAGEN, NULL, {DERMIS, {0, 0}, 0, false}, MEAN},
  {"cells_minimum", "cells/mm^3", "fewest cells in the last session's channels", CELLS,
   NULL, {DERMIS, {0, 0}, 0, true}, MINIMUM},
  {"collagen_minimum", "1", "least collagen in the last session's channels", COLLAGEN,
   NULL, {DERMIS, {0, 0}, 0, true}, MINIMUM},
};

/* name, unit, sentence, series, functional, clock, at, level, share of peak, factor */
#define DAY_7(name, unit, doc) \
  {name "_day7", unit, doc ", a week after the last session", name, VALUE_AT, SINCE_LAST_SESSION, 7, 0, false, 0}
#define LAST(name, unit, doc) {name "_final", unit, doc " at the end", name, FINAL, SINCE_START, 0, 0, false, 0}
#define CHANGED(name, unit, doc) \
  {name "_change", unit, "change of " doc " from the beginning to the end", name, CHANGE, SINCE_START, 0, 0, false, 0}
static const struct outcome_spec outcomes[] = {
  DAY_7("cells_minimum", "cells/mm^3", "fewest cells in a channel"),
  DAY_7("cytokine_mean", "1", "mean of the cytokine"),
  DAY_7("collagen_minimum", "1", "least collagen in a channel"),
  LAST("cells_mean", "cells/mm^3", "mean density of cells"),
  LAST("collagen_minimum", "1", "least collagen in a channel"), LAST("collagen_mean", "1", "mean of collagen"),
  CHANGED("cells_mean", "cells/mm^3", "the mean density of cells"),
  CHANGED("collagen_mean", "1", "the mean of collagen"),
};
static const char *const headlines[] = {"cells_mean_final", "collagen_minimum_final"};

// clang-format on
#define RUN(radius, spacing, channel, sessions, end)                                            \
  "skin: {model: buganza, layers: {dermis: 0.1 mm}}\n"                                          \
  "grid: {geometry: axisymmetric, radius: " radius ", spacing: [" spacing                       \
  ", 0.1 mm]}\n"                                                                                \
  "treatment:\n"                                                                                \
  "  device: {type: random, density: 10 /cm^2, channel_depth: 0.1 mm, channel_radius: " channel \
  ", taper: 0}\n"                                                                               \
  "  sessions: [" sessions                                                                      \
  "]\n"                                                                                         \
  "run: {end: " end                                                                             \
  ", tolerance: 1e-4}\n"                                                                        \
  "output: {measures: {every: 7 day}}\n"
#define UNTREATED RUN("37.5 mm", "2.5 mm", "7.5 mm", "", "365 day")
#define WOUND RUN("37.5 mm", "0.125 mm", "7.5 mm", "0 day", "14 day")
#define MIXED RUN("0.1 mm", "0.1 mm", "0.07 mm", "0 day", "14 day")
#define MIXED_LONG RUN("0.1 mm", "0.1 mm", "0.07 mm", "0 day", "1095 day")
#define STAYS "round-off of a state that is kept exactly"
#define GRID "error of second order in the spacing, and of the time steps"
#define STEPS "of the time steps"
static const struct case_spec cases[] = {
    {"rest_of_cells", "untreated, the cells stay for a year", UNTREATED, "cells_mean_change", 0, 1e-9, STAYS,
     "buganza2017"},
    {"rest_of_collagen", "untreated, the collagen stays for a year", UNTREATED, "collagen_mean_change", 0, 1e-12, STAYS,
     "buganza2017"},
    {"wound_cells_day7", "a wound of 7.5 mm radius: cells at its centre", WOUND, "cells_minimum_day7", 886.92, 1, GRID,
     "buganza2017"},
    {"wound_cytokine_day7", "a wound of 7.5 mm radius: the cytokine decays, wherever it is", WOUND,
     "cytokine_mean_day7", 0.00745496, 5e-6, STEPS, "buganza2017"},
    {"wound_collagen_day7", "a wound of 7.5 mm radius: collagen at its centre", WOUND, "collagen_minimum_day7", 0.11780,
     3e-4, GRID, "buganza2017"},
    {"wound_cells_day14", "a wound of 7.5 mm radius: mean of the cells", WOUND, "cells_mean_final", 1025.62, 0.2, GRID,
     "buganza2017"},
    {"wound_collagen_day14", "a wound of 7.5 mm radius: collagen at its centre", WOUND, "collagen_minimum_final",
     0.41747, 5e-4, GRID, "buganza2017"},
    {"mixed_cells_day7", "cells of a place that was wounded by half", MIXED, "cells_minimum_day7", 1265.11, 0.5, STEPS,
     "buganza2017"},
    {"mixed_collagen_day14", "collagen of a place that was wounded by half", MIXED, "collagen_minimum_final", 0.798926,
     3e-4, STEPS, "buganza2017"},
    {"return_of_cells", "cells come back to rest", MIXED_LONG, "cells_mean_change", 0, 0.1, STEPS, "buganza2017"},
    {"return_of_collagen", "collagen comes back to rest", MIXED_LONG, "collagen_mean_change", 0, 1e-4, STEPS,
     "buganza2017"},
};

// clang-format off
const struct model model_buganza = {
  .name = "buganza",
  .doc = "cells, a cytokine and collagen of a wound, without mechanics",
  .standing = "a published model without its mechanics, for verification; numbers as in a public code of it",
  .references = models_references,
  TABLE(layers), TABLE(fields), TABLE(parts), TABLE(params), TABLE(deposits), TABLE(measures), TABLE(outcomes),
  TABLE(headlines), TABLE(cases),
  .params_size = sizeof(struct numbers),
  .derived_size = sizeof(struct numbers),
  .rim_width = offsetof(struct numbers, rim_width),
  .derive = derive,
  .check = check,
  .rest = rest,
  .injure = wound,
};
// clang-format on
