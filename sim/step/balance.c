/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/balance.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/denormals.h"
#include "ops/diffusion.h"
#include "step/room.h"

/* Where the rates go: they are either kept, or judged at once. */
struct sink {
  const struct fields *rate; /* NULL: they are judged */
  double *residual;          /* [n_fields], of one thread */
};

/* What all threads share. */
struct state {
  const struct laws *laws;
  const struct fields *u;
  double t;
};

/* Rates of row (j, k) of every field that lives there. @param rate  [n_fields], NULL of the others */
static void rates_row(const struct state *state, size_t j, size_t k, bool follows, struct room *room,
                      double *const rate[]) {
  const struct laws *laws = state->laws;
  const size_t n = laws->grid->axis[0].n;
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!rate[f]) continue;
    memset(rate[f], 0, n * sizeof(double));
    if (!(laws->diffusivity[f] > 0)) continue;
    struct neighbours around = neighbours_of(state->u, laws->grid, f, j, k);
    diffuse_row(laws->grid, &around, laws->diffusivity[f], rate[f]);
  }
  taxis_row(laws, state->u, j, k, state->t, follows, &room->taxis, rate);
  react_row(laws, state->u, j, k, state->t, &room->rows);
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!rate[f]) continue;
    const double *u = fields_row(state->u, f, j, k), *made = room->rows.production[f], *loss = room->rows.loss[f];
    for (size_t i = 0; i < n; i++) rate[f][i] += made[i] - loss[i] * u[i];
  }
}

/* NaN stays: it is neither below nor above a number. */
static double larger(double a, double b) { return isnan(a) || b <= a ? a : b; }

static void judge(const struct state *state, size_t j, size_t k, const struct room *room, double *const rate[],
                  double residual[]) {
  const struct laws *laws = state->laws;
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!rate[f] || !(laws->diffusivity[f] > 0)) continue;
    const double *u = fields_row(state->u, f, j, k), *loss = room->rows.loss[f];
    const double least = 0.01 * laws->model->fields[f].scale;
    for (size_t i = 0; i < laws->grid->axis[0].n; i++)
      if (!(loss[i] <= 0)) residual[f] = larger(residual[f], fabs(rate[f][i]) / (loss[i] * (fabs(u[i]) + least)));
  }
}

/* The planes k0 .. k1. @param own  room of one thread for a row of rates of each field */
static void rates_planes(const struct state *state, size_t k0, size_t k1, struct room *room, double *own,
                         const struct sink *sink) {
  const struct laws *laws = state->laws;
  double *rate[MAX_FIELDS];
  for (size_t k = k0; k < k1; k++)
    for (size_t j = 0; j < laws->grid->axis[1].n; j++) {
      for (size_t f = 0; f < laws->model->n_fields; f++)
        rate[f] = !fields_lives(state->u, f, k) ? NULL
                  : sink->rate                  ? fields_row(sink->rate, f, j, k)
                                                : own + f * laws->grid->pitch;
      rates_row(state, j, k, k > k0, room, rate);
      if (!sink->rate) judge(state, j, k, room, rate, sink->residual);
    }
}

/* All planes, shared out among threads. @param residual  [n_fields], or NULL where the rates are kept in `rate` */
static int rates_everywhere(const struct state *state, const struct fields *rate, double residual[],
                            struct error *error) {
  const struct grid *grid = state->laws->grid;
  const size_t n_fields = state->laws->model->n_fields, nz = grid->axis[2].n;
  struct rooms rooms = {0};
  int code = rooms_create(&rooms, state->laws, error);
  double *rows = code == OK ? malloc(rooms.n * n_fields * (grid->pitch + 1) * sizeof *rows) : NULL;
  if (code == OK && !rows) code = error_set(error, ERROR_FAILED, "no memory for the rates of a row");
  if (code == OK) {
#pragma omp parallel num_threads((int)rooms.n) default(none) \
    shared(state, rate, residual, rooms, rows, grid, n_fields, nz)
    {
      denormals_flush();
      size_t thread = (size_t)omp_get_thread_num(), threads = (size_t)omp_get_num_threads();
      double *own = rows + thread * n_fields * (grid->pitch + 1), *largest = own + n_fields * grid->pitch;
      for (size_t f = 0; f < n_fields; f++) largest[f] = -1;
      rates_planes(state, nz * thread / threads, nz * (thread + 1) / threads, &rooms.room[thread], own,
                   &(struct sink){rate, largest});
#pragma omp critical(balance_residual)
      for (size_t f = 0; residual && f < n_fields; f++) residual[f] = larger(residual[f], largest[f]);
    }
  }
  free(rows);
  rooms_free(&rooms);
  return code;
}

int balance_residuals(const struct laws *laws, const struct fields *u, double t, double residual[],
                      struct error *error) {
  for (size_t f = 0; f < laws->model->n_fields; f++) residual[f] = -1;
  return rates_everywhere(&(struct state){laws, u, t}, NULL, residual, error);
}

int balance_rates(const struct laws *laws, const struct fields *u, double t, const struct fields *rate,
                  struct error *error) {
  return rates_everywhere(&(struct state){laws, u, t}, rate, NULL, error);
}
