/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/estimate.h"

#include <math.h>
#include <omp.h>

#include "run/rehearsal.h"
#include "run/schedule.h"
#include "run/size.h"

enum { MOST_REHEARSED = 6 };

/* A point that was rehearsed. */
struct rehearsed {
  size_t point;
  double steps, per_value; /* [1], [s] of one step */
  double start;            /* [s] of making the state, and all else */
};

struct estimate_shape estimate_shape_of(const struct settings *settings) {
  struct grid grid;
  struct error error = {OK, ""};
  struct grid_request request = size_request(settings);
  if (grid_shape(&grid, &request, &error)) return (struct estimate_shape){0};
  return (struct estimate_shape){
      .values = (double)size_planes(settings, &grid) * (double)grid.axis[0].n * (double)grid.axis[1].n,
      .bytes = size_bytes(settings, &grid),
      .end = schedule_days(settings->end),
      .sessions = settings->n_sessions};
}

/* How unlike two points are in what makes the cost of a step, and the number of steps. */
static double distance(const struct estimate_shape *a, const struct estimate_shape *b) {
  return fabs(log((1 + a->values) / (1 + b->values))) +
         2 * fabs(log((double)(1 + a->sessions) / (double)(1 + b->sessions))) + fabs(log((1 + a->end) / (1 + b->end)));
}

static size_t nearest_of(const struct estimate_shape shapes[], size_t i, const struct rehearsed known[],
                         size_t n_known) {
  size_t best = 0;
  for (size_t r = 1; r < n_known; r++)
    if (distance(&shapes[i], &shapes[known[r].point]) < distance(&shapes[i], &shapes[known[best].point])) best = r;
  return best;
}

/* The point that is least like those that are known. */
static size_t farthest(const struct estimate_shape shapes[], size_t n, const struct rehearsed known[], size_t n_known) {
  size_t worst = 0;
  double largest = -1;
  for (size_t i = 0; i < n; i++) {
    double far = distance(&shapes[i], &shapes[known[nearest_of(shapes, i, known, n_known)].point]);
    if (far > largest) worst = i;
    largest = fmax(largest, far);
  }
  return largest > log(1.3) ? worst : n;
}

static int rehearse_point(struct rehearsed *made, const struct estimate_shape *shape, size_t i, estimate_read_fn *read,
                          void *context, struct error *error) {
  struct settings settings = {0};
  struct simulation sim = {0};
  struct rehearsal rehearsal = {0};
  int code = read(context, i, &settings, error);
  if (!code) code = simulation_prepare(&sim, &settings, error);
  if (!code) code = rehearse(&rehearsal, &settings, &sim.grid, &sim.treatment, error);
  *made = (struct rehearsed){.point = i,
                             .steps = (double)rehearsal.steps,
                             .per_value = rehearsal.step_wall / fmax(1, shape->values),
                             .start = rehearsal.start_wall};
  rehearsal_free(&rehearsal);
  simulation_free(&sim);
  settings_free(&settings);
  return code;
}

void estimate_walls(const struct estimate_shape shapes[], size_t n, estimate_read_fn *read, void *context,
                    double walls[]) {
  struct rehearsed known[MOST_REHEARSED];
  size_t n_known = 0, next = n / 2;
  int threads = omp_get_max_threads();
  omp_set_num_threads(1);
  for (int tries = 0; tries < MOST_REHEARSED && next < n; tries++) {
    struct error cause = {OK, ""}; /* a point that fails here will fail when it is run, and be kept apart then */
    if (rehearse_point(&known[n_known], &shapes[next], next, read, context, &cause) == OK) n_known++;
    next = n_known > 0 ? farthest(shapes, n, known, n_known) : (next + n / MOST_REHEARSED + 1) % n;
  }
  omp_set_num_threads(threads);
  for (size_t i = 0; i < n; i++) {
    walls[i] = 0;
    if (n_known == 0) continue;
    const struct rehearsed *like = &known[nearest_of(shapes, i, known, n_known)];
    double steps = like->steps * (double)(1 + shapes[i].sessions) / (double)(1 + shapes[like->point].sessions);
    walls[i] = like->start + steps * like->per_value * shapes[i].values;
  }
}
