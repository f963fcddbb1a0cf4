/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The module of hyaluronan H:  H_t = dH H_h (F/F_h)(1 + aH eG) - dH H.
 */
#include "skin.h"

POINTWISE void skin_hyaluronan(const void *derived, const struct cells *cells, const double *const u[],
                               double *const production[], double *const loss[]) {
  const struct derived *d = derived;
  const struct parameters *p = &d->p;
  const double *F = u[F_fibroblasts], *G = u[F_pdgf];
  double *restrict made = production[F_hyaluronan], *restrict lost = loss[F_hyaluronan];
  const double dH = p->hyaluronan_turnover, aH = p->hyaluronan_pdgf_gain, G_h = d->pdgf_rest, half = d->pdgf_half;
  const double per_fibroblast = dH * p->hyaluronan_rest / p->fibroblasts_rest;
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) {
    made[i] += per_fibroblast * F[i] * (1 + aH * excess(G[i], G_h, half));
    lost[i] += dH;
  }
}
