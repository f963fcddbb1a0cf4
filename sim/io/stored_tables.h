/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The tables of a master read back: what tables.h writes.
 */
#pragma once
#include "io/h5_read.h"
#include "io/result.h"

/** Read /measures, /outcomes, /treatment, /provenance and /execution.
 *  @param planes   of the grid: length of a profile
 *  @param content  out; in the pool. The first failure is kept in the file. */
void stored_tables_read(struct content *content, struct h5_file *file, size_t planes, struct pool *pool);
