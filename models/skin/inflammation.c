/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Inflammatory cells: neutrophils N, inflammatory macrophages M1, repair macrophages M2. With c = k12 [k_0 + (1 - k_0) eT]:
 *
 *      N_t  = transport + rN B S/(K_S+S) - [dN + eN (M1+M2)] N
 *      M1_t = transport + rM B N/(K_N+N) - (c + dM1) M1
 *      M2_t = transport + dM2 M2_h + c M1 - dM2 M2
 */
#include "skin.h"

POINTWISE void skin_inflammation(const void *derived, const struct cells *cells, const double *const u[],
                                 double *const production[], double *const loss[]) {
  const struct derived *d = derived;
  const struct parameters *p = &d->p;
  const double *S = u[F_alarm], *T = u[F_tgf_beta1], *B = u[F_capillaries];
  const double *N = u[F_neutrophils], *M1 = u[F_inflammatory_macrophages], *M2 = u[F_repair_macrophages];
  double *restrict N_made = production[F_neutrophils], *restrict N_loss = loss[F_neutrophils];
  double *restrict M1_made = production[F_inflammatory_macrophages], *restrict M1_loss =
                                                                         loss[F_inflammatory_macrophages];
  double *restrict M2_made = production[F_repair_macrophages], *restrict M2_loss = loss[F_repair_macrophages];
  const double rN = p->neutrophil_recruitment, K_S = p->alarm_half, dN = p->neutrophil_loss,
               eN = p->neutrophil_clearance;
  const double rM = p->macrophage_recruitment, K_N = p->macrophage_recruitment_half, k12 = p->macrophage_conversion;
  const double k_0 = p->conversion_without_tgf_beta;
  const double dM1 = p->inflammatory_macrophage_loss, dM2 = p->repair_macrophage_loss;
  const double supply = dM2 * p->repair_macrophages_rest, T_h = d->tgf_beta1_rest, half = d->tgf_beta1_half;
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) {
    const double c = k12 * (k_0 + (1 - k_0) * excess(T[i], T_h, half));
    N_made[i] += rN * B[i] * S[i] / (K_S + S[i]);
    N_loss[i] += dN + eN * (M1[i] + M2[i]);
    M1_made[i] += rM * B[i] * N[i] / (K_N + N[i]);
    M1_loss[i] += c + dM1;
    M2_made[i] += supply + c * M1[i];
    M2_loss[i] += dM2;
  }
}
