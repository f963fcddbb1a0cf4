/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A canonical form is YAML of our own: a key a line, two spaces for each level, values beside their keys. */
#include "run/identity.h"

#include <stdbool.h>
#include <string.h>

enum { MAX_DEPTH = 8, PATH = 512 };
static const char *const AHEAD[] = {"run.end", "output.frames", "output.measures"};

/* A line that has a value, and the keys above it. */
struct entry {
  char path[PATH];
  const char *value;
  size_t length;
};

/* Walks the lines; the keys it is under. */
struct walk {
  const char *at;
  const char *key[MAX_DEPTH];
  size_t key_length[MAX_DEPTH];
};

/* The next line with a value. */
static bool next(struct walk *walk, struct entry *entry) {
  while (*walk->at) {
    const char *line = walk->at, *end = line + strcspn(line, "\n");
    walk->at = *end ? end + 1 : end;
    size_t indent = strspn(line, " "), depth = indent / 2;
    const char *colon = memchr(line, ':', (size_t)(end - line));
    if (!colon || depth >= MAX_DEPTH) continue;
    walk->key[depth] = line + indent;
    walk->key_length[depth] = (size_t)(colon - line) - indent;
    if (colon + 1 == end) continue;
    size_t length = 0;
    for (size_t d = 0; d <= depth && length < PATH; d++)
      length += (size_t)snprintf(entry->path + length, PATH - length, "%s%.*s", d ? "." : "", (int)walk->key_length[d],
                                 walk->key[d]);
    entry->value = colon + 2;
    entry->length = (size_t)(end - entry->value);
    return true;
  }
  return false;
}

static bool find(const char *text, const char *path, struct entry *entry) {
  struct walk walk = {.at = text};
  while (next(&walk, entry))
    if (strcmp(entry->path, path) == 0) return true;
  return false;
}

static bool lies_ahead(const char *path) {
  for (size_t i = 0; i < sizeof AHEAD / sizeof *AHEAD; i++)
    if (strcmp(path, AHEAD[i]) == 0) return true;
  return false;
}

int identity_differences(const char *was, const char *is, FILE *out) {
  int n = 0;
  struct entry old, new;
  for (struct walk walk = {.at = was}; next(&walk, &old);) {
    bool there = find(is, old.path, &new);
    if (there && old.length == new.length &&memcmp(old.value, new.value, old.length) == 0) continue;
    if (lies_ahead(old.path)) continue;
    fprintf(out, "%s: was %.*s, is %.*s\n", old.path, (int)old.length, old.value, there ? (int)new.length : 6,
            there ? new.value : "absent");
    n++;
  }
  for (struct walk walk = {.at = is}; next(&walk, &new);) {
    if (find(was, new.path, &old)) continue;
    fprintf(out, "%s: was absent, is %.*s\n", new.path, (int)new.length, new.value);
    n++;
  }
  return n;
}
