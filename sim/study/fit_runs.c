/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_runs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/table.h"
#include "run/simulation.h"
#include "run/stop.h"
#include "study/crew.h"

/* What a run has at the time of an event. */
static void take_series(const struct fit_file *file, size_t treatment, struct simulation *sim, int64_t time,
                        double *series, double *predictions) {
  gauges_take(sim->gauges, stepper_state(sim->stepper), sim->t, true, series, NULL);
  for (size_t i = 0; i < file->n_observations; i++) {
    const struct fit_observation *row = &file->observations[i];
    if (row->treatment == treatment && row->timed && row->time == time) predictions[i] = series[row->index];
  }
}

static int stop_if_asked(struct watcher *watcher, const struct simulation *simulation, double dt, struct error *error) {
  (void)watcher, (void)simulation, (void)dt;
  return stop_signal() ? error_set(error, ERROR_STOPPED, "stopped by %s", stop_signal()) : OK;
}

static int follow(const struct fit_file *file, size_t treatment, struct simulation *sim,
                  const struct schedule *schedule, double *series, double *predictions, struct error *error) {
  struct watcher watcher = {stop_if_asked};
  for (size_t i = 0; i < schedule->n; i++) {
    const struct event *event = &schedule->event[i];
    TRY(simulation_advance(sim, schedule_days(event->time), &watcher, error));
    if (event->measure) take_series(file, treatment, sim, event->time, series, predictions);
    if (event->session >= 0) simulation_injure(sim, (size_t)event->session);
  }
  return OK;
}

static void take_outcomes(const struct fit_file *file, size_t treatment, const struct simulation *sim, double *values,
                          double *predictions) {
  outcomes_values(sim->outcomes, values);
  for (size_t i = 0; i < file->n_observations; i++) {
    const struct fit_observation *row = &file->observations[i];
    if (row->treatment == treatment && !row->timed) predictions[i] = values[row->index];
  }
}

int fit_runs_predict(struct fit_file *file, size_t treatment, const double *values, double *predictions,
                     struct error *error) {
  const struct model *model = file->model;
  struct settings *settings = &file->treatments[treatment].settings;
  struct schedule schedule = {.n = 0};
  struct simulation sim = {.settings = NULL};
  struct pool pool = {NULL};
  double *series = pool_take(&pool, series_count(model), sizeof *series, error);
  double *outcomes = pool_take(&pool, model->n_outcomes + model->n_concludes, sizeof *outcomes, error);
  for (size_t k = 0; k < file->n_parameters; k++)
    row_store(file->rows[k], round_to_12(values[k]), NULL, settings->params, error);
  int code = (int)error->code;
  if (!code) code = schedule_create(&schedule, settings, error);
  if (!code) code = simulation_create(&sim, settings, error);
  if (!code) code = follow(file, treatment, &sim, &schedule, series, predictions, error);
  if (!code) take_outcomes(file, treatment, &sim, outcomes, predictions);
  simulation_free(&sim);
  schedule_free(&schedule);
  pool_free(&pool);
  return code;
}

/* Item i is treatment i mod n of vector i/n. It answers with the predictions of that treatment's observations. */
static int predict(void *context, size_t item, FILE *answer, struct error *error) {
  const struct fit_runs *runs = context;
  struct fit_file *file = runs->file;
  size_t vector = item / file->n_treatments, treatment = item % file->n_treatments;
  double *predictions = runs->predictions + vector * file->n_observations;
  TRY(fit_runs_predict(file, treatment, runs->parameters + vector * file->n_parameters, predictions, error));
  for (size_t i = 0; i < file->n_observations; i++)
    if (file->observations[i].treatment == treatment) fprintf(answer, "%a\n", predictions[i]);
  return OK;
}

static void hear(void *context, const struct crew_answer *answer) {
  struct fit_runs *runs = context;
  const struct fit_file *file = runs->file;
  size_t vector = answer->item / file->n_treatments, treatment = answer->item % file->n_treatments;
  double *predictions = runs->predictions + vector * file->n_observations;
  const char *text = answer->text;
  char *end = NULL;
  runs->done++;
  if (runs->show) fprintf(stderr, "\r\033[K%zu runs", runs->done);
  if (answer->code) {
    runs->failed++;
    snprintf(runs->reason, sizeof runs->reason, "%s", answer->sentence);
    return;
  }
  for (size_t i = 0; i < file->n_observations; i++) {
    if (file->observations[i].treatment != treatment) continue;
    predictions[i] = strtod(text, &end);
    text = end;
  }
}

int fit_runs_evaluate(void *context, size_t n_vectors, const double *parameters, double *predictions,
                      struct error *error) {
  struct fit_runs *runs = context;
  size_t n = n_vectors * runs->file->n_treatments;
  if (stop_signal()) return error_set(error, ERROR_FAILED, "stopped by %s: nothing is kept", stop_signal());
  size_t *items = malloc((n ? n : 1) * sizeof *items);
  if (!items) return error_set(error, ERROR_FAILED, "no memory for %zu runs", n);
  for (size_t i = 0; i < n; i++) items[i] = i;
  for (size_t i = 0; i < n_vectors * runs->file->n_observations; i++) predictions[i] = (double)NAN;
  runs->n_vectors = n_vectors;
  runs->parameters = parameters;
  runs->predictions = predictions;
  const struct crew crew = {.processes = runs->processes < n ? runs->processes : n,
                            .threads = 1,
                            .work = predict,
                            .hear = hear,
                            .context = runs};
  struct error cause = {OK, ""};
  int code = n ? crew_work(&crew, items, n, &cause) : OK;
  free(items);
  if (runs->show && code) fprintf(stderr, "\n");
  if (code == ERROR_STOPPED) return error_set(error, ERROR_FAILED, "%s: nothing is kept", cause.sentence);
  return code ? error_set(error, cause.code, "%s", cause.sentence) : OK;
}
