/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The model fisher against the mathematics of its equation, from a configuration through the engine.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "published.h"
#include "run/simulation.h"

static const double PI = 3.14159265358979323846;

/* A simulation made of a configuration's text. */
struct culture {
  struct settings settings;
  struct simulation sim;
};

static struct culture *culture_of(const char *text) {
  static const struct model *const known[] = {&model_fisher};
  struct culture *culture = calloc(1, sizeof *culture);
  cr_assert_not_null(culture);
  struct error error = {OK, ""};
  const struct settings_request request = {.path = "culture.yaml", .text = text, .models = known, .n_models = 1};
  cr_assert_eq(settings_read(&culture->settings, &request, stderr, &error), OK, "%s", error.sentence);
  cr_assert_eq(simulation_create(&culture->sim, &culture->settings, &error), OK, "%s", error.sentence);
  cr_assert_eq(stepper_state(culture->sim.stepper)->n, 1);
  return culture;
}

static void culture_free(struct culture *culture) {
  simulation_free(&culture->sim);
  settings_free(&culture->settings);
  free(culture);
}

static double *row_of(struct culture *culture, size_t j, size_t k) {
  return fields_row(stepper_state(culture->sim.stepper), 0, j, k);
}

static void advance(struct culture *culture, double day) {
  struct error error = {OK, ""};
  cr_assert_eq(simulation_advance(&culture->sim, day, NULL, &error), OK, "%s", error.sentence);
}

static double mean_density(struct culture *culture) {
  const struct grid *grid = &culture->sim.grid;
  double sum = 0;
  for (size_t k = 0; k < grid->axis[2].n; k++)
    for (size_t j = 0; j < grid->axis[1].n; j++)
      for (size_t i = 0; i < grid->axis[0].n; i++) sum += row_of(culture, j, k)[i];
  return sum / (double)grid_size(grid);
}

/* An outcome by its name. */
static double outcome(const struct culture *culture, const char *name) {
  double values[8] = {0};
  cr_assert_leq(model_fisher.n_outcomes, COUNT(values));
  outcomes_values(culture->sim.outcomes, values);
  for (size_t i = 0; i < model_fisher.n_outcomes; i++)
    if (strcmp(model_fisher.outcomes[i].name, name) == 0) return values[i];
  cr_assert_fail("no outcome %s", name);
  return (double)NAN;
}

Test(fisher, at_rest_is_full_and_stays_so_for_a_year) {
  struct culture *c = culture_of(
      "skin: {layers: {tissue: 0.3 mm}, parameters: {carrying_capacity: 700 cells/mm^3, growth_rate: 0.3 /day}}\n"
      "grid: {width: 0.4 mm, spacing: 0.1 mm}\nrun: {end: 365 day}\n");
  cr_assert_eq(grid_size(&c->sim.grid), 4 * 4 * 3);
  cr_expect_eq(mean_density(c), 700);
  advance(c, 365);
  for (size_t k = 0; k < 3; k++)
    for (size_t j = 0; j < 4; j++)
      for (size_t i = 0; i < 4; i++) cr_expect_float_eq(row_of(c, j, k)[i], 700, 700e-12);
  culture_free(c);
}

Test(fisher, loses_the_cells_of_its_channels) {
  struct culture *c = culture_of(
      "skin: {layers: {tissue: 0.8 mm}}\ngrid: {width: 0.5 mm, spacing: 25 um}\n"
      "treatment:\n  device: {type: random, density: 400 /cm^2, channel_depth: 0.4 mm, channel_radius: 80 um, taper: "
      "0,\n"
      "           depth_deviation: 0}\n  sessions: [0 day]\nrun: {end: 1 day}\n");
  cr_assert_eq(simulation_injure(&c->sim, 0)->punctures.n, 1);
  const double channel = PI * 0.08 * 0.08 * 0.4, box = 0.5 * 0.5 * 0.8;
  cr_expect_float_eq(mean_density(c), 1000 * (1 - channel / box), 1000 * 1e-5 * channel / box);
  double least = 1000;
  for (size_t j = 0; j < 20; j++)
    for (size_t i = 0; i < 20; i++) least = fmin(least, row_of(c, j, 8)[i]);
  cr_expect_float_eq(least, 0, 1e-9);
  culture_free(c);
}

/* One cell of 100 um radius, of which a channel of 70 um takes 0.49; then n = K/(1 + (K/n0 - 1) exp(-r t)). */
Test(fisher, grows_back_along_the_logistic_curve) {
  struct culture *c = culture_of(
      "skin:\n  layers: {tissue: 0.1 mm}\n"
      "  parameters: {growth_rate: 0.7 /day, carrying_capacity: 1500 cells/mm^3}\n"
      "grid: {geometry: axisymmetric, radius: 0.1 mm, spacing: 0.1 mm}\n"
      "treatment:\n  device: {type: random, density: 250 /cm^2, channel_depth: 0.1 mm, channel_radius: 70 um, taper: "
      "0}\n"
      "  sessions: [0 day]\nrun: {end: 4 day, tolerance: 1e-6}\n");
  cr_assert_eq(grid_size(&c->sim.grid), 1);
  simulation_injure(&c->sim, 0);
  const double n0 = 1500 * 0.51;
  cr_expect_float_eq(row_of(c, 0, 0)[0], n0, 1e-9 * n0);
  for (int day = 1; day <= 4; day++) {
    advance(c, day);
    const double exact = 1500 / (1 + (1500 / n0 - 1) * exp(-0.7 * day));
    cr_expect_float_eq(row_of(c, 0, 0)[0], exact, 1e-5 * exact, "day %d: %.10g, expected %.10g", day,
                       row_of(c, 0, 0)[0], exact);
  }
  const double closure = 24 * log(0.8 / 0.2 * (1500 / n0 - 1)) / 0.7;
  cr_expect_float_eq(outcome(c, "closure_time"), closure, 1e-4 * closure, "%.10g h, expected %.10g",
                     outcome(c, "closure_time"), closure);
  culture_free(c);
}

/* Where a front that advances along x has half the capacity [mm]. */
static double front(struct culture *c, double half) {
  const struct axis *x = &c->sim.grid.axis[0];
  const double *n = row_of(c, 0, 0);
  size_t i = 0;
  while (i < x->n && n[i] >= half) i++;
  cr_assert(i > 0 && i < x->n, "the front is in the box");
  return x->centre[i - 1] + x->h * (n[i - 1] - half) / (n[i - 1] - n[i]);
}

/* With l = sqrt(D/r) and s = r t, a front that began as a step is at
 *     x = l [2 s - 3/2 ln s + constant - 3 sqrt(pi/s) + O(ln s/s)]
 * (Bramson's logarithm; Ebert and van Saarloos 2000, doi 10.1016/S0167-2789(00)00068-3). From s = 60 to 120 that is
 * 1.9860 sqrt(D r) on the average, with a remainder of some 0.1 %; 2 would be 0.7 % more. */
Test(fisher, advances_at_twice_the_root_of_diffusivity_and_growth_rate) {
  static const char *const cultures[] = {
      "skin: {layers: {tissue: 10 um}}\n"
      "grid: {width: [30 mm], spacing: 10 um, sides: no-flux}\nrun: {end: 120 day, tolerance: 1e-3}\n",
      "skin:\n  layers: {tissue: 10 um}\n  parameters: {diffusivity: 0.28 um^2/s, growth_rate: 2 /day}\n"
      "grid: {width: [30 mm], spacing: 10 um, sides: no-flux}\nrun: {end: 60 day, tolerance: 1e-3}\n"};
  for (int fast = 0; fast < 2; fast++) {
    const double D = 0.0864 * (fast ? 0.28 : 0.14), r = fast ? 2 : 1;
    struct culture *c = culture_of(cultures[fast]);
    cr_assert_eq(grid_size(&c->sim.grid), 3000);
    for (size_t i = 50; i < 3000; i++) row_of(c, 0, 0)[i] = 0;
    advance(c, 60 / r);
    const double early = front(c, 500);
    advance(c, 120 / r);
    const double late = front(c, 500), speed = (late - early) / (60 / r);
    const double delay = (1.5 * log(2) - 3 * (sqrt(PI / 60) - sqrt(PI / 120))) / 60;
    const double expected = (2 - delay) * sqrt(D * r);
    cr_expect_float_eq(speed, expected, 0.003 * expected, "%.6g mm/day, expected %.6g", speed, expected);
    culture_free(c);
  }
}

/* The same series from s = 60 to 120, two fronts in a slab of 25 mm, 1000 cells per mm^3. */
Test(fisher, its_case_expects_the_speed_of_that_series) {
  const double D = 0.03 * 0.0864, r = 2;
  const double delay = (1.5 * log(2) - 3 * (sqrt(PI / 60) - sqrt(PI / 120))) / 60;
  expect_published(&model_fisher, "front_speed", 2 * 1000 * (2 - delay) * sqrt(D * r) / 25);
}
