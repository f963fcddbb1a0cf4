/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The equations of a model in an axisymmetric cell as a system u' = f(u), written from the laws alone, cell by cell
 *  and face by face; of the engine it uses the sizes of the grid. What is the model's own is its pure functions.
 *
 *  Volumes are rings pi (r1^2 - r0^2) h_z. Faces carry D (u_b - u_a)/h, and for movers v u with v as sim/ops/taxis.c says.
 */
#pragma once
#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "grid/grid.h"
#include "model.h"

enum { MOST_CELLS = 128, NOT_HERE = -1 };

struct equations {
  const struct model *model;
  const bool *module_on;
  const void *derived;
  size_t nr, nz;
  double hr, hz;
  int layer[MOST_CELLS];      /* of a plane */
  double top[MAX_LAYERS + 1]; /* depths of the layers' faces [mm] */
  double rest[MAX_FIELDS];
  size_t n;                            /* unknowns */
  int unknown[MAX_FIELDS][MOST_CELLS]; /* [field][k nr + i], or NOT_HERE */
  double u[MAX_FIELDS][MOST_CELLS], rate[MAX_FIELDS][MOST_CELLS];
};

static inline double number_in(const void *derived, size_t offset) {
  double value;
  memcpy(&value, (const char *)derived + offset, sizeof value);
  return value;
}

/** Equations of a model on the cells of a grid of rings. All is borrowed; to be freed with free. */
static inline struct equations *equations_of(const struct model *model, const bool *module_on, const void *derived,
                                             const struct grid *grid) {
  struct equations *e = calloc(1, sizeof *e);
  cr_assert_not_null(e);
  *e = (struct equations){.model = model, .module_on = module_on, .derived = derived};
  e->nr = grid->axis[0].n, e->nz = grid->axis[2].n;
  e->hr = grid->axis[0].length / (double)e->nr, e->hz = grid->axis[2].length / (double)e->nz;
  cr_assert(grid->geometry == AXISYMMETRIC && e->nr * e->nz <= MOST_CELLS);
  for (size_t l = 0; l < grid->n_layers; l++) {
    for (size_t k = grid->layer[l].k0; k < grid->layer[l].k1; k++) e->layer[k] = (int)l;
    e->top[l] = e->hz * (double)grid->layer[l].k0, e->top[l + 1] = e->hz * (double)grid->layer[l].k1;
  }
  model->rest(derived, e->rest);
  for (size_t c = 0; c < e->nr * e->nz; c++) /* cell by cell, so that neighbours are near each other */
    for (size_t f = 0; f < model->n_fields; f++) {
      const struct field_spec *field = &model->fields[f];
      bool on = field->module == CORE || module_on[field->module];
      e->unknown[f][c] = on && field->layers >> e->layer[c / e->nr] & 1 ? (int)e->n++ : NOT_HERE;
    }
  return e;
}

static inline bool lives(const struct equations *e, size_t f, size_t c) { return e->unknown[f][c] != NOT_HERE; }

/** The rest state. @param y  out, shape [n] */
static inline void equations_rest(const struct equations *e, double y[]) {
  for (size_t f = 0; f < e->model->n_fields; f++)
    for (size_t c = 0; c < e->nr * e->nz; c++)
      if (lives(e, f, c)) y[e->unknown[f][c]] = e->rest[f];
}

static inline double ring_area(const struct equations *e, size_t i) {
  return 3.14159265358979323846 * e->hr * e->hr * (double)(2 * i + 1);
}

/* A face between two cells, along r (axis 0) or z (axis 1). */
struct edge {
  size_t below, above, axis;
  double h, area, volume[2]; /* area of the face, volumes of the cells below and above */
};

/** The face above a cell, if a cell lies beyond it. */
static inline bool edge_above(const struct equations *e, size_t c, size_t axis, struct edge *edge) {
  size_t i = c % e->nr, k = c / e->nr;
  double face = 2 * 3.14159265358979323846 * e->hr * (double)(i + 1) * e->hz;
  if (axis == 0)
    *edge = (struct edge){c, c + 1, 0, e->hr, face, {ring_area(e, i) * e->hz, ring_area(e, i + 1) * e->hz}};
  else
    *edge = (struct edge){c, c + e->nr, 1, e->hz, ring_area(e, i), {ring_area(e, i) * e->hz, ring_area(e, i) * e->hz}};
  return axis == 0 ? i + 1 < e->nr : k + 1 < e->nz;
}

static inline void carry(struct equations *e, size_t f, const struct edge *edge, double flux) {
  e->rate[f][edge->below] -= flux * edge->area / edge->volume[0];
  e->rate[f][edge->above] += flux * edge->area / edge->volume[1];
}

/* The cell a step away along an axis, or the cell itself where the field has none there. */
static inline size_t next_cell(const struct equations *e, size_t f, size_t c, size_t axis, int step) {
  size_t place = axis == 0 ? c % e->nr : c / e->nr, n = axis == 0 ? e->nr : e->nz, stride = axis == 0 ? 1 : e->nr;
  if (step < 0 ? place == 0 : place + 1 == n) return c;
  size_t other = step < 0 ? c - stride : c + stride;
  return lives(e, f, other) ? other : c;
}

/* Mean of the four face differences beside an edge [unit/mm]: walls and the axis count as 0, inner borders of the
 * mover's layers do not count. */
static inline double transverse(const struct equations *e, size_t mover, size_t signal, const struct edge *edge) {
  size_t axis = 1 - edge->axis, cells[2] = {edge->below, edge->above}, counted = 0;
  double sum = 0;
  for (size_t s = 0; s < 2; s++)
    for (int step = -1; step < 2; step += 2) {
      size_t other = next_cell(e, mover, cells[s], axis, step), k = cells[s] / e->nr;
      bool border = axis == 1 && other == cells[s] && (step < 0 ? k > 0 : k + 1 < e->nz);
      if (border) continue;
      sum += step * (e->u[signal][other] - e->u[signal][cells[s]]) / (axis == 0 ? e->hr : e->hz);
      counted++;
    }
  return counted ? sum / (double)counted : 0;
}

static inline double van_leer(double a, double b) { return a * b > 0 ? 2 * a * b / (a + b) : 0; }

static inline struct cells plane_of(const struct equations *e, size_t k, double centre[]) {
  for (size_t i = 0; i < e->nr; i++) centre[i] = e->hr * ((double)i + 0.5);
  return (struct cells){.n = e->nr,
                        .x = centre,
                        .y = 0.5,
                        .z = e->hz * ((double)k + 0.5),
                        .size = {e->hr, 1, e->hz},
                        .layer = e->layer[k],
                        .layer_top = e->top[e->layer[k]],
                        .layer_bottom = e->top[e->layer[k] + 1]};
}

static inline void fill(const struct equations *e, const struct taxis_spec *taxis, double filling[]) {
  for (size_t c = 0; c < e->nr * e->nz; c++) filling[c] = 1;
  for (size_t k = 0; taxis->filling && k < e->nz; k++) {
    double centre[MOST_CELLS];
    const double *u[MAX_FIELDS];
    for (size_t f = 0; f < e->model->n_fields; f++) u[f] = e->u[f] + k * e->nr;
    struct cells cells = plane_of(e, k, centre);
    taxis->filling(e->derived, &cells, u, filling + k * e->nr);
  }
}

static inline void add_diffusion(struct equations *e, size_t f, double D) {
  struct edge edge;
  for (size_t axis = 0; axis < 2; axis++)
    for (size_t c = 0; c < e->nr * e->nz; c++)
      if (edge_above(e, c, axis, &edge) && lives(e, f, c) && lives(e, f, edge.above))
        carry(e, f, &edge, -D * (e->u[f][edge.above] - e->u[f][c]) / edge.h);
}

static inline void add_taxis(struct equations *e, const struct taxis_spec *taxis) {
  size_t m = (size_t)taxis->mover, s = (size_t)taxis->signal;
  double speed = number_in(e->derived, taxis->speed), length = number_in(e->derived, taxis->length);
  double scale = number_in(e->derived, taxis->scale), filling[MOST_CELLS];
  struct edge edge;
  fill(e, taxis, filling);
  for (size_t axis = 0; axis < 2; axis++)
    for (size_t c = 0; c < e->nr * e->nz; c++) {
      if (!edge_above(e, c, axis, &edge) || !lives(e, m, c) || !lives(e, m, edge.above)) continue;
      double per_length = length / (scale + 0.5 * (e->u[s][c] + e->u[s][edge.above]));
      double g = per_length * (e->u[s][edge.above] - e->u[s][c]) / edge.h;
      double across = per_length * transverse(e, m, s, &edge);
      double v = speed * 0.5 * (filling[c] + filling[edge.above]) * g / (1 + sqrt(g * g + across * across));
      double step = e->u[m][edge.above] - e->u[m][c];
      double below = e->u[m][c] - e->u[m][next_cell(e, m, c, axis, -1)];
      double above = e->u[m][next_cell(e, m, edge.above, axis, 1)] - e->u[m][edge.above];
      double carried =
          v > 0 ? e->u[m][c] + 0.5 * van_leer(step, below) : e->u[m][edge.above] - 0.5 * van_leer(step, above);
      carry(e, m, &edge, v * carried);
    }
}

static inline bool replaced(const struct equations *e, const char *part) {
  for (size_t m = 0; m < e->model->n_modules; m++)
    if (e->module_on[m] && e->model->modules[m].replaces && strcmp(e->model->modules[m].replaces, part) == 0)
      return true;
  return false;
}

static inline void add_reaction(struct equations *e, size_t k) {
  double clamped[MAX_FIELDS][MOST_CELLS], made[MAX_FIELDS][MOST_CELLS] = {{0}}, lost[MAX_FIELDS][MOST_CELLS] = {{0}};
  double centre[MOST_CELLS], *production[MAX_FIELDS], *loss[MAX_FIELDS];
  const double *u[MAX_FIELDS];
  struct cells cells = plane_of(e, k, centre);
  for (size_t f = 0; f < e->model->n_fields; f++) {
    for (size_t i = 0; i < e->nr; i++) clamped[f][i] = fmax(e->u[f][k * e->nr + i], 0);
    u[f] = clamped[f], production[f] = made[f], loss[f] = lost[f];
  }
  for (size_t p = 0; p < e->model->n_parts; p++)
    if (!replaced(e, e->model->parts[p].name)) e->model->parts[p].react(e->derived, &cells, u, production, loss);
  for (size_t m = 0; m < e->model->n_modules; m++)
    if (e->module_on[m]) e->model->modules[m].react(e->derived, &cells, u, production, loss);
  for (size_t f = 0; f < e->model->n_fields; f++)
    for (size_t i = 0; i < e->nr; i++) e->rate[f][k * e->nr + i] += made[f][i] - lost[f][i] * e->u[f][k * e->nr + i];
}

/** f(u). @param y, dydt  shape [n] */
static inline void equations_rate(struct equations *e, const double y[], double dydt[]) {
  for (size_t f = 0; f < e->model->n_fields; f++)
    for (size_t c = 0; c < e->nr * e->nz; c++) {
      e->u[f][c] = lives(e, f, c) ? y[e->unknown[f][c]] : e->rest[f];
      e->rate[f][c] = 0;
    }
  for (size_t f = 0; f < e->model->n_fields; f++)
    if (e->model->fields[f].diffusivity != IMMOBILE)
      add_diffusion(e, f, number_in(e->derived, (size_t)e->model->fields[f].diffusivity));
  for (size_t t = 0; t < e->model->n_taxis; t++) {
    const struct taxis_spec *taxis = &e->model->taxis[t];
    bool on = true;
    for (size_t f = 0; f < e->model->n_fields; f++)
      if (f == (size_t)taxis->mover || f == (size_t)taxis->signal)
        on = on && (e->model->fields[f].module == CORE || e->module_on[e->model->fields[f].module]);
    if (on) add_taxis(e, taxis);
  }
  for (size_t k = 0; k < e->nz; k++) add_reaction(e, k);
  for (size_t f = 0; f < e->model->n_fields; f++)
    for (size_t c = 0; c < e->nr * e->nz; c++)
      if (lives(e, f, c)) dydt[e->unknown[f][c]] = e->rate[f][c];
}

/** What a session does. @param deposits  shares of the cells, shape [n_deposits][k pitch + i] */
static inline void equations_injure(struct equations *e, double *const deposits[], size_t pitch, double y[]) {
  for (size_t k = 0; k < e->nz; k++) {
    double centre[MOST_CELLS], *u[MAX_FIELDS];
    const double *share[MAX_DEPOSITS];
    for (size_t f = 0; f < e->model->n_fields; f++) {
      u[f] = e->u[f] + k * e->nr;
      for (size_t i = 0; i < e->nr; i++)
        u[f][i] = lives(e, f, k * e->nr) ? y[e->unknown[f][k * e->nr + i]] : e->rest[f];
    }
    for (size_t d = 0; d < e->model->n_deposits; d++) share[d] = deposits[d] + k * pitch;
    struct cells cells = plane_of(e, k, centre);
    e->model->injure(e->derived, &cells, share, u);
    for (size_t f = 0; f < e->model->n_fields; f++)
      for (size_t i = 0; i < e->nr; i++)
        if (lives(e, f, k * e->nr)) y[e->unknown[f][k * e->nr + i]] = u[f][i];
  }
}
