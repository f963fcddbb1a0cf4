/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  All that can be known of a run before it runs.
 */
#pragma once
#include "run/rehearsal.h"

struct forecast {
  struct simulation box;  /**< prepared (simulation_prepare), with the reports of its sessions if `injured` */
  bool injured;           /**< else the grid is too large for this machine */
  double density;         /**< that the device has by its geometry or its key [1/mm^2]; NAN: of a file */
  size_t n_seeds;         /**< looked at; 0: no seed places the punctures, or they are too many to make so often */
  double mean, deviation; /**< punctures of all sessions together, over the seeds */
  struct rehearsal rehearsal;
  double memory, available; /**< [byte] */
  double disk;              /**< [byte] */
  double meanwhile; /**< on disk too: checkpoints while it runs, the frames a second time when they are packed [byte] */
  double wall;      /**< [s] with the threads that OpenMP would start now */
};

/** Forecast a run. Settings are borrowed; free with forecast_free, also after an error.
 *  Errors: those of simulation_create and simulation_advance. */
int forecast_create(struct forecast *forecast, const struct settings *settings, struct error *error);
void forecast_free(struct forecast *forecast);
