/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elimination from the first row to the last and substitution back (line.h), for some columns of eight at a time, whose recursion
 * stays in registers: side by side they hide that each step waits for the one before. Stores past the caches have no form that
 * would do for vectors of any length, so the kernel is compiled for each instruction set by itself. */
#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "ops/lanes.h"
#include "ops/line.h"

enum { MOST = 8 };

#define VERSION(name) name##_default
#include "ops/line_across_kernel.h"

#ifdef POINTWISE_CLONES
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")
#define VERSION(name) name##_v3
#include "ops/line_across_kernel.h"
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
#define VERSION(name) name##_v4
#include "ops/line_across_kernel.h"
#pragma GCC pop_options
#endif

void line_solve_across(const struct line *line, double *rows, size_t stride, size_t length, double *to) {
#ifdef POINTWISE_CLONES
  if (__builtin_cpu_supports("x86-64-v4")) solve_across_v4(line, rows, stride, length, to);
  else if (__builtin_cpu_supports("x86-64-v3")) solve_across_v3(line, rows, stride, length, to);
  else
#endif
    solve_across_default(line, rows, stride, length, to);
#ifdef __SSE2__
  if (to != rows) _mm_sfence(); /* such stores are not in order with those that tell other threads of them */
#endif
}
