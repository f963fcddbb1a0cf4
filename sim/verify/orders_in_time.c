/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders on one grid: against the exact solution of the grid's own equations where there is one, otherwise from the
 * differences between runs of n, 2n and 4n steps (Richardson 1911), in which what the grid does is the same. */
#include <math.h>

#include "config/sections.h"
#include "config/settings.h"
#include "verify/checks.h"
#include "verify/problems.h"

static const double END = 1; /* [day] */

static const char CLASSICAL[] =
    "the order of the scheme for any factors; steps are small against all rates of the grid";

static const struct {
  struct verify_problem problem;
  bool exact; /* the grid's own equations have a known solution */
  size_t n;   /* cells a side */
  size_t steps;
} rows[] = {
    {{.name = "reaction", .reaction = 1}, true, 8, 40},
    {{.name = "diffusion, 3-D, periodic sides", .deep = true, .periodic = true, .diffusivity = 0.02}, true, 10, 40},
    {{.name = "diffusion, 3-D, no-flux sides", .deep = true, .diffusivity = 0.02}, true, 10, 40},
    {{.name = "diffusion, axisymmetric", .geometry = AXISYMMETRIC, .diffusivity = 0.02}, false, 10, 40},
    {{.name = "diffusion, lower of two layers", .upper = 0.25, .diffusivity = 0.02}, true, 12, 40},
    {{.name = "taxis, 3-D, no-flux sides", .deep = true, .speed = 0.2}, false, 10, 40},
    {{.name = "all together, 3-D, no-flux sides",
      .deep = true,
      .diffusivity = 0.02,
      .signal_diffusivity = 0.02,
      .reaction = 1,
      .speed = 0.2},
     false,
     10,
     40},
    {{.name = "all together, axisymmetric",
      .geometry = AXISYMMETRIC,
      .diffusivity = 0.02,
      .signal_diffusivity = 0.02,
      .reaction = 1,
      .speed = 0.2},
     false,
     10,
     40},
};
enum { RUNS = 3 };

/* Runs of n, 2n and 4n steps. */
static int run_all(struct verify_trial trial[RUNS], size_t r, const struct scheme *scheme, struct error *error) {
  for (size_t i = 0; i < RUNS; i++) {
    TRY(verify_trial_create(&trial[i], &rows[r].problem, rows[r].n, rows[r].exact, true, scheme, error));
    verify_bench_steps(&trial[i].bench, 0, END, rows[r].steps << i);
  }
  return OK;
}

static double order_of(const struct verify_trial trial[RUNS], bool exact) {
  double error[RUNS];
  if (exact) {
    for (size_t i = 0; i < RUNS; i++) error[i] = verify_trial_error(&trial[i], END).largest;
    return log2(error[1] / error[2]);
  }
  for (size_t i = 0; i + 1 < RUNS; i++)
    error[i] = verify_bench_difference(&trial[i].bench, &trial[i + 1].bench, MANUFACTURED_MOVER).largest;
  return log2(error[0] / error[1]);
}

int verify_orders_in_time(const struct verify_models *models, struct verify_report *report, struct error *error) {
  (void)models;
  const char *const *names = section_row(SECTION_RUN, "scheme")->choices;
  for (size_t s = 0; s < n_schemes; s++)
    for (size_t r = 0; r < COUNT(rows); r++) {
      struct verify_trial trial[RUNS] = {{.bench = {.numbers = NULL}}};
      int code = run_all(trial, r, &schemes[s], error);
      const struct verify_numbers numbers = {schemes[s].order, code ? 0 : order_of(trial, rows[r].exact), 0.15};
      for (size_t i = 0; i < RUNS; i++) verify_trial_free(&trial[i]);
      if (code) return code;
      TRY(verify_compare(report, numbers, CLASSICAL, error, "%s, %s: order from %zu to %zu steps", names[s],
                         rows[r].problem.name, rows[r].steps << (rows[r].exact ? 1 : 0),
                         rows[r].steps << (rows[r].exact ? 2 : 1)));
    }
  return OK;
}
