/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a session does: Q += q; Z = max(Z, z); F, Y, M1, M2, K, B, H times (1 - w); C1, C3, E times (1 - f_loss w); all
 *  others stay. Per channel, inside and at the inner edge of the rim: w is 1 and 1; z is 1 and fibrin_in_rim; q is w,
 *  or less where the channel is too shallow to bleed.
 */
#include "skin.h"

static void injured_fraction(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 1;
}

static void fibrin_fraction(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)puncture;
  *core = 1;
  *rim = ((const struct derived *)derived)->p.fibrin_in_rim;
}

static void charge_fraction(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  const struct parameters *p = &((const struct derived *)derived)->p;
  *core = *rim = puncture->depth < p->bleeding_depth ? p->charge_without_bleeding : 1;
}

static void core_fraction(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1;
  *rim = 0;
}

// clang-format off
const struct deposit_spec skin_deposits[N_DEPOSITS] = {
  [INJURED_FRACTION] = {"injured_fraction", injured_fraction, "share of the tissue that the session hurt"},
  [FIBRIN_FRACTION] = {"fibrin_fraction", fibrin_fraction, "share of the tissue that filled with fibrin and debris"},
  [CHARGE_FRACTION] = {"charge_fraction", charge_fraction, "injury charge left; less in channels that do not bleed"},
  [CORE_FRACTION] = {"core_fraction", core_fraction, "share inside the channels"},
};
// clang-format on

/** u times (1 - share w). */
POINTWISE_INLINE void remove_share(size_t n, const double *restrict w, double share, double *restrict u) {
#pragma omp simd
  for (size_t i = 0; i < n; i++) u[i] *= 1 - share * w[i];
}

POINTWISE void skin_injure(const void *derived, const struct cells *cells, const double *const deposits[],
                           double *const u[]) {
  static const int cellular[] = {F_fibroblasts,        F_myofibroblasts,     F_inflammatory_macrophages,
                                 F_repair_macrophages, F_keratinocyte_cover, F_capillaries,
                                 F_hyaluronan};
  static const int fibrous[] = {F_collagen1, F_collagen3, F_elastin};
  const struct derived *d = derived;
  const size_t n = cells->n;
  const double *restrict w = deposits[INJURED_FRACTION], *restrict z = deposits[FIBRIN_FRACTION];
  const double *restrict q = deposits[CHARGE_FRACTION];
  double *restrict Q = u[F_injury_charge], *restrict Z = u[F_fibrin];
#pragma omp simd
  for (size_t i = 0; i < n; i++) {
    Q[i] += q[i];
    Z[i] = Z[i] > z[i] ? Z[i] : z[i];
  }
  for (size_t k = 0; k < COUNT(cellular); k++) remove_share(n, w, 1, u[cellular[k]]);
  for (size_t k = 0; k < COUNT(fibrous); k++) remove_share(n, w, d->p.collagen_loss_fraction, u[fibrous[k]]);
}
