/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How large a run is: its grid, the memory it needs, and what the machine has.
 */
#pragma once
#include "config/settings.h"
#include "grid/grid.h"

/** What grid_create is asked for by settings. */
struct grid_request size_request(const struct settings *settings);

/* In all that follows, the grid may be a mere shape. */

/** Number of fields that have cells, and of the planes of all of them together. */
size_t size_fields(const struct settings *settings, const struct grid *grid);
size_t size_planes(const struct settings *settings, const struct grid *grid);

/** Memory of everything that grows with the grid [byte]. */
double size_bytes(const struct settings *settings, const struct grid *grid);

/** Memory of the program and its libraries, whatever the grid; measured on the shipped configurations [byte]. */
extern const double size_program;

/** Memory that this process may still take [byte]: what the machine has free, or less where a limit of the process or of
 *  its control group says so. */
double size_available(void);

/** Say where a grid is too large to be counted (settings_request.refuse_grid). */
void size_refuse_uncountable(const struct settings *settings, char sentence[REFUSAL_LENGTH]);

/** Say where a grid is too large to be counted, or needs more memory than there is (settings_request.refuse_grid). */
void size_refuse(const struct settings *settings, char sentence[REFUSAL_LENGTH]);
