/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/simulation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "measure/series.h"

static const double REST_TOLERANCE = 1e-12; /* [1/day] */

struct grid_request simulation_grid(const struct settings *s) {
  struct grid_request request = {
      .geometry = (enum geometry)s->geometry, .periodic = s->periodic, .n_layers = s->model->n_layers};
  for (size_t a = 0; a < 3; a++) request.spacing[a] = s->spacing[a];
  for (size_t a = 0; a < 2; a++) request.width[a] = s->width[a];
  if (s->geometry == AXISYMMETRIC) request.width[0] = s->radius, request.width[1] = 0;
  for (size_t l = 0; l < s->model->n_layers; l++) request.thickness[l] = s->thickness[l];
  return request;
}

/* Collects what is said of the numbers, a sentence a line; a refusal becomes the error. */
struct listener {
  struct judge judge;
  FILE *notes;
  struct error *error;
};

static void listen(struct judge *judge, enum verdict verdict, const char *sentence) {
  struct listener *listener = (struct listener *)judge;
  if (verdict == REFUSAL) error_set(listener->error, ERROR_CONFIG, "%s", sentence);
  else fprintf(listener->notes, "%s%s\n", verdict == WARNING ? "warning: " : "", sentence);
}

static double widest_radius(const struct treatment *treatment) {
  double widest = 0;
  for (size_t i = 0; i < treatment->n_planned; i++)
    for (size_t p = 0; p < treatment->session[i].punctures.n; p++)
      widest = fmax(widest, treatment->session[i].punctures.puncture[p].radius);
  return widest;
}

/* Where the model is known to fail. */
static void say_limits(const struct simulation *sim, FILE *notes) {
  const struct axis *axis = sim->grid.axis;
  const struct model *model = sim->settings->model;
  if (sim->settings->n_sessions == 0) return;
  double radius = widest_radius(&sim->treatment);
  double spacing = fmax(axis[0].n > 1 ? axis[0].h : 0, axis[1].n > 1 ? axis[1].h : 0);
  if (model->largest_radius > 0 && radius > model->largest_radius)
    fprintf(notes, "warning: channels of %g mm radius: above %g mm the model %s is known to fail\n", radius,
            model->largest_radius, model->name);
  if (model->largest_spacing > 0 && spacing > model->largest_spacing * (1 + 1e-6))
    fprintf(notes, "warning: a spacing of %g um does not resolve the channels; %g um or less does\n", 1e3 * spacing,
            1e3 * model->largest_spacing);
}

static int judge_numbers(struct simulation *sim, struct error *error) {
  sim->note = open_memstream(&sim->notes, &sim->notes_size);
  if (!sim->note) return error_set(error, ERROR_FAILED, "no memory for notes");
  struct listener listener = {.judge = {listen}, .notes = sim->note, .error = error};
  if (sim->settings->model->check) sim->settings->model->check(sim->derived, &listener.judge);
  say_limits(sim, sim->note);
  fflush(sim->note);
  return (int)error->code;
}

static int check_rest(struct simulation *sim, struct error *error) {
  sim->tally.rest_residual = stepper_residual(sim->stepper, 0);
  if (sim->tally.rest_residual < REST_TOLERANCE) return OK;
  return error_set(error, ERROR_CONFIG,
                   "model %s: with these parameters the untreated state does not rest: %.3g of a scale per day",
                   sim->settings->model->name, sim->tally.rest_residual);
}

static void sample(struct simulation *sim, bool session) {
  double begin = wall_clock();
  gauges_take(sim->gauges, stepper_state(sim->stepper), sim->t, false, sim->series, NULL);
  outcomes_sample(sim->outcomes, sim->t, sim->series, session);
  sim->tally.measuring += wall_clock() - begin;
}

int simulation_create(struct simulation *sim, const struct settings *settings, struct error *error) {
  const struct model *model = settings->model;
  *sim = (struct simulation){.settings = settings};
  sim->derived = calloc(1, model->derived_size);
  sim->series = calloc(model->n_measures + model->n_combines + 1, sizeof *sim->series);
  if (!sim->derived || !sim->series) return error_set(error, ERROR_FAILED, "no memory for a simulation");
  model->derive(settings->params, settings->module_on, sim->derived);
  struct grid_request request = simulation_grid(settings);
  TRY(grid_create(&sim->grid, &request, error));
  TRY(laws_create(&sim->laws, model, settings->module_on, sim->derived, &sim->grid, error));
  TRY(treatment_create(&sim->treatment, settings, &sim->laws, error));
  TRY(judge_numbers(sim, error));
  TRY(stepper_create(&sim->stepper, &sim->laws, &schemes[settings->scheme], settings->tolerance, error));
  TRY(gauges_create(&sim->gauges, &sim->laws, error));
  TRY(outcomes_create(&sim->outcomes, model, sim->derived, sim->gauges, error));
  TRY(check_rest(sim, error));
  control_restart(&sim->control);
  sample(sim, false);
  return OK;
}

void simulation_free(struct simulation *sim) {
  outcomes_free(sim->outcomes);
  gauges_free(sim->gauges);
  stepper_free(sim->stepper);
  treatment_free(&sim->treatment);
  laws_free(&sim->laws);
  grid_free(&sim->grid);
  free(sim->derived);
  free(sim->series);
  if (sim->note) fclose(sim->note);
  free(sim->notes);
  *sim = (struct simulation){0};
}

int simulation_advance(struct simulation *sim, double target, struct watcher *watcher, struct error *error) {
  int order = schemes[sim->settings->scheme].embedded_order;
  while (sim->t < target) {
    int rung;
    double left = target - sim->t, dt = control_next(&sim->control, left, &rung);
    struct verdict_of_step verdict = stepper_try(sim->stepper, sim->t, dt, rung);
    if (verdict.bad > 0 || !(verdict.lowest >= STEP_LOWEST)) {
      sim->tally.rejected++;
      double severity = verdict.bad > 0 ? verdict.error : HUGE_VAL;
      if (!control_reject(&sim->control, severity, dt, order))
        return error_set(
            error, ERROR_FAILED,
            "at day %.6g no step is small enough: %s has values in error (%zu in all fields), lowest %.3g of a scale",
            sim->t, sim->settings->model->fields[verdict.field].name, verdict.bad, verdict.lowest);
      continue;
    }
    stepper_accept(sim->stepper);
    sim->t = dt >= left ? target : sim->t + dt;
    sim->tally.accepted++;
    sim->tally.lowest = fmin(sim->tally.lowest, verdict.lowest);
    sim->tally.negative += verdict.negative;
    control_accept(&sim->control, verdict.error, rung, order);
    sample(sim, false);
    if (watcher) watcher->step(watcher, sim, dt);
  }
  return OK;
}

/* A model may want something to have healed before the next session. */
static void warn_unready(struct simulation *sim, size_t i) {
  const struct model *model = sim->settings->model;
  int series = model->ready.series && i > 0 ? series_index(model, model->ready.series) : -1;
  if (series < 0 || !(sim->series[series] < model->ready.level)) return;
  fprintf(sim->note, "warning: session %zu on day %g: %s (%s %.3g, below %g)\n", i + 1, sim->t, model->ready.sentence,
          model->ready.series, sim->series[series], model->ready.level);
  fflush(sim->note);
}

const struct session *simulation_injure(struct simulation *sim, size_t i) {
  double begin = wall_clock();
  warn_unready(sim, i);
  const struct session *session = treatment_apply(&sim->treatment, i, sim->t, stepper_state(sim->stepper));
  gauges_session(sim->gauges, &session->punctures, sim->treatment.deposit[sim->settings->model->core_deposit]);
  sim->tally.injuring += wall_clock() - begin;
  sample(sim, true);
  control_restart(&sim->control);
  return session;
}

double simulation_bytes(const struct simulation *sim) {
  size_t arrays = sim->treatment.n_planned > 0 ? sim->treatment.n_planned + sim->settings->model->n_deposits : 0;
  return (double)stepper_bytes(sim->stepper) +
         (double)(arrays + gauges_arrays(sim->gauges)) * (double)sim->treatment.cells * sizeof(double);
}
