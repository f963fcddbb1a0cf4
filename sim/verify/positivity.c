/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing falls below 0 by more than what nobody could measure, whatever the parameters. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "verify/small_runs.h"

enum { SETS = 16 };

/* A number within the plausible range; on a logarithmic scale if the range has one. */
static double draw(const struct param_spec *row, uint64_t set, uint64_t param) {
  double x = random_uniform(2, set, param, 0), low = row->plausible[0], high = row->plausible[1];
  return low > 0 ? low * pow(high / low, x) : low + (high - low) * x;
}

/* Every number of the model drawn anew, as YAML; wholes and choices keep their defaults. */
static char *parameters_of(const struct model *model, uint64_t set, struct error *error) {
  char *text = NULL;
  size_t length;
  FILE *stream = open_memstream(&text, &length);
  if (!stream) {
    error_set(error, ERROR_FAILED, "no memory for parameters");
    return NULL;
  }
  const char *comma = "";
  for (size_t p = 0; p < model->n_params; p++) {
    const struct param_spec *row = &model->params[p];
    if (row->type != NUMBER || !isfinite(row->plausible[0]) || !isfinite(row->plausible[1])) continue;
    bool pure = strcmp(row->unit, "1") == 0;
    fprintf(stream, "%s%s: %.17g%s%s", comma, row->key, draw(row, set, p), pure ? "" : " ", pure ? "" : row->unit);
    comma = ", ";
  }
  fclose(stream);
  return text;
}

/* One set: the lowest value it saw over its scale. @param refused  out: the model refuses the set before anything runs */
static int lowest_of(double *lowest, bool *refused, const struct verify_models *models, const struct model *model,
                     uint64_t set, struct error *error) {
  char *parameters = parameters_of(model, set, error);
  if (!parameters) return (int)error->code;
  const struct verify_small small = {
      .geometry = set % 2 ? CARTESIAN : AXISYMMETRIC, .days = set % 2 ? 2 : 14, .parameters = parameters};
  struct verify_run run = {.settings = {.model = NULL}};
  struct error cause = {OK, ""};
  int code = verify_run_begin(&run, models, model, &small, &cause);
  *refused = code == ERROR_CONFIG;
  if (!code) code = simulation_advance(&run.sim, small.days, NULL, &cause);
  *lowest = run.sim.tally.lowest;
  verify_run_free(&run);
  free(parameters);
  if (*refused) return OK;
  return code ? error_set(error, cause.code, "set %d: %s", (int)set + 1, cause.sentence) : OK;
}

static int compare(const struct verify_models *models, const struct model *model, struct verify_report *report,
                   struct error *error) {
  double lowest = 0;
  int n = 0;
  for (uint64_t set = 0; set < SETS; set++) {
    double value = 0;
    bool refused = false;
    TRY(lowest_of(&value, &refused, models, model, set, error));
    if (refused) continue;
    lowest = fmin(lowest, value);
    n++;
  }
  if (n == 0) return error_set(error, ERROR_FAILED, "each of %d sets is refused", SETS);
  return verify_compare(report, (struct verify_numbers){0, lowest, 1e-5},
                        "what a step may overshoot where a field falls to 0: a thousandth of the relative tolerance",
                        error, "%s, one channel, %d random sets of parameters: lowest value over scale", model->name,
                        n);
}

int verify_positivity(const struct verify_models *models, struct verify_report *report, struct error *error) {
  return verify_each_model(models, "random sets of parameters", compare, report, error);
}
