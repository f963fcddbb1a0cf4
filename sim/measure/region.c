/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/region.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "needle/deposit.h"

static size_t padded_cells(const struct grid *grid) { return grid->pitch * grid->axis[1].n * grid->axis[2].n; }

void regions_start(struct regions *regions, const struct grid *grid) { *regions = (struct regions){.grid = grid}; }

void regions_free(struct regions *regions) {
  for (size_t i = 0; i < regions->n_neighbourhoods; i++) {
    free(regions->neighbourhood[i].share);
    free(regions->neighbourhood[i].touched);
  }
  for (size_t i = 0; i < regions->n_pierced; i++) free(regions->pierced[i].cell);
  *regions = (struct regions){0};
}

int regions_near(struct regions *regions, double distance, size_t *index, struct error *error) {
  const struct grid *grid = regions->grid;
  size_t i = 0;
  while (i < regions->n_neighbourhoods && regions->neighbourhood[i].distance != distance) i++;
  *index = i;
  if (i < regions->n_neighbourhoods) return OK;
  if (i == MAX_DISTANCES)
    return error_set(error, ERROR_FAILED, "measures ask for more than %d distances", MAX_DISTANCES);
  struct neighbourhood *near = &regions->neighbourhood[regions->n_neighbourhoods++];
  *near = (struct neighbourhood){.distance = distance,
                                 .share = calloc(padded_cells(grid), sizeof(double)),
                                 .touched = calloc(grid->axis[1].n * grid->axis[2].n, sizeof(bool))};
  if (!near->share || !near->touched) return error_set(error, ERROR_FAILED, "no memory for the cells near channels");
  return OK;
}

int regions_pierced(struct regions *regions, struct range planes, size_t *index, struct error *error) {
  size_t i = 0;
  while (i < regions->n_pierced &&
         (regions->pierced_range[i].k0 != planes.k0 || regions->pierced_range[i].k1 != planes.k1))
    i++;
  *index = i;
  if (i < regions->n_pierced) return OK;
  if (i == MAX_LAYERS) return error_set(error, ERROR_FAILED, "measures ask for pierced cells on too many ranges");
  regions->pierced_range[regions->n_pierced] = planes;
  struct pierced *pierced = &regions->pierced[regions->n_pierced++];
  size_t cells = (planes.k1 - planes.k0) * regions->grid->axis[1].n * regions->grid->axis[0].n;
  *pierced = (struct pierced){.cell = malloc(cells * sizeof(size_t))};
  return pierced->cell ? OK : error_set(error, ERROR_FAILED, "no memory for the list of pierced cells");
}

static void choose_pierced(struct regions *regions, size_t index, const double *core) {
  const struct grid *grid = regions->grid;
  struct pierced *pierced = &regions->pierced[index];
  struct range planes = regions->pierced_range[index];
  size_t plane = grid->pitch * grid->axis[1].n;
  double largest = 0;
  for (size_t c = planes.k0 * plane; c < planes.k1 * plane; c++) largest = core[c] > largest ? core[c] : largest;
  pierced->n = 0;
  if (!(largest > 0)) return;
  for (size_t k = planes.k0; k < planes.k1; k++)
    for (size_t j = 0; j < grid->axis[1].n; j++)
      for (size_t i = 0; i < grid->axis[0].n; i++) {
        size_t c = k * plane + j * grid->pitch + i;
        if (largest > 0.5 ? core[c] > 0.5 : core[c] >= largest) pierced->cell[pierced->n++] = c;
      }
}

void regions_session(struct regions *regions, const struct punctures *punctures, const double *core) {
  const struct grid *grid = regions->grid;
  for (size_t i = 0; i < regions->n_neighbourhoods; i++) {
    struct neighbourhood *near = &regions->neighbourhood[i];
    for (size_t p = 0; p < punctures->n; p++)
      if (punctures->puncture[p].depth > 0)
        deposit_add_neighbourhood(grid, &punctures->puncture[p], near->distance, near->share);
    deposit_cap(grid, near->share);
    for (size_t row = 0; row < grid->axis[1].n * grid->axis[2].n; row++)
      for (size_t c = row * grid->pitch; c < row * grid->pitch + grid->axis[0].n && !near->touched[row]; c++)
        near->touched[row] = near->share[c] > 0;
  }
  for (size_t i = 0; i < regions->n_pierced; i++) choose_pierced(regions, i, core);
}

double region_plane_share(const struct grid *grid, size_t k, const double depth[2]) {
  if (depth[0] == 0 && depth[1] == 0) return 1;
  double top = fmax(grid_depth(grid, k), depth[0]), bottom = fmin(grid_depth(grid, k + 1), depth[1]);
  double share = (bottom - top) / grid->axis[2].h;
  return share > 1e-9 ? fmin(share, 1) : 0;
}
