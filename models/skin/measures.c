/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Series: numbers and profiles taken from the fields at one time.
 */
#include "matrix.h"

/** Formation of collagen I, A (1 - s3) [mg/mL/day]. */
POINTWISE static void collagen1_formation(const void *derived, const struct cells *cells, const double *const u[],
                                          double *out) {
  const struct derived *d = derived;
  const double *F = u[F_fibroblasts], *Y = u[F_myofibroblasts], *T = u[F_tgf_beta1];
  const double *C3 = u[F_collagen3], *C1 = u[F_collagen1];
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) {
    const double eT = excess(T[i], d->tgf_beta1_rest, d->tgf_beta1_half);
    out[i] = collagen_formation(d, F[i], Y[i], eT, C1[i] + C3[i]) * (1 - collagen3_share(d, eT));
  }
}

/** 100 max(0, A - A_h)/(C1_h + C3_h) [%/day]. */
POINTWISE static void new_collagen_rate(const void *derived, const struct cells *cells, const double *const u[],
                                        double *out) {
  const struct derived *d = derived;
  const double *F = u[F_fibroblasts], *Y = u[F_myofibroblasts], *T = u[F_tgf_beta1];
  const double *C3 = u[F_collagen3], *C1 = u[F_collagen1];
  const double A_h = d->collagen_formation_rest, percent = 100 / (d->p.collagen1_rest + d->p.collagen3_rest);
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) {
    const double eT = excess(T[i], d->tgf_beta1_rest, d->tgf_beta1_half);
    const double added = collagen_formation(d, F[i], Y[i], eT, C1[i] + C3[i]) - A_h;
    out[i] = added > 0 ? percent * added : 0;
  }
}

/** 100 [(C1 + C3)/(C1_h + C3_h) - 1] [%]. */
POINTWISE static void collagen_change(const void *derived, const struct cells *cells, const double *const u[],
                                      double *out) {
  const struct parameters *p = &((const struct derived *)derived)->p;
  const double *C3 = u[F_collagen3], *C1 = u[F_collagen1];
  const double rest = p->collagen1_rest + p->collagen3_rest, percent = 100 / rest;
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) out[i] = percent * (C1[i] + C3[i] - rest);
}

/** 100 (E/E_h - 1) [%]. */
POINTWISE static void elastin_change(const void *derived, const struct cells *cells, const double *const u[],
                                     double *out) {
  const double rest = ((const struct derived *)derived)->p.elastin_rest, percent = 100 / rest;
  const double *E = u[F_elastin];
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) out[i] = percent * (E[i] - rest);
}

/** N + M1 [cells/mm^3]. */
POINTWISE static void inflammatory_cells(const void *derived, const struct cells *cells, const double *const u[],
                                         double *out) {
  (void)derived;
  const double *N = u[F_neutrophils], *M1 = u[F_inflammatory_macrophages];
#pragma omp simd
  for (size_t i = 0; i < cells->n; i++) out[i] = N[i] + M1[i];
}

// clang-format off
/* Depths below the surface [mm]; papillary and reticular dermis are taken to meet at 0.4. */
#define ALL_DEPTHS {0, 0}
#define PAPILLARY {0.1, 0.4}
#define RETICULAR {0.4, 1e9}
#define NEAR_CHANNEL 0.06

#define FIELD_ROWS(name, symbol, unit, layers, diffusivity, module, scale, course, doc) \
  {#name "_mean", unit, "mean over the layers of: " doc, F_##name, NULL, {ANYWHERE, ALL_DEPTHS, 0, false}, MEAN}, \
  {#name "_near_channel", unit, "mean within 0.06 mm of a channel's axis of: " doc, \
   F_##name, NULL, {ANYWHERE, ALL_DEPTHS, NEAR_CHANNEL, false}, MEAN},

const struct measure_spec skin_measures[] = {
  FIELDS(FIELD_ROWS)
  {"collagen1_formation_mean", "mg/mL/day", "formation of collagen I, mean over the dermis; without replacement of III",
   NO_FIELD, collagen1_formation, {DERMIS, ALL_DEPTHS, 0, false}, MEAN},
  {"collagen1_formation_near_channel", "mg/mL/day",
   "formation of collagen I, mean within 0.06 mm of a channel's axis; without replacement of III",
   NO_FIELD, collagen1_formation, {DERMIS, ALL_DEPTHS, NEAR_CHANNEL, false}, MEAN},
  {"collagen_change_papillary", "%", "change of the mass of collagen I and III from rest, dermis at 0.1 to 0.4 mm",
   NO_FIELD, collagen_change, {DERMIS, PAPILLARY, 0, false}, MEAN},
  {"collagen_change_reticular", "%", "change of the mass of collagen I and III from rest, dermis below 0.4 mm",
   NO_FIELD, collagen_change, {DERMIS, RETICULAR, 0, false}, MEAN},
  {"collagen_change_mean", "%", "change of the mass of collagen I and III from rest, whole dermis",
   NO_FIELD, collagen_change, {DERMIS, ALL_DEPTHS, 0, false}, MEAN},
  {"new_collagen_rate_papillary", "%/day", "collagen formed beyond turnover at rest, as a share of the collagen at rest, dermis at 0.1 to 0.4 mm",
   NO_FIELD, new_collagen_rate, {DERMIS, PAPILLARY, 0, false}, MEAN},
  {"new_collagen_rate_reticular", "%/day", "collagen formed beyond turnover at rest, as a share of the collagen at rest, dermis below 0.4 mm",
   NO_FIELD, new_collagen_rate, {DERMIS, RETICULAR, 0, false}, MEAN},
  {"new_collagen_rate_mean", "%/day", "collagen formed beyond turnover at rest, as a share of the collagen at rest, whole dermis",
   NO_FIELD, new_collagen_rate, {DERMIS, ALL_DEPTHS, 0, false}, MEAN},
  {"inflammatory_cells_mean", "cells/mm^3", "neutrophils and inflammatory macrophages, mean over the dermis",
   NO_FIELD, inflammatory_cells, {DERMIS, ALL_DEPTHS, 0, false}, MEAN},
  {"cover_minimum", "1", "least keratinocyte cover of the epidermis that the last session pierced",
   F_keratinocyte_cover, NULL, {EPIDERMIS, ALL_DEPTHS, 0, true}, MINIMUM},
  {"collagen_change_by_depth", "%", "change of the mass of collagen I and III from rest, mean of each depth",
   NO_FIELD, collagen_change, {DERMIS, ALL_DEPTHS, 0, false}, PROFILE},
  {"elastin_change_by_depth", "%", "change of the mass of elastin from rest, mean of each depth",
   NO_FIELD, elastin_change, {DERMIS, ALL_DEPTHS, 0, false}, PROFILE},
};
// clang-format on
_Static_assert(COUNT(skin_measures) == N_MEASURES, "skin.h counts the measures");

static double ratio(const void *derived, const double inputs[]) {
  (void)derived;
  return inputs[0] / inputs[1];
}

static double elastin_change_of_mean(const void *derived, const double inputs[]) {
  return 100 * (inputs[0] / ((const struct derived *)derived)->p.elastin_rest - 1);
}

static double tgf_beta3_over_rest(const void *derived, const double inputs[]) {
  return inputs[0] / ((const struct derived *)derived)->tgf_beta3_rest;
}

// clang-format off
const struct combine_spec skin_combines[] = {
  {"collagen_ratio_mean", "1", "collagen III over I: ratio of the means",
   {"collagen3_mean", "collagen1_mean"}, ratio},
  {"collagen_ratio_near_channel", "1", "collagen III over I within 0.06 mm of a channel's axis: ratio of the means",
   {"collagen3_near_channel", "collagen1_near_channel"}, ratio},
  {"elastin_change_mean", "%", "change of the mass of elastin from rest",
   {"elastin_mean"}, elastin_change_of_mean},
  {"tgf_beta3_ratio_near_channel", "1", "TGF-beta3 within 0.06 mm of a channel's axis, in units of rest",
   {"tgf_beta3_near_channel"}, tgf_beta3_over_rest},
};
// clang-format on
_Static_assert(COUNT(skin_combines) == N_COMBINES, "skin.h counts the combinations");
