/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The cases of the model sherratt_murray, by the equations on nodes, at two spacings and time steps and in their limit.
 */
#include "published.h"
#include "radial.h"

enum { N, C };
struct mechanism {
  const char *name;
  double D, Dc, lambda;
  double dt; /* of spacing */
};
static const double H = 10, CM = 40, A2 = 0.01;

static void with_activator(const double u[], double out[], const void *numbers) {
  const double b = (1 + CM * CM - 2 * H * CM) / ((1 - CM) * (1 - CM)), n = u[N], c = u[C];
  out[N] = (2 * CM * (H - b) * c / (CM * CM + c * c) + b) * n * (2 - n) - n;
  out[C] = ((const struct mechanism *)numbers)->lambda * (n * (1 + A2) / (n * n + A2) - c);
}
static void with_inhibitor(const double u[], double out[], const void *numbers) {
  const double n = u[N], c = u[C];
  out[N] = ((H - 1) * c + H) / (2 * (H - 1) * c + 1) * n * (2 - n) - n;
  out[C] = ((const struct mechanism *)numbers)->lambda * (n - c);
}
static void logistic(const double u[], double out[], const void *numbers) {
  (void)numbers;
  out[N] = u[N] * (2 - u[N]) - u[N];
  out[C] = 0;
}

struct times {
  double half, healed;
};

static double mean_cells(const struct radial *disc) {
  double sum = 0;
  for (size_t i = 0; i < disc->n; i++) sum += radial_area(disc, i) * disc->u[N][i];
  return sum;
}

/* When a number that went from `before` to `after` in the last step was at `level`. */
static double crossing(double t, double dt, double before, double after, double level) {
  return t - dt * (after - level) / (after - before);
}

/* The least density is that of the axis. */
static struct times heal(const struct mechanism *mechanism, radial_reaction *reaction, size_t n) {
  static struct radial disc;
  disc = (struct radial){.n = n + 1,
                         .n_fields = 2,
                         .h = 1 / (double)n,
                         .dt = mechanism->dt / (double)n,
                         .held = true,
                         .diffusivity = {mechanism->D, mechanism->Dc},
                         .reaction = reaction,
                         .numbers = mechanism};
  disc.u[N][n] = disc.u[C][n] = 1;
  struct times times = {0, 0};
  double mean = mean_cells(&disc), least = 0;
  for (double t = disc.dt; times.healed <= 0; t += disc.dt) {
    cr_assert_lt(t, 60);
    radial_step(&disc);
    const double next_mean = mean_cells(&disc), next_least = disc.u[N][0];
    if (mean < 0.5 && next_mean >= 0.5) times.half = crossing(t, disc.dt, mean, next_mean, 0.5);
    if (next_least >= 0.8) times.healed = crossing(t, disc.dt, least, next_least, 0.8);
    mean = next_mean;
    least = next_least;
  }
  return times;
}

static void expect_times(const struct mechanism *mechanism, radial_reaction *reaction) {
  const struct times coarse = heal(mechanism, reaction, 200), fine = heal(mechanism, reaction, 400);
  char name[64];
  snprintf(name, sizeof name, "%s_half_time", mechanism->name);
  expect_published(&model_sherratt_murray, name, radial_limit(coarse.half, fine.half, 2));
  snprintf(name, sizeof name, "%s_healing_time", mechanism->name);
  expect_published(&model_sherratt_murray, name, radial_limit(coarse.healed, fine.healed, 2));
}

Test(sherratt_murray, heals_with_the_activator_as_the_equations_say) {
  expect_times(&(struct mechanism){"activator", 5e-4, 0.45, 30, 0.8}, with_activator);
}

Test(sherratt_murray, heals_with_the_inhibitor_as_the_equations_say) {
  expect_times(&(struct mechanism){"inhibitor", 1e-4, 0.85, 5, 2}, with_inhibitor);
}

Test(sherratt_murray, heals_without_a_chemical_as_the_equations_say) {
  expect_times(&(struct mechanism){"logistic", 1e-3, 0, 0, 2}, logistic);
}
