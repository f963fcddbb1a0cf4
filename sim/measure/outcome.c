/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between samples a series is a straight line: crossings and values at a time are interpolated, integrals are trapezoids. A
 * sample that is NaN (a region that is still empty) is passed over. */
#include "measure/outcome.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one outcome knows. */
struct track {
  bool present;
  size_t series;
  bool started, above;
  double origin;       /* time the clock counts from [day] */
  double last_t, last; /* sample before */
  double first;        /* first sample */
  double peak, peak_t;
  double value; /* integral, crossing, or value at a time; NaN: none yet */
};

struct outcomes {
  const struct model *model;
  const void *derived;
  struct track *track;
  bool *conclude_present;
};

static int outcome_index(const struct model *model, size_t n_concludes, const char *name) {
  for (size_t i = 0; i < model->n_outcomes; i++)
    if (strcmp(model->outcomes[i].name, name) == 0) return (int)i;
  for (size_t i = 0; i < n_concludes; i++)
    if (strcmp(model->concludes[i].name, name) == 0) return (int)(model->n_outcomes + i);
  return -1;
}

static void begin(struct track *track, const struct outcome_spec *spec, double origin) {
  track->started = track->above = false;
  track->origin = origin;
  track->peak = -HUGE_VAL;
  track->value = spec->functional == INTEGRAL || spec->functional == LAST_ABOVE ? 0 : (double)NAN;
}

static int resolve_concludes(struct outcomes *o, struct error *error) {
  const struct model *model = o->model;
  for (size_t c = 0; c < model->n_concludes; c++) {
    o->conclude_present[c] = true;
    for (size_t i = 0; i < MAX_INPUTS && model->concludes[c].inputs[i]; i++) {
      int input = outcome_index(model, c, model->concludes[c].inputs[i]);
      if (input < 0)
        return error_set(error, ERROR_FAILED, "model %s: '%s' follows from '%s', which is no outcome before it",
                         model->name, model->concludes[c].name, model->concludes[c].inputs[i]);
      o->conclude_present[c] = o->conclude_present[c] && outcomes_present(o, (size_t)input);
    }
  }
  return OK;
}

int outcomes_create(struct outcomes **outcomes, const struct model *model, const void *derived, struct gauges *gauges,
                    struct error *error) {
  struct outcomes *o = calloc(1, sizeof *o);
  *outcomes = o;
  if (!o) return error_set(error, ERROR_FAILED, "no memory for outcomes");
  *o = (struct outcomes){.model = model, .derived = derived};
  o->track = calloc(model->n_outcomes + 1, sizeof *o->track);
  o->conclude_present = calloc(model->n_concludes + 1, sizeof *o->conclude_present);
  if (!o->track || !o->conclude_present) return error_set(error, ERROR_FAILED, "no memory for outcomes");
  for (size_t i = 0; i < model->n_outcomes; i++) {
    int series = series_index(model, model->outcomes[i].series);
    if (series < 0)
      return error_set(error, ERROR_FAILED, "model %s: outcome '%s' is over '%s', which is no series", model->name,
                       model->outcomes[i].name, model->outcomes[i].series);
    o->track[i].series = (size_t)series;
    o->track[i].present = gauges_present(gauges, (size_t)series);
    if (o->track[i].present) gauges_want(gauges, (size_t)series);
    begin(&o->track[i], &model->outcomes[i], 0);
  }
  return resolve_concludes(o, error);
}

void outcomes_free(struct outcomes *o) {
  if (!o) return;
  free(o->track);
  free(o->conclude_present);
  free(o);
}

struct label outcomes_label(const struct model *model, size_t i) {
  if (i < model->n_outcomes) {
    const struct outcome_spec *outcome = &model->outcomes[i];
    return (struct label){outcome->name, outcome->unit, outcome->doc};
  }
  const struct conclude_spec *conclude = &model->concludes[i - model->n_outcomes];
  return (struct label){conclude->name, conclude->unit, conclude->doc};
}

bool outcomes_present(const struct outcomes *o, size_t i) {
  return i < o->model->n_outcomes ? o->track[i].present : o->conclude_present[i - o->model->n_outcomes];
}

/* Time at which the line from the sample before to (t, x) passes `level`. */
static double crossing(const struct track *track, double t, double x, double level) {
  if (!track->started || x == track->last) return t;
  double share = (level - track->last) / (x - track->last);
  return track->last_t + fmin(fmax(share, 0), 1) * (t - track->last_t);
}

static void sample(struct track *track, const struct outcome_spec *spec, double t, double x) {
  double since = t - track->origin, target = track->origin + spec->at;
  if (x > track->peak) {
    track->peak = x;
    track->peak_t = since;
  }
  double level = spec->share_of_peak ? spec->level * track->peak : spec->level;
  switch (spec->functional) {
    case INTEGRAL:
      if (track->started) track->value += 0.5 * (x + track->last) * (t - track->last_t);
      break;
    case VALUE_AT:
      if (isnan(track->value) && t >= target && (track->started ? track->last_t : t) <= target) {
        double share = track->started && t > track->last_t ? (target - track->last_t) / (t - track->last_t) : 1;
        track->value = track->started ? track->last + share * (x - track->last) : x;
      }
      break;
    case FIRST_ABOVE:
      if (isnan(track->value) && x >= level) track->value = crossing(track, t, x, level) - track->origin;
      break;
    case LAST_ABOVE:
      if (x > level) track->value = (double)NAN;
      else if (track->above) track->value = crossing(track, t, x, level) - track->origin;
      track->above = x > level;
      break;
    case FINAL:
    case CHANGE:
    case PEAK:
    case PEAK_TIME: break;
  }
  if (!track->started) track->first = x;
  track->started = true;
  track->last = x;
  track->last_t = t;
}

void outcomes_sample(struct outcomes *o, double t, const double *series, bool session) {
  for (size_t i = 0; i < o->model->n_outcomes; i++) {
    struct track *track = &o->track[i];
    const struct outcome_spec *spec = &o->model->outcomes[i];
    if (session && spec->clock == SINCE_LAST_SESSION) begin(track, spec, t);
    if (track->present && !isnan(series[track->series])) sample(track, spec, t, series[track->series]);
  }
}

static double value_of(const struct track *track, const struct outcome_spec *spec) {
  if (!track->present || !track->started) return (double)NAN;
  double factor = spec->factor == 0 ? 1 : spec->factor;
  switch (spec->functional) {
    case FINAL: return factor * track->last;
    case CHANGE: return factor * (track->last - track->first);
    case PEAK: return factor * track->peak;
    case PEAK_TIME: return factor * track->peak_t;
    case VALUE_AT:
    case INTEGRAL:
    case FIRST_ABOVE:
    case LAST_ABOVE: return factor * track->value;
  }
  return (double)NAN;
}

void outcomes_values(const struct outcomes *o, double *values) {
  const struct model *model = o->model;
  for (size_t i = 0; i < model->n_outcomes; i++) values[i] = value_of(&o->track[i], &model->outcomes[i]);
  for (size_t c = 0; c < model->n_concludes; c++) {
    double inputs[MAX_INPUTS] = {0};
    for (size_t i = 0; i < MAX_INPUTS && model->concludes[c].inputs[i]; i++)
      inputs[i] = values[outcome_index(model, c, model->concludes[c].inputs[i])];
    values[model->n_outcomes + c] =
        o->conclude_present[c] ? model->concludes[c].conclude(o->derived, inputs) : (double)NAN;
  }
}

struct piece outcomes_memory(struct outcomes *o) {
  return (struct piece){o->track, o->model->n_outcomes * sizeof *o->track};
}
