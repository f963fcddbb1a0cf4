/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify/problems.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>

/* As many half waves as the walls allow: none has a gradient at a wall. */
static void set_numbers(struct manufactured *p, const struct verify_problem *problem, bool sourced) {
  bool radial = problem->geometry == AXISYMMETRIC;
  *p = (struct manufactured){.sourced = sourced,
                             .frequency = 2,
                             .swing = 0.3,
                             .signal_swing = problem->signal_diffusivity > 0 ? 0.3 : 0,
                             .diffusivity = problem->diffusivity,
                             .signal_diffusivity = problem->signal_diffusivity,
                             .decay = 4,
                             .reaction = problem->reaction,
                             .speed = problem->speed,
                             .length = 0.5,
                             .scale = 0.2,
                             .crowding = 0.1};
  double side = radial ? gsl_sf_bessel_zero_J1(1) : problem->periodic ? 2 * M_PI : M_PI;
  p->waves = (struct waves){.radial = radial,
                            .number = {side, problem->deep ? side : 0, M_PI / (1 - problem->upper)},
                            .shift = {0, 0, problem->upper}};
  p->signal_waves = p->waves;
  for (int a = 0; a < 2; a++) p->signal_waves.shift[a] = problem->shift;
}

/* Of -(second difference) of a cosine: k^2, or what the grid makes of it. */
static void set_eigenvalues(struct waves *waves, const struct grid *grid, bool discrete) {
  for (int a = 0; a < 3; a++) {
    double k = waves->number[a], h = grid->axis[a].h;
    waves->eigenvalue[a] = discrete ? -gsl_pow_2(2 * sin(k * h / 2) / h) : -k * k;
  }
}

int verify_trial_create(struct verify_trial *trial, const struct verify_problem *problem, size_t n, bool discrete,
                        bool sourced, const struct scheme *scheme, struct error *error) {
  double h = 1.0 / (double)n;
  const struct grid_request request = {.geometry = problem->geometry,
                                       .width = {1, problem->deep ? 1 : 0},
                                       .spacing = {h, h, h},
                                       .periodic = problem->periodic,
                                       .n_layers = 2,
                                       .thickness = {problem->upper, 1 - problem->upper}};
  set_numbers(&trial->numbers, problem, sourced);
  TRY(verify_bench_create(&trial->bench, &verify_manufactured, &trial->numbers, &request, scheme, error));
  set_eigenvalues(&trial->numbers.waves, &trial->bench.grid, discrete);
  set_eigenvalues(&trial->numbers.signal_waves, &trial->bench.grid, discrete);
  verify_bench_set(&trial->bench, MANUFACTURED_SIGNAL, verify_manufactured_signal, 0);
  verify_bench_set(&trial->bench, MANUFACTURED_MOVER, verify_manufactured_mover, 0);
  return OK;
}

void verify_trial_free(struct verify_trial *trial) { verify_bench_free(&trial->bench); }

struct verify_difference verify_trial_error(const struct verify_trial *trial, double t) {
  return verify_bench_error(&trial->bench, MANUFACTURED_MOVER, verify_manufactured_mover, t, 0);
}
