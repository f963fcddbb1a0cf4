/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases that models bring along: what published results, or mathematics, say of the outcome of a run. */
#include <stdlib.h>
#include <string.h>

#include "run/course.h"
#include "verify/small_runs.h"

static int outcome_index(size_t *index, const struct model *model, const char *name, struct error *error) {
  for (size_t i = 0; i < model->n_outcomes + model->n_concludes; i++)
    if (strcmp(outcomes_label(model, i).name, name) == 0) {
      *index = i;
      return OK;
    }
  return error_set(error, ERROR_FAILED, "model %s has no outcome %s, which a case expects", model->name, name);
}

static int run(double values[], const struct verify_models *models, const struct model *model, const char *text,
               struct error *error) {
  struct settings settings = {.model = NULL};
  int code = verify_settings(&settings, models, text, error);
  if (!code && settings.model != model)
    code = error_set(error, ERROR_FAILED, "a case of model %s runs model %s", model->name, settings.model->name);
  if (!code) code = course_outcomes(&settings, values, error);
  settings_free(&settings);
  return code;
}

static int compare(const struct case_spec *row, const struct model *model, const double values[],
                   struct verify_report *report, struct error *error) {
  size_t i = 0;
  TRY(outcome_index(&i, model, row->outcome, error));
  struct label label = outcomes_label(model, i);
  bool pure = strcmp(label.unit, "1") == 0, cited = row->source && row->source[0];
  return verify_compare(report, (struct verify_numbers){row->expected, values[i], row->tolerance}, row->why, error,
                        "%s, %s: %s%s%s%s%s%s", model->name, row->name, row->doc, pure ? "" : ", ",
                        pure ? "" : label.unit, cited ? " (" : "", cited ? row->source : "", cited ? ")" : "");
}

/* Whether an earlier case has run this configuration. */
static bool has_run(const struct model *model, size_t c) {
  for (size_t before = 0; before < c; before++)
    if (strcmp(model->cases[before].configuration, model->cases[c].configuration) == 0) return true;
  return false;
}

/* One configuration, and all cases that share it. */
static int run_cases(double values[], const struct verify_models *models, const struct model *model, size_t first,
                     struct verify_report *report, struct error *error) {
  const char *text = model->cases[first].configuration;
  TRY(run(values, models, model, text, error));
  for (size_t c = first; c < model->n_cases; c++)
    if (strcmp(model->cases[c].configuration, text) == 0) TRY(compare(&model->cases[c], model, values, report, error));
  return OK;
}

static int run_model(double values[], const struct verify_models *models, const struct model *model,
                     struct verify_report *report, struct error *error) {
  for (size_t c = 0; c < model->n_cases; c++) {
    if (has_run(model, c)) continue;
    struct error cause = {OK, ""};
    if (run_cases(values, models, model, c, report, &cause) == OK) continue;
    const char *name = pool_print(&report->pool, error, "%s, %s", model->name, model->cases[c].name);
    if (!name) return (int)error->code;
    TRY(verify_not_run(report, name, &cause, error));
  }
  return OK;
}

static int cases_of(const struct verify_models *models, const struct model *model, struct verify_report *report,
                    struct error *error) {
  double *values = calloc(model->n_outcomes + model->n_concludes + 1, sizeof *values);
  if (!values) return error_set(error, ERROR_FAILED, "no memory for outcomes");
  int code = run_model(values, models, model, report, error);
  free(values);
  return code;
}

int verify_cases(const struct verify_models *models, struct verify_report *report, struct error *error) {
  return verify_each_model(models, "cases", cases_of, report, error);
}
