/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The folder of a result: which of its files belong to one.
 */
#pragma once
#include "base/error.h"

/** Files of a result beside its frames: the master, the same frames for ParaView 5.11, and, of the first of two results, its
 *  outcomes beside those of the refined run. */
#define MASTER_FILE "run.vtkhdf"
#define XDMF_FILE "run.xdmf"
#define REFINEMENT_FILE "refinement.csv"
/** Two slots with the state of a run that is not at its end. */
#define CHECKPOINT_FILE_0 "checkpoint_0"
#define CHECKPOINT_FILE_1 "checkpoint_1"

/** The folder in it with a file for each frame. */
#define FRAMES_FOLDER "frames"

/** Make a folder and those above it, if need be. Errors: ERROR_FAILED with folder and cause. */
int folder_make(const char *folder, struct error *error);

/** Refuse a folder that holds run.vtkhdf, run.xdmf, refinement.csv, a checkpoint or frames/frame_<digits>.vtkhdf. Errors: ERROR_FAILED naming one. */
int folder_refuse_result(const char *folder, struct error *error);

/** Remove these files, and what a killed run left aside; all others stay. Errors: ERROR_FAILED with file and cause. */
int folder_clear(const char *folder, struct error *error);

/** Remove the frames' files alone, and their folder if it is then empty. Errors: ERROR_FAILED with file and cause. */
int folder_clear_frames(const char *folder, struct error *error);
