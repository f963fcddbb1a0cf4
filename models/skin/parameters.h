/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The parameters of the skin model, a row each: the member of struct parameters, the configuration key, the checks and
 *  the reference page. Every rest value that the rates imply is computed (parameters.c) and has no row.
 *
 *  Basis: MEASURED in the named source; FITTED: estimated in the named source or from its data; ASSUMED: our choice, or
 *  seen only second-hand or in program code. The model as a whole is not calibrated.
 */
#pragma once
#include <math.h>

#include "model.h"

/** Indices into the modules' table. */
enum { VESSELS, HYALURONAN, N_MODULES };

// clang-format off
#define POSITIVE 1e-9, HUGE_VAL
#define NOT_NEGATIVE 0, HUGE_VAL
#define FRACTION 0, 1
#define AT_LEAST_1 1, HUGE_VAL

/* key, symbol, unit, default, plausible from, to, allowed, basis, source, module, sentence */
#define PARAMETERS(X) \
  X(injury_charge_lifetime, "tauQ", "day", 0.3, 0.1, 1, POSITIVE, ASSUMED, "", CORE, \
    "mean time in which platelets and fibrin release what they hold") \
  X(alarm_diffusivity, "D_S", "um^2/s", 3, 1, 10, NOT_NEGATIVE, ASSUMED, "", CORE, "diffusivity of the alarm signal") \
  X(alarm_from_charge, "kS", "1/day", 36, 10, 100, NOT_NEGATIVE, ASSUMED, "", CORE, "alarm made by the injury charge") \
  X(alarm_from_fibrin, "kSZ", "1/day", 1.5, 0.3, 5, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "alarm made by fibrin and debris") \
  X(alarm_decay, "dS", "1/day", 6, 3, 15, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "decay of the alarm; chosen for a peak some 5 h after needling, as interleukins have (sjogren2009)") \
  X(alarm_half, "K_S", "1", 0.3, 0.1, 1, POSITIVE, ASSUMED, "", CORE, \
    "alarm that recruits neutrophils at half the full rate") \
  X(neutrophil_recruitment, "rN", "cells/mm^3/day", 9000, 3e3, 3e4, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "neutrophils recruited at full alarm; with the next rates chosen for a peak at day 1 (engelhardt1998)") \
  X(neutrophil_loss, "dN", "1/day", 0.9, 0.7, 2.8, NOT_NEGATIVE, ASSUMED, "", CORE, "death of neutrophils") \
  X(neutrophil_clearance, "eN", "mm^3/cell/day", 4e-4, 0, 1e-3, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "removal of neutrophils by macrophages") \
  X(neutrophil_diffusivity, "D_N", "um^2/s", 1, 0.3, 10, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "random motility of neutrophils") \
  X(neutrophil_taxis_speed, "vN", "um/day", 1500, 500, 1e4, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "largest drift of neutrophils up the alarm") \
  X(macrophage_recruitment, "rM", "cells/mm^3/day", 2200, 1e3, 1e4, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "inflammatory macrophages recruited by many neutrophils") \
  X(macrophage_recruitment_half, "K_N", "cells/mm^3", 1500, 300, 3000, POSITIVE, ASSUMED, "", CORE, \
    "neutrophils that recruit macrophages at half the full rate") \
  X(macrophage_conversion, "k12", "1/day", 0.45, 0.2, 1, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "conversion of inflammatory to repair macrophages at full TGF-beta1") \
  X(conversion_without_tgf_beta, "k_0", "1", 0.3, 0.06, 1, FRACTION, ASSUMED, "", CORE, \
    "share of macrophage_conversion that is left without excess TGF-beta1") \
  X(inflammatory_macrophage_loss, "dM1", "1/day", 0.15, 0.1, 0.6, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "loss of inflammatory macrophages") \
  X(repair_macrophage_loss, "dM2", "1/day", 0.2, 0.1, 0.8, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "loss of repair macrophages") \
  X(repair_macrophages_rest, "M2_h", "cells/mm^3", 100, 50, 500, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "resident macrophages of unhurt dermis") \
  X(macrophage_diffusivity, "D_M", "um^2/s", 0.05, 0.02, 1, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "random motility of macrophages") \
  X(macrophage_taxis_speed, "vM", "um/day", 400, 100, 1500, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "largest drift of macrophages up the alarm") \
  X(macrophage_tgf_beta1, "pTM", "pg/cell/day", 0.07, 0.021, 0.21, NOT_NEGATIVE, FITTED, "jin2011", CORE, \
    "TGF-beta1 from a macrophage") \
  X(fibroblast_tgf_beta1, "pTF", "pg/cell/day", 0.004, 0.0012, 0.012, NOT_NEGATIVE, FITTED, "jin2011", CORE, \
    "TGF-beta1 from a fibroblast") \
  X(myofibroblast_tgf_beta1, "pTY", "pg/cell/day", 0.008, 0.004, 0.03, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "TGF-beta1 from a myofibroblast; above 0.03 the rest state may lose its stability") \
  X(charge_tgf_beta1, "pTQ", "ng/mL/day", 450, 100, 2000, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "TGF-beta1 from full injury charge") \
  X(tgf_beta_decay, "dT", "1/day", 15, 9, 15, POSITIVE, FITTED, "jin2011", CORE, \
    "decay of active TGF-beta1 and TGF-beta3") \
  X(macrophage_tgf_beta3, "p3M", "pg/cell/day", 0.02, 0.004, 0.1, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "TGF-beta3 from a repair macrophage") \
  X(fibroblast_tgf_beta3, "p3F", "pg/cell/day", 0.002, 0.0004, 0.01, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "TGF-beta3 from a fibroblast") \
  X(tgf_beta_diffusivity, "D_T", "um^2/s", 3, 0.3, 10, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "diffusivity of TGF-beta1 and TGF-beta3") \
  X(tgf_beta_half, "K_T", "1", 3, 1, 10, POSITIVE, ASSUMED, "", CORE, \
    "excess of TGF-beta over rest, in units of rest, for half the response") \
  X(pdgf_diffusivity, "D_G", "um^2/s", 3.36, 0.3, 10, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "diffusivity of PDGF; the value of published finite-element wound programs") \
  X(macrophage_pdgf, "pGM", "pg/cell/day", 0.015, 0.0045, 0.045, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "PDGF from a macrophage; the value of a published burn-wound program") \
  X(fibroblast_pdgf, "pGF", "pg/cell/day", 0.0015, 0.00045, 0.0045, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "PDGF from a fibroblast; the value of a published burn-wound program") \
  X(charge_pdgf, "pGQ", "ng/mL/day", 121, 30, 500, NOT_NEGATIVE, ASSUMED, "", CORE, "PDGF from full injury charge") \
  X(pdgf_decay, "dG", "1/day", 4.03, 2, 10, POSITIVE, ASSUMED, "", CORE, \
    "decay of PDGF; the value of a published burn-wound program") \
  X(pdgf_half, "K_G", "1", 3, 1, 10, POSITIVE, ASSUMED, "", CORE, \
    "excess of PDGF over rest, in units of rest, for half the response") \
  X(fibroblasts_rest, "F_h", "cells/mm^3", 2000, 1000, 4100, POSITIVE, MEASURED, "miller2003", CORE, \
    "fibroblasts of unhurt dermis; 2100 to 4100 were counted in young mid-dermis") \
  X(fibroblasts_max, "F_max", "cells/mm^3", 8000, 5e3, 1.5e4, POSITIVE, ASSUMED, "", CORE, \
    "capacity for fibroblasts and myofibroblasts at full PDGF") \
  X(fibroblast_growth_rest, "rF0", "1/day", 0.06, 0.02, 0.1, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "growth of fibroblasts at rest") \
  X(fibroblast_growth_pdgf, "rFG", "1/day", 0.9, 0.4, 1, NOT_NEGATIVE, FITTED, "jin2011", CORE, \
    "growth of fibroblasts added by full PDGF, in perfused tissue; 0.924 rounded") \
  X(growth_without_perfusion, "r_0", "1", 0.3, 0.06, 1, FRACTION, ASSUMED, "", CORE, \
    "share of fibroblast_growth_pdgf that is left without perfused capillaries") \
  X(fibroblast_diffusivity, "D_F", "um^2/s", 0.1, 0.03, 0.3, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "random motility of fibroblasts") \
  X(fibroblast_taxis_speed, "vF", "um/day", 200, 100, 700, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "largest drift of fibroblasts up PDGF") \
  X(myofibroblast_activation, "kFY", "1/day", 0.2, 0.1, 0.5, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "conversion of fibroblasts to myofibroblasts at full TGF-beta1") \
  X(myofibroblast_loss, "dY", "1/day", 0.1, 0.06, 0.3, NOT_NEGATIVE, ASSUMED, "", CORE, "death of myofibroblasts") \
  X(myofibroblast_reversion, "kYF", "1/day", 0.08, 0, 0.2, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "return of myofibroblasts to fibroblasts without excess TGF-beta1") \
  X(tgf_beta3_protection, "a3", "1", 0.5, 0, 0.9, FRACTION, ASSUMED, "", CORE, \
    "share of the activation of myofibroblasts that full TGF-beta3 prevents") \
  X(myofibroblast_diffusivity, "D_Y", "um^2/s", 0.02, 0.004, 0.1, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "random motility of myofibroblasts") \
  X(collagenolysis_decay, "dP", "1/day", 0.875, 0.5, 2, NOT_NEGATIVE, FITTED, "jin2011", CORE, \
    "decay of collagenolytic activity") \
  X(collagenolysis_diffusivity, "D_P", "um^2/s", 1, 0.3, 3, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "diffusivity of collagenolytic enzymes") \
  X(neutrophil_collagenolysis, "aN", "1", 25, 5, 100, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "collagenolysis kept up by collagenolysis_cell_scale neutrophils, in units of rest") \
  X(macrophage_collagenolysis, "aM", "1", 12, 3, 50, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "collagenolysis kept up by collagenolysis_cell_scale inflammatory macrophages, in units of rest") \
  X(collagenolysis_cell_scale, "c_P", "cells/mm^3", 1000, 200, 5000, POSITIVE, ASSUMED, "", CORE, \
    "cells to which the induced collagenolysis refers") \
  X(collagenolysis_tgf_beta_half, "K_TP", "1", 6, 1.2, 30, POSITIVE, ASSUMED, "", CORE, \
    "excess of TGF-beta1 over rest, in units of rest, that halves the induced collagenolysis") \
  X(fibrin_loss, "dZ0", "1/day", 0.05, 0.015, 0.15, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "dissolution of fibrin without cells") \
  X(fibrin_macrophage_loss, "dZM", "1/day", 0.3, 0.09, 0.9, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "removal of fibrin by fibrin_macrophage_scale macrophages") \
  X(fibrin_fibroblast_loss, "dZF", "1/day", 0.1, 0.03, 0.3, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "removal of fibrin by fibrin_fibroblast_scale fibroblasts and myofibroblasts") \
  X(fibrin_macrophage_scale, "c_ZM", "cells/mm^3", 2000, 400, 10000, POSITIVE, ASSUMED, "", CORE, \
    "macrophages to which fibrin_macrophage_loss refers") \
  X(fibrin_fibroblast_scale, "c_ZF", "cells/mm^3", 5000, 1000, 25000, POSITIVE, ASSUMED, "", CORE, \
    "fibroblasts and myofibroblasts to which fibrin_fibroblast_loss refers") \
  X(collagen1_rest, "C1_h", "mg/mL", 160, 120, 220, POSITIVE, ASSUMED, "", CORE, "collagen I of unhurt dermis") \
  X(collagen3_rest, "C3_h", "mg/mL", 40, 25, 60, NOT_NEGATIVE, ASSUMED, "", CORE, "collagen III of unhurt dermis") \
  X(collagen_max, "C_max", "mg/mL", 400, 300, 500, POSITIVE, ASSUMED, "", CORE, \
    "collagen at which formation stops for lack of room") \
  X(collagen_turnover, "dC", "1/day", 1.5e-4, 1.2e-4, 1e-3, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "turnover of collagen at rest") \
  X(collagen_tgf_beta_gain, "aC", "1", 16, 5, 40, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "collagen formation added by full TGF-beta1, in units of rest; decides between net gain and net loss") \
  X(myofibroblast_collagen, "yC", "1", 3, 1, 5, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "collagen formed by a myofibroblast, in units of a fibroblast") \
  X(collagen3_share_wound, "s3_w", "1", 0.45, 0.3, 0.6, FRACTION, ASSUMED, "", CORE, \
    "share of type III in the collagen formed at full TGF-beta1") \
  X(collagen3_replacement, "k31", "1/day", 0.0075, 0.002, 0.01, NOT_NEGATIVE, FITTED, "robins2003", CORE, \
    "replacement of excess collagen III by I; from the ratio 6 months after excision, with an assumed one at 6 weeks") \
  X(collagen_degradation, "dCP", "1/day", 0.02, 0.005, 0.05, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "loss of collagen at full collagenolysis") \
  X(collagenolysis_half, "K_q", "1", 20, 4, 100, POSITIVE, ASSUMED, "", CORE, \
    "excess of collagenolysis over rest, in units of rest, for half the full degradation") \
  X(elastin_rest, "E_h", "mg/mL", 8, 5, 12, POSITIVE, ASSUMED, "", CORE, "elastin of unhurt dermis") \
  X(elastin_turnover, "dE", "1/day", 2.7e-5, 1e-5, 1e-4, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "turnover of elastin at rest") \
  X(elastin_tgf_beta3_gain, "aE", "1", 10, 0, 50, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "elastin formation added by full TGF-beta3, in units of rest") \
  X(elastin_degradation, "dEP", "1/day", 0.01, 0.005, 0.05, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "loss of elastin at full collagenolysis") \
  X(keratinocyte_diffusivity, "D_K", "um^2/s", 0.14, 0.03, 0.5, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "spreading of keratinocytes") \
  X(keratinocyte_growth, "rK", "1/day", 1, 0.7, 1.4, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "growth of the keratinocyte cover; chosen near the closure of small laser wounds (stumpp2009)") \
  X(vegf_diffusivity, "D_V", "um^2/s", 3.4, 0.3, 10, NOT_NEGATIVE, ASSUMED, "", VESSELS, "diffusivity of VEGF") \
  X(macrophage_vegf, "pVM", "pg/cell/day", 0.012, 0.0036, 0.036, NOT_NEGATIVE, ASSUMED, "", VESSELS, \
    "VEGF from a macrophage in perfused tissue") \
  X(vegf_hypoxia_gain, "h_V", "1", 3, 0.6, 15, NOT_NEGATIVE, ASSUMED, "", VESSELS, \
    "VEGF from a macrophage added without perfused capillaries, in units of that in perfused tissue") \
  X(fibroblast_vegf, "pVF", "pg/cell/day", 2e-4, 6e-5, 6e-4, NOT_NEGATIVE, ASSUMED, "", VESSELS, \
    "VEGF from a fibroblast") \
  X(charge_vegf, "pVQ", "ng/mL/day", 30, 9, 90, NOT_NEGATIVE, ASSUMED, "", VESSELS, "VEGF from full injury charge") \
  X(vegf_decay, "dV", "1/day", 6, 1.8, 18, POSITIVE, ASSUMED, "", VESSELS, "decay of VEGF") \
  X(vegf_half, "K_V", "1", 2, 1, 10, POSITIVE, ASSUMED, "", VESSELS, \
    "excess of VEGF over rest, in units of rest, for half the response") \
  X(capillary_growth, "rB", "1/day", 0.25, 0.1, 0.5, NOT_NEGATIVE, ASSUMED, "", VESSELS, \
    "growth of capillaries at full VEGF") \
  X(capillary_growth_without_vegf, "b_0", "1", 0.2, 0.04, 1, NOT_NEGATIVE, ASSUMED, "", VESSELS, \
    "growth of capillaries without excess VEGF, as a share of capillary_growth") \
  X(capillaries_max, "B_max", "1", 1.6, 1.3, 3, AT_LEAST_1, ASSUMED, "", VESSELS, \
    "capillary density at full VEGF, in units of rest") \
  X(capillary_diffusivity, "D_B", "um^2/s", 0.012, 0.0024, 0.06, NOT_NEGATIVE, ASSUMED, "", VESSELS, \
    "spreading of capillaries") \
  X(capillary_taxis_speed, "vB", "um/day", 60, 30, 300, NOT_NEGATIVE, ASSUMED, "", VESSELS, \
    "largest growth of capillaries up VEGF") \
  X(hyaluronan_rest, "H_h", "mg/mL", 0.5, 0.2, 1, NOT_NEGATIVE, ASSUMED, "", HYALURONAN, \
    "hyaluronan of unhurt dermis") \
  X(hyaluronan_turnover, "dH", "1/day", 0.7, 0.4, 1.4, NOT_NEGATIVE, ASSUMED, "", HYALURONAN, \
    "turnover of hyaluronan") \
  X(hyaluronan_pdgf_gain, "aH", "1", 3, 0, 10, NOT_NEGATIVE, ASSUMED, "", HYALURONAN, \
    "hyaluronan formation added by full PDGF, in units of rest") \
  X(taxis_length, "l", "um", 200, 40, 1000, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "length over which a signal must change by its own size to drive cells at half speed") \
  X(alarm_taxis_scale, "s0", "1", 0.05, 0.01, 0.25, POSITIVE, ASSUMED, "", CORE, \
    "alarm below which cells do not sense its gradient") \
  X(rim_width, "rim", "um", 20, 5, 50, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "width of the rim around a channel over which the injury falls to nothing") \
  X(fibrin_in_rim, "z_rim", "1", 0.3, 0.06, 1, FRACTION, ASSUMED, "", CORE, \
    "fibrin in the rim, in units of the injury there") \
  X(collagen_loss_fraction, "f_loss", "1", 0.5, 0.1, 1, FRACTION, ASSUMED, "", CORE, \
    "share of collagen and elastin lost from a channel; a solid needle displaces and tears") \
  X(bleeding_depth, "L_b", "mm", 0.175, 0.035, 0.875, NOT_NEGATIVE, ASSUMED, "", CORE, \
    "depth from which a channel bleeds") \
  X(charge_without_bleeding, "q_b", "1", 0.2, 0, 1, FRACTION, ASSUMED, "", CORE, \
    "injury charge of a channel that does not bleed, in units of one that does")
// clang-format on

#define MEMBER(key, ...) double key;

/** The parameters in internal units; the rows say what they are. */
struct parameters {
  PARAMETERS(MEMBER)
};
#undef MEMBER

/** Every member is a number of its own row. */
enum { N_PARAMETERS = sizeof(struct parameters) / sizeof(double) };
