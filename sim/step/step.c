/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W-method with approximate matrix factorisation (scheme.h; Verwer, Spee, Blom, Hundsdorfer 1999). Each stage is two passes over
 * memory. Planes: transport, reaction and the factor of the losses row by row, solves along x in groups of rows and along y while
 * the plane is in cache. Columns: solves along z, then the next stage's values, or the new values and their error.
 * Threads share out planes and columns; every value is computed from the same numbers in the same order whoever does it. */
#include "step/step.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/denormals.h"
#include "ops/diffusion.h"
#include "step/factors.h"
#include "step/room.h"

enum { COLUMN_LENGTH = 512, SMALL_WORK = 1 << 14 };

struct stepper {
  const struct laws *laws;
  const struct scheme *scheme;
  double tolerance;
  struct fields u, v, k[MAX_STAGES]; /* state, stage values and then new values, increments */
  struct ladder ladder;
  struct rooms rooms;
  struct step_clock clock;
};

/* One stage of one step. */
struct stage {
  size_t index;
  double t, dt, gamma_dt;
  const struct fields *source;
  const struct factors *factors; /* NULL: the rates alone are wanted */
};

int stepper_create(struct stepper **stepper, const struct laws *laws, const struct scheme *scheme, double tolerance,
                   struct error *error) {
  struct stepper *s = calloc(1, sizeof *s);
  *stepper = s;
  if (!s) return error_set(error, ERROR_FAILED, "no memory for the time step");
  *s = (struct stepper){.laws = laws, .scheme = scheme, .tolerance = tolerance};
  size_t n = laws->model->n_fields;
  TRY(fields_create(&s->u, laws->grid, n, laws->range, error));
  TRY(fields_create(&s->v, laws->grid, n, laws->range, error));
  for (size_t i = 0; i < scheme->n_stages; i++) TRY(fields_create(&s->k[i], laws->grid, n, laws->range, error));
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
  fields_free(&s->v);
  for (size_t i = 0; i < MAX_STAGES; i++) fields_free(&s->k[i]);
  ladder_free(&s->ladder);
  rooms_free(&s->rooms);
  free(s);
}

struct fields *stepper_state(struct stepper *s) {
  return &s->u;
}

void stepper_accept(struct stepper *s) {
  struct fields swap = s->u;
  s->u = s->v;
  s->v = swap;
}

/* Diffusion of the rows j0 .. j1 of plane k, field by field so that memory is read in long runs. */
static void diffuse_rows(const struct stepper *s, const struct stage *stage, size_t j0, size_t j1, size_t k) {
  const struct laws *laws = s->laws;
  const struct fields *out = &s->k[stage->index];
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!fields_lives(out, f, k)) continue;
    if (!(laws->diffusivity[f] > 0)) {
      memset(fields_row(out, f, j0, k), 0, (j1 - j0) * out->row * sizeof(double));
      continue;
    }
    for (size_t j = j0; j < j1; j++) {
      struct neighbours u = neighbours_of(stage->source, laws->grid, f, j, k);
      diffuse_row(laws->grid, &u, laws->diffusivity[f], fields_row(out, f, j, k));
    }
  }
}

/* Increments of row (j, k), before any line solve; its diffusion is there already. */
static void rates_row(const struct stepper *s, const struct stage *stage, size_t j, size_t k, bool follows,
                      struct room *room) {
  const struct laws *laws = s->laws;
  const struct rows *rows = &room->rows;
  double *out[MAX_FIELDS];
  for (size_t f = 0; f < laws->model->n_fields; f++)
    out[f] = fields_lives(stage->source, f, k) ? fields_row(&s->k[stage->index], f, j, k) : NULL;
  taxis_row(laws, stage->source, j, k, stage->t, follows, &room->taxis, out);
  react_row(laws, stage->source, j, k, stage->t, &room->rows);
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!out[f]) continue;
    const double *earlier[MAX_STAGES];
    double weight[MAX_STAGES];
    size_t n_earlier = 0;
    for (size_t i = 0; stage->factors && i < stage->index; i++) {
      if (s->scheme->c[stage->index][i] == 0) continue;
      weight[n_earlier] = s->scheme->c[stage->index][i];
      earlier[n_earlier++] = fields_row(&s->k[i], f, j, k);
    }
    stage_row(laws->grid->axis[0].n, stage->dt, stage->gamma_dt, fields_row(stage->source, f, j, k),
              rows->production[f], rows->loss[f], n_earlier, earlier, weight, out[f]);
  }
}

/* Increments of plane k, with the factors of losses, x and y. */
static void rates_plane(struct stepper *s, const struct stage *stage, size_t k, bool follows, struct room *room) {
  const struct laws *laws = s->laws;
  struct fields *out = &s->k[stage->index];
  size_t ny = laws->grid->axis[1].n;
  for (size_t j0 = 0; j0 < ny; j0 += ROW_GROUP) {
    size_t j1 = j0 + ROW_GROUP < ny ? j0 + ROW_GROUP : ny;
    diffuse_rows(s, stage, j0, j1, k);
    for (size_t j = j0; j < j1; j++) rates_row(s, stage, j, k, follows, room);
    for (size_t f = 0; stage->factors && f < laws->model->n_fields; f++)
      if (fields_lives(out, f, k))
        line_solve_along(&stage->factors->line[f][0], fields_row(out, f, j0, k), j1 - j0, out->row, room->solve);
  }
  for (size_t f = 0; stage->factors && f < laws->model->n_fields; f++)
    if (fields_lives(out, f, k))
      line_solve_across(&stage->factors->line[f][1], fields_row(out, f, 0, k), out->row, out->row, NULL);
}

static bool worth_threads(const struct stepper *s) {
  return grid_size(s->laws->grid) * s->laws->model->n_fields > SMALL_WORK;
}

static void rates_pass(struct stepper *s, const struct stage *stage) {
  double begin = omp_get_wtime();
  size_t nz = s->laws->grid->axis[2].n;
#pragma omp parallel num_threads((int)s->rooms.n) if (worth_threads(s)) default(none) shared(s, stage, nz)
  {
    denormals_flush();
    size_t thread = (size_t)omp_get_thread_num(), threads = (size_t)omp_get_num_threads();
    size_t k0 = nz * thread / threads, k1 = nz * (thread + 1) / threads;
    for (size_t k = k0; k < k1; k++) rates_plane(s, stage, k, k > k0, &s->rooms.room[thread]);
  }
  s->clock.rates += omp_get_wtime() - begin;
}

/* Solve field f along z for some rows of every plane, then make the values that follow. */
static void update_columns(struct stepper *s, const struct stage *stage, size_t f, size_t j0, size_t j1,
                           struct verdict_of_step *verdict) {
  struct verdict_of_step own = verdict_none();
  const struct scheme *scheme = s->scheme;
  size_t i = stage->index, length = (j1 - j0) * s->u.row;
  bool last = i + 1 == scheme->n_stages;
  const double *a = last ? scheme->m : scheme->a[i + 1];
  double scale = s->laws->model->fields[f].scale;
  struct range range = s->u.range[f];
  const double *ahead = j1 < s->laws->grid->axis[1].n ? fields_row(&s->k[i], f, j1, range.k0) : NULL;
  line_solve_across(&stage->factors->line[f][2], fields_row(&s->k[i], f, j0, range.k0), s->u.plane, length, ahead);
  for (size_t k = range.k0; k < range.k1; k++) {
    const double *increments[MAX_STAGES], *u = fields_row(&s->u, f, j0, k);
    double *fresh = fields_row(&s->v, f, j0, k);
    for (size_t q = 0; q <= i; q++) increments[q] = fields_row(&s->k[q], f, j0, k);
    combine_row(length, u, i + 1, increments, a, fresh);
    if (last)
      judge_row(length, u, i + 1, increments, scheme->e, s->tolerance, 0.01 * s->tolerance * scale, scale, fresh, &own);
  }
  if (own.bad > 0 || !(own.lowest >= STEP_LOWEST)) own.field = f;
  verdict_merge(verdict, &own);
}

static struct verdict_of_step update_pass(struct stepper *s, const struct stage *stage) {
  double begin = omp_get_wtime();
  struct verdict_of_step verdict = verdict_none();
  size_t ny = s->laws->grid->axis[1].n, n_fields = s->laws->model->n_fields;
  size_t group = s->u.row < COLUMN_LENGTH ? COLUMN_LENGTH / s->u.row : 1, n_groups = (ny + group - 1) / group;
#pragma omp parallel num_threads((int)s->rooms.n) if (worth_threads(s)) default(none) \
    shared(s, stage, verdict, ny, n_fields, group, n_groups)
  {
    denormals_flush();
    struct verdict_of_step own = verdict_none();
#pragma omp for collapse(2) schedule(dynamic) nowait
    for (size_t f = 0; f < n_fields; f++)
      for (size_t g = 0; g < n_groups; g++)
        if (s->u.plane0[f]) update_columns(s, stage, f, g * group, g + 1 < n_groups ? (g + 1) * group : ny, &own);
#pragma omp critical(step_verdict)
    verdict_merge(&verdict, &own);
  }
  s->clock.updates += omp_get_wtime() - begin;
  return verdict;
}

struct verdict_of_step stepper_try(struct stepper *s, double t, double dt, int rung) {
  struct verdict_of_step verdict = verdict_none();
  const struct factors *factors = ladder_factors(&s->ladder, dt, rung);
  for (size_t i = 0; i < s->scheme->n_stages; i++) {
    struct stage stage = {i, t, dt, s->scheme->gamma * dt, i ? &s->v : &s->u, factors};
    rates_pass(s, &stage);
    verdict = update_pass(s, &stage);
  }
  return verdict;
}

double stepper_residual(struct stepper *s, double t) {
  struct stage stage = {0, t, 1, 0, &s->u, NULL};
  rates_pass(s, &stage);
  double largest = 0;
  for (size_t f = 0; f < s->laws->model->n_fields; f++)
    for (size_t k = s->u.range[f].k0; k < s->u.range[f].k1; k++)
      for (size_t j = 0; j < s->laws->grid->axis[1].n; j++)
        for (size_t i = 0; i < s->laws->grid->axis[0].n; i++) {
          double rate = fabs(fields_row(&s->k[0], f, j, k)[i]) / s->laws->model->fields[f].scale;
          if (!isnan(largest) && !(rate <= largest)) largest = rate; /* NaN stays */
        }
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
  return (double)(2 + scheme->n_stages) * (double)planes * (double)grid->pitch * (double)grid->axis[1].n *
         sizeof(double);
}

struct step_clock stepper_clock(const struct stepper *s) {
  return s->clock;
}
