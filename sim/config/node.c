/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "config/document.h"

struct node *node_create(enum node_kind kind, struct place place) {
  struct node *node = calloc(1, sizeof *node);
  if (!node) return NULL;
  node->kind = kind;
  node->place = node->key_place = place;
  return node;
}

void node_free(struct node *node) {
  while (node) {
    struct node *next = node->next;
    node_free(node->first);
    free(node->key);
    free(node->text);
    free(node);
    node = next;
  }
}

void node_append(struct node *parent, struct node *child) {
  struct node **end = &parent->first;
  while (*end) end = &(*end)->next;
  *end = child;
  child->parent = parent;
  parent->n++;
}

void node_remove(struct node *parent, struct node *child) {
  struct node **link = &parent->first;
  while (*link != child) link = &(*link)->next;
  *link = child->next;
  child->next = NULL;
  parent->n--;
  node_free(child);
}

void node_refuse_repeated(struct node *node, struct complaints *complaints) {
  for (struct node *child = node->first, *next; child; child = next) {
    next = child->next;
    const struct node *before = node_find(node, child->key ? child->key : "");
    if (!before || before == child) {
      node_refuse_repeated(child, complaints);
      continue;
    }
    char path[PATH_LENGTH], where[PLACE_LENGTH];
    place_print(before->key_place, where);
    complain(complaints, child->key_place, node_path(child, NULL, path), "is given twice, first at %s", where);
    node_remove(node, child);
  }
}

struct node *node_find(const struct node *mapping, const char *key) {
  if (!mapping || mapping->kind != MAPPING) return NULL;
  for (struct node *child = mapping->first; child; child = child->next)
    if (child->key && strcmp(child->key, key) == 0) return child;
  return NULL;
}

const struct node *node_entry(const struct node *node, size_t i) {
  if (node->kind == SCALAR) return node;
  const struct node *entry = node->first;
  while (i-- > 0) entry = entry->next;
  return entry;
}

const char *node_path(const struct node *node, const char *name, char path[PATH_LENGTH]) {
  const char *keys[16];
  size_t n = 0, used = 0;
  if (name) keys[n++] = name;
  for (; node && n < 16; node = node->parent)
    if (node->key && node->key[0]) keys[n++] = node->key;
  path[0] = '\0';
  while (n-- > 0 && used < PATH_LENGTH - 1) {
    snprintf(path + used, PATH_LENGTH - used, "%s%s", used ? "." : "", keys[n]);
    used = strlen(path);
  }
  return path;
}
