/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The state of a run between two steps: all that a run that goes on needs to give the same bits.
 */
#pragma once
#include "io/slots.h"
#include "run/record.h"
#include "run/schedule.h"
#include "run/simulation.h"

/** What belongs to a checkpoint, and where it stands. */
struct checkpoint {
  struct simulation *simulation;
  struct record *record;
  const struct schedule *schedule;
  const char *program, *build; /**< that write; others may give other bits */
  size_t event;                /**< that comes next */
  size_t resumes;              /**< how often the run was taken up again */
  double wall;                 /**< of the run so far, before it was taken up [s] */
};

/** Bytes of a checkpoint at most. */
uint64_t checkpoint_bytes(const struct checkpoint *checkpoint);

/** Write the present state over the older slot. Errors: those of slots_write; ERROR_FAILED without memory. */
int checkpoint_write(struct slots *slots, const struct checkpoint *checkpoint, struct error *error);

/** Put the newest state into a simulation at time 0 and its empty tables, and set event, resumes and wall. The injured cells of
 *  past sessions are worked out anew.
 *  Errors: ERROR_CONFIG with a line for every key that differs and may not, or if what lies behind was to have been otherwise;
 *  ERROR_FAILED if another program wrote it, or it does not fit. */
int checkpoint_read(const struct slots *slots, struct checkpoint *checkpoint, struct error *error);
