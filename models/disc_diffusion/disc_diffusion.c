/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The model `disc_diffusion`: cells that only move at random fill a disc from its edge.
 *
 *      du/dt = D lap u for r < R,  u = 1 at r = R
 *
 *  After a session has emptied the disc, with the zeros z_k of the Bessel function J0,
 *
 *      u = 1 - 2 sum_k J0(z_k r/R) exp(-z_k^2 D t/R^2)/(z_k J1(z_k)),
 *      mean of u = 1 - 4 sum_k exp(-z_k^2 D t/R^2)/z_k^2.
 *
 *  From disc_radius on, the distance from the axis of an axisymmetric cell, u is held at 1; where the centre of the
 *  last cell of the grid is at disc_radius, the error is of second order in the spacing.
 */
#include <math.h>

#include "model.h"

struct numbers {
  double diffusivity; /* [mm^2/day] */
  double disc_radius; /* [mm] */
  double hold;        /* [1/day] */
  double rim_width;   /* [mm] */
};

// clang-format off
/* key, symbol, type, unit, default, plausible, allowed, choices, basis, source, sentence, module, member */
static const struct param_spec params[] = {
  {"diffusivity", "D", NUMBER, "um^2/s", 0.2, {0.03, 0.5}, {0, HUGE_VAL}, NULL, ASSUMED, "",
   "random motility of the cells", CORE, offsetof(struct numbers, diffusivity)},
  {"disc_radius", "R", NUMBER, "mm", 5, {0.5, 50}, {1e-3, HUGE_VAL}, NULL, NUMERICAL, "",
   "distance from the axis from which on the density is held at 1", CORE, offsetof(struct numbers, disc_radius)},
  {"hold", "k", NUMBER, "1/day", 1e6, {1e4, 1e10}, {1, HUGE_VAL}, NULL, NUMERICAL, "",
   "rate at which the density at the edge is held", CORE, offsetof(struct numbers, hold)},
};

enum { SHEET };
static const struct layer_spec layers[] = {[SHEET] = {"sheet", "a flat tissue: one plane"}};

/* name, symbol, unit, layers, diffusivity, module, scale, sentence */
enum { DENSITY };
static const struct field_spec fields[] = {
  [DENSITY] = {"density", "u", "1", 1 << SHEET, offsetof(struct numbers, diffusivity), CORE, 1,
   "cells, of those at the edge"},
};
// clang-format on

static void derive(const void *chosen, const bool *module_on, void *derived) {
  (void)module_on;
  struct numbers *p = derived;
  *p = *(const struct numbers *)chosen;
  p->rim_width = 0;
}

static void rest(const void *derived, double u[]) {
  (void)derived;
  u[DENSITY] = 1;
}

/* Whether a distance from the axis is held; a centre that was meant to be there may miss it by rounding. */
POINTWISE_INLINE bool is_held(const struct numbers *p, double x) { return x >= p->disc_radius * (1 - 1e-9); }

POINTWISE static void edge(const void *derived, const struct cells *cells, const double *const u[],
                           double *const production[], double *const loss[]) {
  (void)u;
  const struct numbers *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    const double hold = is_held(p, cells->x[i]) ? p->hold : 0;
    production[DENSITY][i] += hold;
    loss[DENSITY][i] += hold;
  }
}
static const struct part_spec parts[] = {{"edge", edge, "the density beyond the disc, held at 1"}};

static void channel(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0;
}
static const struct deposit_spec deposits[] = {{"emptied_fraction", channel, "share inside the channels"}};

static void empty(const void *derived, const struct cells *cells, const double *const w[], double *const u[]) {
  const struct numbers *p = derived;
  for (size_t i = 0; i < cells->n; i++)
    if (!is_held(p, cells->x[i])) u[DENSITY][i] *= 1 - w[0][i];
}

/* Share of each ring of the grid that is inside the disc. */
static void inside(const void *derived, const struct cells *cells, const double *const u[], double *out) {
  (void)u;
  const double R = ((const struct numbers *)derived)->disc_radius, half = 0.5 * cells->size[0];
  for (size_t i = 0; i < cells->n; i++) {
    const double inner = cells->x[i] - half, outer = cells->x[i] + half;
    out[i] = fmin(fmax((R * R - inner * inner) / (outer * outer - inner * inner), 0), 1);
  }
}

static void density_inside(const void *derived, const struct cells *cells, const double *const u[], double *out) {
  inside(derived, cells, u, out);
  for (size_t i = 0; i < cells->n; i++) out[i] *= u[DENSITY][i];
}

static double ratio(const void *derived, const double inputs[]) {
  (void)derived;
  return inputs[0] / inputs[1];
}

// clang-format off
/* name, unit, sentence, field, integrand, region {layer, depths, distance, pierced}, reduction */
static const struct measure_spec measures[] = {
  {"disc_share", "1", "share of the grid that is inside the disc", NO_FIELD, inside, {SHEET, {0, 0}, 0, false}, MEAN},
  {"density_inside", "1", "cells inside the disc, of those that a full grid has", NO_FIELD, density_inside,
   {SHEET, {0, 0}, 0, false}, MEAN},
  {"density_centre", "1", "least density, which is that of the centre", DENSITY,
   NULL, {SHEET, {0, 0}, 0, false}, MINIMUM},
};
static const struct combine_spec combines[] = {
  {"density_mean", "1", "mean density of the disc", {"density_inside", "disc_share"}, ratio},
};

/* name, unit, sentence, series, functional, clock, at, level, share of peak, factor */
#define ON_DAY(day) \
  {"mean_day" #day, "1", "mean density of the disc, " #day " days after the last session", "density_mean", VALUE_AT, \
   SINCE_LAST_SESSION, day, 0, false, 0}, \
  {"centre_day" #day, "1", "density at the centre, " #day " days after the last session", "density_centre", VALUE_AT, \
   SINCE_LAST_SESSION, day, 0, false, 0}
static const struct outcome_spec outcomes[] = {ON_DAY(30), ON_DAY(100), ON_DAY(300)};
static const char *const headlines[] = {"mean_day30", "mean_day100", "mean_day300"};

// clang-format on
/* The grid's last centre is at 5 mm: (radius - spacing/2). */
#define RUN                                                                                             \
  "skin: {model: disc_diffusion, layers: {sheet: 10 um}}\n"                                             \
  "grid: {geometry: axisymmetric, radius: 5.04 mm, spacing: [80 um, 10 um]}\n"                          \
  "treatment:\n"                                                                                        \
  "  device: {type: random, density: 10 /cm^2, channel_depth: 10 um, channel_radius: 6 mm, taper: 0}\n" \
  "  sessions: [0 day]\n"                                                                               \
  "run: {end: 300 day, tolerance: 1e-4}\n"                                                              \
  "output: {measures: {every: 0 day, at: [30 day, 100 day, 300 day]}}\n"
#define GRID "error of second order in the spacing, and of the time steps"
static const struct case_spec cases[] = {
    {"mean_after_30_days", "a tenth of the radius is reached", RUN, "mean_day30", 0.303613, 3e-4, GRID, ""},
    {"mean_after_100_days", "a quarter of the radius is reached", RUN, "mean_day100", 0.519963, 3e-4, GRID, ""},
    {"mean_after_300_days", "the first term of the series is all that is left", RUN, "mean_day300", 0.791273, 3e-4,
     GRID, ""},
    {"centre_after_100_days", "the front has come to the centre", RUN, "centre_day100", 0.050706, 3e-4, GRID, ""},
    {"centre_after_300_days", "the first term of the series is all that is left", RUN, "centre_day300", 0.519028, 3e-4,
     GRID, ""},
};

// clang-format off
const struct model model_disc_diffusion = {
  .name = "disc_diffusion",
  .doc = "random motility into an empty disc, which has a solution in Bessel functions",
  .standing = "mathematics, for verification",
  TABLE(layers), TABLE(fields), TABLE(parts), TABLE(params), TABLE(deposits), TABLE(measures), TABLE(combines),
  TABLE(outcomes), TABLE(headlines), TABLE(cases),
  .params_size = sizeof(struct numbers),
  .derived_size = sizeof(struct numbers),
  .rim_width = offsetof(struct numbers, rim_width),
  .derive = derive,
  .rest = rest,
  .injure = empty,
};
// clang-format on
