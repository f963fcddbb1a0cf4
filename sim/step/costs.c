/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/costs.h"

#include "step/room.h"

struct step_costs step_costs_of(const struct rooms *rooms, double planes, double columns) {
  struct step_costs costs = {0};
  double all = 0;
  for (size_t r = 0; r < rooms->n; r++) {
    const struct ticks *t = &rooms->room[r].ticks;
    const struct reaction_ticks *reaction = &rooms->room[r].blocks.ticks;
    costs.diffusion += (double)t->diffusion;
    costs.taxis += (double)t->taxis;
    costs.stage += (double)reaction->stage;
    costs.along_x += (double)t->along_x;
    costs.along_y += (double)t->along_y;
    for (size_t p = 0; p < MAX_PARTS; p++) costs.part[p] += (double)reaction->part[p];
  }
  double *const terms[] = {&costs.diffusion, &costs.taxis, &costs.stage, &costs.along_x, &costs.along_y};
  for (size_t i = 0; i < COUNT(terms); i++) all += *terms[i];
  for (size_t p = 0; p < MAX_PARTS; p++) all += costs.part[p];
  double tick = all > 0 ? planes / all : 0;
  for (size_t i = 0; i < COUNT(terms); i++) *terms[i] *= tick;
  for (size_t p = 0; p < MAX_PARTS; p++) costs.part[p] *= tick;
  costs.columns = columns;
  return costs;
}
