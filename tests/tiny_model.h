/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A model just large enough to test the engine without biology: a signal in both layers, a mover and its companion in the lower
 *  one, all with given numbers.
 */
#pragma once
#include <math.h>
#include <string.h>

#include "model.h"

enum { T_SIGNAL, T_MOVER, T_CROWD, T_FIELDS };

struct tiny {
  double signal_diffusivity, mover_diffusivity; /* [mm^2/day] */
  double speed, length, scale;
  double capacity; /* of mover and crowd together */
  double decay;    /* of the signal [1/day] */
  double growth;   /* logistic growth of the mover [1/day] */
  double rim;
};

static inline void tiny_react(const void *derived, const struct cells *cells, const double *const u[],
                              double *const production[], double *const loss[]) {
  const struct tiny *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    loss[T_SIGNAL][i] += p->decay;
    production[T_MOVER][i] += p->growth * u[T_MOVER][i];
    loss[T_MOVER][i] += p->growth * u[T_MOVER][i] / p->capacity;
  }
}

static inline void tiny_filling(const void *derived, const struct cells *cells, const double *const u[], double *out) {
  const struct tiny *p = derived;
  for (size_t i = 0; i < cells->n; i++) out[i] = fmax(0, 1 - (u[T_MOVER][i] + u[T_CROWD][i]) / p->capacity);
}

static inline void tiny_derive(const void *params, const bool *module_on, void *derived) {
  (void)module_on;
  memcpy(derived, params, sizeof(struct tiny));
}

static inline void tiny_check(const void *derived, struct judge *judge) { (void)derived, (void)judge; }

static inline void tiny_rest(const void *derived, double u[]) {
  (void)derived;
  u[T_SIGNAL] = u[T_MOVER] = u[T_CROWD] = 0;
}

static inline void tiny_amplitude(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = *rim = 1;
}

static inline void tiny_injure(const void *derived, const struct cells *cells, const double *const deposits[],
                               double *const u[]) {
  (void)derived;
  for (size_t i = 0; i < cells->n; i++) u[T_SIGNAL][i] += deposits[0][i];
}

static const struct layer_spec tiny_layers[] = {{"upper", "above"}, {"lower", "below"}};
static const struct field_spec tiny_fields[T_FIELDS] = {
    {"signal", "s", "1", 3, offsetof(struct tiny, signal_diffusivity), CORE, 1, "attracts"},
    {"mover", "m", "1", 2, offsetof(struct tiny, mover_diffusivity), CORE, 1, "is attracted"},
    {"crowd", "c", "1", 2, IMMOBILE, CORE, 1, "is in the way"}};
static const struct part_spec tiny_parts[] = {{"all", tiny_react, "decay and growth"}};
static const struct taxis_spec tiny_taxis[] = {{T_MOVER, T_SIGNAL, offsetof(struct tiny, speed),
                                                offsetof(struct tiny, length), offsetof(struct tiny, scale),
                                                tiny_filling, "the mover climbs the signal"}};
static const struct deposit_spec tiny_deposits[] = {{"core", tiny_amplitude, "the channel"}};

static const struct model tiny_model = {.name = "tiny",
                                        .n_layers = 2,
                                        .n_fields = T_FIELDS,
                                        .n_parts = 1,
                                        .n_taxis = 1,
                                        .n_deposits = 1,
                                        .layers = tiny_layers,
                                        .fields = tiny_fields,
                                        .parts = tiny_parts,
                                        .taxis = tiny_taxis,
                                        .deposits = tiny_deposits,
                                        .params_size = sizeof(struct tiny),
                                        .derived_size = sizeof(struct tiny),
                                        .rim_width = offsetof(struct tiny, rim),
                                        .derive = tiny_derive,
                                        .check = tiny_check,
                                        .rest = tiny_rest,
                                        .injure = tiny_injure};
