/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The module of VEGF V and capillaries B.
 *
 *      V_t = D_V lap V + pVM (M1+M2)[1 + h_V (1 - min(1,B))] + pVF F + pVQ Q - dV V
 *      B_t = transport + rB (b_0 + eV) B [1 - B/KB]           KB = 1 + (B_max - 1) eV
 */
#include "skin.h"

POINTWISE void skin_vessels(const void *derived, const struct cells *cells, const double *const u[],
                            double *const production[], double *const loss[]) {
  const struct derived *d = derived;
  const struct parameters *p = &d->p;
  const double *Q = u[F_injury_charge], *M1 = u[F_inflammatory_macrophages], *M2 = u[F_repair_macrophages];
  const double *F = u[F_fibroblasts], *V = u[F_vegf], *B = u[F_capillaries];
  double *restrict V_made = production[F_vegf], *restrict V_loss = loss[F_vegf];
  double *restrict B_made = production[F_capillaries], *restrict B_loss = loss[F_capillaries];
  const double pVM = p->macrophage_vegf, pVF = p->fibroblast_vegf, pVQ = p->charge_vegf, dV = p->vegf_decay;
  const double h_V = p->vegf_hypoxia_gain, b_0 = p->capillary_growth_without_vegf;
  const double rB = p->capillary_growth, gain = p->capillaries_max - 1, V_h = d->vegf_rest, half = d->vegf_half;
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) {
    const double hypoxia = B[i] < 1 ? 1 - B[i] : 0;
    const double eV = excess(V[i], V_h, half), growth = rB * (b_0 + eV) * B[i];
    V_made[i] += pVM * (M1[i] + M2[i]) * (1 + h_V * hypoxia) + pVF * F[i] + pVQ * Q[i];
    V_loss[i] += dV;
    B_made[i] += growth;
    B_loss[i] += growth / (1 + gain * eV);
  }
}

POINTWISE void skin_capillary_filling(const void *derived, const struct cells *cells, const double *const u[],
                                      double *out) {
  const struct derived *d = derived;
  const double *B = u[F_capillaries];
  const double per_density = 1 / d->p.capillaries_max;
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) {
    const double left = 1 - B[i] * per_density;
    out[i] = left > 0 ? left : 0;
  }
}
