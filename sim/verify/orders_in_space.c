/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error against the exact solution of the differential equations, on a grid and on one of half its spacing; the
 * steps are so small that theirs is not seen. */
#include <math.h>

#include "config/settings.h"
#include "verify/checks.h"
#include "verify/problems.h"

static const double END = 0.5;           /* [day] */
enum { FEW = 24, SOME = 48, MANY = 96 }; /* steps */

static const char SMOOTH[] = "central differences are of order 2; on these grids the next term of the error is small";
static const char FLAT[] =
    "central directions and van Leer's slopes are of order 2; where the signal is flat the law of movement has a kink, "
    "which leaves order 1 to single cells: the mean keeps order 2, which coarse grids exceed";
static const char CRESTS[] =
    "van Leer's slopes are cut at the mover's crests, which leaves order 1 to a share of the cells that falls with the "
    "spacing: the mean keeps order 2, which coarse grids exceed";

/* Terms of which every one acts. */
#define EVERYTHING .diffusivity = 0.03, .signal_diffusivity = 0.02, .reaction = 1, .speed = 0.3

static const struct {
  struct verify_problem problem;
  size_t n; /* cells a side, then twice as many */
  size_t steps;
  double tolerance;
  const char *why;
} rows[] = {
    {{.name = "diffusion, 3-D, periodic sides", .deep = true, .periodic = true, .diffusivity = 0.05},
     20,
     FEW,
     0.1,
     SMOOTH},
    {{.name = "diffusion, 3-D, no-flux sides", .deep = true, .diffusivity = 0.05}, 20, FEW, 0.1, SMOOTH},
    {{.name = "diffusion, axisymmetric", .geometry = AXISYMMETRIC, .diffusivity = 0.05}, 32, FEW, 0.1, SMOOTH},
    {{.name = "diffusion, lower of two layers", .upper = 0.25, .diffusivity = 0.05}, 32, FEW, 0.1, SMOOTH},
    {{.name = "taxis, 3-D, no-flux sides", .deep = true, .speed = 0.3}, 32, FEW, 0.2, FLAT},
    {{.name = "taxis, axisymmetric", .geometry = AXISYMMETRIC, .speed = 0.3}, 64, FEW, 0.15, FLAT},
    {{.name = "taxis, lower of two layers", .upper = 0.25, .speed = 0.3}, 64, FEW, 0.15, FLAT},
    {{.name = "taxis over crests, periodic sides", .periodic = true, .speed = 0.3, .shift = 0.3}, 64, FEW, 0.2, CRESTS},
    {{.name = "all together, 3-D, periodic sides", .deep = true, .periodic = true, .shift = 0.3, EVERYTHING},
     24,
     SOME,
     0.2,
     CRESTS},
    {{.name = "all together, axisymmetric", .geometry = AXISYMMETRIC, EVERYTHING}, 64, MANY, 0.15, FLAT},
};

/* The mean where there is taxis, otherwise the largest. */
static int error_of(double *found, const struct verify_problem *problem, size_t n, size_t steps, struct error *error) {
  struct verify_trial trial = {.bench = {.numbers = NULL}};
  int code = verify_trial_create(&trial, problem, n, false, true, &schemes[ROS34PW2], error);
  if (!code) {
    verify_bench_steps(&trial.bench, 0, END, steps);
    struct verify_difference difference = verify_trial_error(&trial, END);
    *found = problem->speed > 0 ? difference.mean : difference.largest;
  }
  verify_trial_free(&trial);
  return code;
}

int verify_orders_in_space(const struct verify_models *models, struct verify_report *report, struct error *error) {
  (void)models;
  for (size_t r = 0; r < COUNT(rows); r++) {
    double coarse = 0, fine = 0;
    TRY(error_of(&coarse, &rows[r].problem, rows[r].n, rows[r].steps, error));
    TRY(error_of(&fine, &rows[r].problem, 2 * rows[r].n, rows[r].steps, error));
    const struct verify_numbers numbers = {2, log2(coarse / fine), rows[r].tolerance};
    TRY(verify_compare(report, numbers, rows[r].why, error, "%s: order from %zu to %zu cells a side, %s error",
                       rows[r].problem.name, rows[r].n, 2 * rows[r].n, rows[r].problem.speed > 0 ? "mean" : "largest"));
  }
  return OK;
}
