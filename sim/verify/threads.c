/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same bits on any number of threads. */
#include <omp.h>
#include <stdlib.h>

#include "verify/bench.h"
#include "verify/small_runs.h"

enum { MOST_THREADS = 3 };
static const double DAYS = 0.25;

/* So many cells that even one field is worth more than one thread. */
static int run_all(struct verify_run run[], const struct verify_models *models, const struct model *model,
                   bool periodic, struct error *error) {
  const struct verify_small small = {.geometry = CARTESIAN, .periodic = periodic, .days = DAYS, .spacing = 0.014};
  for (int i = 0; i < MOST_THREADS; i++) {
    omp_set_num_threads(i + 1);
    TRY(verify_run_begin(&run[i], models, model, &small, error));
    TRY(simulation_advance(&run[i].sim, small.days, NULL, error));
  }
  return OK;
}

static int between_sides(const struct verify_models *models, const struct model *model, bool periodic,
                         struct verify_report *report, struct error *error) {
  struct verify_run *run = calloc(MOST_THREADS, sizeof *run);
  if (!run) return error_set(error, ERROR_FAILED, "no memory for %d runs", MOST_THREADS);
  double unlike = 0;
  int code = run_all(run, models, model, periodic, error);
  for (int i = 1; !code && i < MOST_THREADS; i++)
    unlike +=
        verify_unlike_bits(stepper_state(run[0].sim.stepper), stepper_state(run[i].sim.stepper), &run[0].sim.grid);
  for (int i = 0; i < MOST_THREADS; i++) verify_run_free(&run[i]);
  free(run);
  return code ? code
              : verify_compare(report, (struct verify_numbers){0, unlike, 0},
                               "every value is made of the same numbers in the same order", error,
                               "%s, one channel, %s sides, on 1, 2 and 3 threads: values that differ", model->name,
                               periodic ? "periodic" : "no-flux");
}

static int compare(const struct verify_models *models, const struct model *model, struct verify_report *report,
                   struct error *error) {
  TRY(between_sides(models, model, false, report, error));
  return between_sides(models, model, true, report, error);
}

int verify_threads(const struct verify_models *models, struct verify_report *report, struct error *error) {
  int threads = omp_get_max_threads();
  int code = verify_each_model(models, "on 1, 2 and 3 threads", compare, report, error);
  omp_set_num_threads(threads);
  return code;
}
