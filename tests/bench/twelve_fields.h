/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A model for timing alone: twelve fields in one layer with the reactions of a typical wound model, sixteen saturating terms,
 *  five fast signals, one immobile matrix. Two movers climb one signal if their speed is positive.
 */
#pragma once
#include <stddef.h>
#include <string.h>

#include "model.h"

enum { OXYGEN, PDGF, TGF_BETA, VEGF, INTERLEUKIN, ANTAGONIST, NEUTROPHILS, M1, M2, FIBROBLASTS, COLLAGEN, ENDOTHELIUM };
enum { TWELVE = 12 };

struct twelve {
  double diffusivity[TWELVE]; /* [mm^2/day] */
  double speed, length, scale, rim;
};

POINTWISE_INLINE double hill1(double x, double half) { return x / (half + x); }
POINTWISE_INLINE double hill2(double x, double half_squared) { return x * x / (half_squared + x * x); }
POINTWISE_INLINE double hill4(double x, double half_fourth) {
  const double square = x * x;
  return square * square / (half_fourth + square * square);
}

#define ROWS(f, name)        \
  const double *name = u[f]; \
  double *restrict name##_made = production[f], *restrict name##_loss = loss[f];
#define RATES(name, made, lost) name##_made[i] += made, name##_loss[i] += lost

POINTWISE static void twelve_react(const void *derived, const struct cells *cells, const double *const u[],
                                   double *const production[], double *const loss[]) {
  (void)derived;
  ROWS(OXYGEN, o)
  ROWS(PDGF, g)
  ROWS(TGF_BETA, t)
  ROWS(VEGF, v)
  ROWS(INTERLEUKIN, s)
  ROWS(ANTAGONIST, a)
  ROWS(NEUTROPHILS, n)
  ROWS(M1, m1)
  ROWS(M2, m2)
  ROWS(FIBROBLASTS, f)
  ROWS(COLLAGEN, c)
  ROWS(ENDOTHELIUM, e)
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) {
    const double O = o[i], G = g[i], T = t[i], V = v[i], S = s[i], A = a[i], N = n[i], F = f[i], C = c[i], E = e[i];
    const double I = m1[i], R = m2[i];
    const double hO = hill1(O, 5), hO4 = hill4(O, 16), hypoxia = 1 - hill2(O, 4), hG = hill2(G, 0.09);
    const double hT = hill2(T, 0.04), hT1 = hill1(T, 0.5), hV = hill2(V, 0.16), hS = hill2(S, 0.25), hA = hill1(A, 0.3);
    const double iA = 1 - hill2(A, 0.16), hC = hill2(C, 0.25), room = 1 - (F + E) * 0.4 - C * 0.2;
    const double debris = hill1(N, 0.7), turn = hill2(A + hT, 0.36), hM = hill1(I + R, 0.5),
                 sprout = hill2(V * hG, 0.09);
    RATES(o, 2 * E, 0.5 * (N + I + R + F) / (1 + O));
    RATES(g, 0.4 * (I + R) * hypoxia + 0.1 * F * hT, 0.6 + 0.3 * F);
    RATES(t, 0.5 * R * hA + 0.2 * I * debris + 0.1 * F * hG, 0.35 + 0.2 * C);
    RATES(v, 0.7 * (I + R + F) * hypoxia, 0.5 + 0.8 * E * hV);
    RATES(s, 0.9 * (N + I) * iA * (0.2 + hS), 0.8);
    RATES(a, 0.5 * R * hS + 0.1 * I * hT1, 0.45);
    RATES(n, 1.2 * hS * hO, 0.9 + 0.4 * hA + 0.6 * hM);
    RATES(m1, 0.8 * hS * hO + 0.2 * debris, 0.15 + 0.7 * turn);
    RATES(m2, 0.7 * turn * I, 0.12);
    RATES(f, F * 0.3 * hG * hO4 * room + 0.05 * hT * hO, 0.03 + 0.04 * (1 - hT));
    RATES(c, 0.25 * F * (0.2 + hT) * hO * (1 - hC), 0.02 + 0.1 * (I + R) * (1 - hT1));
    RATES(e, E * 0.4 * hV * room + 0.1 * sprout, 0.03 + 0.1 * (1 - hV));
  }
}

static inline void twelve_derive(const void *params, const bool *module_on, void *derived) {
  (void)module_on;
  memcpy(derived, params, sizeof(struct twelve));
}

static inline void twelve_rest(const void *derived, double u[]) {
  (void)derived;
  for (size_t f = 0; f < TWELVE; f++) u[f] = 0.5;
}

#define FIELD(f) \
  { #f, #f, "1", 1, (long)(offsetof(struct twelve, diffusivity) + (f) * sizeof(double)), CORE, 10, "timed" }
static const struct layer_spec twelve_layers[] = {{"tissue", "everything"}};
static const struct field_spec twelve_fields[TWELVE] = {
    FIELD(OXYGEN),      FIELD(PDGF), FIELD(TGF_BETA), FIELD(VEGF),        FIELD(INTERLEUKIN), FIELD(ANTAGONIST),
    FIELD(NEUTROPHILS), FIELD(M1),   FIELD(M2),       FIELD(FIBROBLASTS), FIELD(COLLAGEN),    FIELD(ENDOTHELIUM)};
static const struct part_spec twelve_parts[] = {{"all", twelve_react, "timed"}};
static const struct taxis_spec twelve_taxis[] = {
    {NEUTROPHILS, INTERLEUKIN, offsetof(struct twelve, speed), offsetof(struct twelve, length),
     offsetof(struct twelve, scale), NULL, "timed"},
    {M1, INTERLEUKIN, offsetof(struct twelve, speed), offsetof(struct twelve, length), offsetof(struct twelve, scale),
     NULL, "timed"}};

static const struct model model_twelve = {.name = "twelve_fields",
                                          .n_layers = 1,
                                          .n_fields = TWELVE,
                                          .n_parts = 1,
                                          .n_taxis = 2,
                                          .layers = twelve_layers,
                                          .fields = twelve_fields,
                                          .parts = twelve_parts,
                                          .taxis = twelve_taxis,
                                          .params_size = sizeof(struct twelve),
                                          .derived_size = sizeof(struct twelve),
                                          .derive = twelve_derive,
                                          .rest = twelve_rest};
