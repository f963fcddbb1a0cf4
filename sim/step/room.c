/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/room.h"

#include <omp.h>
#include <stdlib.h>

#include "ops/line.h"

enum { COLUMNS = 256, SMALL_WORK = 1 << 14 }; /* [doubles]; [values] that are not worth a second thread */

static size_t whole_lines(size_t doubles) { return (doubles + 7) / 8 * 8; }

size_t room_columns(const struct grid *grid) {
  size_t rows = COLUMNS / grid->pitch;
  return (rows ? rows : 1) * grid->pitch;
}

int rooms_create(struct rooms *rooms, const struct laws *laws, struct error *error) {
  const struct grid *grid = laws->grid;
  size_t n_blocks = whole_lines(blocks_memory(laws)), n_taxis = whole_lines(taxis_memory(laws));
  size_t n_solve = line_scratch(grid->axis[0].n), n_sum = laws->model->n_fields * grid->pitch;
  size_t n_carry = room_columns(grid);
  *rooms = (struct rooms){.n = (size_t)omp_get_max_threads()};
  rooms->room = calloc(rooms->n, sizeof *rooms->room);
  if (!rooms->room) return error_set(error, ERROR_FAILED, "no memory for %zu threads", rooms->n);
  for (size_t r = 0; r < rooms->n; r++) {
    struct room *room = &rooms->room[r];
    room->memory = aligned_alloc(64, (n_blocks + n_taxis + n_solve + n_sum + n_carry) * sizeof(double));
    if (!room->memory) return error_set(error, ERROR_FAILED, "no memory for the rows of a thread");
    blocks_place(&room->blocks, laws, room->memory);
    taxis_place(&room->taxis, laws, room->memory + n_blocks);
    room->solve = room->memory + n_blocks + n_taxis;
    room->sum = room->solve + n_solve;
    room->carry = room->sum + n_sum;
  }
  return OK;
}

void rooms_free(struct rooms *rooms) {
  for (size_t r = 0; rooms->room && r < rooms->n; r++) free(rooms->room[r].memory);
  free(rooms->room);
  *rooms = (struct rooms){0};
}

int rooms_threads(const struct rooms *rooms, const struct laws *laws) {
  return grid_size(laws->grid) * laws->model->n_fields > SMALL_WORK ? (int)rooms->n : 1;
}
