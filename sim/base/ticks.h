/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A fast clock of no known unit, to compare the cost of neighbouring pieces of work on one core.
 */
#pragma once
#include <stdint.h>
#include <time.h>

static inline uint64_t ticks_now(void) {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#else
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
#endif
}

/** Ticks since `last` go to a term; `last` becomes now. */
static inline void ticks_charge(uint64_t *term, uint64_t *last) {
  uint64_t now = ticks_now();
  *term += now - *last;
  *last = now;
}
