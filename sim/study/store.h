/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where finished points lie: STORE/ab/ab0123456789cdef.h5, a file each, named by identity, so that no point is computed twice, also by
 *  sweeps that share a store. What is in work stands in a folder of that name without an ending, what failed in a text
 *  beside it (.failed). Of a sweep that keeps frames the folder stays, a whole result, and the file is a link to its run.vtkhdf.
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

/** Whether a finished point has kept its frames. */
bool store_has_frames(const char *store, const char *identity);

/** Path of the finished point, of its folder while in work, of its record of failure (endings ".h5", "", ".failed").
 *  Errors: ERROR_FAILED if it is too long. */
int store_path(char path[PATH_SIZE], const char *store, const char *identity, const char *ending, struct error *error);

/** Put the master in the point's folder in its place, or, if frames are kept, a link to it: the point is then finished.
 *  Errors: ERROR_FAILED with file and cause. */
int store_keep(const char *store, const char *identity, bool frames, struct error *error);

/** Keep a record of why a point failed: the sentence, and below it exit status, program and date.
 *  Errors: ERROR_FAILED with file and cause. */
int store_keep_failure(const char *store, const char *identity, int code, const char *sentence, const char *program,
                       struct error *error);

/** Room for the first line of a record of failure. */
enum { REASON_SIZE = 1024 };

/** Why a point failed. @param reason  out; "" if that is not known. @return reason */
const char *store_failure(const char *store, const char *identity, char reason[REASON_SIZE]);

/** Remove the record of failure, if there is one. Errors: ERROR_FAILED with file and cause. */
int store_forget_failure(const char *store, const char *identity, struct error *error);
