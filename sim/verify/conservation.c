/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without sources, what diffuses and climbs stays as much as it was. */
#include <math.h>

#include "config/settings.h"
#include "verify/checks.h"
#include "verify/problems.h"

static const double END = 2; /* [day] */
enum { STEPS = 40, CELLS = 20 };

static const struct verify_problem rows[] = {
    {.name = "3-D, periodic sides",
     .deep = true,
     .periodic = true,
     .diffusivity = 0.02,
     .signal_diffusivity = 0.05,
     .speed = 0.3,
     .shift = 0.3},
    {.name = "3-D, no-flux sides", .deep = true, .diffusivity = 0.02, .signal_diffusivity = 0.05, .speed = 0.3},
    {.name = "axisymmetric", .geometry = AXISYMMETRIC, .diffusivity = 0.02, .signal_diffusivity = 0.05, .speed = 0.3},
    {.name = "two layers", .upper = 0.25, .diffusivity = 0.02, .signal_diffusivity = 0.05, .speed = 0.3},
};

static int compare(struct verify_report *report, size_t r, const char *field, const double total[2],
                   struct error *error) {
  return verify_compare(report, (struct verify_numbers){0, total[1] / total[0] - 1, 1e-12},
                        "round-off: 40 steps of some ten passes, each of which may lose 1e-16 of a value and more in "
                        "its line solves",
                        error, "total of a %s, %s: relative change", field, rows[r].name);
}

static int conserve(struct verify_report *report, size_t r, struct verify_trial *trial, struct error *error) {
  double signal[2], mover[2];
  for (int after = 0; after < 2; after++) {
    if (after) verify_bench_steps(&trial->bench, 0, END, STEPS);
    signal[after] = verify_bench_total(&trial->bench, MANUFACTURED_SIGNAL);
    mover[after] = verify_bench_total(&trial->bench, MANUFACTURED_MOVER);
  }
  TRY(compare(report, r, "field that diffuses", signal, error));
  return compare(report, r, "field that diffuses and climbs", mover, error);
}

int verify_conservation(const struct verify_models *models, struct verify_report *report, struct error *error) {
  (void)models;
  for (size_t r = 0; r < COUNT(rows); r++) {
    struct verify_trial trial = {.bench = {.numbers = NULL}};
    int code = verify_trial_create(&trial, &rows[r], CELLS, false, false, &schemes[ROS2], error);
    if (!code) code = conserve(report, r, &trial, error);
    verify_trial_free(&trial);
    if (code) return code;
  }
  return OK;
}
