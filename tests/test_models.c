/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The tables of all models: complete parameters, and cases that can be run and judged.
 */
#include <stdio.h>
#include <stdlib.h>

#include "measure/outcome.h"
#include "published.h"

Test(models, every_parameter_is_told_completely_and_once) {
  cr_assert_geq(n_models, 7u);
  for (size_t m = 0; m < n_models; m++)
    for (size_t i = 0; i < models[m]->n_params; i++) {
      const struct param_spec *row = &models[m]->params[i];
      cr_expect(row->doc[0] && row->unit[0] && row->symbol[0], "%s", row->key);
      cr_expect(row->plausible[0] <= row->value && row->value <= row->plausible[1], "%s", row->key);
      cr_expect(row->allowed[0] <= row->plausible[0] && row->plausible[1] <= row->allowed[1], "%s", row->key);
      cr_expect_eq(row->basis == ASSUMED || row->basis == NUMERICAL, row->source[0] == '\0',
                   "%s: a source where, and only where, the basis is measured or fitted", row->key);
      for (size_t k = 0; k < i; k++) {
        cr_expect_str_neq(row->key, models[m]->params[k].key);
        cr_expect_neq(row->offset, models[m]->params[k].offset, "%s", row->key);
      }
    }
}

static bool has_outcome(const struct model *model, const char *name) {
  for (size_t i = 0; i < model->n_outcomes + model->n_concludes; i++)
    if (strcmp(outcomes_label(model, i).name, name) == 0) return true;
  return false;
}

Test(models, every_case_names_an_outcome_a_finite_number_and_a_reason) {
  size_t n = 0;
  for (size_t m = 0; m < n_models; m++)
    for (size_t i = 0; i < models[m]->n_cases; i++, n++) {
      const struct case_spec *spec = &models[m]->cases[i];
      cr_expect(has_outcome(models[m], spec->outcome), "%s: %s", spec->name, spec->outcome);
      cr_expect(isfinite(spec->expected) && spec->tolerance > 0, "%s", spec->name);
      cr_expect(spec->doc[0] && spec->why[0], "%s", spec->name);
      cr_expect_not_null(strstr(spec->configuration, models[m]->name), "%s", spec->name);
      for (size_t k = 0; k < i; k++) cr_expect_str_neq(spec->name, models[m]->cases[k].name);
    }
  cr_expect_geq(n, 40u);
}

Test(models, every_source_of_a_case_stands_in_the_bibliography) {
  FILE *file = fopen(MEND_SOURCE_DIR "/models/references.bib", "r");
  cr_assert_not_null(file);
  static char text[1 << 17];
  const size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  cr_assert(length > 1000 && length < sizeof text - 1);
  for (size_t m = 0; m < n_models; m++)
    for (size_t i = 0; i < models[m]->n_cases; i++) {
      char entry[80];
      const struct case_spec *spec = &models[m]->cases[i];
      snprintf(entry, sizeof entry, "{%s,", spec->source);
      cr_expect(!spec->source[0] || strstr(text, entry), "%s: %s", spec->name, spec->source);
    }
}

/* A refusal is remembered. */
struct ear {
  struct judge judge;
  bool refused;
};
static void hear(struct judge *judge, enum verdict verdict, const char *sentence) {
  struct ear *ear = (struct ear *)judge;
  ear->refused = ear->refused || (verdict == REFUSAL && sentence[0]);
}

/* Whether a model refuses its defaults with one number changed. */
static bool refuses(const struct model *model, const char *key, double value) {
  char *params = calloc(1, model->params_size), *derived = calloc(1, model->derived_size);
  bool found = key == NULL;
  for (size_t i = 0; i < model->n_params; i++) {
    const struct param_spec *row = &model->params[i];
    const bool chosen = key && strcmp(row->key, key) == 0;
    const double number = chosen ? value : row->value;
    found = found || chosen;
    if (row->type == NUMBER) memcpy(params + row->offset, &number, sizeof number);
    if (row->type == WHOLE) memcpy(params + row->offset, &(long){(long)number}, sizeof(long));
    if (row->type == CHOICE) memcpy(params + row->offset, &(int){(int)number}, sizeof(int));
  }
  cr_assert(found, "%s", key);
  struct ear ear = {.judge = {hear}};
  model->derive(params, NULL, derived);
  model->check(derived, &ear.judge);
  free(params);
  free(derived);
  return ear.refused;
}

Test(models, numbers_without_a_rest_state_are_refused) {
  cr_expect(!refuses(&model_buganza, NULL, 0));
  cr_expect(refuses(&model_buganza, "resting_cells", 20000));
  cr_expect(refuses(&model_buganza, "collagen_decay", 1),
            "faster than its production of 0.002 an hour, as 0.048 a day");
  cr_expect(!refuses(&model_sherratt_murray, NULL, 0));
  cr_expect(refuses(&model_sherratt_murray, "peak_concentration", 5));
  cr_expect(!refuses(&model_adler, NULL, 0));
}
