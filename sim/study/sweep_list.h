/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The points of a design `list`: a CSV whose first line names keys with their units, as "treatment.device.density [1/cm^2]", or without
 *  a unit where the fields hold words or bring their own, and a point in each line.
 */
#pragma once
#include "study/sweep.h"

/** Add the columns to the sweep's keys, and lay out its design. Mistakes are complained of.
 *  Errors: ERROR_FAILED without memory. */
int sweep_list_read(struct sweep *sweep, char *path, struct complaints *complaints, struct error *error);
