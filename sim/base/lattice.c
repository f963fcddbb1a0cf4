/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/lattice.h"

#include <gsl/gsl_math.h>
#include <math.h>

/* Whole numbers from first to last. */
struct steps {
  long first, last;
};

static double determinant(const double a[2], const double b[2]) { return a[0] * b[1] - a[1] * b[0]; }

double lattice_density(const struct lattice *lattice) {
  return (double)lattice->n / fabs(determinant(lattice->step[0], lattice->step[1]));
}

static void turn(double direction, const double from[2], double to[2]) {
  double c = cos(direction * M_PI / 180), s = sin(direction * M_PI / 180);
  to[0] = c * from[0] - s * from[1];
  to[1] = s * from[0] + c * from[1];
}

/* How many of step a may be needed for a point with any offset to come to lie in the box: by the shares of step a that
 * the corners and the offsets have. */
static struct steps steps_along(const struct lattice *turned, const double origin[2], const double width[2], size_t a) {
  const double *other = turned->step[1 - a];
  double whole = determinant(turned->step[a], other);
  double low = HUGE_VAL, high = -HUGE_VAL, nearest = HUGE_VAL, farthest = -HUGE_VAL;
  for (int corner = 0; corner < 4; corner++) {
    const double to[2] = {(corner & 1 ? width[0] : 0) - origin[0], (corner & 2 ? width[1] : 0) - origin[1]};
    low = fmin(low, determinant(to, other) / whole);
    high = fmax(high, determinant(to, other) / whole);
  }
  for (size_t b = 0; b < turned->n; b++) {
    double share = determinant(turned->offset[b], other) / whole;
    nearest = fmin(nearest, share);
    farthest = fmax(farthest, share);
  }
  return (struct steps){(long)floor(low - farthest), (long)ceil(high - nearest)};
}

size_t lattice_points(const struct lattice *lattice, double direction, const double shift[2], const double width[2],
                      double (*point)[2]) {
  struct lattice turned = {.n = lattice->n};
  double origin[2] = {width[0] / 2, width[1] / 2};
  size_t found = 0;
  for (size_t a = 0; a < 2; a++) turn(direction, lattice->step[a], turned.step[a]);
  for (size_t b = 0; b < lattice->n; b++) turn(direction, lattice->offset[b], turned.offset[b]);
  for (size_t d = 0; d < 2; d++) origin[d] += shift[0] * turned.step[0][d] + shift[1] * turned.step[1][d];
  struct steps along = steps_along(&turned, origin, width, 0), across = steps_along(&turned, origin, width, 1);
  for (long j = across.first; j <= across.last; j++)
    for (long i = along.first; i <= along.last; i++)
      for (size_t b = 0; b < turned.n; b++) {
        double at[2];
        for (size_t d = 0; d < 2; d++)
          at[d] = origin[d] + (double)i * turned.step[0][d] + (double)j * turned.step[1][d] + turned.offset[b][d];
        if (!(at[0] >= 0 && at[0] < width[0] && at[1] >= 0 && at[1] < width[1])) continue;
        if (point) point[found][0] = at[0], point[found][1] = at[1];
        found++;
      }
  return found;
}
