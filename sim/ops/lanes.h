/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Eight doubles at a time, by the vector extension of gcc and clang: one 64-byte line, whatever the instruction set.
 */
#pragma once
#include <stddef.h>

enum { LANES = 8 };
typedef double lanes __attribute__((vector_size(64), may_alias));

/** Transpose a square of eight by eight: out[i][l] = in[l][i]. */
static inline __attribute__((always_inline)) void lanes_transpose(lanes r[LANES]) {
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
