/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where finished points lie: STORE/ab/ab0123456789cdef.h5, a file each, named by identity, so that no point is computed twice, also by
 *  sweeps that share a store. What is in work stands in a folder of that name without an ending, what failed in a text
 *  beside it (.failed).
 */
#pragma once
#include <stdbool.h>

#include "io/atomic.h"
#include "study/plan.h"

enum store_state { POINT_TO_DO, POINT_BEGUN, POINT_FAILED, POINT_DONE, N_STORE_STATES };

/** The words for these: "to do", "begun", "failed", "done". */
extern const char *const store_state_word[N_STORE_STATES];

/** State of a point, by what stands in the store. */
enum store_state store_look(const char *store, const char *identity);

/** Path of the finished point, of its folder while in work, of its record of failure (endings ".h5", "", ".failed").
 *  Errors: ERROR_FAILED if it is too long. */
int store_path(char path[PATH_SIZE], const char *store, const char *identity, const char *ending, struct error *error);
