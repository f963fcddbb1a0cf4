/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "study/sweep_reading.h"

bool sweep_is_mapping(struct reading *reading, const struct node *node) {
  char path[PATH_LENGTH];
  if (!node || node->refused) return false;
  if (node->kind != MAPPING)
    complain(&reading->complaints, node->place, node_path(node, NULL, path), "must be a mapping of keys to values");
  return node->kind == MAPPING;
}

size_t sweep_assignments(struct reading *reading, const struct node *mapping, const char *list[]) {
  size_t n = 0;
  for (const struct node *child = mapping->first; child && !reading->error->code; child = child->next) {
    if (n == MOST_ASSIGNMENTS - 1) {
      complain(&reading->complaints, child->key_place, child->key, "more than %d keys are refused",
               MOST_ASSIGNMENTS - 1);
      return n;
    }
    const char *value = varied_text(child, &reading->sweep->pool, reading->error);
    if (value) list[n++] = pool_print(&reading->sweep->pool, reading->error, "%s=%s", child->key, value);
  }
  return n;
}

static struct varied *next_key(struct reading *reading, const struct node *node) {
  struct sweep *sweep = reading->sweep;
  size_t n = sweep->n_keys + sweep->n_uncertain;
  if (n < MOST_KEYS) reading->node[n] = node;
  if (n < MOST_KEYS) return &sweep->keys[n];
  complain(&reading->complaints, node->key_place, node->key, "more than %d keys are refused", MOST_KEYS);
  return NULL;
}

int sweep_read_keys(struct reading *reading, const struct node *mapping, bool uncertain) {
  struct sweep *sweep = reading->sweep;
  if (!sweep_is_mapping(reading, mapping)) return OK;
  for (const struct node *child = mapping->first; child; child = child->next) {
    struct varied *key = next_key(reading, child);
    if (!key) return OK;
    TRY(varied_read(key, child, sweep->model, &sweep->pool, &reading->complaints, reading->error));
    key->uncertain = uncertain;
    for (struct varied *before = sweep->keys; before < key; before++)
      if (strcmp(before->name, key->name) == 0)
        complain(&reading->complaints, child->key_place, key->name, "is varied twice");
    *(uncertain ? &sweep->n_uncertain : &sweep->n_keys) += 1;
  }
  return OK;
}

int sweep_read_cases(struct reading *reading, const struct node *cases) {
  struct sweep *sweep = reading->sweep;
  if (!sweep_is_mapping(reading, cases)) return OK;
  struct varied *key = next_key(reading, cases);
  const char **names = pool_take(&sweep->pool, cases->n, sizeof *names, reading->error);
  const char *const **lists = pool_take(&sweep->pool, cases->n, sizeof *lists, reading->error);
  if (!key || !names || !lists) return (int)reading->error->code;
  size_t n = 0;
  for (const struct node *child = cases->first; child; child = child->next, n++) {
    const char **list = pool_take(&sweep->pool, MOST_ASSIGNMENTS, sizeof *list, reading->error);
    names[n] = pool_print(&sweep->pool, reading->error, "%s", child->key);
    if (!list || !names[n]) return (int)reading->error->code;
    if (sweep_is_mapping(reading, child)) sweep_assignments(reading, child, list);
    lists[n] = list;
  }
  if (n == 0) complain(&reading->complaints, cases->place, "cases", "must name at least one alternative");
  *key = (struct varied){.name = "case",
                         .description = "alternative",
                         .unit = "",
                         .is_word = true,
                         .n = n,
                         .text = names,
                         .alternative = lists};
  sweep->n_keys++;
  return (int)reading->error->code;
}
