/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/nearest.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { NAME_LENGTH = 64 };

static size_t edit_distance(const char *a, const char *b) {
  size_t n = strlen(b), row[NAME_LENGTH + 1];
  if (n > NAME_LENGTH || strlen(a) > NAME_LENGTH) return NAME_LENGTH;
  for (size_t j = 0; j <= n; j++) row[j] = j;
  for (size_t i = 0; a[i]; i++) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 1; j <= n; j++) {
      size_t cost = diagonal + (a[i] != b[j - 1]);
      diagonal = row[j];
      if (row[j] + 1 < cost) cost = row[j] + 1;
      if (row[j - 1] + 1 < cost) cost = row[j - 1] + 1;
      row[j] = cost;
    }
  }
  return row[n];
}

struct nearest nearest_to(const char *name) {
  return (struct nearest){.name = name, .best = NULL, .distance = strlen(name) / 3 + 2};
}

void nearest_offer(struct nearest *nearest, const char *known) {
  size_t used = nearest->length, separator = used > 0 ? 2 : 0;
  nearest->length += separator + strlen(known);
  if (nearest->length < KNOWN_LENGTH)
    snprintf(nearest->known + used, KNOWN_LENGTH - used, "%s%s", separator ? ", " : "", known);
  size_t distance = edit_distance(nearest->name, known);
  if (distance >= nearest->distance || distance >= strlen(known)) return;
  nearest->distance = distance;
  nearest->best = known;
}

const char *nearest_hint(const struct nearest *nearest, char hint[HINT_LENGTH]) {
  hint[0] = '\0';
  if (nearest->best) snprintf(hint, HINT_LENGTH, "; did you mean '%s'?", nearest->best);
  return hint;
}

const char *nearest_or_known(const struct nearest *nearest, char hint[HINT_LENGTH]) {
  nearest_hint(nearest, hint);
  bool few = nearest->length > 0 && nearest->length < KNOWN_LENGTH;
  if (!nearest->best && few) snprintf(hint, HINT_LENGTH, "; known are %s", nearest->known);
  return hint;
}
