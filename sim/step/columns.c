/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads share out fields and groups of rows; of each they work all planes, which stay in the second-level cache between the
 * two halves of the solve. */
#include "step/columns.h"

#include <omp.h>

#include "base/denormals.h"
#include "step/step.h"

void columns_tolerances(struct update_rule *update, const struct laws *laws, double tolerance, size_t f) {
  update->scale = laws->model->fields[f].scale;
  update->relative = tolerance;
  update->absolute = 0.01 * tolerance * update->scale;
}

static struct verdict_of_step work_columns(const struct laws *laws, const struct stage_rule *rule,
                                           const struct factors *factors, const struct update_rule *common,
                                           double tolerance, size_t f, size_t j0, size_t j1, double *carry) {
  const struct fields *out = rule->out;
  struct range range = out->range[f];
  struct update_rule update = *common;
  columns_tolerances(&update, laws, tolerance, f);
  struct columns columns = {.k = fields_row(out, f, j0, range.k0),
                            .u = fields_row(rule->start, f, j0, range.k0),
                            .stride = out->plane,
                            .length = (j1 - j0) * out->row,
                            .n = range.k1 - range.k0,
                            .more = j1 < laws->grid->axis[1].n};
  for (size_t s = 0; s < rule->n_earlier; s++) columns.stage[s] = fields_row(rule->earlier[s], f, j0, range.k0);
  struct verdict_of_step verdict = update_columns(&update, &factors->line[f][2], &columns, carry);
  if (verdict.bad > 0 || !(verdict.lowest >= STEP_LOWEST)) verdict.field = f;
  return verdict;
}

struct verdict_of_step columns_pass(const struct laws *laws, const struct stage_rule *rule,
                                    const struct factors *factors, const struct update_rule *update, double tolerance,
                                    struct rooms *rooms) {
  struct verdict_of_step verdict = verdict_none();
  size_t ny = laws->grid->axis[1].n, n_fields = laws->model->n_fields;
  size_t group = room_columns(laws->grid) / laws->grid->pitch, n_groups = (ny + group - 1) / group;
#pragma omp parallel num_threads(rooms_threads(rooms, laws)) default(none) \
    shared(laws, rule, factors, update, tolerance, rooms, verdict, ny, n_fields, group, n_groups)
  {
    denormals_flush();
    struct verdict_of_step own = verdict_none();
    double *carry = rooms->room[omp_get_thread_num()].carry;
#pragma omp for collapse(2) schedule(static) nowait
    for (size_t f = 0; f < n_fields; f++)
      for (size_t g = 0; g < n_groups; g++) {
        if (!rule->out->plane0[f]) continue;
        size_t j1 = g + 1 < n_groups ? (g + 1) * group : ny;
        struct verdict_of_step some = work_columns(laws, rule, factors, update, tolerance, f, g * group, j1, carry);
        verdict_merge(&own, &some);
      }
#pragma omp critical(step_verdict)
    verdict_merge(&verdict, &own);
  }
  return verdict;
}
