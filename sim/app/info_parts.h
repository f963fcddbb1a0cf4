/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The parts of a result as tables: measures, outcomes, punctures, fields, sessions.
 */
#pragma once
#include "app/sheet.h"
#include "base/error.h"
#include "base/pool.h"
#include "io/stored.h"

/** What is asked for by name; n = 0: everything. */
struct selection {
  size_t n;
  const char *const *names;
};

/* Each fills a table in the pool from a result, which must live as long. Errors: ERROR_FAILED without memory, and
 * ERROR_CONFIG for a name that is not there, with the nearest known one. */

/** Measures over time with profiles as rows of numbers, as JSON can hold them. */
int info_measures(struct sheet *sheet, const struct stored *stored, const struct selection *selection,
                  struct pool *pool, struct error *error);

/** Measures as a plain table, a row per time. Profiles are left out, unless one is asked for by name: then there is a row
 *  per time and depth. @param left_out  out: number of profiles that were left out */
int info_measures_flat(struct sheet *sheet, const struct stored *stored, const struct selection *selection,
                       size_t *left_out, struct pool *pool, struct error *error);

/** Outcomes, one a row: name, value, unit, description. */
int info_outcomes(struct sheet *sheet, const struct stored *stored, const struct selection *selection,
                  struct pool *pool, struct error *error);

/** Punctures of all sessions with the columns that the device `file` reads. */
int info_punctures(struct sheet *sheet, const struct stored *stored, struct pool *pool, struct error *error);

int info_fields(struct sheet *sheet, const struct stored *stored, struct pool *pool, struct error *error);

/** Sessions, one a row: number, time, report. */
int info_sessions(struct sheet *sheet, const struct stored *stored, struct pool *pool, struct error *error);

/** Sessions for people: punctures per cm^2, and shares in per cent: overlap, injured surface, injured layers. */
int info_sessions_brief(struct sheet *sheet, const struct stored *stored, struct pool *pool, struct error *error);
