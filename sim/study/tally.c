/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/tally.h"

#include <stdlib.h>
#include <string.h>

static const struct plan *sorted_plan; /* what by_identity compares; qsort hands nothing over */

static int by_identity(const void *a, const void *b) {
  size_t i = *(const size_t *)a, j = *(const size_t *)b;
  int order = strcmp(sorted_plan->points[i].identity, sorted_plan->points[j].identity);
  return order ? order : (i > j) - (i < j);
}

static int by_number(const void *a, const void *b) {
  size_t i = *(const size_t *)a, j = *(const size_t *)b;
  return (i > j) - (i < j);
}

size_t plan_distinct(const struct plan *plan, size_t first[]) {
  size_t n = 0;
  for (size_t i = 0; i < plan->n_points; i++) first[i] = i;
  sorted_plan = plan;
  qsort(first, plan->n_points, sizeof *first, by_identity);
  for (size_t i = 0; i < plan->n_points; i++)
    if (i == 0 || strcmp(plan->points[first[i]].identity, plan->points[first[n - 1]].identity) != 0)
      first[n++] = first[i];
  qsort(first, n, sizeof *first, by_number);
  return n;
}

struct plan_tally plan_look(const struct plan *plan, enum store_state states[]) {
  struct plan_tally tally = {.different = 0};
  size_t *first = malloc((plan->n_points + 1) * sizeof *first);
  if (!first) return tally;
  tally.different = plan_distinct(plan, first);
  for (size_t i = 0; states && i < plan->n_points; i++) states[i] = store_look(plan->store, plan->points[i].identity);
  for (size_t i = 0; i < tally.different; i++) {
    const struct plan_point *point = &plan->points[first[i]];
    enum store_state state = states ? states[first[i]] : store_look(plan->store, point->identity);
    tally.n[state]++;
    tally.wall[state] += point->wall;
  }
  free(first);
  return tally;
}
