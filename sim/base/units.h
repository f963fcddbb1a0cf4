/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Quantities of a file, "1.5 mm" or "250 /cm^2", in the units used inside, by UDUNITS-2.
 *  A leading / is read as 1/; cell and cells are units of their own, deg is a degree; times are s, min, h, d, day(s) and week(s) only (a
 *  month or a year of UDUNITS is not what a reader thinks). Not for many threads: what is known of a unit is kept.
 */
#pragma once
#include "error.h"

/** The unit in which numbers written in `unit` are kept inside: lengths and times in mm and day (um -> mm,
 *  um^2/s -> mm^2/day, um/day -> mm/day, h -> day, /cm^2 -> 1/mm^2), and the unit itself otherwise, or if it is
 *  unknown. The text lives until units_free. */
const char *unit_internal(const char *unit);

/** Factor from `unit` to `to`; both must be known and of one dimension.
 *  Errors: ERROR_CONFIG with a sentence that names the unknown unit, or both dimensions. */
int unit_factor(const char *unit, const char *to, double *factor, struct error *error);

/** Read a number with its unit.
 *  @param text   "1.5 mm"; a pure number where `unit` is "1"
 *  @param unit   the row's unit, for the dimension and for the messages
 *  @param value  out, in unit_internal(unit)
 *  Errors: ERROR_CONFIG: no decimal number, not finite, unit missing, not wanted, unknown or of another dimension. */
int quantity_read(const char *text, const char *unit, double *value, struct error *error);

/** Free what UDUNITS holds; safe without a prior call. */
void units_free(void);
