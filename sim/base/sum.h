/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Sums whose bits depend on nothing but the numbers: eight fixed lanes along a row, added pairwise at its end. Sums of
 *  rows are stored and added in index order by one thread.
 */
#pragma once
#include <stddef.h>

/** Sum over n cells of a row of value[i] weight[i] share[i]; a share of NULL is 1 everywhere. */
static inline double sum_weighted(const double *value, const double *weight, const double *share, size_t n) {
  double lane[8] = {0};
  size_t i = 0;
  if (share) {
    for (; i + 8 <= n; i += 8)
      for (size_t l = 0; l < 8; l++) lane[l] += value[i + l] * (weight[i + l] * share[i + l]);
    for (size_t l = 0; i + l < n; l++) lane[l] += value[i + l] * (weight[i + l] * share[i + l]);
  } else {
    for (; i + 8 <= n; i += 8)
      for (size_t l = 0; l < 8; l++) lane[l] += value[i + l] * weight[i + l];
    for (size_t l = 0; i + l < n; l++) lane[l] += value[i + l] * weight[i + l];
  }
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}
