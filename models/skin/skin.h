/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The skin model's private header: its fields, its derived numbers and the functions of its files.
 *
 *  Needled skin in two layers. A session leaves injury charge and fibrin; they raise an alarm that calls neutrophils
 *  and macrophages. Growth factors of platelets and macrophages call and multiply fibroblasts, turn them into
 *  myofibroblasts and speed up the formation of collagen and elastin, while collagenolytic enzymes take some of both
 *  away. Symbols in comments are those of the fields and parameters; e = q/(k + q), q = max(0, x - 1), is the answer to
 *  a signal of x times its rest. The equations stand in the files that hold them; u_t = production - loss u.
 *
 *  The set is our own; its parts follow the wound models of dale1997 (TGF-beta isoforms, collagens I and III),
 *  waugh2006 (macrophages), murphy2012 (myofibroblasts) and menon2012 (fields). Rates of growth factors are those of
 *  jin2011, a model of the infarcted heart.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "model.h"
#include "parameters.h"

enum { EPIDERMIS, DERMIS, N_LAYERS };
enum { IN_EPIDERMIS = 1 << EPIDERMIS, IN_DERMIS = 1 << DERMIS, IN_BOTH = IN_EPIDERMIS | IN_DERMIS };

#define DIFFUSES(parameter) (long)offsetof(struct derived, p.parameter)

// clang-format off
/* name, symbol, unit, layers, diffusivity, module, scale, course, sentence.
 * course: PULSE (rises and returns: its peak near the channels is an outcome), STORE (its change is one), or NEITHER */
#define FIELDS(X) \
  X(injury_charge, "Q", "1", IN_BOTH, IMMOBILE, CORE, 1, PULSE, \
    "platelet releasate and debris; 1 fills a fresh channel") \
  X(alarm, "S", "1", IN_BOTH, DIFFUSES(alarm_diffusivity), CORE, 0.3, PULSE, "lumped danger signals and chemokines") \
  X(neutrophils, "N", "cells/mm^3", IN_DERMIS, DIFFUSES(neutrophil_diffusivity), CORE, 1000, PULSE, \
    "neutrophils, the first cells that the alarm calls") \
  X(inflammatory_macrophages, "M1", "cells/mm^3", IN_DERMIS, DIFFUSES(macrophage_diffusivity), CORE, 1500, PULSE, \
    "inflammatory macrophages, which neutrophils call") \
  X(repair_macrophages, "M2", "cells/mm^3", IN_DERMIS, DIFFUSES(macrophage_diffusivity), CORE, 1000, PULSE, \
    "repair and resident macrophages") \
  X(tgf_beta1, "T", "ng/mL", IN_BOTH, DIFFUSES(tgf_beta_diffusivity), CORE, 5, PULSE, "active TGF-beta1") \
  X(tgf_beta3, "T3", "ng/mL", IN_BOTH, DIFFUSES(tgf_beta_diffusivity), CORE, 1, PULSE, "active TGF-beta3") \
  X(pdgf, "G", "ng/mL", IN_BOTH, DIFFUSES(pdgf_diffusivity), CORE, 5, PULSE, "platelet-derived growth factor") \
  X(fibroblasts, "F", "cells/mm^3", IN_DERMIS, DIFFUSES(fibroblast_diffusivity), CORE, 2000, PULSE, \
    "fibroblasts, the cells that form collagen") \
  X(myofibroblasts, "Y", "cells/mm^3", IN_DERMIS, DIFFUSES(myofibroblast_diffusivity), CORE, 1000, PULSE, \
    "contractile fibroblasts that TGF-beta1 brings about, which form more collagen") \
  X(collagenolysis, "P", "1", IN_BOTH, DIFFUSES(collagenolysis_diffusivity), CORE, 10, PULSE, \
    "net collagenolytic activity, in units of rest") \
  X(fibrin, "Z", "1", IN_BOTH, IMMOBILE, CORE, 1, PULSE, "fibrin, provisional matrix and debris; 1 is a fresh clot") \
  X(collagen3, "C3", "mg/mL", IN_DERMIS, IMMOBILE, CORE, 40, STORE, "collagen III, much of what repair forms first") \
  X(collagen1, "C1", "mg/mL", IN_DERMIS, IMMOBILE, CORE, 160, STORE, "collagen I, the bulk of the dermis") \
  X(elastin, "E", "mg/mL", IN_DERMIS, IMMOBILE, CORE, 8, STORE, "mature elastin") \
  X(keratinocyte_cover, "K", "1", IN_EPIDERMIS, DIFFUSES(keratinocyte_diffusivity), CORE, 1, NEITHER, \
    "keratinocytes of the epidermis and of the channel's wall; 1 is intact") \
  X(vegf, "V", "ng/mL", IN_BOTH, DIFFUSES(vegf_diffusivity), VESSELS, 2, PULSE, "vascular endothelial growth factor") \
  X(capillaries, "B", "1", IN_DERMIS, DIFFUSES(capillary_diffusivity), VESSELS, 1, PULSE, \
    "density of perfused capillaries, in units of rest") \
  X(hyaluronan, "H", "mg/mL", IN_DERMIS, IMMOBILE, HYALURONAN, 0.5, PULSE, "hyaluronan, which binds water between the fibres")
// clang-format on

/** F_injury_charge, F_alarm, ...: indices into the fields' table and into every u[]. */
#define FIELD_INDEX(name, ...) F_##name,
enum { FIELDS(FIELD_INDEX) N_FIELDS };
#undef FIELD_INDEX

/** Everything that a pointwise function reads: the parameters in internal units, and what follows from them. */
struct derived {
  struct parameters p;
  double tgf_beta1_rest, tgf_beta3_rest, pdgf_rest, vegf_rest; /**< T_h, T3_h, G_h, V_h [ng/mL] */
  double tgf_beta1_half, tgf_beta3_half, pdgf_half, vegf_half; /**< excess for half the response [ng/mL], > 0 */
  double inhibition_half;             /**< excess TGF-beta1 that halves the induced collagenolysis, K_TP T_h [ng/mL] */
  double collagen3_share_rest;        /**< s3_h = C3_h/(C1_h + C3_h) */
  double collagen3_per_collagen1;     /**< C3_h/C1_h */
  double collagen_formation_rest;     /**< A_h = dC (C1_h + C3_h) [mg/mL/day] */
  double collagen_formation_per_cell; /**< per fibroblast and room: A_h/[F_h (C_max-C1_h-C3_h)] [mm^3/day] */
  bool module_on[N_MODULES];
};

/** e(x) of a signal: 0 up to `rest`, 1/2 at rest + half. */
POINTWISE_INLINE double excess(double signal, double rest, double half) {
  const double above = signal - rest > 0 ? signal - rest : 0;
  return above / (half + above);
}

/** Share of a response to collagenolysis, q/(K_q + q) with q = max(0, P - 1); P rests at 1. */
POINTWISE_INLINE double digestion(const struct parameters *p, double collagenolysis) {
  return excess(collagenolysis, 1, p->collagenolysis_half);
}

/* parameters.c */
extern const struct param_spec skin_params[N_PARAMETERS];
void skin_derive(const void *params, const bool *module_on, void *derived);
void skin_check(const void *derived, struct judge *judge);
void skin_rest(const void *derived, double u[]);

/* signals.c, inflammation.c, cells.c, matrix.c: the core; vessels.c, hyaluronan.c: the modules */
react_fn skin_signals, skin_inflammation, skin_cells, skin_matrix, skin_vessels, skin_hyaluronan;

/** Share of the taxis speed left to fibroblasts, max(0, 1 - (F + Y)/F_max), and to capillaries, max(0, 1 - B/B_max). */
void skin_fibroblast_filling(const void *derived, const struct cells *cells, const double *const u[], double *out);
void skin_capillary_filling(const void *derived, const struct cells *cells, const double *const u[], double *out);

/* injury.c */
enum { INJURED_FRACTION, FIBRIN_FRACTION, CHARGE_FRACTION, CORE_FRACTION, N_DEPOSITS };
extern const struct deposit_spec skin_deposits[N_DEPOSITS];
injure_fn skin_injure;

/* measures.c, outcomes.c: the counts are what a constant table must know of another file's */
enum { N_MEASURES = 2 * N_FIELDS + 12, N_COMBINES = 4, N_OUTCOMES = 54, N_CONCLUDES = 1, N_HEADLINES = 9 };
extern const struct measure_spec skin_measures[N_MEASURES];
extern const struct combine_spec skin_combines[N_COMBINES];
extern const struct outcome_spec skin_outcomes[N_OUTCOMES];
extern const struct conclude_spec skin_concludes[N_CONCLUDES];
extern const char *const skin_headlines[N_HEADLINES];

/* The text of models/references.bib, which the build puts in. */
extern const char models_references[];
