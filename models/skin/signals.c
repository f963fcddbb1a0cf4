/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What diffuses and what lies about: injury charge Q, alarm S, fibrin Z, growth factors T, T3, G, collagenolysis P.
 *
 *      Q_t  = -Q/tauQ
 *      S_t  = D_S lap S + kS Q + kSZ Z - dS S
 *      Z_t  = -[dZ0 + dZM (M1+M2)/c_ZM + dZF (F+Y)/c_ZF] Z
 *      T_t  = D_T lap T  + pTM (M1+M2) + pTF F + pTY Y + pTQ Q - dT T
 *      T3_t = D_T lap T3 + p3M M2 + p3F F - dT T3
 *      G_t  = D_G lap G  + pGM (M1+M2) + pGF F + pGQ Q - dG G
 *      P_t  = D_P lap P + dP F/F_h + dP (aN N + aM M1)/c_P / (1 + (T/T_h - 1)+/K_TP) - dP P
 */
#include "skin.h"

POINTWISE_INLINE void charge_alarm_fibrin(const struct parameters *p, size_t n, const double *const u[],
                                          double *const production[], double *const loss[]) {
  const double *Q = u[F_injury_charge], *Z = u[F_fibrin], *M1 = u[F_inflammatory_macrophages];
  const double *M2 = u[F_repair_macrophages], *F = u[F_fibroblasts], *Y = u[F_myofibroblasts];
  double *restrict alarm_made = production[F_alarm], *restrict alarm_loss = loss[F_alarm];
  double *restrict charge_loss = loss[F_injury_charge], *restrict fibrin_loss = loss[F_fibrin];
  const double kS = p->alarm_from_charge, kSZ = p->alarm_from_fibrin, dS = p->alarm_decay;
  const double release = 1 / p->injury_charge_lifetime, dZ0 = p->fibrin_loss;
  const double per_macrophage = p->fibrin_macrophage_loss / p->fibrin_macrophage_scale;
  const double per_fibroblast = p->fibrin_fibroblast_loss / p->fibrin_fibroblast_scale;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    charge_loss[i] += release;
    alarm_made[i] += kS * Q[i] + kSZ * Z[i];
    alarm_loss[i] += dS;
    fibrin_loss[i] += dZ0 + per_macrophage * (M1[i] + M2[i]) + per_fibroblast * (F[i] + Y[i]);
  }
}

POINTWISE_INLINE void growth_factors(const struct parameters *p, size_t n, const double *const u[],
                                     double *const production[], double *const loss[]) {
  const double *Q = u[F_injury_charge], *M1 = u[F_inflammatory_macrophages], *M2 = u[F_repair_macrophages];
  const double *F = u[F_fibroblasts], *Y = u[F_myofibroblasts];
  double *restrict T_made = production[F_tgf_beta1], *restrict T_loss = loss[F_tgf_beta1];
  double *restrict T3_made = production[F_tgf_beta3], *restrict T3_loss = loss[F_tgf_beta3];
  double *restrict G_made = production[F_pdgf], *restrict G_loss = loss[F_pdgf];
  const double pTM = p->macrophage_tgf_beta1, pTF = p->fibroblast_tgf_beta1, pTY = p->myofibroblast_tgf_beta1;
  const double pTQ = p->charge_tgf_beta1, dT = p->tgf_beta_decay;
  const double p3M = p->macrophage_tgf_beta3, p3F = p->fibroblast_tgf_beta3;
  const double pGM = p->macrophage_pdgf, pGF = p->fibroblast_pdgf, pGQ = p->charge_pdgf, dG = p->pdgf_decay;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    const double m = M1[i] + M2[i];
    T_made[i] += pTM * m + pTF * F[i] + pTY * Y[i] + pTQ * Q[i];
    T_loss[i] += dT;
    T3_made[i] += p3M * M2[i] + p3F * F[i];
    T3_loss[i] += dT;
    G_made[i] += pGM * m + pGF * F[i] + pGQ * Q[i];
    G_loss[i] += dG;
  }
}

/** TGF-beta1 restrains only the induced part; the part that fibroblasts keep up at rest stays. */
POINTWISE_INLINE void collagenolysis(const struct derived *d, size_t n, const double *const u[],
                                     double *const production[], double *const loss[]) {
  const struct parameters *p = &d->p;
  const double *N = u[F_neutrophils], *M1 = u[F_inflammatory_macrophages], *F = u[F_fibroblasts], *T = u[F_tgf_beta1];
  double *restrict made = production[F_collagenolysis], *restrict lost = loss[F_collagenolysis];
  const double dP = p->collagenolysis_decay, per_fibroblast = dP / p->fibroblasts_rest;
  const double per_neutrophil = dP * p->neutrophil_collagenolysis / p->collagenolysis_cell_scale;
  const double per_macrophage = dP * p->macrophage_collagenolysis / p->collagenolysis_cell_scale;
  const double T_h = d->tgf_beta1_rest, half = d->inhibition_half;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    const double inhibition = excess(T[i], T_h, half);
    made[i] += per_fibroblast * F[i] + (per_neutrophil * N[i] + per_macrophage * M1[i]) * (1 - inhibition);
    lost[i] += dP;
  }
}

POINTWISE void skin_signals(const void *derived, const struct cells *cells, const double *const u[],
                            double *const production[], double *const loss[]) {
  const struct derived *d = derived;
  charge_alarm_fibrin(&d->p, cells->n, u, production, loss);
  growth_factors(&d->p, cells->n, u, production, loss);
  collagenolysis(d, cells->n, u, production, loss);
}
