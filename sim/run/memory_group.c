/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/memory_group.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of one version of control groups. */
struct version {
  const char *controller; /* in the line of the group; none: the line of version 2 */
  const char *folder;     /* below the root */
  const char *most, *used, *statistics;
  const char *cached[2]; /* what of the statistics is given up; files of memory file systems are not */
};

static const struct version VERSIONS[] = {
    {"", "", "memory.max", "memory.current", "memory.stat", {"active_file ", "inactive_file "}},
    {"memory",
     "/memory",
     "memory.limit_in_bytes",
     "memory.usage_in_bytes",
     "memory.stat",
     {"total_active_file ", "total_inactive_file "}}};

enum { LINE = 4096, PATH = 2 * LINE };

double memory_group_number(const char *path, const char *key) {
  char line[512];
  double value = HUGE_VAL;
  FILE *file = fopen(path, "r");
  if (!file) return value;
  while (fgets(line, sizeof line, file) && !isfinite(value)) {
    if (strncmp(line, key, strlen(key)) != 0) continue;
    char *end, *start = line + strlen(key);
    double found = strtod(start, &end);
    if (end != start) value = found;
  }
  fclose(file);
  return value;
}

/* Whether a list like cpu,memory names a controller; of version 2 it is empty. */
static bool names(char *list, const char *controller) {
  if (!*list) return !*controller;
  char *rest = NULL;
  for (char *word = strtok_r(list, ",", &rest); word; word = strtok_r(NULL, ",", &rest))
    if (strcmp(word, controller) == 0) return true;
  return false;
}

/* The path of this process in the groups of a version: the end of a line number:controllers:path. @return whether there is one */
static bool find_group(const char *groups, const struct version *version, char path[LINE]) {
  char line[LINE];
  bool found = false;
  FILE *file = fopen(groups, "r");
  if (!file) return false;
  while (!found && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = '\0';
    char *list = strchr(line, ':'), *end = list ? strchr(list + 1, ':') : NULL;
    if (!end) continue;
    *end = '\0';
    found = names(list + 1, version->controller);
    if (found) memcpy(path, end + 1, strlen(end + 1) + 1);
  }
  fclose(file);
  return found;
}

static double number_of(const char *folder, const char *file, const char *key) {
  char path[PATH + 64];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  return memory_group_number(path, key);
}

static double left_in(const char *folder, const struct version *version) {
  double most = number_of(folder, version->most, ""), used = number_of(folder, version->used, "");
  if (!isfinite(most) || !isfinite(used)) return HUGE_VAL;
  for (int c = 0; c < 2; c++) {
    double cached = number_of(folder, version->statistics, version->cached[c]);
    if (isfinite(cached)) used -= cached;
  }
  return fmax(0, most - used);
}

double memory_group_available(const char *groups, const char *root) {
  double least = HUGE_VAL;
  for (size_t v = 0; v < sizeof VERSIONS / sizeof *VERSIONS; v++) {
    char group[LINE], folder[PATH];
    if (!find_group(groups, &VERSIONS[v], group)) continue;
    snprintf(folder, sizeof folder, "%.2000s%s%s", root, VERSIONS[v].folder, group);
    size_t top = strnlen(root, 2000) + strlen(VERSIONS[v].folder);
    for (size_t length = strlen(folder); length >= top; length--) {
      if (folder[length] != '/' && folder[length] != '\0') continue;
      folder[length] = '\0';
      least = fmin(least, left_in(folder, &VERSIONS[v]));
    }
  }
  return least;
}
