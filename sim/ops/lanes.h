/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Eight doubles at a time, by the vector extension of gcc and clang: one 64-byte line, whatever the instruction set.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "model.h"

enum { LANES = 8 };
typedef double lanes __attribute__((vector_size(64), may_alias));
typedef long long lane_mask __attribute__((vector_size(64))); /* -1 where a comparison holds, else 0 */

/** n and the pads that fill its last lane up. */
static inline size_t lanes_padded(size_t n) { return (n + LANES - 1) / LANES * LANES; }

/** Eight doubles that stand anywhere. */
typedef double loose_lanes __attribute__((vector_size(64), aligned(8), may_alias));
POINTWISE_INLINE lanes lanes_loose(const double *p) { return *(const loose_lanes *)(const void *)p; }

/** The lane at p, which is aligned to 64 bytes. */
POINTWISE_INLINE lanes *lanes_at(double *p) { return (lanes *)(void *)p; }
POINTWISE_INLINE lanes lanes_of(const double *p) { return *(const lanes *)(const void *)p; }

POINTWISE_INLINE lanes lanes_choose(lane_mask mask, lanes yes, lanes no) {
  return (lanes)((mask & (lane_mask)yes) | (~mask & (lane_mask)no));
}

POINTWISE_INLINE lanes lanes_magnitude(lanes x) { return (lanes)((lane_mask)x & 0x7fffffffffffffffLL); }

/** Whether the sign of any lane is set. */
POINTWISE_INLINE bool lanes_any_sign(lane_mask m) {
  m |= __builtin_shufflevector(m, m, 4, 5, 6, 7, 0, 1, 2, 3);
  m |= __builtin_shufflevector(m, m, 2, 3, 0, 1, 6, 7, 4, 5);
  return (m[0] | m[1]) < 0;
}

/** Transpose a square of eight by eight: out[i][l] = in[l][i]. */
POINTWISE_INLINE void lanes_transpose(lanes r[LANES]) {
  lanes t[LANES];
  for (size_t i = 0; i < 4; i++) {
    t[2 * i] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    t[2 * i + 1] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (size_t o = 0; o < 2; o++) {
    lanes a = __builtin_shufflevector(t[o], t[2 + o], 0, 1, 4, 5, 8, 9, 12, 13);
    lanes b = __builtin_shufflevector(t[o], t[2 + o], 2, 3, 6, 7, 10, 11, 14, 15);
    lanes c = __builtin_shufflevector(t[4 + o], t[6 + o], 0, 1, 4, 5, 8, 9, 12, 13);
    lanes d = __builtin_shufflevector(t[4 + o], t[6 + o], 2, 3, 6, 7, 10, 11, 14, 15);
    r[o] = __builtin_shufflevector(a, c, 0, 1, 4, 5, 8, 9, 12, 13);
    r[4 + o] = __builtin_shufflevector(a, c, 2, 3, 6, 7, 10, 11, 14, 15);
    r[2 + o] = __builtin_shufflevector(b, d, 0, 1, 4, 5, 8, 9, 12, 13);
    r[6 + o] = __builtin_shufflevector(b, d, 2, 3, 6, 7, 10, 11, 14, 15);
  }
}
