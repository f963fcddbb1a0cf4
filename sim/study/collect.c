/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/collect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/folder.h"
#include "io/stored.h"
#include "study/collected.h"

static double *column_of_nan(struct collected *table, struct error *error) {
  double *values = pool_take(&table->pool, table->plan->n_points, sizeof *values, error);
  for (size_t i = 0; values && i < table->plan->n_points; i++) values[i] = (double)NAN;
  return values;
}

/* The column of an outcome, which is made where it is new. */
static double *outcome_column(struct collected *table, const struct column *outcome, struct error *error) {
  for (size_t o = 0; o < table->n_outcomes; o++)
    if (strcmp(table->outcomes[o].name, outcome->name) == 0) return table->outcomes[o].values;
  if (table->n_outcomes == MOST_OUTCOMES) {
    error_set(error, ERROR_FAILED, "more than %d outcomes", MOST_OUTCOMES);
    return NULL;
  }
  struct collected_outcome *made = &table->outcomes[table->n_outcomes];
  *made = (struct collected_outcome){.name = pool_print(&table->pool, error, "%s", outcome->name),
                                     .unit = pool_print(&table->pool, error, "%s", outcome->unit),
                                     .description = pool_print(&table->pool, error, "%s", outcome->description),
                                     .values = column_of_nan(table, error)};
  table->n_outcomes++;
  return error->code ? NULL : made->values;
}

static int take_result(struct collected *table, size_t i, const struct stored *stored, struct error *error) {
  const struct table *outcomes = &stored->content.outcomes;
  for (size_t c = 0; c < outcomes->n_columns; c++) {
    double *column = outcome_column(table, &outcomes->columns[c], error);
    if (!column) return (int)error->code;
    column[i] = outcomes->columns[c].values[0];
  }
  const char *wall = stored_execution(stored, "wall_time"), *steps = stored_provenance(stored, "steps");
  static const char ACCEPTED[] = "accepted ";
  if (wall) table->wall[i] = strtod(wall, NULL);
  if (steps && strncmp(steps, ACCEPTED, sizeof ACCEPTED - 1) == 0)
    table->steps[i] = strtod(steps + sizeof ACCEPTED - 1, NULL);
  return OK;
}

static int take_point(struct collected *table, size_t i, struct error *error) {
  static struct stored stored;
  char path[PATH_SIZE], reason[REASON_SIZE];
  struct error cause = {OK, ""};
  const char *identity = table->plan->points[i].identity;
  bool failed = table->state[i] == POINT_FAILED;
  table->reason[i] =
      pool_print(&table->pool, error, "%s", failed ? store_failure(table->plan->store, identity, reason) : "");
  if (table->state[i] != POINT_DONE || error->code) return (int)error->code;
  TRY(store_path(path, table->plan->store, identity, ".h5", error));
  if (stored_read(&stored, path, &cause) == OK) take_result(table, i, &stored, error);
  else table->reason[i] = pool_print(&table->pool, error, "%s", cause.sentence);
  if (cause.code) table->state[i] = POINT_FAILED;
  stored_free(&stored);
  return (int)error->code;
}

int collect(const struct plan *plan, struct plan_tally *tally, struct error *error) {
  struct collected *table = calloc(1, sizeof *table);
  if (!table) return error_set(error, ERROR_FAILED, "no memory for a table");
  table->plan = plan;
  table->state = pool_take(&table->pool, plan->n_points, sizeof *table->state, error);
  table->reason = pool_take(&table->pool, plan->n_points, sizeof *table->reason, error);
  table->wall = column_of_nan(table, error);
  table->steps = column_of_nan(table, error);
  if (!error->code) *tally = plan_look(plan, table->state);
  for (size_t i = 0; !error->code && i < plan->n_points; i++) take_point(table, i, error);
  if (!error->code) collected_write_h5(table, error);
  if (!error->code) collected_write_csv(table, error);
  if (!error->code) collected_write_bands(table, error);
  pool_free(&table->pool);
  free(table);
  return (int)error->code;
}
