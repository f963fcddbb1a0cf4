/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the model and the engine say of the numbers chosen, before anything runs.
 */
#pragma once
#include "run/treatment.h"

/** Write notes and warnings, a sentence a line; warnings begin with "warning: ".
 *  Errors: ERROR_CONFIG with what the model refuses. */
int caution_collect(const struct settings *settings, const void *derived, const struct grid *grid,
                    const struct treatment *treatment, FILE *notes, struct error *error);
