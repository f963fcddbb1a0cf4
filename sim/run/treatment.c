/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/treatment.h"

#include <stdlib.h>
#include <string.h>

#include "run/schedule.h"

struct needles treatment_needles(const struct settings *s) {
  return (struct needles){.placing = s->device == FROM_FILE   ? PLACED_BY_LIST
                                     : devices[s->device].lay ? PLACED_IN_LATTICE
                                                              : PLACED_AT_RANDOM,
                          .density = s->density,
                          .depth = s->channel_depth,
                          .depth_deviation = s->depth_deviation,
                          .radius = s->channel_radius,
                          .taper = s->taper,
                          .lattice = &s->lattice,
                          .passes = (size_t)s->passes,
                          .tilt = s->device == ROLLER ? s->entry_angle : s->tilt,
                          .n_directions = s->n_directions,
                          .n_phases = s->n_phases,
                          .direction = s->direction,
                          .phase = s->phase,
                          .n_listed = s->n_listed,
                          .listed = s->listed,
                          .listed_session = s->listed_session,
                          .seed = (uint64_t)s->seed};
}

int treatment_plan(struct treatment *treatment, const struct settings *s, const struct laws *laws,
                   struct error *error) {
  const struct grid *grid = laws->grid;
  *treatment = (struct treatment){.laws = laws, .cells = grid->pitch * grid->axis[1].n * grid->axis[2].n};
  if (s->n_sessions == 0) return OK;
  treatment->session = calloc(s->n_sessions, sizeof *treatment->session);
  if (!treatment->session) return error_set(error, ERROR_FAILED, "no memory for %zu sessions", s->n_sessions);
  struct needles needles = treatment_needles(s);
  double width[2] = {grid->axis[0].length, grid->axis[1].length};
  size_t punctures = 0;
  for (size_t i = 0; i < s->n_sessions; i++) {
    struct session *session = &treatment->session[treatment->n_planned++];
    session->time = schedule_days(s->session[i]);
    TRY(punctures_make(&session->punctures, &needles, i, width, grid->geometry == AXISYMMETRIC, error));
    punctures += session->punctures.n;
  }
  if (punctures == 0)
    return error_set(error, ERROR_CONFIG,
                     "no needle meets the box of %g x %g mm in any session: widen it, or take another seed or phase",
                     width[0], width[1]);
  return OK;
}

int treatment_furnish(struct treatment *treatment, struct error *error) {
  if (treatment->n_planned == 0) return OK;
  for (size_t d = 0; d < treatment->laws->model->n_deposits; d++) {
    treatment->deposit[d] = aligned_alloc(64, treatment->cells * sizeof(double));
    if (!treatment->deposit[d]) return error_set(error, ERROR_FAILED, "no memory for the deposits of a session");
  }
  for (size_t i = 0; i < treatment->n_planned; i++) {
    treatment->session[i].injured = calloc(treatment->cells, sizeof(double));
    if (!treatment->session[i].injured)
      return error_set(error, ERROR_FAILED, "no memory for the injured fraction of a session");
  }
  return OK;
}

void treatment_free(struct treatment *treatment) {
  for (size_t i = 0; i < treatment->n_planned; i++) {
    punctures_free(&treatment->session[i].punctures);
    free(treatment->session[i].injured);
  }
  free(treatment->session);
  for (size_t d = 0; d < MAX_DEPOSITS; d++) free(treatment->deposit[d]);
  *treatment = (struct treatment){0};
}

/* Injure the cells i0 .. i0 + n of a row. Fields without cells here are offered a row of their own that nobody reads. */
static void injure_cells(const struct treatment *treatment, const struct fields *state, size_t i0, size_t n, size_t j,
                         size_t k, double t) {
  enum { BLOCK = 64 };
  const struct laws *laws = treatment->laws;
  const struct grid *grid = laws->grid;
  double unread[MAX_FIELDS][BLOCK];
  for (size_t end = i0 + n; i0 < end; i0 += BLOCK) {
    size_t m = end - i0 < BLOCK ? end - i0 : BLOCK;
    double *u[MAX_FIELDS];
    const double *deposits[MAX_DEPOSITS];
    for (size_t f = 0; f < laws->model->n_fields; f++) {
      u[f] = fields_lives(state, f, k) ? fields_row(state, f, j, k) + i0 : unread[f];
      if (u[f] == unread[f]) memcpy(unread[f], laws->rest_row[f] + i0, m * sizeof(double));
    }
    for (size_t d = 0; d < laws->model->n_deposits; d++)
      deposits[d] = treatment->deposit[d] + (k * grid->axis[1].n + j) * grid->pitch + i0;
    struct cells cells = grid_cells(grid, i0, m, j, k, t);
    laws->model->injure(laws->derived, &cells, deposits, u);
  }
}

/* Only cells that a channel or its rim reaches are touched. */
static void injure_row(const struct treatment *treatment, const struct fields *state, size_t j, size_t k, double t) {
  const struct grid *grid = treatment->laws->grid;
  size_t n = grid->axis[0].n, row = (k * grid->axis[1].n + j) * grid->pitch;
  for (size_t i = 0, begin = n; i <= n; i++) {
    bool reached = false;
    for (size_t d = 0; i < n && d < treatment->laws->model->n_deposits; d++)
      reached = reached || treatment->deposit[d][row + i] > 0;
    if (reached && begin == n) begin = i;
    if (!reached && begin < n) {
      injure_cells(treatment, state, begin, i - begin, j, k, t);
      begin = n;
    }
  }
}

const struct session *treatment_deposit(struct treatment *treatment, size_t i) {
  const struct laws *laws = treatment->laws;
  const struct grid *grid = laws->grid;
  struct session *session = &treatment->session[i];
  for (size_t d = 0; d < laws->model->n_deposits; d++)
    memset(treatment->deposit[d], 0, treatment->cells * sizeof(double));
  for (size_t p = 0; p < session->punctures.n; p++)
    deposit_add(grid, laws->model, laws->derived, &session->punctures.puncture[p], treatment->deposit);
  for (size_t d = 0; d < laws->model->n_deposits; d++) deposit_cap(grid, treatment->deposit[d]);
  memcpy(session->injured, treatment->deposit[laws->model->injured_deposit], treatment->cells * sizeof(double));
  injury_report_make(&session->report, grid, &session->punctures, session->injured);
  return session;
}

const struct session *treatment_apply(struct treatment *treatment, size_t i, double t, struct fields *state) {
  const struct grid *grid = treatment->laws->grid;
  const struct session *session = treatment_deposit(treatment, i);
  for (size_t k = 0; k < grid->axis[2].n; k++)
    for (size_t j = 0; j < grid->axis[1].n; j++) injure_row(treatment, state, j, k, t);
  treatment->n_done = i + 1;
  return session;
}
