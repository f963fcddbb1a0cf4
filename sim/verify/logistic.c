/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify/logistic.h"

static void react(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                  double *const loss[]) {
  const struct logistic *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    production[LOGISTIC_DENSITY][i] += p->growth * u[LOGISTIC_DENSITY][i];
    if (cells->x[i] < p->supply_radius) production[LOGISTIC_DENSITY][i] += p->supply;
    loss[LOGISTIC_DENSITY][i] += p->growth * u[LOGISTIC_DENSITY][i] + p->decay;
  }
}

static void rest(const void *derived, double u[]) {
  (void)derived;
  u[LOGISTIC_DENSITY] = 0;
}

static void channel(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = *rim = 1;
}

static const struct layer_spec layers[] = {{"tissue", "all there is"}};
static const struct field_spec fields[] = {
    {"density", "u", "1", 1, offsetof(struct logistic, diffusivity), CORE, 1, "what diffuses, grows and decays"}};
static const struct part_spec parts[] = {{"growth", react, "growth, decay and supply"}};
static const struct deposit_spec deposits[] = {{"channel", channel, "channel and rim"}};

const struct model verify_logistic = {.name = "logistic",
                                      .doc = "growth up to a capacity of 1",
                                      TABLE(layers),
                                      TABLE(fields),
                                      TABLE(parts),
                                      TABLE(deposits),
                                      .params_size = sizeof(struct logistic),
                                      .derived_size = sizeof(struct logistic),
                                      .rim_width = offsetof(struct logistic, rim),
                                      .rest = rest};
