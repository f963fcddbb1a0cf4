/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Punctures from a CSV (format: punctures_make).
 */
#pragma once
#include "needle/punctures.h"

/** Read the punctures of one session from needles->file. Arguments and errors as in punctures_make. */
int punctures_read(struct punctures *punctures, const struct needles *needles, size_t session, const double width[2],
                   struct error *error);
