/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A whole run in memory: from settings to outcomes, without files.
 */
#pragma once
#include "run/simulation.h"

/** Follow a schedule from the beginning: advance to each event, and injure where it is a session.
 *  Errors: those of simulation_advance. */
int course_follow(struct simulation *simulation, const struct schedule *schedule, struct error *error);

/** Run settings to their end and keep what the outcomes came to.
 *  @param values  out, shape [model->n_outcomes + model->n_concludes], in the order of the tables; NaN: not within the run,
 *  or absent. Errors: those of schedule_create, simulation_create and simulation_advance. */
int course_outcomes(const struct settings *settings, double values[], struct error *error);
