/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/balance.h"

#include <math.h>

/* NaN stays: it is neither below nor above a number. */
static double larger(double a, double b) { return isnan(a) || b <= a ? a : b; }

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
  struct blocks *blocks = &rooms->room[0].blocks;
  for (size_t f = 0; f < laws->model->n_fields; f++) residual[f] = -1;
  for (size_t k = 0; k < laws->grid->axis[2].n; k++)
    for (size_t j = 0; j < laws->grid->axis[1].n; j++)
      for (size_t i0 = 0; i0 < laws->grid->axis[0].n; i0 += blocks->length) {
        react_block(laws, u, j, k, t, i0, blocks);
        judge(laws, u, rate, j, k, i0, blocks, residual);
      }
}
