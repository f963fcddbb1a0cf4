/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of a plane, groups of rows are worked while they are in cache: diffusion, taxis, reaction and the factor of the losses, and the
 * solves along x; those along y follow when the plane is complete. A thread works all its planes in the same memory, if that
 * stays in its caches, and sends each to where it belongs when it is done. Threads work neighbouring planes; every value is computed
 * from the same numbers in the same order whoever does it. */
#include "step/planes.h"

#include <omp.h>
#include <string.h>

#include "base/denormals.h"
#include "base/ticks.h"
#include "ops/diffusion.h"

enum { ROW_GROUP = 16, ROWS_AHEAD = 4, LINE = 8 };

/* A plane and who works it. */
struct plane {
  const struct laws *laws;
  const struct stage_rule *rule; /* whose `out` is the room's own plane where it has one */
  const struct fields *to;
  const struct factors *factors;
  size_t k;
  bool follows; /* the thread has worked plane k - 1 just before */
  struct room *room;
};

/* Diffusion of the rows j0 .. j1, field by field so that memory is read in long runs; the rows that follow are fetched on the
 * way, but for the plane below, which react_row has fetched. */
static void diffuse_rows(const struct plane *p, size_t j0, size_t j1) {
  const struct laws *laws = p->laws;
  const struct stage_rule *rule = p->rule;
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!fields_lives(rule->out, f, p->k)) continue;
    for (size_t j = j0; j < j1; j++) {
      double *rate = fields_row(rule->out, f, j, p->k);
      if (laws->diffusivity[f] > 0) {
        struct neighbours u = neighbours_of(rule->values, laws->grid, f, j, p->k);
        for (size_t i = 0; i < rule->out->row; i += LINE) {
          __builtin_prefetch(u.z_below + ROWS_AHEAD * rule->out->row + i, 0, 2);
          __builtin_prefetch(u.y_above + ROWS_AHEAD * rule->out->row + i, 0, 2);
        }
        diffuse_row(laws->grid, &u, laws->diffusivity[f], rate);
      } else if (laws->moves[f]) {
        memset(rate, 0, rule->out->row * sizeof *rate);
      }
    }
  }
}

static void climb_rows(const struct plane *p, size_t j0, size_t j1) {
  const struct laws *laws = p->laws;
  const struct fields *out = p->rule->out;
  double *rate[MAX_FIELDS];
  for (size_t j = j0; j < j1 && laws->n_groups > 0; j++) {
    for (size_t f = 0; f < laws->model->n_fields; f++)
      rate[f] = fields_lives(out, f, p->k) ? fields_row(out, f, j, p->k) : NULL;
    taxis_row(laws, p->rule->values, j, p->k, p->rule->t, p->follows, &p->room->taxis, rate);
  }
}

/* Of what the next group needs, the state at the beginning is fetched meanwhile. */
static void solve_rows(const struct plane *p, size_t j0, size_t j1) {
  const struct stage_rule *rule = p->rule;
  for (size_t f = 0; f < p->laws->model->n_fields; f++)
    if (fields_lives(rule->out, f, p->k))
      line_solve_along(&p->factors->line[f][0], fields_row(rule->out, f, j0, p->k), j1 - j0, rule->out->row,
                       rule->n_earlier ? fields_row(rule->start, f, j1, p->k) : NULL, p->room->solve);
}

static void work_plane(const struct plane *p) {
  const struct laws *laws = p->laws;
  const struct fields *out = p->rule->out;
  struct ticks *ticks = &p->room->ticks;
  size_t ny = laws->grid->axis[1].n;
  uint64_t last = ticks_now();
  for (size_t j0 = 0; j0 < ny; j0 += ROW_GROUP) {
    size_t j1 = j0 + ROW_GROUP < ny ? j0 + ROW_GROUP : ny;
    diffuse_rows(p, j0, j1);
    ticks_charge(&ticks->diffusion, &last);
    climb_rows(p, j0, j1);
    ticks_charge(&ticks->taxis, &last);
    for (size_t j = j0; j < j1; j++) react_row(laws, p->rule, j, p->k, ROW_GROUP, &p->room->blocks);
    last = ticks_now();
    if (p->factors) solve_rows(p, j0, j1);
    ticks_charge(&ticks->along_x, &last);
  }
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!fields_lives(out, f, p->k)) continue;
    const struct line *line = p->factors ? &p->factors->line[f][1] : NULL;
    double *plane = fields_row(out, f, 0, p->k), *to = fields_row(p->to, f, 0, p->k);
    if (line && line->n) line_solve_across(line, plane, out->row, out->row, to);
    else if (to != plane) memcpy(to, plane, p->to->plane * sizeof *to);
  }
  ticks_charge(&ticks->along_y, &last);
}

void planes_pass(const struct laws *laws, const struct stage_rule *rule, const struct factors *factors,
                 struct rooms *rooms) {
  size_t nz = laws->grid->axis[2].n;
#pragma omp parallel num_threads(rooms_threads(rooms, laws)) default(none) shared(laws, rule, factors, rooms, nz)
  {
    denormals_flush();
    size_t thread = (size_t)omp_get_thread_num(), threads = (size_t)omp_get_num_threads();
    size_t k0 = nz * thread / threads, k1 = nz * (thread + 1) / threads;
    struct room *room = &rooms->room[thread];
    struct stage_rule own = *rule;
    if (room->plane.memory) own.out = &room->plane;
    for (size_t k = k0; k < k1; k++) work_plane(&(struct plane){laws, &own, rule->out, factors, k, k > k0, room});
  }
}
