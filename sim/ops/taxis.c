/* SPDX-License-Identifier: GPL-3.0-or-later */
/* J = v u on each face, v = speed filling n.g/(1 + |g|), g = length grad(s)/(scale + s).
 * On a face: the normal difference from its two cells; the transverse ones as the mean of the four adjacent face differences,
 * 0 on outer walls and the axis, left out on the border of the mover's layer; s and the filling as the mean of the two cells.
 * The mover on the face is its upwind value plus half a van Leer limited slope (van Leer 1974). Walls and the border of the
 * mover's layer carry no flux. */
#include "ops/taxis.h"

#include <string.h>

#include "ops/faces.h"

static size_t n_movers(const struct laws *laws) {
  size_t n = 0;
  for (size_t g = 0; g < laws->n_groups; g++) n += laws->group[g].n;
  return n;
}

size_t taxis_memory(const struct laws *laws) {
  size_t pitch = laws->grid->pitch;
  return (6 + MAX_MOVERS) * pitch + n_movers(laws) * pitch * (1 + laws->grid->axis[1].n);
}

void taxis_place(struct taxis_room *room, const struct laws *laws, double *memory) {
  size_t pitch = laws->grid->pitch;
  memset(memory, 0, taxis_memory(laws) * sizeof *memory);
  for (size_t a = 0; a < 3; a++, memory += pitch) room->direction[a] = memory;
  for (size_t m = 0; m < MAX_MOVERS; m++, memory += pitch) room->here[m] = memory;
  room->lower = memory;
  room->above = memory + pitch;
  room->flux = memory + 2 * pitch;
  memory += 3 * pitch;
  for (size_t g = 0; g < laws->n_groups; g++)
    for (size_t m = 0; m < laws->group[g].n; m++) {
      room->y_flux[g][m] = memory;
      room->z_flux[g][m] = memory + pitch;
      memory += pitch * (1 + laws->grid->axis[1].n);
    }
}

/* One row of the plane with its place. */
struct place {
  const struct laws *laws;
  const struct fields *u;
  const struct taxis_group *group;
  size_t j, k;
  double t;
  const double *here[MAX_MOVERS]; /* filling of the row for each mover of the group; NULL: none, or not known */
};

/* z neighbours within the mover's planes: beyond them a cell is its own neighbour. */
static size_t z_neighbour(struct range range, size_t k, int step) {
  if (step < 0) return k > range.k0 ? k - 1 : k;
  return k + 1 < range.k1 ? k + 1 : k;
}

/* Weight of the sum of four transverse z differences: 1/(4h); outer walls count as 0, the layer's inner borders do not. */
static double z_weight(const struct grid *grid, struct range range, size_t k) {
  size_t counted = 2;
  if (k == range.k0 && k > 0) counted--;
  if (k + 1 == range.k1 && k + 1 < grid->axis[2].n) counted--;
  return counted ? 1 / (2.0 * (double)counted * grid->axis[2].h) : 0;
}

/* Direction of the signal on the faces above row (j, k) along an axis. */
static void signal_direction(const struct place *p, size_t axis, double *out) {
  const struct grid *grid = p->laws->grid;
  const struct taxis_group *group = p->group;
  size_t s = (size_t)group->signal;
  double h[3] = {grid->axis[0].h, grid->axis[1].h, grid->axis[2].h};
  size_t j1 = axis == 1 ? grid_neighbour(&grid->axis[1], p->j, 1) : p->j, k1 = axis == 2 ? p->k + 1 : p->k;
  size_t cell[2][2] = {{p->j, p->k}, {j1, k1}};
  struct face face = {
      .below = fields_row(p->u, s, p->j, p->k), .above = fields_row(p->u, s, j1, k1), .normal = 1 / h[axis]};
  for (size_t side = 0; side < 2; side++)
    for (size_t end = 0; end < 2; end++) {
      int step = end ? 1 : -1;
      size_t j = cell[side][0], k = cell[side][1];
      const double *y_row = fields_row(p->u, s, grid_neighbour(&grid->axis[1], j, step), k);
      const double *z_row = fields_row(p->u, s, j, z_neighbour(group->range, k, step));
      const double *(*transverse)[2] = side ? face.above_t : face.below_t;
      transverse[0][end] = y_row;
      transverse[1][end] = axis == 2 ? y_row : z_row;
    }
  double z = z_weight(grid, group->range, p->k);
  face.transverse[0] = axis == 0 ? 1 / (4 * h[1]) : 1 / (4 * h[0]);
  face.transverse[1] = axis == 2 ? 1 / (4 * h[1]) : z;
  if (axis == 0) faces_direction_along(grid, &face, group->length, group->scale, out);
  else faces_direction_across(grid, &face, group->length, group->scale, out);
}

/* The filling of a row, in `room`; NULL for a mover without. */
static const double *filling_row(const struct place *p, const struct mover *mover, size_t j, size_t k, double *room) {
  if (!mover->spec->filling) return NULL;
  const double *rows[MAX_FIELDS];
  laws_rows(p->laws, p->u, j, k, rows);
  struct cells cells = grid_cells(p->laws->grid, 0, p->laws->grid->axis[0].n, j, k, p->t);
  mover->spec->filling(p->laws->derived, &cells, rows, room);
  return room;
}

/* Flux of one mover through the faces above row (j, k) across the row: axis 1 or 2. */
static void mover_flux(const struct place *p, size_t m, size_t axis, struct taxis_room *room, double *lower,
                       double *rate) {
  const struct grid *grid = p->laws->grid;
  const struct mover *mover = &p->group->mover[m];
  struct range range = p->group->range;
  size_t f = (size_t)mover->field, j = p->j, k = p->k, j1 = j, k1 = k;
  struct face u = {.below = fields_row(p->u, f, j, k)};
  if (axis == 1) {
    j1 = grid_neighbour(&grid->axis[1], j, 1);
    u.before = fields_row(p->u, f, grid_neighbour(&grid->axis[1], j, -1), k);
    u.beyond = fields_row(p->u, f, grid_neighbour(&grid->axis[1], j1, 1), k);
  } else {
    k1 = k + 1;
    u.before = fields_row(p->u, f, j, z_neighbour(range, k, -1));
    u.beyond = fields_row(p->u, f, j, z_neighbour(range, k1, 1));
  }
  u.above = fields_row(p->u, f, j1, k1);
  const double *below = p->here[m] ? p->here[m] : filling_row(p, mover, j, k, room->lower);
  const double *above = filling_row(p, mover, j1, k1, room->above);
  faces_flux_across(grid->axis[0].n, &u, mover->speed, room->direction[axis], below, above, 1 / grid->axis[axis].h,
                    lower, rate);
}

/* Fluxes through the faces above row `p` along axis 1 or 2, for every mover of the group. Walls carry none.
 * @param rate  NULL: the fluxes are left for the next row, and nothing else */
static void group_fluxes(const struct place *p, size_t g, size_t axis, struct taxis_room *room, double *const rate[]) {
  const struct grid *grid = p->laws->grid;
  bool wall = axis == 1 ? p->j + 1 == grid->axis[1].n && !grid->axis[1].periodic : p->k + 1 == p->group->range.k1;
  if (!wall) signal_direction(p, axis, room->direction[axis]);
  for (size_t m = 0; m < p->group->n; m++) {
    double *lower = axis == 1 ? room->y_flux[g][m] : room->z_flux[g][m] + p->j * grid->pitch;
    double *own = rate ? rate[p->group->mover[m].field] : NULL;
    if (wall) faces_wall_across(grid->axis[0].n, 1 / grid->axis[axis].h, lower, own);
    else mover_flux(p, m, axis, room, lower, own);
  }
}

/* What lies on the lower faces of row (j, k) when no row or plane before has left it. */
static void lower_fluxes(const struct place *p, size_t g, size_t axis, struct taxis_room *room) {
  const struct grid *grid = p->laws->grid;
  struct place lower = {.laws = p->laws, .u = p->u, .group = p->group, .j = p->j, .k = p->k, .t = p->t};
  bool wall = axis == 1 ? !grid->axis[1].periodic : p->k == p->group->range.k0;
  if (!wall) {
    if (axis == 1) lower.j = grid->axis[1].n - 1;
    if (axis == 2) lower.k = p->k - 1;
    group_fluxes(&lower, g, axis, room, NULL);
    return;
  }
  for (size_t m = 0; m < p->group->n; m++)
    memset(axis == 1 ? room->y_flux[g][m] : room->z_flux[g][m] + p->j * grid->pitch, 0,
           grid->axis[0].n * sizeof(double));
}

void taxis_row(const struct laws *laws, const struct fields *u, size_t j, size_t k, double t, bool follows,
               struct taxis_room *room, double *const rate[]) {
  const struct grid *grid = laws->grid;
  for (size_t g = 0; g < laws->n_groups; g++) {
    const struct taxis_group *group = &laws->group[g];
    if (k < group->range.k0 || k >= group->range.k1) continue;
    struct place place = {.laws = laws, .u = u, .group = group, .j = j, .k = k, .t = t};
    for (size_t m = 0; m < group->n; m++) place.here[m] = filling_row(&place, &group->mover[m], j, k, room->here[m]);
    if (grid->axis[0].n > 1) {
      signal_direction(&place, 0, room->direction[0]);
      for (size_t m = 0; m < group->n; m++) {
        const struct mover *mover = &group->mover[m];
        faces_divergence_along(grid, fields_row(u, (size_t)mover->field, j, k), mover->speed, room->direction[0],
                               place.here[m], room->flux, rate[mover->field]);
      }
    }
    if (grid->axis[1].n > 1) {
      if (j == 0) lower_fluxes(&place, g, 1, room);
      group_fluxes(&place, g, 1, room, rate);
    }
    if (group->range.k1 - group->range.k0 > 1) {
      if (!follows || k == group->range.k0) lower_fluxes(&place, g, 2, room);
      group_fluxes(&place, g, 2, room, rate);
    }
  }
}
