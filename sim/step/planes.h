/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  First pass of a stage: increments, plane by plane.
 */
#pragma once
#include "step/factors.h"
#include "step/room.h"

/** rule->out = right-hand side of the stage, with the factors of the losses, x and y solved.
 *  @param factors  NULL: the right-hand side alone */
void planes_pass(const struct laws *laws, const struct stage_rule *rule, const struct factors *factors,
                 struct rooms *rooms);
