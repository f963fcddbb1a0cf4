/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums run in fixed lanes along a row; the sums of rows are kept and added in index order (base/sum.h), so that a measure has
 * the same bits on any number of threads. */
#include "measure/gauge.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/denormals.h"
#include "base/sum.h"
#include "measure/region.h"
#include "measure/series.h"

/* One measure on this grid. */
struct gauge {
  bool present, every_step;
  struct range planes;
  double *plane_share; /* [nz] share of the plane within the band of depths */
  int near;            /* index of the neighbourhood, or -1 */
  int pierced;         /* index of the pierced cells, or -1 */
  double *row;         /* [nz][ny] sums, or minima, of rows */
  double *row_weight;  /* [nz][ny] what the sums are divided by; 0: no cell of the row counts */
};

/* One combination on this grid. */
struct combined {
  bool present, every_step;
  size_t n;
  size_t input[MAX_INPUTS]; /* series */
};

struct gauges {
  const struct laws *laws;
  struct regions regions;
  size_t n_measures, n_combines, n_rows;
  struct gauge *gauge;
  double *memory;
  struct combined *combined;
  int n_threads;
  double *scratch; /* [n_threads][pitch] values of integrands */
};

static struct range overlap(struct range a, struct range b) {
  struct range both = {a.k0 > b.k0 ? a.k0 : b.k0, a.k1 < b.k1 ? a.k1 : b.k1};
  return both.k1 > both.k0 ? both : (struct range){0, 0};
}

/* Sum of the weights of each row; it changes only when channels are added. */
static void weigh_rows(struct gauges *g, size_t m) {
  const struct grid *grid = g->laws->grid;
  struct gauge *gauge = &g->gauge[m];
  size_t ny = grid->axis[1].n, n = grid->axis[0].n;
  for (size_t k = gauge->planes.k0; k < gauge->planes.k1; k++)
    for (size_t j = 0; j < ny; j++) {
      size_t row = k * ny + j;
      const struct neighbourhood *near = gauge->near < 0 ? NULL : &g->regions.neighbourhood[gauge->near];
      double weight = 0;
      if (!near)
        for (size_t i = 0; i < n; i++) weight += grid->axis[0].measure[i];
      else if (near->touched[row])
        weight = sum_weighted(near->share + row * grid->pitch, grid->axis[0].measure, NULL, n);
      gauge->row_weight[row] = weight * gauge->plane_share[k];
    }
}

static int resolve(struct gauges *g, size_t m, double *memory, struct error *error) {
  const struct grid *grid = g->laws->grid;
  const struct measure_spec *spec = &g->laws->model->measures[m];
  struct gauge *gauge = &g->gauge[m];
  size_t nz = grid->axis[2].n, index = 0;
  *gauge = (struct gauge){.near = -1, .pierced = -1, .plane_share = memory};
  gauge->row = memory + nz;
  gauge->row_weight = gauge->row + g->n_rows;
  struct range planes = {0, nz}, layer = planes;
  if (spec->region.layer != ANYWHERE) layer = grid->layer[spec->region.layer];
  if (spec->field != NO_FIELD) planes = g->laws->range[spec->field];
  planes = overlap(planes, layer);
  for (size_t k = planes.k0; k < planes.k1; k++)
    gauge->plane_share[k] = region_plane_share(grid, k, spec->region.depth);
  while (planes.k0 < planes.k1 && !(gauge->plane_share[planes.k0] > 0)) planes.k0++;
  while (planes.k0 < planes.k1 && !(gauge->plane_share[planes.k1 - 1] > 0)) planes.k1--;
  gauge->planes = planes;
  gauge->present = planes.k1 > planes.k0;
  if (!gauge->present) return OK;
  if (spec->region.distance > 0) {
    TRY(regions_near(&g->regions, spec->region.distance, &index, error));
    gauge->near = (int)index;
  }
  if (spec->region.pierced) {
    TRY(regions_pierced(&g->regions, planes, &index, error));
    gauge->pierced = (int)index;
  }
  return OK;
}

static void resolve_combined(struct gauges *g, size_t c) {
  const struct model *model = g->laws->model;
  struct combined *combined = &g->combined[c];
  combined->present = true;
  for (; combined->n < MAX_INPUTS && model->combines[c].inputs[combined->n]; combined->n++) {
    size_t input = (size_t)series_index(model, model->combines[c].inputs[combined->n]);
    combined->input[combined->n] = input;
    combined->present = combined->present && gauges_present(g, input);
  }
}

int gauges_create(struct gauges **gauges, const struct laws *laws, struct error *error) {
  const struct model *model = laws->model;
  struct gauges *g = calloc(1, sizeof *g);
  *gauges = g;
  if (!g) return error_set(error, ERROR_FAILED, "no memory for measures");
  TRY(series_check(model, error));
  *g = (struct gauges){.laws = laws, .n_measures = model->n_measures, .n_combines = model->n_combines};
  g->n_rows = laws->grid->axis[1].n * laws->grid->axis[2].n;
  regions_start(&g->regions, laws->grid);
  size_t each = laws->grid->axis[2].n + 2 * g->n_rows;
  g->gauge = calloc(g->n_measures + 1, sizeof *g->gauge);
  g->memory = calloc(g->n_measures * each + 1, sizeof *g->memory);
  g->combined = calloc(g->n_combines + 1, sizeof *g->combined);
  g->n_threads = omp_get_max_threads();
  g->scratch = calloc((size_t)g->n_threads * laws->grid->pitch, sizeof *g->scratch);
  if (!g->gauge || !g->memory || !g->combined || !g->scratch)
    return error_set(error, ERROR_FAILED, "no memory for measures");
  for (size_t m = 0; m < g->n_measures; m++) {
    TRY(resolve(g, m, g->memory + m * each, error));
    weigh_rows(g, m);
  }
  for (size_t c = 0; c < g->n_combines; c++) resolve_combined(g, c);
  return OK;
}

void gauges_free(struct gauges *g) {
  if (!g) return;
  regions_free(&g->regions);
  free(g->gauge);
  free(g->memory);
  free(g->combined);
  free(g->scratch);
  free(g);
}

bool gauges_present(const struct gauges *g, size_t series) {
  if (series < g->n_measures) return g->gauge[series].present;
  return g->combined[series - g->n_measures].present;
}

void gauges_want(struct gauges *g, size_t series) {
  if (series < g->n_measures) {
    g->gauge[series].every_step = true;
    return;
  }
  struct combined *combined = &g->combined[series - g->n_measures];
  combined->every_step = true;
  for (size_t i = 0; i < combined->n; i++) gauges_want(g, combined->input[i]);
}

size_t gauges_arrays(const struct model *model) {
  size_t n = 0;
  for (size_t m = 0; m < model->n_measures; m++) {
    double distance = model->measures[m].region.distance;
    bool seen = !(distance > 0);
    for (size_t earlier = 0; earlier < m; earlier++)
      seen = seen || model->measures[earlier].region.distance == distance;
    n += !seen;
  }
  return n;
}

void gauges_session(struct gauges *g, const struct punctures *punctures, const double *core) {
  regions_session(&g->regions, punctures, core);
  for (size_t m = 0; m < g->n_measures; m++)
    if (g->gauge[m].present && g->gauge[m].near >= 0) weigh_rows(g, m);
}

static double row_minimum(const double *value, const double *share, size_t n) {
  double least = HUGE_VAL;
  for (size_t i = 0; i < n; i++)
    if ((!share || share[i] > 0) && value[i] < least) least = value[i];
  return least;
}

/* Reduce row (j, k) for every measure that counts it. */
static void take_row(struct gauges *g, const struct fields *fields, size_t j, size_t k, double t, bool all,
                     double *scratch) {
  const struct laws *laws = g->laws;
  const struct grid *grid = laws->grid;
  size_t n = grid->axis[0].n, row = k * grid->axis[1].n + j;
  const double *u[MAX_FIELDS];
  laws_rows(laws, fields, j, k, u);
  struct cells cells = grid_cells(grid, 0, n, j, k, t);
  for (size_t m = 0; m < g->n_measures; m++) {
    struct gauge *gauge = &g->gauge[m];
    const struct measure_spec *spec = &laws->model->measures[m];
    if (!gauge->present || !(all || gauge->every_step) || gauge->pierced >= 0) continue;
    if (k < gauge->planes.k0 || k >= gauge->planes.k1 || !(gauge->row_weight[row] > 0)) continue;
    const double *value = spec->field != NO_FIELD ? u[spec->field] : scratch;
    if (spec->field == NO_FIELD) spec->integrand(laws->derived, &cells, u, scratch);
    const double *share = gauge->near < 0 ? NULL : g->regions.neighbourhood[gauge->near].share + row * grid->pitch;
    gauge->row[row] = spec->reduction == MINIMUM
                          ? row_minimum(value, share, n)
                          : sum_weighted(value, grid->axis[0].measure, share, n) * gauge->plane_share[k];
  }
}

static double over_rows(const struct gauges *g, const struct gauge *gauge, bool minimum, size_t k0, size_t k1) {
  size_t ny = g->laws->grid->axis[1].n;
  double sum = 0, weight = 0, least = HUGE_VAL;
  for (size_t row = k0 * ny; row < k1 * ny; row++) {
    if (!(gauge->row_weight[row] > 0)) continue;
    sum += gauge->row[row];
    weight += gauge->row_weight[row];
    least = gauge->row[row] < least ? gauge->row[row] : least;
  }
  if (!(weight > 0)) return (double)NAN;
  return minimum ? least : sum / weight;
}

static double over_pierced(const struct gauges *g, const struct gauge *gauge, const struct measure_spec *spec,
                           const struct fields *fields) {
  const struct pierced *pierced = &g->regions.pierced[gauge->pierced];
  if (pierced->n == 0) return (double)NAN;
  const double *value = fields->plane0[spec->field];
  size_t first = fields->range[spec->field].k0 * fields->plane;
  double least = HUGE_VAL, sum = 0, weight = 0;
  for (size_t c = 0; c < pierced->n; c++) {
    size_t cell = pierced->cell[c];
    double x = value[cell - first];
    double volume = g->laws->grid->axis[0].measure[cell % fields->row] * gauge->plane_share[cell / fields->plane];
    least = x < least ? x : least;
    sum += x * volume;
    weight += volume;
  }
  return spec->reduction == MINIMUM ? least : sum / weight;
}

static void take_combines(const struct gauges *g, bool all, double *series) {
  for (size_t c = 0; c < g->n_combines; c++) {
    const struct combined *combined = &g->combined[c];
    double inputs[MAX_INPUTS] = {0};
    for (size_t i = 0; i < combined->n; i++) inputs[i] = series[combined->input[i]];
    bool taken = combined->present && (all || combined->every_step);
    series[g->n_measures + c] = taken ? g->laws->model->combines[c].combine(g->laws->derived, inputs) : (double)NAN;
  }
}

void gauges_take(struct gauges *g, const struct fields *fields, double t, bool all, double *series, double *profiles) {
  const struct model *model = g->laws->model;
  size_t nz = g->laws->grid->axis[2].n, ny = g->laws->grid->axis[1].n, n = g->laws->grid->axis[0].n;
  bool large = nz * ny * n > 1 << 12;
#pragma omp parallel for num_threads(g->n_threads) schedule(static) if (large) default(none) \
    shared(g, fields, nz, ny, t, all)
  for (size_t k = 0; k < nz; k++) {
    denormals_flush();
    double *values = g->scratch + (size_t)omp_get_thread_num() * g->laws->grid->pitch;
    for (size_t j = 0; j < ny; j++) take_row(g, fields, j, k, t, all, values);
  }
  for (size_t m = 0; m < g->n_measures; m++) {
    const struct gauge *gauge = &g->gauge[m];
    const struct measure_spec *spec = &model->measures[m];
    bool profile = spec->reduction == PROFILE, taken = gauge->present && (all || gauge->every_step);
    for (size_t k = 0; profile && profiles && k < nz; k++)
      profiles[m * nz + k] = taken ? over_rows(g, gauge, false, k, k + 1) : (double)NAN;
    series[m] = (double)NAN;
    if (!taken || profile) continue;
    series[m] = gauge->pierced >= 0
                    ? over_pierced(g, gauge, spec, fields)
                    : over_rows(g, gauge, spec->reduction == MINIMUM, gauge->planes.k0, gauge->planes.k1);
  }
  take_combines(g, all, series);
}
