/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The model `skin`: tissue response of needled skin, from the first hour to the year.
 */
#include "skin.h"

static const struct layer_spec layers[N_LAYERS] = {
    [EPIDERMIS] = {"epidermis", "keratinocytes; signals pass, dermal cells and matrix are taken at rest"},
    [DERMIS] = {"dermis", "cells, vessels and matrix"},
};

#define ROW(name, symbol, unit, layers, diffusivity, module, scale, course, doc) \
  {#name, symbol, unit, layers, diffusivity, module, scale, doc},
static const struct field_spec fields[N_FIELDS] = {FIELDS(ROW)};
#undef ROW

static const struct part_spec parts[] = {
    {"signals", skin_signals, "injury charge, alarm, fibrin, growth factors, collagenolysis"},
    {"inflammation", skin_inflammation, "neutrophils and macrophages"},
    {"cells", skin_cells, "fibroblasts, myofibroblasts, keratinocyte cover"},
    {"matrix", skin_matrix, "collagen III, collagen I, elastin"},
};

// clang-format off
static const struct module_spec modules[N_MODULES] = {
  [VESSELS] = {"vessels", true, NULL, skin_vessels, NULL, "VEGF and capillaries; off: perfusion stays at rest, and needling does not harm it"},
  [HYALURONAN] = {"hyaluronan", true, NULL, skin_hyaluronan, NULL, "hyaluronan; off: it stays at rest"},
};

#define TAXIS(mover, signal, speed, scale, filling, doc) \
  {F_##mover, F_##signal, offsetof(struct derived, p.speed), offsetof(struct derived, p.taxis_length), \
   offsetof(struct derived, scale), filling, doc}
// clang-format on
static const struct taxis_spec taxis[] = {
    TAXIS(neutrophils, alarm, neutrophil_taxis_speed, p.alarm_taxis_scale, NULL, "neutrophils climb the alarm"),
    TAXIS(inflammatory_macrophages, alarm, macrophage_taxis_speed, p.alarm_taxis_scale, NULL,
          "inflammatory macrophages climb the alarm"),
    TAXIS(repair_macrophages, alarm, macrophage_taxis_speed, p.alarm_taxis_scale, NULL,
          "repair macrophages climb the alarm"),
    TAXIS(fibroblasts, pdgf, fibroblast_taxis_speed, pdgf_rest, skin_fibroblast_filling, "fibroblasts climb PDGF"),
    TAXIS(capillaries, vegf, capillary_taxis_speed, vegf_rest, skin_capillary_filling, "capillaries grow up VEGF"),
};

const struct model model_skin = {
    .name = "skin",
    .doc = "needled skin: inflammation, repair, collagen and elastin",
    .standing = "not calibrated",
    .references = models_references,
    .n_layers = N_LAYERS,
    .n_fields = N_FIELDS,
    .n_parts = COUNT(parts),
    .n_modules = N_MODULES,
    .n_params = N_PARAMETERS,
    .n_taxis = COUNT(taxis),
    .n_deposits = N_DEPOSITS,
    .n_measures = N_MEASURES,
    .n_combines = N_COMBINES,
    .n_outcomes = N_OUTCOMES,
    .n_concludes = N_CONCLUDES,
    .n_headlines = N_HEADLINES,
    .layers = layers,
    .fields = fields,
    .parts = parts,
    .modules = modules,
    .params = skin_params,
    .taxis = taxis,
    .deposits = skin_deposits,
    .measures = skin_measures,
    .combines = skin_combines,
    .outcomes = skin_outcomes,
    .concludes = skin_concludes,
    .headlines = skin_headlines,
    .params_size = sizeof(struct parameters),
    .derived_size = sizeof(struct derived),
    .largest_radius = 0.2, /* wider wounds contract, and fibroblasts invade them faster than here */
    .largest_spacing = 0.025,
    .ready = {"cover_minimum", 0.95, "the epithelium over the last session's channels has not closed"},
    .rim_width = offsetof(struct derived, p.rim_width),
    .core_deposit = CORE_FRACTION,
    .derive = skin_derive,
    .check = skin_check,
    .rest = skin_rest,
    .injure = skin_injure,
};
