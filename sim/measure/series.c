/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/series.h"

#include <string.h>

int series_index(const struct model *model, const char *name) {
  for (size_t i = 0; i < model->n_measures; i++)
    if (model->measures[i].reduction != PROFILE && strcmp(model->measures[i].name, name) == 0) return (int)i;
  for (size_t i = 0; i < model->n_combines; i++)
    if (strcmp(model->combines[i].name, name) == 0) return (int)(model->n_measures + i);
  return -1;
}

size_t series_count(const struct model *model) { return model->n_measures + model->n_combines; }

struct label series_label(const struct model *model, size_t series) {
  if (series < model->n_measures) {
    const struct measure_spec *measure = &model->measures[series];
    return (struct label){measure->name, measure->unit, measure->doc};
  }
  const struct combine_spec *combine = &model->combines[series - model->n_measures];
  return (struct label){combine->name, combine->unit, combine->doc};
}

int series_check(const struct model *model, struct error *error) {
  for (size_t m = 0; m < model->n_measures; m++) {
    const struct measure_spec *spec = &model->measures[m];
    if (spec->region.pierced && (spec->field == NO_FIELD || spec->region.distance > 0 || spec->reduction == PROFILE))
      return error_set(
          error, ERROR_FAILED,
          "model %s: measure '%s' over pierced cells must be a mean or a minimum of a field, at any distance",
          model->name, spec->name);
  }
  for (size_t c = 0; c < model->n_combines; c++)
    for (size_t i = 0; i < MAX_INPUTS && model->combines[c].inputs[i]; i++) {
      int series = series_index(model, model->combines[c].inputs[i]);
      if (series < 0 || (size_t)series >= model->n_measures + c)
        return error_set(error, ERROR_FAILED, "model %s: '%s' is made of '%s', which is no series before it",
                         model->name, model->combines[c].name, model->combines[c].inputs[i]);
    }
  return OK;
}
