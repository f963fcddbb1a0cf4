/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The dermal matrix: collagen III C3, collagen I C1, elastin E. With A and s3 of matrix.h:
 *
 *      C3_t = A s3       - [dC + dCP q/(K_q+q)] C3 - R31      q = max(0, P - 1)
 *      C1_t = A (1 - s3) - [dC + dCP q/(K_q+q)] C1 + R31      R31 = k31 max(0, C3 - (C3_h/C1_h) C1)
 *      E_t  = dE E_h (F/F_h)(1 + aE e3) - [dE + dEP q/(K_q+q)] E
 */
#include "matrix.h"

POINTWISE_INLINE void collagens(const struct derived *d, size_t n, const double *const u[], double *const production[],
                                double *const loss[]) {
  const struct parameters *p = &d->p;
  const double *F = u[F_fibroblasts], *Y = u[F_myofibroblasts], *T = u[F_tgf_beta1], *P = u[F_collagenolysis];
  const double *C3 = u[F_collagen3], *C1 = u[F_collagen1];
  double *restrict C3_made = production[F_collagen3], *restrict C3_loss = loss[F_collagen3];
  double *restrict C1_made = production[F_collagen1], *restrict C1_loss = loss[F_collagen1];
  const double dC = p->collagen_turnover, dCP = p->collagen_degradation;
  const double k31 = p->collagen3_replacement, ratio_rest = d->collagen3_per_collagen1;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    const double eT = excess(T[i], d->tgf_beta1_rest, d->tgf_beta1_half);
    const double A = collagen_formation(d, F[i], Y[i], eT, C1[i] + C3[i]), s3 = collagen3_share(d, eT);
    const double degradation = dC + dCP * digestion(p, P[i]);
    const double surplus = C3[i] - ratio_rest * C1[i];
    const double replaced = k31 * (surplus > 0 ? surplus : 0);
    C3_made[i] += A * s3;
    C3_loss[i] += degradation + replaced / (C3[i] > 0 ? C3[i] : 1);
    C1_made[i] += A * (1 - s3) + replaced;
    C1_loss[i] += degradation;
  }
}

POINTWISE_INLINE void elastin(const struct derived *d, size_t n, const double *const u[], double *const production[],
                              double *const loss[]) {
  const struct parameters *p = &d->p;
  const double *F = u[F_fibroblasts], *T3 = u[F_tgf_beta3], *P = u[F_collagenolysis];
  double *restrict made = production[F_elastin], *restrict lost = loss[F_elastin];
  const double dE = p->elastin_turnover, dEP = p->elastin_degradation, aE = p->elastin_tgf_beta3_gain;
  const double per_fibroblast = dE * p->elastin_rest / p->fibroblasts_rest;
  const double T3_h = d->tgf_beta3_rest, half = d->tgf_beta3_half;
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    made[i] += per_fibroblast * F[i] * (1 + aE * excess(T3[i], T3_h, half));
    lost[i] += dE + dEP * digestion(p, P[i]);
  }
}

POINTWISE void skin_matrix(const void *derived, const struct cells *cells, const double *const u[],
                           double *const production[], double *const loss[]) {
  collagens(derived, cells->n, u, production, loss);
  elastin(derived, cells->n, u, production, loss);
}
