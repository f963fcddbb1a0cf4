/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where a rejected step is worst: against errors that are known cell by cell, and in simulations that fail in a known cell.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "run/simulation.h"
#include "step/worst.h"
#include "tiny_run.h"

enum { FAULT_I = 5, FAULT_J = 2, FAULT_K = 3 }; /* at x 0.55, y 0.25, depth 0.35 mm */

/* State, an earlier stage, and new values of one field on the planes 1..4, made of drawn increments. */
struct scene {
  struct grid grid;
  struct fields u, stage, fresh;
  const struct fields *earlier[1];
  struct update_rule rule;
};

static double draw(uint64_t stream, size_t at) { return 2 * random_uniform(7, stream, at, 0) - 1; }

/* The cell of the largest error |own_error k + error (stage - u)| over its bound comes back, found from the increments. */
static struct worst_cell scene_make(struct scene *s) {
  struct grid_request request = {
      .geometry = CARTESIAN, .width = {0.7, 0.3}, .spacing = {0.1, 0.1, 0.1}, .n_layers = 1, .thickness = {0.5}};
  struct error error = {OK, ""};
  struct range range = {1, 5};
  cr_assert_eq(grid_create(&s->grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(fields_create(&s->u, &s->grid, 1, &range, &error), OK);
  cr_assert_eq(fields_create(&s->stage, &s->grid, 1, &range, &error), OK);
  cr_assert_eq(fields_create(&s->fresh, &s->grid, 1, &range, &error), OK);
  s->earlier[0] = &s->stage;
  s->rule = (struct update_rule){.n_earlier = 1,
                                 .own = 0.5,
                                 .earlier = {1.5},
                                 .own_error = 0.5,
                                 .error = {-0.3},
                                 .relative = 1e-2,
                                 .absolute = 1e-3,
                                 .scale = 1};
  struct worst_cell expected = {0};
  double largest = 0;
  for (size_t k = 1; k < 5; k++)
    for (size_t j = 0; j < 3; j++)
      for (size_t i = 0; i < 7; i++) {
        size_t at = (k * 3 + j) * 7 + i;
        double u = draw(1, at), deviation = draw(2, at), increment = draw(3, at);
        double value = u + 0.5 * increment + 1.5 * deviation;
        fields_row(&s->u, 0, j, k)[i] = u;
        fields_row(&s->stage, 0, j, k)[i] = u + deviation;
        fields_row(&s->fresh, 0, j, k)[i] = value;
        double own = fabs(0.5 * increment - 0.3 * deviation) / (1e-2 * fabs(u) + 1e-3);
        if (own > largest) largest = own, expected = (struct worst_cell){i, j, k, value};
      }
  return expected;
}

static void scene_free(struct scene *s) {
  fields_free(&s->u), fields_free(&s->stage), fields_free(&s->fresh);
  grid_free(&s->grid);
}

static struct worst_cell find(const struct scene *s) {
  return worst_find(&s->grid, 0, &s->u, s->earlier, &s->fresh, &s->rule);
}

static void expect_cell(struct worst_cell found, size_t i, size_t j, size_t k) {
  cr_expect(found.i == i && found.j == j && found.k == k, "(%zu, %zu, %zu), expected (%zu, %zu, %zu)", found.i, found.j,
            found.k, i, j, k);
}

Test(worst, is_the_cell_of_the_largest_error) {
  struct scene s;
  struct worst_cell expected = scene_make(&s), found = find(&s);
  expect_cell(found, expected.i, expected.j, expected.k);
  cr_expect_eq(found.value, expected.value);
  scene_free(&s);
}

Test(worst, is_the_first_cell_that_holds_no_number) {
  struct scene s;
  scene_make(&s);
  fields_row(&s.fresh, 0, 1, 3)[4] = (double)NAN;
  fields_row(&s.fresh, 0, 2, 3)[0] = (double)NAN;
  struct worst_cell found = find(&s);
  expect_cell(found, 4, 1, 3);
  cr_expect(isnan(found.value));
  scene_free(&s);
}

Test(worst, is_the_lowest_cell_where_no_error_is_too_large) {
  struct scene s;
  scene_make(&s);
  s.rule.absolute = 10;
  fields_row(&s.fresh, 0, 2, 2)[3] = -5;
  fields_row(&s.fresh, 0, 0, 4)[1] = -6;
  expect_cell(find(&s), 1, 0, 4);
  scene_free(&s);
}

Test(worst, is_traced_to_the_first_rate_that_is_not_finite) {
  struct scene s;
  scene_make(&s);
  struct worst_cell worst = {.i = 6, .j = 2, .k = 1};
  worst_trace(&worst, &s.grid, 0, &s.stage);
  expect_cell(worst, 6, 2, 1);
  fields_row(&s.stage, 0, 0, 3)[2] = HUGE_VAL;
  fields_row(&s.stage, 0, 1, 3)[0] = (double)NAN;
  worst_trace(&worst, &s.grid, 0, &s.stage);
  expect_cell(worst, 2, 0, 3);
  scene_free(&s);
}

/* u' = u^2: without end on day 1/u(0). */
static void explodes(const void *derived, const struct cells *cells, const double *const u[],
                     double *const production[], double *const loss[]) {
  (void)derived, (void)loss;
  for (size_t i = 0; i < cells->n; i++) production[T_SIGNAL][i] += u[T_SIGNAL][i] * u[T_SIGNAL][i];
}

static bool at_fault(const struct cells *cells, size_t i) {
  return fabs(cells->x[i] - 0.55) < 0.01 && fabs(cells->y - 0.25) < 0.01 && fabs(cells->z - 0.35) < 0.01;
}

/* No number in one cell, from day 0.5 on. */
static void breaks(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                   double *const loss[]) {
  (void)derived, (void)u, (void)loss;
  for (size_t i = 0; i < cells->n; i++)
    if (at_fault(cells, i) && cells->t >= 0.5) production[T_SIGNAL][i] = (double)NAN;
}

/* Far below 0 in one cell, from day 0.5 on, faster than the smallest step. */
static void sinks(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                  double *const loss[]) {
  (void)derived, (void)u, (void)loss;
  for (size_t i = 0; i < cells->n; i++)
    if (at_fault(cells, i) && cells->t >= 0.5) production[T_MOVER][i] -= 1e12;
}

/* The sentence with which a simulation fails before day 2; 1 in the cell of the fault and 0.9 elsewhere at the start. */
static void fail(react_fn *react, int threads, struct error *error) {
  const struct part_spec part = {"fault", react, ""};
  struct tiny numbers = {.capacity = 10, .signal_diffusivity = 1e-3};
  struct model model = tiny_model;
  struct simulation sim;
  struct error none = {OK, ""};
  model.parts = &part;
  omp_set_num_threads(threads);
  struct settings *settings = tiny_settings(&model, &numbers);
  cr_assert_eq(simulation_create(&sim, settings, &none), OK, "%s", none.sentence);
  struct fields *u = stepper_state(sim.stepper);
  for (size_t k = 0; k < 5; k++)
    for (size_t j = 0; j < 8; j++)
      for (size_t i = 0; i < 8; i++)
        fields_row(u, T_SIGNAL, j, k)[i] = i == FAULT_I && j == FAULT_J && k == FAULT_K ? 1 : 0.9;
  cr_expect_eq(simulation_advance(&sim, 2, NULL, error), ERROR_FAILED);
  simulation_free(&sim);
  free(settings);
}

static void expect_sentence(react_fn *react, const char *field) {
  struct error first = {OK, ""};
  fail(react, 1, &first);
  cr_expect_not_null(strstr(first.sentence, "worst in cell (5, 2, 3) at x 0.55, y 0.25, depth 0.35 mm"), "%s",
                     first.sentence);
  cr_expect_not_null(strstr(first.sentence, field), "%s", first.sentence);
  for (int threads = 2; threads <= 3; threads++) {
    struct error same = {OK, ""};
    fail(react, threads, &same);
    cr_expect_str_eq(same.sentence, first.sentence, "%d threads", threads);
  }
}

Test(fault, of_growth_without_end_is_told_with_its_cell_on_any_number_of_threads) {
  expect_sentence(explodes, "no step is small enough: signal ");
}

Test(fault, of_no_number_is_told_with_the_cell_where_it_arose_and_not_where_the_solves_took_it) {
  expect_sentence(breaks, "no step is small enough: signal ");
}

Test(fault, of_values_below_0_is_told_with_its_cell_in_a_field_of_the_lower_layer) {
  expect_sentence(sinks, "no step is small enough: mover ");
}

Test(fault, in_an_axisymmetric_cell_is_told_by_its_radius) {
  const struct part_spec part = {"fault", explodes, ""};
  struct tiny numbers = {.capacity = 10};
  struct model model = tiny_model;
  struct simulation sim;
  struct error error = {OK, ""};
  model.parts = &part;
  struct settings *settings = tiny_settings(&model, &numbers);
  settings->geometry = AXISYMMETRIC, settings->radius = 0.4;
  cr_assert_eq(simulation_create(&sim, settings, &error), OK, "%s", error.sentence);
  fields_row(stepper_state(sim.stepper), T_SIGNAL, 0, 4)[1] = 1;
  cr_expect_eq(simulation_advance(&sim, 2, NULL, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "worst in cell (1, 0, 4) at r 0.15, "), "%s", error.sentence);
  simulation_free(&sim);
  free(settings);
}
