/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The model `fisher`: cells that move at random and grow up to a capacity, the least that closes a wound.
 *
 *      dn/dt = D lap n + r n (1 - n/K)                                                               (fisher1937)
 *
 *  At rest n = K. A session takes the share w of the cells that its channels fill. A straight front advances at
 *  2 sqrt(D r), with the default numbers at 220 um/day; one that began as a step comes to it from below (ebert2000).
 *  To begin a model of one's own, copy this file.
 */
#include <math.h>

#include "model.h"

struct numbers {
  double diffusivity, growth_rate, carrying_capacity; /* [mm^2/day], [1/day], [cells/mm^3] */
  double rim_width;                                   /* [mm] */
};

// clang-format off
/* key, symbol, type, unit, default, plausible, allowed, choices, basis, source, sentence, module, member */
static const struct param_spec params[] = {
  {"diffusivity", "D", NUMBER, "um^2/s", 0.14, {0.03, 0.5}, {0, HUGE_VAL}, NULL, ASSUMED, "",
   "random motility of the cells", CORE, offsetof(struct numbers, diffusivity)},
  {"growth_rate", "r", NUMBER, "1/day", 1, {0.2, 5}, {0, HUGE_VAL}, NULL, ASSUMED, "",
   "growth of the first cells, which have room around them", CORE, offsetof(struct numbers, growth_rate)},
  {"carrying_capacity", "K", NUMBER, "cells/mm^3", 1000, {200, 5000}, {1e-9, HUGE_VAL}, NULL, ASSUMED, "",
   "density at which growth stops", CORE, offsetof(struct numbers, carrying_capacity)},
};

enum { TISSUE };
static const struct layer_spec layers[] = {[TISSUE] = {"tissue", "cells that move and grow"}};

/* name, symbol, unit, layers, diffusivity, module, scale, sentence */
enum { DENSITY };
static const struct field_spec fields[] = {
  [DENSITY] = {"density", "n", "cells/mm^3", 1 << TISSUE, offsetof(struct numbers, diffusivity), CORE, 1000,
               "cells per volume"},
};
// clang-format on

static void derive(const void *chosen, const bool *module_on, void *derived) {
  (void)module_on;
  struct numbers *p = derived;
  *p = *(const struct numbers *)chosen;
  p->rim_width = 0; /* the tissue beside a channel stays unhurt */
}

static void rest(const void *derived, double u[]) { u[DENSITY] = ((const struct numbers *)derived)->carrying_capacity; }

/** r n (1 - n/K) as production r n and loss r n/K. */
POINTWISE static void growth(const void *derived, const struct cells *cells, const double *const u[],
                             double *const production[], double *const loss[]) {
  const struct numbers *p = derived;
  const double r = p->growth_rate, K = p->carrying_capacity;
  for (size_t i = 0; i < cells->n; i++) {
    production[DENSITY][i] += r * u[DENSITY][i];
    loss[DENSITY][i] += r * u[DENSITY][i] / K;
  }
}
static const struct part_spec parts[] = {{"growth", growth, "logistic growth"}};

static void channel(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0;
}
enum { INJURED };
static const struct deposit_spec deposits[] = {[INJURED] = {"injured_fraction", channel, "share inside the channels"}};

static void injure(const void *derived, const struct cells *cells, const double *const w[], double *const u[]) {
  (void)derived;
  for (size_t i = 0; i < cells->n; i++) u[DENSITY][i] *= 1 - w[INJURED][i];
}

// clang-format off
/* name, unit, sentence, field, integrand, region {layer, depths, distance, pierced}, reduction */
static const struct measure_spec measures[] = {
  {"density_mean", "cells/mm^3", "mean density", DENSITY, NULL, {TISSUE, {0, 0}, 0, false}, MEAN},
  {"density_minimum", "cells/mm^3", "least density in the last session's channels",
   DENSITY, NULL, {TISSUE, {0, 0}, 0, true}, MINIMUM},
};

static double of_capacity(const void *derived, const double inputs[]) {
  return inputs[0] / ((const struct numbers *)derived)->carrying_capacity;
}
static const struct combine_spec combines[] = {
  {"cover_minimum", "1", "least density in the last session's channels, of the capacity",
   {"density_minimum"}, of_capacity},
};

/* name, unit, sentence, series, functional, clock, at, level, share of peak, factor */
static const struct outcome_spec outcomes[] = {
  {"closure_time", "h", "time after the last session until all of its channels are filled to 80 % of the capacity",
   "cover_minimum", FIRST_ABOVE, SINCE_LAST_SESSION, 0, 0.8, false, 24},
  {"density_change", "cells/mm^3", "change of the mean density from the beginning to the end",
   "density_mean", CHANGE, SINCE_START, 0, 0, false, 0},
  {"density_day30", "cells/mm^3", "mean density, 30 days after the last session", "density_mean", VALUE_AT,
   SINCE_LAST_SESSION, 30, 0, false, 0},
  {"density_day60", "cells/mm^3", "mean density, 60 days after the last session", "density_mean", VALUE_AT,
   SINCE_LAST_SESSION, 60, 0, false, 0},
};

static double slope(const void *derived, const double inputs[]) {
  (void)derived;
  return (inputs[1] - inputs[0]) / 30;
}
static const struct conclude_spec concludes[] = {
  {"filling_rate", "cells/mm^3/day", "gain of the mean density per time in the second month after the last session",
   {"density_day30", "density_day60"}, slope},
};
static const char *const headlines[] = {"closure_time", "density_change"};

/* What the model must reproduce. Two fronts advance into a channel of 20 mm in a slab of 25 mm, wherever it is: the
 * sides are periodic. */
static const struct case_spec cases[] = {
  {"front_speed", "fronts advance at 2 - 3/(2 t) + 3 sqrt(pi)/2 t^(-3/2), in units of D and r",
   "skin: {model: fisher, layers: {tissue: 0.1 mm}, parameters: {diffusivity: 0.03 um^2/s, growth_rate: 2 /day}}\n"
   "grid: {width: [25 mm], spacing: [4 um, 1 mm, 0.1 mm]}\n"
   "treatment:\n"
   "  device: {type: random, density: 4 /cm^2, channel_depth: 0.1 mm, depth_deviation: 0, channel_radius: 10 mm, taper: 0}\n"
   "  sessions: [0 day]\n"
   "run: {end: 60 day, tolerance: 1e-3}\n"
   "output: {measures: {every: 30 day}}\n",
   "filling_rate", 11.4395, 0.023,
   "what is left of the series, of order 1/t^2, is 0.1 %; the grid adds half of that", "ebert2000"},
};

const struct model model_fisher = {
  .name = "fisher",
  .doc = "random motility and logistic growth: fronts that close a wound",
  .standing = "not calibrated",
  TABLE(layers), TABLE(fields), TABLE(parts), TABLE(params), TABLE(deposits), TABLE(measures), TABLE(combines),
  TABLE(outcomes), TABLE(concludes), TABLE(headlines), TABLE(cases),
  .params_size = sizeof(struct numbers),
  .derived_size = sizeof(struct numbers),
  .rim_width = offsetof(struct numbers, rim_width),
  .derive = derive,
  .rest = rest,
  .injure = injure,
};
// clang-format on
