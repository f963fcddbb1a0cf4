/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Resident cells: fibroblasts F, myofibroblasts Y, keratinocyte cover K.
 *
 *      F_t = transport + rF F [1 - (F+Y)/KF] - f F + b Y      f = kFY eT (1 - a3 e3),  b = kYF (1 - eT)
 *      Y_t = D_Y lap Y + f F - (dY + b) Y                     rF = rF0 + rFG eG fO,    fO = r_0 + (1 - r_0) min(1, B)
 *      K_t = D_K lap K + rK K (1 - K)                         KF = F_h + (F_max - F_h) eG
 */
#include "skin.h"

POINTWISE_INLINE void fibroblasts(const struct derived *d, size_t n, const double *const u[],
                                  double *const production[], double *const loss[]) {
  const struct parameters *p = &d->p;
  const double *F = u[F_fibroblasts], *Y = u[F_myofibroblasts], *B = u[F_capillaries];
  const double *T = u[F_tgf_beta1], *T3 = u[F_tgf_beta3], *G = u[F_pdgf];
  double *restrict F_made = production[F_fibroblasts], *restrict F_loss = loss[F_fibroblasts];
  double *restrict Y_made = production[F_myofibroblasts], *restrict Y_loss = loss[F_myofibroblasts];
  const double rF0 = p->fibroblast_growth_rest, rFG = p->fibroblast_growth_pdgf, r_0 = p->growth_without_perfusion;
  const double F_h = p->fibroblasts_rest, room = p->fibroblasts_max - p->fibroblasts_rest;
  const double kFY = p->myofibroblast_activation, a3 = p->tgf_beta3_protection;
  const double kYF = p->myofibroblast_reversion, dY = p->myofibroblast_loss;
  const double T_h = d->tgf_beta1_rest, T3_h = d->tgf_beta3_rest, G_h = d->pdgf_rest;
  const double T_half = d->tgf_beta1_half, T3_half = d->tgf_beta3_half, G_half = d->pdgf_half;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    const double eT = excess(T[i], T_h, T_half), e3 = excess(T3[i], T3_h, T3_half), eG = excess(G[i], G_h, G_half);
    const double oxygenation = r_0 + (1 - r_0) * (B[i] < 1 ? B[i] : 1);
    const double growth = rF0 + rFG * eG * oxygenation, capacity = F_h + room * eG;
    const double activation = kFY * eT * (1 - a3 * e3), reversion = kYF * (1 - eT);
    F_made[i] += growth * F[i] + reversion * Y[i];
    F_loss[i] += growth * (F[i] + Y[i]) / capacity + activation;
    Y_made[i] += activation * F[i];
    Y_loss[i] += dY + reversion;
  }
}

POINTWISE_INLINE void keratinocytes(const struct parameters *p, size_t n, const double *const u[],
                                    double *const production[], double *const loss[]) {
  const double *K = u[F_keratinocyte_cover];
  double *restrict made = production[F_keratinocyte_cover], *restrict lost = loss[F_keratinocyte_cover];
  const double rK = p->keratinocyte_growth;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    made[i] += rK * K[i];
    lost[i] += rK * K[i];
  }
}

POINTWISE void skin_cells(const void *derived, const struct cells *cells, const double *const u[],
                          double *const production[], double *const loss[]) {
  const struct derived *d = derived;
  fibroblasts(d, cells->n, u, production, loss);
  keratinocytes(&d->p, cells->n, u, production, loss);
}

POINTWISE void skin_fibroblast_filling(const void *derived, const struct cells *cells, const double *const u[],
                                       double *out) {
  const struct derived *d = derived;
  const double *F = u[F_fibroblasts], *Y = u[F_myofibroblasts];
  const double per_cell = 1 / d->p.fibroblasts_max;
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) {
    const double left = 1 - (F[i] + Y[i]) * per_cell;
    out[i] = left > 0 ? left : 0;
  }
}
