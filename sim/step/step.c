/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W-method with approximate matrix factorisation (scheme.h; Verwer, Spee, Blom, Hundsdorfer 1999), in the values of its stages.
 * Each stage is two passes over memory: planes.c (right-hand side, solves along x and y) and columns.c (solves along z, the next
 * stage's values, or the new values and their error). */
#include "step/step.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/larger.h"
#include "step/balance.h"
#include "step/columns.h"
#include "step/planes.h"

struct stepper {
  const struct laws *laws;
  const struct scheme *scheme;
  double tolerance;
  struct stage_values values;
  struct fields u,
      stage[MAX_STAGES]; /* state; increments and then values of the stages, the last of which is the new state */
  struct ladder ladder;
  struct rooms rooms;
  double planes, columns; /* wall time of the two passes of all stages [s] */
  size_t n_tries;
};

int stepper_create(struct stepper **stepper, const struct laws *laws, const struct scheme *scheme, double tolerance,
                   struct error *error) {
  struct stepper *s = calloc(1, sizeof *s);
  *stepper = s;
  if (!s) return error_set(error, ERROR_FAILED, "no memory for the time step");
  *s = (struct stepper){.laws = laws, .scheme = scheme, .tolerance = tolerance, .values = scheme_in_values(scheme)};
  size_t n = laws->model->n_fields;
  TRY(fields_create(&s->u, laws->grid, n, laws->range, error));
  for (size_t i = 0; i < scheme->n_stages; i++) TRY(fields_create(&s->stage[i], laws->grid, n, laws->range, error));
  TRY(ladder_create(&s->ladder, laws, scheme->gamma, error));
  TRY(rooms_create(&s->rooms, laws, error));
  for (size_t f = 0; f < n; f++)
    for (size_t k = s->u.range[f].k0; k < s->u.range[f].k1; k++)
      for (size_t j = 0; j < laws->grid->axis[1].n; j++)
        memcpy(fields_row(&s->u, f, j, k), laws->rest_row[f], laws->grid->axis[0].n * sizeof(double));
  return OK;
}

void stepper_free(struct stepper *s) {
  if (!s) return;
  fields_free(&s->u);
  for (size_t i = 0; i < MAX_STAGES; i++) fields_free(&s->stage[i]);
  ladder_free(&s->ladder);
  rooms_free(&s->rooms);
  free(s);
}

struct fields *stepper_state(struct stepper *s) {
  return &s->u;
}

void stepper_accept(struct stepper *s) {
  struct fields *fresh = &s->stage[s->scheme->n_stages - 1], swap = s->u;
  s->u = *fresh;
  *fresh = swap;
}

/* How the values of stage i follow from its increment. */
static struct update_rule update_of_stage(const struct stepper *s, size_t i) {
  struct update_rule update = {.n_earlier = i,
                               .own = s->values.own[i],
                               .judged = i + 1 == s->scheme->n_stages,
                               .own_error = s->values.own_error};
  memcpy(update.earlier, s->values.earlier[i], sizeof update.earlier);
  memcpy(update.error, s->values.error, sizeof update.error);
  return update;
}

struct verdict_of_step stepper_try(struct stepper *s, double t, double dt, int rung) {
  s->n_tries++;
  struct verdict_of_step verdict = verdict_none();
  const struct factors *factors = ladder_factors(&s->ladder, dt, rung);
  struct stage_rule rule = {.t = t, .dt = dt, .gamma_dt = s->scheme->gamma * dt, .start = &s->u, .values = &s->u};
  for (size_t i = 0; i < s->scheme->n_stages; i++) {
    double begin = omp_get_wtime();
    rule.out = &s->stage[i];
    rule.n_earlier = i;
    memcpy(rule.weight, s->values.weight[i], sizeof rule.weight);
    planes_pass(s->laws, &rule, factors, &s->rooms);
    double between = omp_get_wtime();
    const struct update_rule update = update_of_stage(s, i);
    verdict = columns_pass(s->laws, &rule, factors, &update, s->tolerance, &s->rooms);
    if (!update.judged) rule.values = rule.earlier[i] = &s->stage[i];
    s->planes += between - begin;
    s->columns += omp_get_wtime() - between;
  }
  return verdict;
}

struct worst_cell stepper_worst(struct stepper *s, double t, size_t field) {
  size_t last = s->scheme->n_stages - 1;
  const struct fields *earlier[MAX_EARLIER] = {0};
  for (size_t i = 0; i < last; i++) earlier[i] = &s->stage[i];
  struct update_rule update = update_of_stage(s, last);
  columns_tolerances(&update, s->laws, s->tolerance, field);
  struct worst_cell worst = worst_find(s->laws->grid, field, &s->u, earlier, &s->stage[last], &update);
  worst_trace(&worst, s->laws->grid, field, stepper_rates(s, t));
  return worst;
}

const struct fields *stepper_rates(struct stepper *s, double t) {
  planes_pass(s->laws, &(struct stage_rule){.t = t, .dt = 1, .values = &s->u, .out = &s->stage[0]}, NULL, &s->rooms);
  return &s->stage[0];
}

void stepper_balance(struct stepper *s, double t, double residual[]) {
  balance_residuals(s->laws, &s->u, stepper_rates(s, t), t, &s->rooms, residual);
}

double stepper_residual(struct stepper *s, double t) {
  const struct fields *rates = stepper_rates(s, t);
  double largest = 0;
  for (size_t f = 0; f < s->laws->model->n_fields; f++)
    for (size_t k = s->u.range[f].k0; k < s->u.range[f].k1; k++)
      for (size_t j = 0; j < s->laws->grid->axis[1].n; j++)
        for (size_t i = 0; i < s->laws->grid->axis[0].n; i++)
          largest = larger(largest, fabs(fields_row(rates, f, j, k)[i]) / s->laws->model->fields[f].scale);
  return largest;
}

static size_t stored_planes(const struct stepper *s) {
  size_t planes = 0;
  for (size_t f = 0; f < s->u.n; f++) planes += s->u.range[f].k1 - s->u.range[f].k0;
  return planes;
}

size_t stepper_values(const struct stepper *s) {
  return stored_planes(s) * s->laws->grid->axis[0].n * s->laws->grid->axis[1].n;
}

double stepper_bytes(const struct grid *grid, size_t planes, const struct scheme *scheme) {
  return (double)(1 + scheme->n_stages) * (double)planes * (double)grid->pitch * (double)grid->axis[1].n *
         sizeof(double);
}

double stepper_wall(const struct stepper *s) { return s->planes + s->columns; }

size_t stepper_tries(const struct stepper *s) { return s->n_tries; }

struct step_costs stepper_costs(const struct stepper *s) {
  return step_costs_of(&s->rooms, s->planes, s->columns);
}
