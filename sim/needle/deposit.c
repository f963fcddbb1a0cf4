/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The discs of a channel are taken at Gauss points over the depth of a plane, the same for all of its cells, so that
 * the cells of a plane add up to the discs exactly, whatever the grid. */
#include "needle/deposit.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <string.h>

#include "needle/disc.h"

enum { DEPTHS = 4, RINGS = 3 };

/* A share above it is that of a whole cell but for the rounding of the areas. */
static const double WHOLE_CELL = 1 - 1e-12;

/* Gauss-Legendre on 0..1 */
static const double DEPTH_POINT[DEPTHS] = {0.0694318442029737124, 0.330009478207571868, 0.669990521792428132,
                                           0.930568155797026288};
static const double DEPTH_WEIGHT[DEPTHS] = {0.173927422568726929, 0.326072577431273071, 0.326072577431273071,
                                            0.173927422568726929};
static const double RING_POINT[RINGS] = {0.112701665379258311, 0.5, 0.887298334620741689};
static const double RING_WEIGHT[RINGS] = {5.0 / 18, 8.0 / 18, 5.0 / 18};

/* The disc at one depth. */
struct slice {
  double x, y;   /* of the centre [mm] */
  double weight; /* share of the plane's thickness that it stands for */
  double radius;
};

/* What one puncture cuts out of one plane of cells. */
struct section {
  size_t n_slices;
  struct slice slice[DEPTHS];
  double rim_width;
  size_t n_panels; /* of the quadrature across the rim; 0: no rim */
};

/* Indices of the cells that an interval touches; those of images lie outside 0..n-1. */
struct span {
  long first, last;
};

/* Average over a cell: of the disc, and of the ramp that falls from 1 to 0 across the rim. */
struct share {
  double disc, ramp;
};

static struct slice slice_at(const struct puncture *puncture, double z, double weight, double radius) {
  double x = puncture->x + puncture->shear[0] * z, y = puncture->y + puncture->shear[1] * z;
  return (struct slice){.x = x, .y = y, .weight = weight, .radius = radius};
}

/* Panels of half a cell or less, or the ramp would be a staircase on a fine grid. */
static size_t panels_across(const struct grid *grid, double rim_width) {
  return (size_t)ceil(2 * rim_width / fmin(grid->axis[0].h, grid->axis[1].h));
}

/* The channel within plane k, which begins above its end. The Gauss points lie in v = sqrt(1 - z/depth), in which the
 * profiles of taper 0, 1/2 and 1 are polynomials. */
static struct section cut_channel(const struct grid *grid, const struct puncture *puncture, double rim_width,
                                  size_t k) {
  struct section section = {.rim_width = rim_width, .n_panels = panels_across(grid, rim_width)};
  if (grid->axis[2].n == 1) {
    section.slice[section.n_slices++] = slice_at(puncture, 0, 1, puncture->radius);
    return section;
  }
  double h = grid->axis[2].h, depth = puncture->depth;
  double v_top = sqrt(1 - grid_depth(grid, k) / depth), v_bottom = sqrt(fmax(0, 1 - grid_depth(grid, k + 1) / depth));
  for (size_t q = 0; q < DEPTHS; q++) {
    double v = v_bottom + (v_top - v_bottom) * DEPTH_POINT[q], weight = DEPTH_WEIGHT[q] * 2 * v * (v_top - v_bottom);
    double radius = puncture->radius * pow(v, 2 * puncture->taper);
    section.slice[section.n_slices++] = slice_at(puncture, depth * (1 - v * v), weight * depth / h, radius);
  }
  return section;
}

/* The cylinder of a given radius about the axis within plane k. */
static struct section cut_cylinder(const struct grid *grid, const struct puncture *puncture, double radius, size_t k) {
  struct section section = {0};
  bool upright = fabs(puncture->shear[0]) + fabs(puncture->shear[1]) <= 0;
  if (upright || grid->axis[2].n == 1) {
    section.slice[section.n_slices++] = slice_at(puncture, 0, 1, radius);
    return section;
  }
  for (size_t q = 0; q < DEPTHS; q++) {
    double z = grid_depth(grid, k) + grid->axis[2].h * DEPTH_POINT[q];
    section.slice[section.n_slices++] = slice_at(puncture, z, DEPTH_WEIGHT[q], radius);
  }
  return section;
}

static struct span span_of(const struct axis *axis, double low, double high) {
  struct span span = {(long)floor(low / axis->h), (long)floor(high / axis->h)};
  if (axis->periodic) return span;
  long last = (long)axis->n - 1;
  return (struct span){span.first < 0 ? 0 : span.first, span.last > last ? last : span.last};
}

static struct span span_of_section(const struct grid *grid, const struct section *section, size_t a) {
  if (grid->geometry == AXISYMMETRIC && a == 1) return (struct span){0, 0};
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (size_t q = 0; q < section->n_slices; q++) {
    const struct slice *slice = &section->slice[q];
    double centre = a == 0 ? slice->x : slice->y, radius = slice->radius + section->rim_width;
    low = fmin(low, centre - radius);
    high = fmax(high, centre + radius);
  }
  return span_of(&grid->axis[a], low, high);
}

/* Place of a cell or of an image of it in its row or column. */
static size_t wrap(const struct axis *axis, long i) {
  long n = (long)axis->n;
  return (size_t)((i % n + n) % n);
}

static double disc_cell_area(const struct grid *grid, const struct slice *slice, double radius, long i, long j) {
  double hx = grid->axis[0].h, hy = grid->axis[1].h, x = hx * (double)i, y = hy * (double)j;
  if (grid->geometry == AXISYMMETRIC) return disc_ring_area(radius, x, hx * (double)(i + 1));
  return disc_rectangle_area(radius, x - slice->x, hx * (double)(i + 1) - slice->x, y - slice->y,
                             hy * (double)(j + 1) - slice->y);
}

/* Integral over s in 0..1 of the area of the discs radius + s rim_width within a cell, less the inner disc's. */
static double ramp_area(const struct grid *grid, const struct section *section, const struct slice *slice, double inner,
                        long i, long j) {
  double sum = 0, n = (double)section->n_panels;
  for (size_t panel = 0; panel < section->n_panels; panel++)
    for (size_t r = 0; r < RINGS; r++) {
      double s = ((double)panel + RING_POINT[r]) / n;
      sum += RING_WEIGHT[r] / n * (disc_cell_area(grid, slice, slice->radius + s * section->rim_width, i, j) - inner);
    }
  return sum;
}

static struct share share_of_cell(const struct grid *grid, const struct section *section, long i, long j) {
  struct share share = {0, 0};
  for (size_t q = 0; q < section->n_slices; q++) {
    const struct slice *slice = &section->slice[q];
    double inner = disc_cell_area(grid, slice, slice->radius, i, j);
    share.disc += slice->weight * inner;
    share.ramp += slice->weight * ramp_area(grid, section, slice, inner, i, j);
  }
  double area = grid->axis[0].measure[wrap(&grid->axis[0], i)] * grid->axis[1].measure[wrap(&grid->axis[1], j)];
  return (struct share){share.disc / area, share.ramp / area};
}

static size_t cell_index(const struct grid *grid, long i, long j, size_t k) {
  return (k * grid->axis[1].n + wrap(&grid->axis[1], j)) * grid->pitch + wrap(&grid->axis[0], i);
}

void deposit_add(const struct grid *grid, const struct model *model, const void *derived,
                 const struct puncture *puncture, double *const deposits[]) {
  double core[MAX_DEPOSITS], rim[MAX_DEPOSITS], rim_width;
  memcpy(&rim_width, (const char *)derived + model->rim_width, sizeof rim_width);
  for (size_t d = 0; d < model->n_deposits; d++) model->deposits[d].amplitude(derived, puncture, &core[d], &rim[d]);
  for (size_t k = 0; k < grid->axis[2].n && grid_depth(grid, k) < puncture->depth; k++) {
    struct section section = cut_channel(grid, puncture, rim_width, k);
    struct span along_x = span_of_section(grid, &section, 0), along_y = span_of_section(grid, &section, 1);
    for (long j = along_y.first; j <= along_y.last; j++)
      for (long i = along_x.first; i <= along_x.last; i++) {
        struct share share = share_of_cell(grid, &section, i, j);
        size_t cell = cell_index(grid, i, j, k);
        for (size_t d = 0; d < model->n_deposits; d++) deposits[d][cell] += core[d] * share.disc + rim[d] * share.ramp;
      }
  }
}

void deposit_cap(const struct grid *grid, double *deposit) {
  size_t n = grid->axis[2].n * grid->axis[1].n * grid->pitch;
  for (size_t i = 0; i < n; i++)
    if (deposit[i] > WHOLE_CELL) deposit[i] = 1;
}

void deposit_add_neighbourhood(const struct grid *grid, const struct puncture *puncture, double distance,
                               double *share) {
  if (!(puncture->depth > 0)) return;
  for (size_t k = 0; k < grid->axis[2].n; k++) {
    struct section section = cut_cylinder(grid, puncture, distance, k);
    struct span along_x = span_of_section(grid, &section, 0), along_y = span_of_section(grid, &section, 1);
    for (long j = along_y.first; j <= along_y.last; j++)
      for (long i = along_x.first; i <= along_x.last; i++)
        share[cell_index(grid, i, j, k)] += share_of_cell(grid, &section, i, j).disc;
  }
}

/* Integral of (1 - z/depth)^power over z from 0 to bottom, which may not exceed the depth. */
static double tapered_length(double depth, double bottom, double power) {
  return -expm1((power + 1) * log1p(-bottom / depth)) * depth / (power + 1);
}

double puncture_volume(const struct puncture *puncture, double core, double rim, double rim_width, double bottom) {
  if (!(puncture->depth > 0)) return 0;
  double r = puncture->radius, p = puncture->taper, depth = puncture->depth, end = fmin(bottom, depth);
  double inner = r * r * tapered_length(depth, end, 2 * p);
  double ramp = r * rim_width * tapered_length(depth, end, p) + rim_width * rim_width * end / 3;
  return M_PI * (core * inner + rim * ramp);
}
