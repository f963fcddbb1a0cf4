/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A simulation: one grid, its fields, one model, the numbers chosen, and time. It advances from event to event; it knows no
 *  files.
 */
#pragma once
#include "config/settings.h"
#include "measure/gauge.h"
#include "measure/outcome.h"
#include "run/schedule.h"
#include "run/treatment.h"
#include "step/step.h"

/** What a run did so far. */
struct tally {
  size_t accepted, rejected;
  double lowest;              /**< most negative value of any field / its scale; 0: none was below 0 */
  size_t negative;            /**< values below 0 over all accepted steps */
  double measuring, injuring; /**< wall time of this process [s] */
  double rest_residual;       /**< largest rate of the untreated state / scale [1/day] */
};

/** Its parts point at each other: it stays where it was made. */
struct simulation {
  const struct settings *settings;
  void *derived;
  struct grid grid;
  struct laws laws;
  struct stepper *stepper;
  struct control control;
  struct gauges *gauges;
  struct outcomes *outcomes;
  struct treatment treatment;
  double t; /**< [day] */
  struct tally tally;
  double *series; /**< of the last sample, [n_measures + n_combines] */
  FILE *note;     /**< where more is said; to be flushed then */
  size_t notes_size;
  char *notes; /**< what the model and the engine say of these numbers, a sentence a line */
};

/** Make what is known without memory of the grid's size: derived numbers, grid, laws, planned punctures, notes; nothing that can
 *  advance. Settings are borrowed. Free with simulation_free, also after an error.
 *  Errors: ERROR_CONFIG if the model refuses the parameters; those of grid_create and treatment_plan. */
int simulation_prepare(struct simulation *simulation, const struct settings *settings, struct error *error);

/** Make everything a run needs, at rest, at time 0. Settings are borrowed. Free with simulation_free, also after an error.
 *  Errors: ERROR_CONFIG if the model refuses the parameters or the rest state does not rest; ERROR_FAILED without memory. */
int simulation_create(struct simulation *simulation, const struct settings *settings, struct error *error);
void simulation_free(struct simulation *simulation);

/** Called after each accepted step; an error ends the advance. */
struct watcher {
  int (*step)(struct watcher *watcher, const struct simulation *simulation, double dt, struct error *error);
};

/** Advance to exactly `target` [day]. Errors: ERROR_FAILED with field and time if no step is small enough; the watcher's. */
int simulation_advance(struct simulation *simulation, double target, struct watcher *watcher, struct error *error);

/** Injure by session i at the present time. */
const struct session *simulation_injure(struct simulation *simulation, size_t i);

/** Work out anew what session i, which lies behind, left beside the state: injured cells, regions near channels. */
void simulation_recall(struct simulation *simulation, size_t i);
