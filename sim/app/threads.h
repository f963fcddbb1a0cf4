/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How threads wait for each other, and where they run.
 */
#pragma once

/** Have idle threads sleep instead of spin, unless OMP_WAIT_POLICY says what the user wants: on a machine that is shared,
 *  spinning threads take from each other what they wait for, and two become slower than one. OpenMP reads the variable
 *  before main begins, so the program starts itself anew with it; where that fails, it goes on as it is. */
void threads_wait_passively(char **argv);

/** Keep each thread on a processor of its own, near the memory that it touched first, if there is one thread for every processor
 *  that the process may use and OMP_PROC_BIND says nothing. With fewer threads the others are left to choose: several programs
 *  beside each other would all be kept on the first processor. */
void threads_bind(void);
