/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Predictions of a fit file's observations: one run per set of parameters and treatment, side by side in processes.
 */
#pragma once
#include "study/fit_file.h"

enum { REASON_LENGTH = 512 };

/** Where predictions come from. Zeroed but for file and processes. */
struct fit_runs {
  struct fit_file *file; /**< borrowed; the parameters in its settings change */
  size_t processes;      /**< each with one thread */
  bool show;             /**< progress on a terminal */
  size_t done, failed;
  char reason[REASON_LENGTH]; /**< of the last failure */
  size_t n_vectors;           /**< under way, as below */
  const double *parameters;
  double *predictions;
};

/** A fit_evaluate_fn, whose context is a struct fit_runs. Parameters are in internal units, predictions in the units of the
 *  observations. Errors: ERROR_FAILED if asked to stop (run/stop.h), or if no process can be made. */
int fit_runs_evaluate(void *context, size_t n_vectors, const double *parameters, double *predictions,
                      struct error *error);

/** One run here and now. @param values  of the parameters, in internal units
 *  @param predictions  out, shape [file->n_observations]; those of other treatments are left alone
 *  Errors: those of schedule_create, simulation_create and simulation_advance; ERROR_STOPPED. */
int fit_runs_predict(struct fit_file *file, size_t treatment, const double *values, double *predictions,
                     struct error *error);
