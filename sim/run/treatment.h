/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Sessions: punctures, what they deposit, and the injury that the model makes of it.
 */
#pragma once
#include "config/settings.h"
#include "needle/deposit.h"
#include "needle/punctures.h"
#include "ops/laws.h"

struct session {
  double time; /**< [day] */
  struct punctures punctures;
  double *injured; /**< [nz][ny][pitch] share of each cell, owned */
  struct injury_report report;
};

struct treatment {
  const struct laws *laws;
  size_t n_planned, n_done;
  struct session *session;
  size_t cells;                  /**< padded cells of the grid */
  double *deposit[MAX_DEPOSITS]; /**< of the last session, [nz][ny][pitch] */
};

/** The device of the settings as punctures_make takes it; its arrays are those of the settings. */
struct needles treatment_needles(const struct settings *settings);

/** Make the punctures of every session, before anything runs. Laws are borrowed; free with treatment_free.
 *  Errors: those of punctures_make; ERROR_CONFIG if no session makes a puncture; ERROR_FAILED without memory. */
int treatment_plan(struct treatment *treatment, const struct settings *settings, const struct laws *laws,
                   struct error *error);

/** Make the arrays of the grid's size that treatment_deposit and treatment_apply need. Errors: ERROR_FAILED without memory. */
int treatment_furnish(struct treatment *treatment, struct error *error);
void treatment_free(struct treatment *treatment);

/** Spread the channels of session i over the cells, and report them; the state is not touched.
 *  @return the session, whose injured fraction and report are now known */
const struct session *treatment_deposit(struct treatment *treatment, size_t i);

/** Injure the state by session i. @return the session, whose injured fraction and report are now known */
const struct session *treatment_apply(struct treatment *treatment, size_t i, double t, struct fields *state);
