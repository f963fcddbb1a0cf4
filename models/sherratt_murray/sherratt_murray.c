/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The model `sherratt_murray`: epidermal cells close a round wound and regulate their own division (sherratt1991).
 *
 *      dn/dt = D lap n + s(c) n (2 - n) - n             cells, 1 in whole skin
 *      dc/dt = Dc lap c + lambda (f(n) - c)             a chemical that they make, 1 in whole skin
 *
 *      activator  f = n (1 + a^2)/(n^2 + a^2),  s = 2 cm (h - b) c/(cm^2 + c^2) + b,
 *                 b = (1 + cm^2 - 2 h cm)/(1 - cm)^2
 *      inhibitor  f = n,                        s = ((h - 1) c + h)/(2 (h - 1) c + 1)
 *      none       f = n,                        s = 1
 *
 *  The equations are pure numbers: a length of 1 mm here is the radius of the wound, a time of 1 day the time in which
 *  the cells renew themselves. Skin at and beyond wound_radius, the distance from the axis of an axisymmetric cell, is
 *  held whole; where the centre of the last cell of the grid is at wound_radius, the error is of second order in the
 *  spacing. A session empties the wound as far as its channel goes.
 */
#include <math.h>

#include "model.h"

extern const char models_references[]; /* the text of references.bib, which the build puts in */

enum mechanism { ACTIVATOR, INHIBITOR, NONE };
static const char *const MECHANISMS[] = {"activator", "inhibitor", "none", NULL};

struct numbers {
  int mechanism;
  double cell_diffusivity, chemical_diffusivity; /* [mm^2/day] */
  double chemical_turnover;                      /* [1/day] */
  double largest_division, peak_concentration, production_constant;
  double wound_radius; /* [mm] */
  double hold;         /* [1/day] */
  double division_without_chemical;
  double rim_width; /* [mm] */
};

// clang-format off
#define NOT_NEGATIVE {0, HUGE_VAL}
#define POSITIVE {1e-9, HUGE_VAL}
/* key, symbol, type, unit, default, plausible, allowed, choices, basis, source, sentence, module, member */
#define ROW(key, symbol, unit, value, low, high, allowed, basis, doc) \
  {#key, symbol, NUMBER, unit, value, {low, high}, allowed, NULL, basis, "", doc, CORE, offsetof(struct numbers, key)}
static const struct param_spec params[] = {
  {"mechanism", "s", CHOICE, "1", ACTIVATOR, {-HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, HUGE_VAL}, MECHANISMS, ASSUMED, "",
   "what the chemical does to the division of cells", CORE, offsetof(struct numbers, mechanism)},
  ROW(cell_diffusivity, "D", "mm^2/day", 5e-4, 1e-5, 1e-2, NOT_NEGATIVE, ASSUMED,
      "random motility of the cells; published with it: 1e-4 for the inhibitor, 1e-3 for none"),
  ROW(chemical_diffusivity, "Dc", "mm^2/day", 0.45, 0.05, 5, NOT_NEGATIVE, ASSUMED,
      "diffusivity of the chemical; published with it: 0.85 for the inhibitor"),
  ROW(chemical_turnover, "lambda", "1/day", 30, 1, 100, NOT_NEGATIVE, ASSUMED,
      "rate at which the chemical is made and decays; published with it: 5 for the inhibitor"),
  ROW(largest_division, "h", "1", 10, 1.5, 20, POSITIVE, ASSUMED, "largest division of cells, of that in whole skin"),
  ROW(peak_concentration, "cm", "1", 40, 2, 100, POSITIVE, ASSUMED, "concentration at which the activator acts most"),
  ROW(production_constant, "a", "1", 0.1, 0.01, 1, POSITIVE, ASSUMED,
      "density at which cells make most of the activator"),
  ROW(wound_radius, "R", "mm", 1, 0.1, 10, POSITIVE, NUMERICAL,
      "distance from the axis from which on the skin is held whole"),
  ROW(hold, "k", "1/day", 1e8, 1e6, 1e10, POSITIVE, NUMERICAL, "rate at which whole skin is held whole"),
};

enum { EPIDERMIS };
static const struct layer_spec layers[] = {[EPIDERMIS] = {"epidermis", "a thin sheet of cells: one plane"}};

/* name, symbol, unit, layers, diffusivity, module, scale, sentence */
enum { CELLS, CHEMICAL };
static const struct field_spec fields[] = {
  [CELLS] = {"cells", "n", "1", 1 << EPIDERMIS, offsetof(struct numbers, cell_diffusivity), CORE, 1,
             "density of cells, of that in whole skin"},
  [CHEMICAL] = {"chemical", "c", "1", 1 << EPIDERMIS, offsetof(struct numbers, chemical_diffusivity), CORE, 1,
                "concentration of the chemical, of that in whole skin"},
};
// clang-format on

static void derive(const void *chosen, const bool *module_on, void *derived) {
  (void)module_on;
  struct numbers *p = derived;
  *p = *(const struct numbers *)chosen;
  const double h = p->largest_division, cm = p->peak_concentration;
  p->division_without_chemical = (1 + cm * cm - 2 * h * cm) / ((1 - cm) * (1 - cm));
  p->rim_width = 0;
}

static void check(const void *derived, struct judge *judge) {
  const struct numbers *p = derived;
  if (p->mechanism == ACTIVATOR && !(p->division_without_chemical >= 0))
    judge->say(
        judge, REFUSAL,
        "peak_concentration is too small for largest_division: without the activator, division would be negative");
  if (p->mechanism == INHIBITOR && !(p->largest_division > 0.5))
    judge->say(judge, REFUSAL, "largest_division must be above 0.5: the inhibitor would make division negative");
}

static void rest(const void *derived, double u[]) {
  (void)derived;
  u[CELLS] = u[CHEMICAL] = 1;
}

/* Whether a distance from the axis belongs to whole skin; a centre that should be there may miss it by rounding. */
POINTWISE_INLINE bool is_whole(const struct numbers *p, double x) { return x >= p->wound_radius * (1 - 1e-9); }

POINTWISE static void division(const void *derived, const struct cells *cells, const double *const u[],
                               double *const production[], double *const loss[]) {
  const struct numbers *p = derived;
  const double h = p->largest_division, cm = p->peak_concentration, b = p->division_without_chemical;
  const double a2 = p->production_constant * p->production_constant;
  for (size_t i = 0; i < cells->n; i++) {
    const double n = u[CELLS][i], c = u[CHEMICAL][i], hold = is_whole(p, cells->x[i]) ? p->hold : 0;
    double s = 1, f = n;
    if (p->mechanism == ACTIVATOR) {
      s = 2 * cm * (h - b) * c / (cm * cm + c * c) + b;
      f = n * (1 + a2) / (n * n + a2);
    } else if (p->mechanism == INHIBITOR) {
      s = ((h - 1) * c + h) / (2 * (h - 1) * c + 1);
    }
    production[CELLS][i] += 2 * s * n + hold;
    loss[CELLS][i] += s * n + 1 + hold;
    production[CHEMICAL][i] += p->chemical_turnover * f + hold;
    loss[CHEMICAL][i] += p->chemical_turnover + hold;
  }
}
static const struct part_spec parts[] = {
    {"division", division, "division and loss of cells, turnover of the chemical"}};

static void channel(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0;
}
static const struct deposit_spec deposits[] = {{"wounded_fraction", channel, "share inside the channels"}};

static void wound(const void *derived, const struct cells *cells, const double *const w[], double *const u[]) {
  const struct numbers *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    if (is_whole(p, cells->x[i])) continue;
    u[CELLS][i] *= 1 - w[0][i];
    u[CHEMICAL][i] *= 1 - w[0][i];
  }
}

/* Share of each ring of the grid that is inside the wound. */
static void inside(const void *derived, const struct cells *cells, const double *const u[], double *out) {
  (void)u;
  const double R = ((const struct numbers *)derived)->wound_radius, half = 0.5 * cells->size[0];
  for (size_t i = 0; i < cells->n; i++) {
    const double inner = cells->x[i] - half, outer = cells->x[i] + half;
    out[i] = fmin(fmax((R * R - inner * inner) / (outer * outer - inner * inner), 0), 1);
  }
}

static void cells_inside(const void *derived, const struct cells *cells, const double *const u[], double *out) {
  inside(derived, cells, u, out);
  for (size_t i = 0; i < cells->n; i++) out[i] *= u[CELLS][i];
}

static double ratio(const void *derived, const double inputs[]) {
  (void)derived;
  return inputs[0] / inputs[1];
}

// clang-format off
/* name, unit, sentence, field, integrand, region {layer, depths, distance, pierced}, reduction */
static const struct measure_spec measures[] = {
  {"wound_share", "1", "share of the grid that is inside the wound",
   NO_FIELD, inside, {EPIDERMIS, {0, 0}, 0, false}, MEAN},
  {"cells_inside", "1", "cells inside the wound, of those that whole skin has in the grid", NO_FIELD, cells_inside,
   {EPIDERMIS, {0, 0}, 0, false}, MEAN},
  {"cover_minimum", "1", "least density of cells", CELLS, NULL, {EPIDERMIS, {0, 0}, 0, false}, MINIMUM},
};
static const struct combine_spec combines[] = {
  {"cover_mean", "1", "mean density of cells inside the wound", {"cells_inside", "wound_share"}, ratio},
};

/* name, unit, sentence, series, functional, clock, at, level, share of peak, factor */
static const struct outcome_spec outcomes[] = {
  {"half_time", "day", "time after the last session until the wound has half of its cells", "cover_mean",
   FIRST_ABOVE, SINCE_LAST_SESSION, 0, 0.5, false, 0},
  {"healing_time", "day", "time after the last session until there is 0.8 of the density of cells everywhere",
   "cover_minimum", FIRST_ABOVE, SINCE_LAST_SESSION, 0, 0.8, false, 0},
};
static const char *const headlines[] = {"half_time", "healing_time"};

// clang-format on
/* The grid's last centre is at 1 mm: (radius - spacing/2). */
#define RUN(parameters, radius, spacing, end)                                                           \
  "skin: {model: sherratt_murray, layers: {epidermis: 10 um}, parameters: {" parameters                 \
  "}}\n"                                                                                                \
  "grid: {geometry: axisymmetric, radius: " radius ", spacing: [" spacing                               \
  ", 10 um]}\n"                                                                                         \
  "treatment:\n"                                                                                        \
  "  device: {type: random, density: 10 /cm^2, channel_depth: 10 um, channel_radius: 2 mm, taper: 0}\n" \
  "  sessions: [0 day]\n"                                                                               \
  "run: {end: " end                                                                                     \
  ", tolerance: 1e-3}\n"                                                                                \
  "output: {measures: {every: 1 day}}\n"
#define WITH_ACTIVATOR RUN("mechanism: activator", "1.0016 mm", "3.2 um", "22 day")
#define WITH_INHIBITOR                                                                               \
  RUN("mechanism: inhibitor, cell_diffusivity: 1e-4 mm^2/day, chemical_diffusivity: 0.85 mm^2/day, " \
      "chemical_turnover: 5 /day",                                                                   \
      "1.000999000999 mm", "1.998 um", "50 day")
#define WITHOUT RUN("mechanism: none, cell_diffusivity: 1e-3 mm^2/day", "1.0016 mm", "3.2 um", "20 day")
#define GRID "error of second order in the spacing, which a finer grid shows to be below half of this"
static const struct case_spec cases[] = {
    {"activator_half_time", "half of the cells are back, with the activator", WITH_ACTIVATOR, "half_time", 7.0844, 0.03,
     GRID, "sherratt1991"},
    {"activator_healing_time", "the wound is healed, with the activator", WITH_ACTIVATOR, "healing_time", 20.6336, 0.1,
     GRID, "sherratt1991"},
    {"inhibitor_half_time", "half of the cells are back, with the inhibitor", WITH_INHIBITOR, "half_time", 14.7205,
     0.04, GRID, "sherratt1991"},
    {"inhibitor_healing_time", "the wound is healed, with the inhibitor", WITH_INHIBITOR, "healing_time", 46.083, 0.2,
     GRID, "sherratt1991"},
    {"logistic_half_time", "half of the cells are back, without a chemical", WITHOUT, "half_time", 6.90897, 0.01, GRID,
     "sherratt1991"},
    {"logistic_healing_time", "the wound is healed, without a chemical", WITHOUT, "healing_time", 17.9409, 0.05, GRID,
     "sherratt1991"},
};

// clang-format off
const struct model model_sherratt_murray = {
  .name = "sherratt_murray",
  .doc = "cells of the epidermis that close a round wound and regulate their own division",
  .standing = "a published model in pure numbers, for verification",
  .references = models_references,
  TABLE(layers), TABLE(fields), TABLE(parts), TABLE(params), TABLE(deposits), TABLE(measures), TABLE(combines),
  TABLE(outcomes), TABLE(headlines), TABLE(cases),
  .params_size = sizeof(struct numbers),
  .derived_size = sizeof(struct numbers),
  .rim_width = offsetof(struct numbers, rim_width),
  .derive = derive,
  .check = check,
  .rest = rest,
  .injure = wound,
};
// clang-format on
