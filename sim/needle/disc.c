/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "needle/disc.h"

#include <gsl/gsl_math.h>
#include <math.h>

/* Area of the disc within 0 <= X <= x, 0 <= Y <= y for x, y >= 0. Where the corner lies outside the disc, the region is
 * a triangle on either axis and a sector between them; its angle is taken by atan2, since asin(x/r) loses half of the
 * digits near x = r. */
static double corner_area(double r, double x, double y) {
  if (x > r) x = r;
  if (y > r) y = r;
  if (x * x + y * y <= r * r) return x * y;
  double rise = sqrt((r - x) * (r + x)), run = sqrt((r - y) * (r + y));
  double angle = atan2(x * y - rise * run, rise * y + x * run);
  return 0.5 * (x * rise + run * y + r * r * angle);
}

/* The same, odd in x and y, so that differences of corners give any rectangle. */
static double signed_area(double r, double x, double y) {
  double area = corner_area(r, fabs(x), fabs(y));
  return (x < 0) != (y < 0) ? -area : area;
}

static double nearest_to_zero(double low, double high) { return low > 0 ? low : high < 0 ? -high : 0; }

double disc_rectangle_area(double r, double x0, double x1, double y0, double y1) {
  double near_x = nearest_to_zero(x0, x1), near_y = nearest_to_zero(y0, y1);
  if (near_x * near_x + near_y * near_y >= r * r) return 0;
  double far_x = fmax(fabs(x0), fabs(x1)), far_y = fmax(fabs(y0), fabs(y1));
  if (far_x * far_x + far_y * far_y <= r * r) return (x1 - x0) * (y1 - y0);
  double area = signed_area(r, x1, y1) - signed_area(r, x0, y1) - (signed_area(r, x1, y0) - signed_area(r, x0, y0));
  return area > 0 ? area : 0; /* round-off of the differences */
}

double disc_ring_area(double r, double r0, double r1) {
  double inner = fmin(r, r0), outer = fmin(r, r1);
  return M_PI * (outer - inner) * (outer + inner);
}
