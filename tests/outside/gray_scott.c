/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The Gray-Scott model as Pearson wrote it (Science 261:189-192, 1993, doi 10.1126/science.261.5118.189):
 *
 *      du/dt = Du lap u - u v^2 + F (1 - u)
 *      dv/dt = Dv lap v + u v^2 - (F + k) v
 *
 *  His units are pure numbers. Here his length 1 is 1 mm and his time 1 is 1 s; so his Du = 2e-5 is 20 um^2/s, and the
 *  rate of the reaction, 1, is 1/s. At rest u = 1 and v = 0. A session puts u = 1/2 and v = 1/4 into its channels, as he
 *  did into a square.
 */
#include <math.h>
#include <mend/model.h>

struct numbers {
  double diffusivity_u, diffusivity_v; /* [mm^2/day] */
  double feed, removal;                /* F, k [1/day] */
  double rim_width;                    /* [mm] */
};

static const double REACTION = 86400; /* 1/s, in 1/day */

// clang-format off
/* key, symbol, type, unit, default, plausible, allowed, choices, basis, source, sentence, module, member */
static const struct param_spec params[] = {
  {"diffusivity_u", "Du", NUMBER, "um^2/s", 20, {1, 100}, {0, HUGE_VAL}, NULL, ASSUMED, "",
   "diffusivity of what is consumed", CORE, offsetof(struct numbers, diffusivity_u)},
  {"diffusivity_v", "Dv", NUMBER, "um^2/s", 10, {1, 100}, {0, HUGE_VAL}, NULL, ASSUMED, "",
   "diffusivity of what makes more of itself", CORE, offsetof(struct numbers, diffusivity_v)},
  {"feed", "F", NUMBER, "1/s", 0.03, {0.005, 0.1}, {0, HUGE_VAL}, NULL, ASSUMED, "",
   "exchange with a reservoir in which u = 1 and v = 0", CORE, offsetof(struct numbers, feed)},
  {"removal", "k", NUMBER, "1/s", 0.062, {0.03, 0.08}, {0, HUGE_VAL}, NULL, ASSUMED, "",
   "decay of v besides", CORE, offsetof(struct numbers, removal)},
};

enum { DISH };
static const struct layer_spec layers[] = {[DISH] = {"dish", "a flat reactor"}};

enum { U, V };
static const struct field_spec fields[] = {
  [U] = {"u", "u", "1", 1 << DISH, offsetof(struct numbers, diffusivity_u), CORE, 1, "what is fed and consumed"},
  [V] = {"v", "v", "1", 1 << DISH, offsetof(struct numbers, diffusivity_v), CORE, 0.3, "what makes more of itself"},
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
  u[U] = 1;
  u[V] = 0;
}

POINTWISE static void reaction(const void *derived, const struct cells *cells, const double *const u[],
                               double *const production[], double *const loss[]) {
  const struct numbers *p = derived;
  const double F = p->feed, F_k = p->feed + p->removal;
  for (size_t i = 0; i < cells->n; i++) {
    const double v2 = REACTION * u[V][i] * u[V][i];
    production[U][i] += F;
    loss[U][i] += F + v2;
    production[V][i] += u[U][i] * v2;
    loss[V][i] += F_k;
  }
}
static const struct part_spec parts[] = {{"reaction", reaction, "U + 2 V -> 3 V, V -> P, in a flow"}};

static void channel(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0;
}
static const struct deposit_spec deposits[] = {{"disturbed_fraction", channel, "share inside the channels"}};

static void disturb(const void *derived, const struct cells *cells, const double *const w[], double *const u[]) {
  (void)derived;
  for (size_t i = 0; i < cells->n; i++) {
    u[U][i] += w[0][i] * (0.5 - u[U][i]);
    u[V][i] += w[0][i] * (0.25 - u[V][i]);
  }
}

// clang-format off
static const struct measure_spec measures[] = {
  {"v_mean", "1", "mean of v", V, NULL, {DISH, {0, 0}, 0, false}, MEAN},
};
static const struct outcome_spec outcomes[] = {
  {"v_mean_final", "1", "mean of v at the end", "v_mean", FINAL, SINCE_START, 0, 0, false, 0},
};
static const char *const headlines[] = {"v_mean_final"};

const struct model model_gray_scott = {
  .name = "gray_scott",
  .doc = "autocatalysis in a fed, flat reactor: spots that divide, stripes, waves",
  .standing = "of no tissue",
  TABLE(layers), TABLE(fields), TABLE(parts), TABLE(params), TABLE(deposits), TABLE(measures), TABLE(outcomes),
  TABLE(headlines),
  .params_size = sizeof(struct numbers),
  .derived_size = sizeof(struct numbers),
  .rim_width = offsetof(struct numbers, rim_width),
  .derive = derive,
  .rest = rest,
  .injure = disturb,
};
// clang-format on
