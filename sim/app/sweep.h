/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The commands below mend sweep: each reads its own arguments and returns the exit status. argv[0] is the name to show.
 */
#pragma once
#include "app/commands.h"
#include "study/plan.h"

/** mend sweep plan SWEEP -o STUDY */
int sweep_plan(const struct program *program, int argc, char **argv);

/** mend sweep run STUDY, and resume, which is the same */
int sweep_run(const struct program *program, int argc, char **argv);

/** mend sweep retry STUDY: forget failures, and run */
int sweep_retry(const struct program *program, int argc, char **argv);

/** mend sweep status STUDY */
int sweep_status(const struct program *program, int argc, char **argv);

/** mend sweep collect STUDY */
int sweep_collect(const struct program *program, int argc, char **argv);

/** mend sweep slurm STUDY */
int sweep_slurm(const struct program *program, int argc, char **argv);

/** What a command does with the plan of its study. */
typedef int sweep_work_fn(const struct plan *plan, void *context, struct error *error);

/** Read the plan of a study and work on it; what is wrong is said. @return the exit status */
int sweep_with_plan(const char *study, sweep_work_fn *work, void *context);
