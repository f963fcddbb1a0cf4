/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Cases of verify_reference.c, and their courses: states on some days, by the engine and by the stiff solver.
 */
#pragma once
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/registry.h"
#include "run/simulation.h"
#include "stiff_solver.h"

enum { MOST_TIMES = 8, MOST_ASSIGNMENTS = 16 };

/* What is treated, and when it is looked at; a session on one of these days comes after the look. */
struct treatment_case {
  const char *name, *file;                       /* the second in the name of its table */
  const char *assignments[MOST_ASSIGNMENTS - 2]; /* to configs/reference.yaml; NULL ends them */
  size_t n_unknowns;
  double days[MOST_TIMES]; /* 0 ends them */
};

static const struct treatment_case ref_1 = {
    "REF-1", "ref_1", {"grid.spacing=[8.925 um, 1 mm]"}, 40 * 18, {0.25, 1, 3, 7, 14, 28, 84, 365}};

static const struct treatment_case two_layers = {
    "dense channels in two layers",
    "two_layers",
    {"skin.layers={epidermis: 0.1 mm, dermis: 0.2 mm}", "skin.modules=[vessels]", "grid.radius=150 um",
     "grid.spacing=[12.5 um, 0.1 mm]", "treatment.device.density=1415 /cm^2", "treatment.device.channel_depth=0.2 mm",
     "treatment.device.channel_radius=50 um", "treatment.device.taper=0.5", "run.end=28 day"},
    12 * (9 + 2 * 17),
    {0.25, 1, 3, 7, 14, 28}};

static const struct treatment_case two_sessions = {
    "second session on day 7",
    "two_sessions",
    {"skin.modules=[]",
     "skin.parameters={fibroblast_taxis_speed: 500 um/day, tgf_beta_diffusivity: 0.5 um^2/s, collagen_loss_fraction: "
     "0.8}",
     "grid.radius=300 um", "grid.spacing=[12.5 um, 1 mm]", "treatment.device.channel_radius=60 um",
     "treatment.sessions=[0 day, 7 day]", "run.end=56 day"},
    24 * 15,
    {0.5, 2, 7, 7.5, 9, 14, 28, 56}};

/* A simulation of a case and the equations of its cells. */
struct scene {
  const struct treatment_case *treated;
  struct settings settings;
  struct simulation sim;
  struct equations *equations;
};

static inline struct scene *scene_of(const struct treatment_case *treated, const char *scheme, double tolerance) {
  struct scene *s = calloc(1, sizeof *s);
  cr_assert_not_null(s);
  s->treated = treated;
  char chosen[2][64];
  snprintf(chosen[0], sizeof chosen[0], "run.scheme=%s", scheme);
  snprintf(chosen[1], sizeof chosen[1], "run.tolerance=%g", tolerance);
  struct assignment set[MOST_ASSIGNMENTS] = {{chosen[0]}, {chosen[1]}};
  size_t n = 2;
  for (size_t a = 0; treated->assignments[a]; a++) set[n++] = (struct assignment){treated->assignments[a]};
  struct error error = {OK, ""};
  const struct settings_request request = {.path = MEND_SOURCE_DIR "/configs/reference.yaml",
                                           .assignments = set,
                                           .n_assignments = n,
                                           .models = models,
                                           .n_models = n_models};
  cr_assert_eq(settings_read(&s->settings, &request, stderr, &error), OK, "%s", error.sentence);
  cr_assert_eq(simulation_create(&s->sim, &s->settings, &error), OK, "%s", error.sentence);
  s->equations = equations_of(s->settings.model, s->settings.module_on, s->sim.derived, &s->sim.grid);
  cr_assert_eq(s->equations->n, treated->n_unknowns, "%zu unknowns", s->equations->n);
  return s;
}

static inline void scene_free(struct scene *s) {
  free(s->equations);
  simulation_free(&s->sim);
  settings_free(&s->settings);
  free(s);
}

/* Values of fields of the engine as the unknowns of the equations. */
static inline void gather(const struct scene *s, const struct fields *fields, double y[]) {
  const struct equations *e = s->equations;
  for (size_t f = 0; f < e->model->n_fields; f++)
    for (size_t c = 0; c < e->nr * e->nz; c++) {
      cr_assert_eq(lives(e, f, c), fields_lives(fields, f, c / e->nr));
      if (lives(e, f, c)) y[e->unknown[f][c]] = fields_row(fields, f, 0, c / e->nr)[c % e->nr];
    }
}

/* The session that is due on a day, or NOT_HERE. */
static inline int session_on(const struct scene *s, double day) {
  for (size_t i = 0; i < s->settings.n_sessions; i++)
    if (fabs(schedule_days(s->settings.session[i]) - day) < 1e-9) return (int)i;
  return NOT_HERE;
}

static inline void advance(struct scene *s, double day) {
  struct error error = {OK, ""};
  cr_assert_eq(simulation_advance(&s->sim, day, NULL, &error), OK, "%s", error.sentence);
}

/* States at the days of a case. */
struct course {
  size_t n_days, n_steps;
  double *state[MOST_TIMES];
};

static inline void course_free(struct course *course) {
  for (size_t d = 0; d < course->n_days; d++) free(course->state[d]);
}

static inline void keep(struct course *course, const struct equations *e, const double y[]) {
  double *state = malloc(e->n * sizeof *state);
  cr_assert_not_null(state);
  memcpy(state, y, e->n * sizeof *state);
  course->state[course->n_days++] = state;
}

static inline struct course by_engine(struct scene *s) {
  struct course course = {0};
  double *y = calloc(s->equations->n, sizeof *y);
  simulation_injure(&s->sim, 0);
  for (size_t d = 0; d < MOST_TIMES && s->treated->days[d] > 0; d++) {
    advance(s, s->treated->days[d]);
    gather(s, stepper_state(s->sim.stepper), y);
    keep(&course, s->equations, y);
    int session = session_on(s, s->treated->days[d]);
    if (session != NOT_HERE) simulation_injure(&s->sim, (size_t)session);
  }
  course.n_steps = s->sim.tally.accepted + s->sim.tally.rejected;
  free(y);
  return course;
}

/* Deposits are the engine's; they do not depend on the state. */
static inline void injure(struct scene *s, size_t session, double y[]) {
  treatment_deposit(&s->sim.treatment, session);
  equations_injure(s->equations, s->sim.treatment.deposit, s->sim.grid.pitch, y);
}

static inline struct course by_reference(struct scene *s, double tolerance) {
  struct course course = {0};
  struct solver *solver = solver_of(s->equations, tolerance);
  double *y = calloc(s->equations->n, sizeof *y), t = 0;
  equations_rest(s->equations, y);
  injure(s, 0, y);
  for (size_t d = 0; d < MOST_TIMES && s->treated->days[d] > 0; d++) {
    solver_advance(solver, t, s->treated->days[d], y);
    t = s->treated->days[d];
    keep(&course, s->equations, y);
    int session = session_on(s, t);
    if (session == NOT_HERE) continue;
    injure(s, (size_t)session, y);
    solver_restart(solver);
  }
  solver_free(solver);
  free(y);
  return course;
}
