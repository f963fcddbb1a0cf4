/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/room.h"

#include <omp.h>
#include <stdlib.h>

#include "ops/lanes.h"

static size_t whole_lines(size_t doubles) { return (doubles + 7) / 8 * 8; }

int rooms_create(struct rooms *rooms, const struct laws *laws, struct error *error) {
  size_t n_rows = whole_lines(rows_memory(laws)), n_taxis = whole_lines(taxis_memory(laws));
  size_t n_solve = LANES * (laws->grid->axis[0].n + 2 * LANES);
  *rooms = (struct rooms){.n = (size_t)omp_get_max_threads()};
  rooms->room = calloc(rooms->n, sizeof *rooms->room);
  if (!rooms->room) return error_set(error, ERROR_FAILED, "no memory for %zu threads", rooms->n);
  for (size_t r = 0; r < rooms->n; r++) {
    struct room *room = &rooms->room[r];
    room->memory = aligned_alloc(64, (n_rows + n_taxis + n_solve) * sizeof(double));
    if (!room->memory) return error_set(error, ERROR_FAILED, "no memory for the rows of a thread");
    rows_place(&room->rows, laws, room->memory);
    taxis_place(&room->taxis, laws, room->memory + n_rows);
    room->solve = room->memory + n_rows + n_taxis;
  }
  return OK;
}

void rooms_free(struct rooms *rooms) {
  for (size_t r = 0; rooms->room && r < rooms->n; r++) free(rooms->room[r].memory);
  free(rooms->room);
  *rooms = (struct rooms){0};
}
