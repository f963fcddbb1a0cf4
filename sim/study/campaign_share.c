/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "study/campaign.h"
#include "study/tally.h"

/* A point with what it is sorted by. */
struct entry {
  const struct plan_point *point;
  size_t index;
};

static int same_identity(const void *a, const void *b) {
  const struct entry *p = a, *q = b;
  return strcmp(p->point->identity, q->point->identity);
}

static int by_cost(const void *a, const void *b) {
  const struct entry *p = a, *q = b;
  int order = (p->point->wall < q->point->wall) - (p->point->wall > q->point->wall);
  return order ? order : (p->index > q->index) - (p->index < q->index);
}

/* The points that are different, the dearest first, to be freed. */
static struct entry *list(const struct plan *plan, size_t *n, struct error *error) {
  struct entry *entries = malloc((plan->n_points + 1) * sizeof *entries);
  size_t *first = malloc((plan->n_points + 1) * sizeof *first);
  if (entries && first) {
    *n = plan_distinct(plan, first);
    for (size_t i = 0; i < *n; i++) entries[i] = (struct entry){&plan->points[first[i]], first[i]};
    qsort(entries, *n, sizeof *entries, by_cost);
  } else {
    error_set(error, ERROR_FAILED, "no memory for %zu points", plan->n_points);
    free(entries);
    entries = NULL;
  }
  free(first);
  return entries;
}

int campaign_order(const struct plan *plan, size_t order[], size_t *n, struct error *error) {
  struct entry *entries = list(plan, n, error);
  if (!entries) return (int)error->code;
  for (size_t i = 0; i < *n; i++) order[i] = entries[i].index;
  free(entries);
  return OK;
}

/* Give out different points in turn, and leave those of one share. @param load  of each share [s], zeroed */
static size_t deal(struct entry entries[], size_t n, size_t index, double load[], size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    size_t least = 0;
    for (size_t s = 1; s < count; s++)
      if (load[s] < load[least]) least = s;
    load[least] += entries[i].point->wall > 0 ? entries[i].point->wall : 1; /* of unknown cost they count alike */
    if (least == index) entries[kept++] = entries[i];
  }
  return kept;
}

int campaign_share(const struct plan *plan, size_t index, size_t count, bool mine[], struct error *error) {
  size_t n = 0;
  struct entry *entries = list(plan, &n, error);
  double *load = calloc(count, sizeof *load);
  if (entries && !load) error_set(error, ERROR_FAILED, "no memory for %zu shares", count);
  if (entries && load) {
    size_t kept = deal(entries, n, index, load, count);
    qsort(entries, kept, sizeof *entries, same_identity);
    for (size_t i = 0; i < plan->n_points; i++) {
      const struct entry point = {&plan->points[i], i};
      mine[i] = bsearch(&point, entries, kept, sizeof *entries, same_identity) != NULL;
    }
  }
  free(entries);
  free(load);
  return (int)error->code;
}
