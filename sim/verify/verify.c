/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify/verify.h"

#include <string.h>

// clang-format off
/* name, group, sentence, function */
const struct verify_check verify_checks[] = {
  {"orders_in_space", "orders", "orders of accuracy in space, by manufactured solutions", verify_orders_in_space},
  {"orders_in_time", "orders", "orders of accuracy in time, of each scheme", verify_orders_in_time},
  {"line_source", "exact", "a channel that gives off what spreads and decays: Bessel functions", verify_line_source},
  {"point_source", "exact", "an instantaneous source in 3-D: a Gaussian", verify_point_source},
  {"travelling_wave", "exact", "the wave of Ablowitz and Zeppetella in Fisher's equation", verify_travelling_wave},
  {"conservation", "invariants", "totals of what only moves", verify_conservation},
  {"rest", "invariants", "every model untreated for a year", verify_rest},
  {"positivity", "invariants", "every model with random parameters: the lowest value", verify_positivity},
  {"symmetry", "invariants", "every model about a centred channel: mirror images", verify_symmetry},
  {"threads", "invariants", "every model on 1, 2 and 3 threads: the same bits", verify_threads},
  {"injured_volume", "needles", "volume of channels on grids of 10 to 50 um", verify_injured_volume},
  {"cases", "models", "published and exact cases that the models bring along", verify_cases},
};
// clang-format on
const size_t verify_n_checks = COUNT(verify_checks);

bool verify_is_meant(const struct verify_check *check, const char *name) {
  return strcmp(check->name, name) == 0 || strcmp(check->group, name) == 0;
}

int verify_run_check(const struct verify_check *check, const struct verify_models *models, struct verify_report *report,
                     struct error *error) {
  struct error cause = {OK, ""};
  report->group = check->group;
  if (check->check(models, report, &cause) == OK) return OK;
  return verify_not_run(report, check->name, &cause, error);
}
