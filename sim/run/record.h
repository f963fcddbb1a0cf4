/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The tables of a result, collected while a run goes on.
 */
#pragma once
#include "base/piece.h"
#include "io/result.h"
#include "run/simulation.h"

enum { VOLUME_NAME = 64 };

struct record {
  const struct simulation *simulation;
  size_t capacity, n_rows;
  double *time;                     /**< [capacity] [day] */
  double *series;                   /**< [n_series][capacity] */
  double *profiles;                 /**< [n_measures][capacity][nz], of those that are profiles */
  double *sample, *sample_profiles; /**< one row of each */
  double *outcomes;                 /**< [n_outcomes + n_concludes] */
  struct column *columns, *outcome_columns;
  struct session_record *sessions;
  struct column *report; /**< [n_sessions][REPORT_COLUMNS] */
  double *report_values;
  char volume_name[MAX_LAYERS][VOLUME_NAME];
};

/** Room for the table rows of all events. The simulation is borrowed. Free with record_free.
 *  Errors: ERROR_FAILED without memory. */
int record_create(struct record *record, const struct simulation *simulation, size_t capacity, struct error *error);
void record_free(struct record *record);

/** Take all series of the present state as one more row. */
void record_take(struct record *record);

/** The tables so far, as a result holds them; valid until the next call. Texts are left to the caller. */
struct content record_content(struct record *record);

/** The first rows of all tables as pieces of memory. @param pieces  out, or NULL. @return how many pieces */
size_t record_pieces(const struct record *record, size_t n_rows, struct piece *pieces);
