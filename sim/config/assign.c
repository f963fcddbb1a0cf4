/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --set key.key=value. The value goes through the same parser as a file, so that mistakes in it have a place too. */
#include <stdlib.h>
#include <string.h>

#include "config/document.h"

/* Put the child under the key, instead of what was there. Takes the child. @return the child, or NULL without memory */
static struct node *put_child(struct node *parent, const char *key, struct place place, struct node *child) {
  struct node *before = node_find(parent, key);
  if (before) node_remove(parent, before);
  if (child) child->key = strdup(key);
  if (!child || !child->key) {
    node_free(child);
    return NULL;
  }
  child->key_place = place;
  node_append(parent, child);
  return child;
}

/* Follow the parts of the key, which this cuts at its dots, making mappings on the way. Takes the value. */
static void put_value(struct node *root, const struct source *source, char *key, struct node *value,
                      struct complaints *complaints) {
  char path[PATH_LENGTH];
  struct node *parent = root;
  for (char *part = key, *rest; part; part = rest) {
    struct place place = {source, 0, (size_t)(part - key)};
    rest = strchr(part, '.');
    if (rest) *rest++ = '\0';
    struct node *child = node_find(parent, part);
    const char *fault = !part[0]                                  ? "a part of the key is empty"
                        : rest && child && child->kind != MAPPING ? "holds a value, not keys"
                                                                  : NULL;
    if (fault) {
      complain(complaints, place, node_path(parent, part, path), "%s", fault);
      node_free(value);
      return;
    }
    if (!rest) child = put_child(parent, part, place, value);
    else if (!child) child = put_child(parent, part, place, node_create(MAPPING, place));
    if (!child) complaints->no_memory = true;
    if (!child && rest) node_free(value);
    if (!child) return;
    if (!rest) node_refuse_repeated(child, complaints);
    parent = child;
  }
}

void document_assign(struct document *document, const char *assignment, struct complaints *complaints) {
  size_t length = strcspn(assignment, "=");
  char name[PATH_LENGTH];
  snprintf(name, sizeof name, "--set %.*s", (int)(length < 200 ? length : 200), assignment);
  struct source *source = document_source(document, name, assignment, strlen(assignment));
  char *key = strndup(assignment, length);
  if (!source || !key) {
    complaints->no_memory = true;
  } else {
    source->is_command = true;
    if (assignment[length]) {
      struct node *value = document_parse(source, length + 1, complaints);
      if (value) put_value(document->root, source, key, value, complaints);
    } else {
      complain(complaints, (struct place){source, 0, 0}, "", "'%.200s' has no '=': write key=value", assignment);
    }
  }
  free(key);
}
