/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where the wall time of a run went, in one sentence.
 */
#pragma once
#include "run/simulation.h"

/** Every term of the time steps, each part of the reaction, and the rest of a run.
 *  @param output_wall  spent on files [s]  @param whole  seconds that stand for one `unit`
 *  @param text         out, shape [size] */
void costs_text(const struct simulation *simulation, double output_wall, double whole, int decimals, const char *unit,
                char *text, size_t size);
