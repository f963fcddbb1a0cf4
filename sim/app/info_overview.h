/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The overview that `mend info` shows of one result.
 */
#pragma once
#include "app/commands.h"
#include "app/overview.h"
#include "base/pool.h"
#include "io/stored.h"

/** Put it together: what a person wants to know first, and for programs all tables.
 *  @param program  whose models tell headlines and defaults
 *  @param overview     out; borrows from result and pool. Errors: ERROR_FAILED without memory. */
int info_overview(struct overview *overview, const struct stored *stored, const struct program *program,
                  struct pool *pool, struct error *error);
