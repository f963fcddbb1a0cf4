/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  For the tests of measures: a model with a measure of every kind, on a grid of cells of 0.1 mm.
 */
#pragma once
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "measure/gauge.h"
#include "tiny_model.h"

enum { UPPER, LOWER };

static inline void square(const void *derived, const struct cells *cells, const double *const u[], double *out) {
  (void)derived;
  for (size_t i = 0; i < cells->n; i++) out[i] = u[T_SIGNAL][i] * u[T_SIGNAL][i];
}

static inline void where(const void *derived, const struct cells *cells, const double *const u[], double *out) {
  (void)derived, (void)u;
  for (size_t i = 0; i < cells->n; i++) out[i] = cells->x[i] + 10 * cells->y + 100 * cells->z + 1000 * cells->t;
}

#define ALL \
  { 0, 0 }
// clang-format off
#define MEASURES(X) \
  X(MEAN_OF_ALL, T_SIGNAL, NULL, {ANYWHERE, ALL, 0, false}, MEAN) \
  X(MEAN_OF_LOWER, T_SIGNAL, NULL, {LOWER, ALL, 0, false}, MEAN) \
  X(BAND, T_SIGNAL, NULL, {ANYWHERE, {0.12, 0.35}, 0, false}, MEAN) \
  X(BELOW_THE_GRID, T_SIGNAL, NULL, {ANYWHERE, {5, 6}, 0, false}, MEAN) \
  X(NEAR, T_SIGNAL, NULL, {ANYWHERE, ALL, 0.04, false}, MEAN) \
  X(LEAST, T_SIGNAL, NULL, {ANYWHERE, ALL, 0, false}, MINIMUM) \
  X(LEAST_NEAR, T_SIGNAL, NULL, {LOWER, ALL, 0.04, false}, MINIMUM) \
  X(LEAST_PIERCED, T_SIGNAL, NULL, {LOWER, ALL, 0, true}, MINIMUM) \
  X(MEAN_PIERCED, T_SIGNAL, NULL, {LOWER, ALL, 0, true}, MEAN) \
  X(BY_DEPTH, T_SIGNAL, NULL, {LOWER, ALL, 0, false}, PROFILE) \
  X(SQUARE, NO_FIELD, square, {UPPER, ALL, 0, false}, MEAN) \
  X(WHERE, NO_FIELD, where, {ANYWHERE, ALL, 0, false}, MEAN) \
  X(OF_MOVER, T_MOVER, NULL, {ANYWHERE, ALL, 0, false}, MEAN) \
  X(OF_OFF, T_CROWD, NULL, {ANYWHERE, ALL, 0, false}, MEAN)
// clang-format on
#define NAME(name, ...) name,
#define SPEC(row_name, row_field, row_integrand, ...) {#row_name, "1", "", row_field, row_integrand, __VA_ARGS__},
enum { MEASURES(NAME) RATIO, MORE, OF_ABSENT, N_SERIES, N_MEASURES = RATIO };
static const struct measure_spec measures[] = {MEASURES(SPEC)};

static inline double ratio(const void *derived, const double inputs[]) { return (void)derived, inputs[0] / inputs[1]; }
static inline double more(const void *derived, const double inputs[]) { return (void)derived, inputs[0] + 1; }
static const struct combine_spec combines[] = {{"RATIO", "1", "", {"MEAN_OF_LOWER", "SQUARE"}, ratio},
                                               {"MORE", "1", "", {"RATIO"}, more},
                                               {"OF_ABSENT", "1", "", {"MEAN_OF_ALL", "OF_OFF"}, ratio}};
static const struct module_spec modules[] = {{"off", false, NULL, tiny_react, NULL, ""}};

struct scene {
  struct tiny numbers;
  struct model model;
  struct field_spec fields[T_FIELDS];
  struct grid grid;
  struct laws laws;
  struct fields u;
  struct gauges *gauges;
  double series[N_SERIES], *profiles;
};

static inline double at(const struct grid *grid, size_t i, size_t j, size_t k) {
  return 1 + grid->axis[0].centre[i] + 10 * grid->axis[1].centre[j] + 100 * grid->axis[2].centre[k];
}

static inline struct model gauged(struct field_spec fields[T_FIELDS]) {
  memcpy(fields, tiny_fields, T_FIELDS * sizeof *fields);
  fields[T_CROWD].module = 0;
  struct model model = tiny_model;
  model.fields = fields, model.modules = modules, model.n_modules = 1;
  model.measures = measures, model.n_measures = N_MEASURES, model.combines = combines, model.n_combines = 3;
  return model;
}

/* A grid of cells of 0.1 mm with a signal that is linear in space. */
static inline void scene_make(struct scene *s, enum geometry geometry, double width, double upper, double lower) {
  struct error error = {OK, ""};
  *s = (struct scene){.numbers = {.capacity = 1}};
  s->model = gauged(s->fields);
  struct grid_request request = {.geometry = geometry,
                                 .width = {width, geometry == CARTESIAN ? 0.4 : 0},
                                 .spacing = {0.1, 0.1, 0.1},
                                 .n_layers = 2,
                                 .thickness = {upper, lower}};
  cr_assert_eq(grid_create(&s->grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(laws_create(&s->laws, &s->model, (bool[]){false}, &s->numbers, &s->grid, &error), OK);
  cr_assert_eq(fields_create(&s->u, &s->grid, T_FIELDS, s->laws.range, &error), OK, "%s", error.sentence);
  cr_assert_eq(gauges_create(&s->gauges, &s->laws, &error), OK, "%s", error.sentence);
  s->profiles = malloc(N_MEASURES * s->grid.axis[2].n * sizeof(double));
  for (size_t k = 0; k < s->grid.axis[2].n; k++)
    for (size_t j = 0; j < s->grid.axis[1].n; j++)
      for (size_t i = 0; i < s->grid.axis[0].n; i++) fields_row(&s->u, T_SIGNAL, j, k)[i] = at(&s->grid, i, j, k);
}

static inline void scene_free(struct scene *s) {
  free(s->profiles);
  gauges_free(s->gauges);
  fields_free(&s->u);
  laws_free(&s->laws);
  grid_free(&s->grid);
}

static inline void take(struct scene *s, double t) { gauges_take(s->gauges, &s->u, t, true, s->series, s->profiles); }

/* Channels at the centres of columns (i, j), and the share of the cells that they took. */
static inline void session(struct scene *s, size_t n, const size_t columns[][2], const double *core) {
  double *none = calloc(s->grid.pitch * s->grid.axis[1].n * s->grid.axis[2].n, sizeof *none);
  struct puncture puncture[4];
  for (size_t p = 0; p < n; p++)
    puncture[p] = (struct puncture){
        .x = 0.05 + 0.1 * (double)columns[p][0], .y = 0.05 + 0.1 * (double)columns[p][1], .depth = 0.2, .radius = 0.01};
  struct punctures punctures = {n, puncture};
  gauges_session(s->gauges, &punctures, core ? core : none);
  free(none);
  take(s, 0);
}
