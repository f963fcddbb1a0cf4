/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/factors.h"

#include <stdlib.h>
#include <string.h>

static size_t axis_cells(const struct laws *laws, size_t f, size_t axis) {
  return axis == 2 ? laws->range[f].k1 - laws->range[f].k0 : laws->grid->axis[axis].n;
}

int ladder_create(struct ladder *ladder, const struct laws *laws, double gamma, struct error *error) {
  *ladder = (struct ladder){.laws = laws, .gamma = gamma};
  for (size_t f = 0; f < laws->model->n_fields; f++)
    if (laws->diffusivity[f] > 0 && laws->range[f].k1 > laws->range[f].k0)
      for (size_t a = 0; a < 3; a++) ladder->slot_size += line_memory(axis_cells(laws, f, a));
  ladder->slot = calloc(N_RUNGS + 1, sizeof *ladder->slot);
  ladder->memory = malloc((N_RUNGS + 1) * ladder->slot_size * sizeof *ladder->memory + 1);
  if (!ladder->slot || !ladder->memory)
    return error_set(error, ERROR_FAILED, "no memory for the factors of the line solves");
  return OK;
}

void ladder_free(struct ladder *ladder) {
  free(ladder->slot);
  free(ladder->memory);
  *ladder = (struct ladder){0};
}

const struct factors *ladder_factors(struct ladder *ladder, double dt, int rung) {
  size_t index = rung < 0 ? N_RUNGS : (size_t)rung;
  struct factors *factors = &ladder->slot[index];
  if (rung >= 0 && factors->ready) return factors;
  const struct laws *laws = ladder->laws;
  double *memory = ladder->memory + index * ladder->slot_size;
  memset(factors, 0, sizeof *factors);
  factors->ready = true;
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!(laws->diffusivity[f] > 0) || laws->range[f].k1 == laws->range[f].k0) continue;
    for (size_t a = 0; a < 3; a++) {
      struct range cells = a == 2 ? laws->range[f] : (struct range){0, laws->grid->axis[a].n};
      line_factor(&factors->line[f][a], &laws->grid->axis[a], cells, ladder->gamma * dt * laws->diffusivity[f],
                  a == 0 ? ALONG : ACROSS, memory);
      memory += line_memory(axis_cells(laws, f, a));
    }
  }
  return factors;
}
