/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/worst.h"

#include <math.h>

/* The estimated error of a value over its bound. The increment that it was made of is found from the value itself. */
static double error_of(const struct update_rule *rule, double start, const double stage[], double value) {
  double increment = value - start, estimate = 0;
  for (size_t s = 0; s < rule->n_earlier; s++) {
    increment -= rule->earlier[s] * (stage[s] - start);
    estimate += rule->error[s] * (stage[s] - start);
  }
  estimate += rule->own_error * increment / rule->own;
  return fabs(estimate) / (rule->relative * fabs(start) + rule->absolute);
}

/* Whether a is larger than b, or is no number where b is one. */
static bool exceeds(double a, double b) { return !isnan(b) && !(a <= b); }

struct worst_cell worst_find(const struct grid *grid, size_t f, const struct fields *u,
                             const struct fields *const earlier[], const struct fields *fresh,
                             const struct update_rule *rule) {
  struct worst_cell far = {0}, low = {0};
  double error = -HUGE_VAL, depth = -HUGE_VAL;
  for (size_t k = u->range[f].k0; k < u->range[f].k1; k++)
    for (size_t j = 0; j < grid->axis[1].n; j++)
      for (size_t i = 0; i < grid->axis[0].n; i++) {
        struct worst_cell cell = {i, j, k, fields_row(fresh, f, j, k)[i]};
        double stage[MAX_EARLIER];
        for (size_t s = 0; s < rule->n_earlier; s++) stage[s] = fields_row(earlier[s], f, j, k)[i];
        double own = error_of(rule, fields_row(u, f, j, k)[i], stage, cell.value);
        if (exceeds(own, error)) error = own, far = cell;
        if (exceeds(-cell.value, depth)) depth = -cell.value, low = cell;
      }
  return error <= 1 ? low : far;
}

void worst_trace(struct worst_cell *worst, const struct grid *grid, size_t f, const struct fields *rates) {
  for (size_t k = rates->range[f].k0; k < rates->range[f].k1; k++)
    for (size_t j = 0; j < grid->axis[1].n; j++)
      for (size_t i = 0; i < grid->axis[0].n; i++)
        if (!isfinite(fields_row(rates, f, j, k)[i])) {
          worst->i = i, worst->j = j, worst->k = k;
          return;
        }
}
