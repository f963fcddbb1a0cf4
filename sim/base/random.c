/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"

#include <gsl/gsl_math.h>
#include <math.h>

static uint64_t mix(uint64_t z) {
  z += 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

double random_uniform(uint64_t seed, uint64_t session, uint64_t needle, uint64_t draw) {
  uint64_t bits = mix(mix(mix(mix(seed) ^ session) ^ needle) ^ draw);
  return ((double)(bits >> 12) + 0.5) * 0x1p-52; /* one bit more, and the largest would be rounded to 1 */
}

double random_normal(uint64_t seed, uint64_t session, uint64_t needle, uint64_t draw, double cut) {
  const double two_pi = 2 * M_PI;
  for (;; draw += 2) {
    double radius = sqrt(-2.0 * log(random_uniform(seed, session, needle, draw)));
    double normal = radius * cos(two_pi * random_uniform(seed, session, needle, draw + 1));
    if (fabs(normal) <= cut) return normal;
  }
}
