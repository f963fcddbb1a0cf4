/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a run will cost, found by running little of it: as many time steps as the whole takes, on the cell of one channel,
 *  and a few time steps on a part of its box.
 */
#pragma once
#include "run/simulation.h"

struct rehearsal {
  size_t steps;      /**< time steps of the run, rejected ones included */
  size_t frames;     /**< of the run */
  double step_wall;  /**< of one step of the whole grid, with its measures [s] */
  double start_wall; /**< of making the whole grid and its state [s] */
  char *notes;       /**< owned; what the sessions had to be warned of, a sentence a line */
};

/** Rehearse a run.
 *  The step size is controlled by the largest error of all cells, which sits at the channels, and the events are the
 *  same; so the axisymmetric cell of one channel (its share of the surface, the mean channel) takes about as many steps
 *  as the box. Where it has more than CELLS cells it is made coarser.
 *  The cost of a step is that of a few steps of the resting box, cut along y, then x, to at most PART values.
 *  @param treatment  of the box; its punctures count
 *  @param rehearsal  out; freed with rehearsal_free, also after an error
 *  Errors: those of simulation_create and simulation_advance. */
int rehearse(struct rehearsal *rehearsal, const struct settings *settings, const struct grid *grid,
             const struct treatment *treatment, struct error *error);
void rehearsal_free(struct rehearsal *rehearsal);
