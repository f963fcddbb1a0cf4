/* SPDX-License-Identifier: GPL-3.0-or-later */
/* du/dt = production - loss u. The loss multiplies the value as it is; the model reads max(value, 0). Rows are worked in
 * blocks that stay in the first-level cache over all parts of the model. */
#include "ops/reaction.h"

#include <string.h>

enum { BLOCK = 64 };

size_t rows_memory(const struct laws *laws) { return 3 * laws->model->n_fields * laws->grid->pitch; }

void rows_place(struct rows *rows, const struct laws *laws, double *memory) {
  size_t pitch = laws->grid->pitch;
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    double *own = memory + 3 * f * pitch;
    rows->clamped[f] = own;
    rows->production[f] = own + pitch;
    rows->loss[f] = own + 2 * pitch;
  }
  memset(memory, 0, rows_memory(laws) * sizeof *memory);
}

POINTWISE_INLINE void clamp(double *restrict out, const double *restrict u, size_t n) {
#pragma omp simd
  for (size_t i = 0; i < n; i++) out[i] = u[i] > 0 ? u[i] : 0;
}

POINTWISE static void prepare(const struct laws *laws, const double *const u[], size_t i0, size_t n,
                              struct rows *rows) {
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    memset(rows->production[f] + i0, 0, n * sizeof(double));
    memset(rows->loss[f] + i0, 0, n * sizeof(double));
    clamp(rows->clamped[f] + i0, u[f] + i0, n);
  }
}

void react_row(const struct laws *laws, const struct fields *u, size_t j, size_t k, double t, struct rows *rows) {
  size_t n_fields = laws->model->n_fields, n_cells = laws->grid->axis[0].n;
  const double *at[MAX_FIELDS], *block[MAX_FIELDS];
  double *production[MAX_FIELDS], *loss[MAX_FIELDS];
  laws_rows(laws, u, j, k, at);
  for (size_t i0 = 0; i0 < n_cells; i0 += BLOCK) {
    size_t n = n_cells - i0 < BLOCK ? n_cells - i0 : BLOCK;
    prepare(laws, at, i0, n, rows);
    for (size_t f = 0; f < n_fields; f++) {
      block[f] = rows->clamped[f] + i0;
      production[f] = rows->production[f] + i0;
      loss[f] = rows->loss[f] + i0;
    }
    struct cells cells = grid_cells(laws->grid, i0, n, j, k, t);
    for (size_t r = 0; r < laws->n_react; r++) laws->react[r](laws->derived, &cells, block, production, loss);
  }
}

POINTWISE void stage_row(size_t n, double dt, double gamma_dt, const double *u, const double *production,
                         const double *loss, size_t n_earlier, const double *const earlier[], const double c[],
                         double *k) {
  double *restrict out = k;
  const double *restrict p = production, *restrict l = loss;
  if (n_earlier == 0) {
#pragma omp simd
    for (size_t i = 0; i < n; i++) out[i] = dt * (out[i] + p[i] - l[i] * u[i]) / (1 + gamma_dt * l[i]);
    return;
  }
  const double *restrict first = earlier[0];
  double weight = c[0];
  if (n_earlier == 1) {
#pragma omp simd
    for (size_t i = 0; i < n; i++)
      out[i] = (dt * (out[i] + p[i] - l[i] * u[i]) + weight * first[i]) / (1 + gamma_dt * l[i]);
    return;
  }
#pragma omp simd
  for (size_t i = 0; i < n; i++) out[i] = dt * (out[i] + p[i] - l[i] * u[i]) + weight * first[i];
  for (size_t s = 1; s < n_earlier; s++) {
    const double *restrict more = earlier[s];
    double factor = c[s];
#pragma omp simd
    for (size_t i = 0; i < n; i++) out[i] += factor * more[i];
  }
#pragma omp simd
  for (size_t i = 0; i < n; i++) out[i] /= 1 + gamma_dt * l[i];
}
