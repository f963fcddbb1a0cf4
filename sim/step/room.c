/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/room.h"

#include <omp.h>
#include <stdlib.h>

#include "ops/lanes.h"
#include "ops/line.h"

enum { COLUMNS = 256, SMALL_WORK = 1 << 14 }; /* [doubles]; [values] that are not worth a second thread */
enum { LARGEST_PLANE = 1 << 19 };             /* [doubles] of all fields that stay in the caches of a thread */

size_t room_columns(const struct grid *grid) {
  size_t rows = COLUMNS / grid->pitch;
  return (rows ? rows : 1) * grid->pitch;
}

static bool has_own_plane(const struct laws *laws) {
  size_t n_fields = 0;
  for (size_t f = 0; f < laws->model->n_fields; f++) n_fields += laws->range[f].k1 > laws->range[f].k0;
  return n_fields * laws->grid->pitch * laws->grid->axis[1].n <= LARGEST_PLANE;
}

int rooms_create(struct rooms *rooms, const struct laws *laws, struct error *error) {
  const struct grid *grid = laws->grid;
  size_t n_blocks = lanes_padded(blocks_memory(laws)), n_taxis = lanes_padded(taxis_memory(laws));
  size_t n_solve = line_scratch(grid->axis[0].n), n_carry = room_columns(grid);
  *rooms = (struct rooms){.n = (size_t)omp_get_max_threads()};
  rooms->room = calloc(rooms->n, sizeof *rooms->room);
  if (!rooms->room) return error_set(error, ERROR_FAILED, "no memory for %zu threads", rooms->n);
  for (size_t r = 0; r < rooms->n; r++) {
    struct room *room = &rooms->room[r];
    room->memory = aligned_alloc(64, (n_blocks + n_taxis + n_solve + n_carry) * sizeof(double));
    if (!room->memory) return error_set(error, ERROR_FAILED, "no memory for the rows of a thread");
    if (has_own_plane(laws)) TRY(fields_create_plane(&room->plane, grid, laws->model->n_fields, laws->range, error));
    blocks_place(&room->blocks, laws, room->memory);
    taxis_place(&room->taxis, laws, room->memory + n_blocks);
    room->solve = room->memory + n_blocks + n_taxis;
    room->carry = room->solve + n_solve;
  }
  return OK;
}

void rooms_free(struct rooms *rooms) {
  for (size_t r = 0; rooms->room && r < rooms->n; r++) {
    fields_free(&rooms->room[r].plane);
    free(rooms->room[r].memory);
  }
  free(rooms->room);
  *rooms = (struct rooms){0};
}

int rooms_threads(const struct rooms *rooms, const struct laws *laws) {
  return grid_size(laws->grid) * laws->model->n_fields > SMALL_WORK ? (int)rooms->n : 1;
}
