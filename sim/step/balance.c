/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/balance.h"

#include <math.h>
#include <omp.h>

#include "base/denormals.h"
#include "base/larger.h"

/* Row (j, k), whose block from i0 on has just reacted. */
static void judge(const struct laws *laws, const struct fields *u, const struct fields *rate, size_t j, size_t k,
                  size_t i0, const struct blocks *blocks, double residual[]) {
  size_t left = laws->grid->axis[0].n - i0, n = left < blocks->length ? left : blocks->length;
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!fields_lives(u, f, k) || !(laws->diffusivity[f] > 0)) continue;
    const double *value = fields_row(u, f, j, k) + i0, *change = fields_row(rate, f, j, k) + i0;
    const double *loss = blocks->loss[f], least = 0.01 * laws->model->fields[f].scale;
    for (size_t i = 0; i < n; i++)
      if (!(loss[i] <= 0)) residual[f] = larger(residual[f], fabs(change[i]) / (loss[i] * (fabs(value[i]) + least)));
  }
}

void balance_residuals(const struct laws *laws, const struct fields *u, const struct fields *rate, double t,
                       struct rooms *rooms, double residual[]) {
  size_t n_fields = laws->model->n_fields, nz = laws->grid->axis[2].n;
  for (size_t f = 0; f < n_fields; f++) residual[f] = -1;
#pragma omp parallel num_threads(rooms_threads(rooms, laws)) default(none) \
    shared(laws, u, rate, t, rooms, residual, n_fields, nz)
  {
    denormals_flush();
    struct blocks *blocks = &rooms->room[omp_get_thread_num()].blocks;
    double own[MAX_FIELDS];
    for (size_t f = 0; f < n_fields; f++) own[f] = -1;
#pragma omp for schedule(static) nowait
    for (size_t k = 0; k < nz; k++)
      for (size_t j = 0; j < laws->grid->axis[1].n; j++)
        for (size_t i0 = 0; i0 < laws->grid->axis[0].n; i0 += blocks->length) {
          react_block(laws, u, j, k, t, i0, blocks);
          judge(laws, u, rate, j, k, i0, blocks, own);
        }
#pragma omp critical(balance_residual)
    for (size_t f = 0; f < n_fields; f++) residual[f] = larger(residual[f], own[f]);
  }
}
