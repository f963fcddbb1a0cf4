/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the timed programs have in common: reading counts, and printing samples as JSON for tests/bench/run.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/** Read n words as counts from 1 on. @param counts  out, shape [n]  @return whether all are */
static inline bool timing_counts(char *const words[], size_t n, size_t counts[]) {
  for (size_t i = 0; i < n; i++) {
    char *end;
    long value = strtol(words[i], &end, 10);
    if (*end || end == words[i] || value < 1) return false;
    counts[i] = (size_t)value;
  }
  return true;
}

/** Print ', "name": [samples]'. @param samples  shape [n] */
static inline void timing_print(const char *name, const double samples[], size_t n) {
  printf(", \"%s\": [", name);
  for (size_t i = 0; i < n; i++) printf("%s%.6e", i ? ", " : "", samples[i]);
  printf("]");
}
