/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seconds of a = b + s c on long arrays (the triad of STREAM), each part of which is first touched by the thread that works it.
 * triad DOUBLES REPEATS, threads by OMP_NUM_THREADS; prints JSON. Bytes are those of two reads and one write. */
#include <omp.h>

#include "timing.h"

int main(int argc, char **argv) {
  size_t counts[2];
  if (argc != 3 || !timing_counts(argv + 1, 2, counts)) return fputs("usage: triad DOUBLES REPEATS\n", stderr), 2;
  size_t n = (counts[0] + 7) / 8 * 8, repeats = counts[1];
  double *a = aligned_alloc(64, n * sizeof *a), *b = aligned_alloc(64, n * sizeof *b);
  double *c = aligned_alloc(64, n * sizeof *c), *seconds = calloc(repeats, sizeof *seconds);
  if (!a || !b || !c || !seconds) return fputs("triad: no memory for the arrays\n", stderr), 1;
#pragma omp parallel for schedule(static)
  for (size_t i = 0; i < n; i++) a[i] = 0, b[i] = 1, c[i] = 2;
  for (size_t r = 0; r < repeats; r++) {
    double share = 0.5 + (double)r, begin = omp_get_wtime();
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < n; i++) a[i] = b[i] + share * c[i];
    seconds[r] = omp_get_wtime() - begin;
  }
  bool right = a[0] == 2 * (double)repeats && a[n - 1] == a[0];
  printf("{\"bytes\": %zu, \"threads\": %d", 3 * n * sizeof *a, omp_get_max_threads());
  timing_print("seconds", seconds, repeats);
  puts("}");
  free(a), free(b), free(c), free(seconds);
  return right ? 0 : (fputs("triad: the sums are wrong\n", stderr), 1);
}
