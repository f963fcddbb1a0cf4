/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A run of fisher whose outcomes are known in closed form: one cell of 100 um radius, of which a channel of 70 um takes 0.49;
 *  then n = K/(1 + (K/n0 - 1) exp(-r t)).
 */
#pragma once
#include <math.h>

#include "models/registry.h"

static const char FISHER_TEXT[] =
    "skin: {model: fisher, layers: {tissue: 0.1 mm}, parameters: {growth_rate: 0.7 /day}}\n"
    "grid: {geometry: axisymmetric, radius: 0.1 mm, spacing: 0.1 mm}\n"
    "treatment:\n"
    "  device: {type: random, density: 250 /cm^2, channel_depth: 0.1 mm, channel_radius: 70 um, taper: 0}\n"
    "  sessions: [1 day]\n"
    "run: {end: 3 day, tolerance: 1e-6}\n";

/* Hours from the session to 80 % of the capacity. */
static inline double fisher_closure(void) { return 24 * log(4 * (1 / 0.51 - 1)) / 0.7; }

/* Change of the density from the beginning to two days after the session [cells/mm^3]. */
static inline double fisher_change(void) { return 1000 / (1 + (1 / 0.51 - 1) * exp(-0.7 * 2)) - 1000; }
