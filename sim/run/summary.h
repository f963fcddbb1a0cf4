/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a run says before, at each session, and at the end: for people, in a few lines.
 */
#pragma once
#include <stdint.h>
#include <stdio.h>

#include "run/simulation.h"

struct summary_files {
  const char *folder;
  size_t frames;
  uint64_t bytes;
  double wall, output_wall; /**< [s] */
  const double *residual;   /**< of each field at the end, as stepper_balance gives it */
};

/** Geometry, cells and fields, in half a line. */
void summary_grid(FILE *out, const struct settings *settings, const struct grid *grid);

/** The model, and how far its numbers may be trusted, in half a line. */
void summary_model(FILE *out, const struct model *model);

/** Grid, memory, threads, what the model says of its numbers, warnings. */
void summary_start(FILE *out, const struct simulation *simulation);

/** What session i did. */
void summary_session(FILE *out, const struct simulation *simulation, size_t i, const struct session *session);

/** Residuals of the fields that have one: "alarm 0.0021, neutrophils 0.012".
 *  @param residual  of each field, as stepper_balance gives it */
void summary_residuals(FILE *out, const struct model *model, const double residual[]);

/** What was written, how long it took, the model's headlines. */
void summary_end(FILE *out, const struct simulation *simulation, const struct summary_files *files);

/** What was said of the numbers, without the warnings, each line behind `before`. */
void summary_notes(FILE *out, const char *notes, const char *before);

/** What a reader must not miss: the warnings among the notes, of the numbers and of the sessions, and what was found in the
 *  file. */
void summary_warnings(FILE *out, const char *notes, const char *later, const char *found);
