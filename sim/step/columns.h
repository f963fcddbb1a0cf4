/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Second pass of a stage: solves along z and the values that follow, column by column.
 */
#pragma once
#include "ops/update.h"
#include "step/factors.h"
#include "step/room.h"

/** Fill in the tolerances and the scale of field f. */
void columns_tolerances(struct update_rule *update, const struct laws *laws, double tolerance, size_t f);

/** Put the value that follows in place of each increment rule->out. @param update  of every field but for its tolerances and
 *  scale, which are filled in here from `tolerance`
 *  @return the verdict on all fields */
struct verdict_of_step columns_pass(const struct laws *laws, const struct stage_rule *rule,
                                    const struct factors *factors, const struct update_rule *update, double tolerance,
                                    struct rooms *rooms);
