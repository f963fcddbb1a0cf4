/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/simulation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "measure/series.h"
#include "run/caution.h"
#include "run/size.h"

static const double REST_TOLERANCE = 1e-12; /* [1/day] */

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

int simulation_prepare(struct simulation *sim, const struct settings *settings, struct error *error) {
  const struct model *model = settings->model;
  *sim = (struct simulation){.settings = settings, .derived = calloc(1, model->derived_size)};
  sim->note = open_memstream(&sim->notes, &sim->notes_size);
  if (!sim->derived || !sim->note) return error_set(error, ERROR_FAILED, "no memory for a simulation");
  model->derive(settings->params, settings->module_on, sim->derived);
  struct grid_request request = size_request(settings);
  TRY(grid_create(&sim->grid, &request, error));
  TRY(laws_create(&sim->laws, model, settings->module_on, sim->derived, &sim->grid, error));
  TRY(treatment_plan(&sim->treatment, settings, &sim->laws, error));
  int code = caution_collect(settings, sim->derived, &sim->grid, &sim->treatment, sim->note, error);
  fflush(sim->note);
  return code;
}

int simulation_create(struct simulation *sim, const struct settings *settings, struct error *error) {
  const struct model *model = settings->model;
  TRY(simulation_prepare(sim, settings, error));
  sim->series = calloc(series_count(model) + 1, sizeof *sim->series);
  if (!sim->series) return error_set(error, ERROR_FAILED, "no memory for a simulation");
  TRY(treatment_furnish(&sim->treatment, error));
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

/* The verdict on a rejected step, and where. */
static int give_up(struct simulation *sim, const struct verdict_of_step *verdict, struct error *error) {
  const struct field_spec *field = &sim->settings->model->fields[verdict->field];
  struct worst_cell worst = stepper_worst(sim->stepper, sim->t, verdict->field);
  const struct axis *axis = sim->grid.axis;
  return error_set(error, ERROR_FAILED,
                   "at day %.6g no step is small enough: %s has values in error (%zu in all fields), lowest %.3g of a "
                   "scale; worst in cell (%zu, %zu, %zu) at %s %.6g, y %.6g, depth %.6g mm, which would hold %.3g [%s]",
                   sim->t, field->name, verdict->bad, verdict->lowest, worst.i, worst.j, worst.k,
                   sim->grid.geometry == AXISYMMETRIC ? "r" : "x", axis[0].centre[worst.i], axis[1].centre[worst.j],
                   axis[2].centre[worst.k], worst.value, field->unit);
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
      if (!control_reject(&sim->control, severity, dt, order)) return give_up(sim, &verdict, error);
      continue;
    }
    stepper_accept(sim->stepper);
    sim->t = dt >= left ? target : sim->t + dt;
    sim->tally.accepted++;
    sim->tally.lowest = fmin(sim->tally.lowest, verdict.lowest);
    sim->tally.negative += verdict.negative;
    control_accept(&sim->control, verdict.error, rung, order);
    sample(sim, false);
    if (watcher) TRY(watcher->step(watcher, sim, dt, error));
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

void simulation_recall(struct simulation *sim, size_t i) {
  const struct session *session = treatment_deposit(&sim->treatment, i);
  gauges_session(sim->gauges, &session->punctures, sim->treatment.deposit[sim->settings->model->core_deposit]);
  sim->treatment.n_done = i + 1;
}
