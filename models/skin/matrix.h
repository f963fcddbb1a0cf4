/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Formation of collagen: what the reactions and the measures share.
 */
#pragma once
#include "skin.h"

/** Collagen formed, types I and III together [mg/mL/day]:
 *  A = A_h (F + yC Y)(1 + aC eT)/F_h max(0, 1 - (C1+C3)/C_max)/(1 - (C1_h+C3_h)/C_max). */
POINTWISE_INLINE double collagen_formation(const struct derived *d, double F, double Y, double eT, double collagen) {
  const struct parameters *p = &d->p;
  const double room = p->collagen_max - collagen;
  return d->collagen_formation_per_cell * (F + p->myofibroblast_collagen * Y) * (1 + p->collagen_tgf_beta_gain * eT) *
         (room > 0 ? room : 0);
}

/** Share of type III in it: s3 = s3_h + (s3_w - s3_h) eT. */
POINTWISE_INLINE double collagen3_share(const struct derived *d, double eT) {
  return d->collagen3_share_rest + (d->p.collagen3_share_wound - d->collagen3_share_rest) * eT;
}
