/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The engine against an independent solution of the same equations on the same cells: a right-hand side written anew
 *  (method_of_lines.h), integrated by a stiff solver of the GNU Scientific Library (stiff_solver.h). Errors are of time
 *  alone.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "reference_course.h"

#define SCHEME_NAME(index, name) name,
static const double TOLERANCE[] = {1e-1, 1e-2, 1e-3, 1e-4}, TIGHT = 1e-8;

/* Largest |difference|, each field over its own largest value. */
static double farthest(const struct scene *s, const double a[], const double b[]) {
  const struct equations *e = s->equations;
  double farthest = 0;
  for (size_t f = 0; f < e->model->n_fields; f++) {
    double size = 0, off = 0;
    for (size_t c = 0; c < e->nr * e->nz; c++) {
      if (!lives(e, f, c)) continue;
      size = fmax(size, fabs(b[e->unknown[f][c]]));
      off = fmax(off, fabs(a[e->unknown[f][c]] - b[e->unknown[f][c]]));
      cr_assert(isfinite(a[e->unknown[f][c]]) && isfinite(b[e->unknown[f][c]]));
    }
    if (size > 0) farthest = fmax(farthest, off / size);
    else cr_assert_eq(off, 0);
  }
  return farthest;
}

static void compare_rates(struct scene *s, double t) {
  struct equations *e = s->equations;
  struct fields *u = stepper_state(s->sim.stepper);
  double *y = calloc(3 * e->n, sizeof *y), *engine = y + e->n, *anew = engine + e->n, largest = 0;
  gather(s, u, y);
  gather(s, stepper_rates(s->sim.stepper, t), engine);
  equations_rate(e, y, anew);
  double off = farthest(s, engine, anew);
  cr_expect_lt(off, 1e-12, "%s: rates differ by %.2g of the largest", s->treated->name, off);
  for (size_t f = 0; f < e->model->n_fields; f++)
    for (size_t c = 0; c < e->nr * e->nz; c++)
      if (lives(e, f, c)) largest = fmax(largest, fabs(anew[e->unknown[f][c]]) / e->model->fields[f].scale);
  double residual = stepper_residual(s->sim.stepper, t);
  cr_expect_float_eq(residual / largest, 1, 1e-12, "%s: residual %.15g, expected %.15g", s->treated->name, residual,
                     largest);
  free(y);
}

/* The state some days after the first session, and one whose every value is moved at random, so that each branch of the
 * limiter is taken. */
Test(engine, has_the_rates_of_the_equations_to_round_off) {
  static const struct treatment_case *const cases[] = {&ref_1, &two_layers, &two_sessions};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct scene *s = scene_of(cases[i], "ros2", 1e-2);
    simulation_injure(&s->sim, 0);
    compare_rates(s, 0);
    advance(s, 2);
    compare_rates(s, 2);
    struct fields *u = stepper_state(s->sim.stepper);
    for (size_t f = 0; f < u->n; f++)
      for (size_t k = u->range[f].k0; k < u->range[f].k1; k++)
        for (size_t c = 0; c < s->sim.grid.axis[0].n; c++)
          fields_row(u, f, 0, k)[c] *= 0.5 + random_uniform(11, f, k, c);
    compare_rates(s, 2);
    scene_free(s);
  }
}

/* Largest error of any field in any cell on any day, in the weights of the engine's norm. */
static double error_of_fields(const struct scene *s, const struct course *course, const struct course *reference) {
  const struct equations *e = s->equations;
  double largest = 0;
  for (size_t d = 0; d < reference->n_days; d++)
    for (size_t f = 0; f < e->model->n_fields; f++)
      for (size_t c = 0; c < e->nr * e->nz; c++) {
        if (!lives(e, f, c)) continue;
        double value = course->state[d][e->unknown[f][c]], exact = reference->state[d][e->unknown[f][c]];
        largest = fmax(largest, fabs(value - exact) / (fabs(exact) + 0.01 * e->model->fields[f].scale));
      }
  return largest;
}

/* Mass of collagen I and III at the end over that at rest, less 1. */
static double collagen_change(const struct scene *s, const struct course *course) {
  const struct equations *e = s->equations;
  double mass = 0, rest = 0;
  for (size_t f = 0; f < e->model->n_fields; f++) {
    if (strcmp(e->model->fields[f].name, "collagen1") != 0 && strcmp(e->model->fields[f].name, "collagen3") != 0)
      continue;
    for (size_t c = 0; c < e->nr * e->nz; c++) {
      if (!lives(e, f, c)) continue;
      mass += ring_area(e, c % e->nr) * course->state[course->n_days - 1][e->unknown[f][c]];
      rest += ring_area(e, c % e->nr) * e->rest[f];
    }
  }
  cr_assert_gt(rest, 0);
  return mass / rest - 1;
}

/* Slope of log y over log x by least squares. */
static double slope(size_t n, const double x[], const double y[]) {
  double sx = 0, sy = 0, sxx = 0, sxy = 0, m = (double)n;
  for (size_t i = 0; i < n; i++) {
    sx += log(x[i]), sy += log(y[i]);
    sxx += log(x[i]) * log(x[i]), sxy += log(x[i]) * log(y[i]);
  }
  return (m * sxy - sx * sy) / (m * sxx - sx * sx);
}

/* The engine's courses at all tolerances by one scheme, against the reference; a line of the table each. */
static void converge(const struct treatment_case *treated, const char *scheme, const struct scene *r,
                     const struct course *reference, FILE *table) {
  double fields[COUNT(TOLERANCE)], collagen[COUNT(TOLERANCE)], change = collagen_change(r, reference);
  for (size_t i = 0; i < COUNT(TOLERANCE); i++) {
    struct scene *s = scene_of(treated, scheme, TOLERANCE[i]);
    struct course course = by_engine(s);
    cr_assert_eq(course.n_days, reference->n_days);
    fields[i] = error_of_fields(s, &course, reference);
    collagen[i] = fabs(collagen_change(s, &course) / change - 1);
    fprintf(table, "%s,%s,%g,%zu,%.4g,%.4g\n", treated->name, scheme, TOLERANCE[i], course.n_steps, fields[i],
            collagen[i]);
    cr_expect_lt(fields[i], 5 * TOLERANCE[i], "%s at %g: error of the fields %.3g", scheme, TOLERANCE[i], fields[i]);
    course_free(&course);
    scene_free(s);
  }
  double of_fields = slope(COUNT(TOLERANCE), TOLERANCE, fields),
         of_collagen = slope(COUNT(TOLERANCE), TOLERANCE, collagen);
  cr_expect_float_eq(of_fields, 1, 0.2, "%s: error of the fields to the power %.3g of the tolerance", scheme,
                     of_fields);
  cr_expect_gt(of_collagen, 0.8, "%s: error of collagen to the power %.3g of the tolerance", scheme, of_collagen);
}

/* Both schemes estimate the error of the order below their own: an estimate of h^(q+1) = tolerance leaves an error of
 * h^(q+1). Collagen sums over cells and time, and may gain from errors of opposite sign. */
static void expect_error_in_proportion_to_tolerance(const struct treatment_case *treated) {
  static const char *const schemes_by_name[] = {SCHEME_TABLE(SCHEME_NAME)};
  cr_assert_eq(n_schemes, COUNT(schemes_by_name));
  char path[512];
  snprintf(path, sizeof path, "%s/error_against_tolerance_%s.csv", TABLES_FOLDER, treated->file);
  FILE *table = fopen(path, "w");
  cr_assert_not_null(table, "%s cannot be written", path);
  fprintf(table, "case,scheme,tolerance,steps,fields,collagen\n");
  struct scene *r = scene_of(treated, schemes_by_name[0], 1e-2);
  struct course reference = by_reference(r, TIGHT);
  for (size_t i = 0; i < n_schemes; i++) converge(treated, schemes_by_name[i], r, &reference, table);
  course_free(&reference);
  scene_free(r);
  cr_expect_eq(fclose(table), 0, "%s", path);
}

Test(engine, errs_in_proportion_to_the_tolerance_on_ref_1) { expect_error_in_proportion_to_tolerance(&ref_1); }

Test(engine, errs_in_proportion_to_the_tolerance_in_two_layers_of_dense_channels) {
  expect_error_in_proportion_to_tolerance(&two_layers);
}

Test(engine, errs_in_proportion_to_the_tolerance_where_a_second_session_meets_healing) {
  expect_error_in_proportion_to_tolerance(&two_sessions);
}

/* The smallest errors above are some 5e-5. */
Test(reference, hardly_changes_at_a_tenth_of_its_tolerance) {
  struct scene *s = scene_of(&two_sessions, "ros2", 1e-2);
  struct course loose = by_reference(s, TIGHT), tight = by_reference(s, 0.1 * TIGHT);
  cr_assert_eq(loose.n_days, COUNT(two_sessions.days));
  double fields = error_of_fields(s, &loose, &tight),
         collagen = collagen_change(s, &loose) / collagen_change(s, &tight);
  cr_expect_lt(fields, 5e-6, "%.3g", fields);
  cr_expect_float_eq(collagen, 1, 5e-6, "%.3g", collagen - 1);
  course_free(&loose);
  course_free(&tight);
  scene_free(s);
}
