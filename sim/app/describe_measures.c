/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Measures: numbers out of the fields at one time. Outcomes: numbers out of the measures over time.
 */
#include <math.h>
#include <string.h>

#include "app/describe.h"
#include "measure/outcome.h"

/* A depth from which on everything counts. */
static const double DEEPEST = 1e6;

static size_t count_inputs(const char *const inputs[MAX_INPUTS]) {
  size_t n = 0;
  while (n < MAX_INPUTS && inputs[n]) n++;
  return n;
}

static bool has_input(const char *const inputs[MAX_INPUTS], const char *name) {
  for (size_t i = 0; i < count_inputs(inputs); i++)
    if (strcmp(inputs[i], name) == 0) return true;
  return false;
}

/* measures */

static const struct column MEASURE_COLUMNS[] = {
    {"name", COLUMN_NAME, NULL},         {"unit", COLUMN_FACT, NULL},        {"field", COLUMN_FACT, NULL},
    {"reduction", COLUMN_FACT, NULL},    {"region", COLUMN_FACT, NULL},      {"layer", COLUMN_DATA, NULL},
    {"depth", COLUMN_DATA, "mm"},        {"distance", COLUMN_DATA, "mm"},    {"pierced", COLUMN_DATA, NULL},
    {"follows_from", COLUMN_FACT, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_measures(const struct reference *reference) { return series_count(reference->model); }
static const char *name_measure(const struct reference *reference, size_t i) {
  return series_label(reference->model, i).name;
}

static const char *reduction_name(enum reduction reduction) {
  switch (reduction) {
    case MEAN: return "mean over the volume";
    case MINIMUM: return "minimum";
    case PROFILE: return "mean of each depth";
  }
  return NULL;
}

static void fill_region(const struct model *model, const struct measure_spec *measure, struct row *row) {
  const struct region *region = &measure->region;
  const bool all_depths = !(region->depth[0] < region->depth[1]), to_the_end = region->depth[1] > DEEPEST;
  const char *layer = region->layer == ANYWHERE ? NULL : model->layers[region->layer].name;
  char depths[64] = "", near[64] = "";
  if (!all_depths && to_the_end) snprintf(depths, sizeof depths, ", deeper than %g mm", region->depth[0]);
  else if (!all_depths) snprintf(depths, sizeof depths, ", %g to %g mm deep", region->depth[0], region->depth[1]);
  if (region->distance > 0) snprintf(near, sizeof near, ", within %g mm of a channel's axis", region->distance);
  const char *pierced = region->pierced ? ", cells that the last session pierced" : "";
  row_print_words(row, "%s%s%s%s", layer ? layer : "everywhere", depths, near, pierced);
  row_words(row, layer);
  if (all_depths) row_nothing(row);
  else row_range(row, (double[]){region->depth[0], to_the_end ? (double)INFINITY : region->depth[1]});
  row_number(row, region->distance > 0 ? region->distance : (double)NAN);
  row_truth(row, region->pierced);
}

static void fill_measure(struct reference *reference, size_t i, struct row *row) {
  const struct model *model = reference->model;
  const struct label label = series_label(model, i);
  row_words(row, label.name);
  row_unit(row, label.unit);
  if (i < model->n_measures) {
    const struct measure_spec *measure = &model->measures[i];
    row_words(row, measure->field == NO_FIELD ? NULL : model->fields[measure->field].name);
    row_words(row, reduction_name(measure->reduction));
    fill_region(model, measure, row);
    row_nothing(row);
  } else {
    const struct combine_spec *combine = &model->combines[i - model->n_measures];
    while (row->n < 9) row_nothing(row);
    row_list(row, combine->inputs, count_inputs(combine->inputs));
  }
  row_words(row, label.doc);
}

static bool measure_follows_from(const struct reference *reference, size_t i, const void *name) {
  const struct model *model = reference->model;
  return i >= model->n_measures && has_input(model->combines[i - model->n_measures].inputs, name);
}
static bool outcome_is_over(const struct reference *reference, size_t i, const void *name) {
  const struct model *model = reference->model;
  return i < model->n_outcomes && strcmp(model->outcomes[i].series, name) == 0;
}
static void relate_measure(struct reference *reference, size_t i, struct page *page) {
  const char *name = name_measure(reference, i);
  topic_list_related(reference, &topic_measures, page, "Measures that follow from it", measure_follows_from, name);
  topic_list_related(reference, &topic_outcomes, page, "Outcomes over it", outcome_is_over, name);
}

const struct topic topic_measures = {
    .key = "measures",
    .singular = "measure",
    .title = "Measures",
    .doc = "Numbers and profiles out of the fields at one time; /measures of a result.",
    COLUMNS(MEASURE_COLUMNS),
    .count = count_measures,
    .name = name_measure,
    .fill = fill_measure,
    .relate = relate_measure};

/* outcomes */

static const struct column OUTCOME_COLUMNS[] = {
    {"name", COLUMN_NAME, NULL},         {"unit", COLUMN_FACT, NULL},          {"series", COLUMN_FACT, NULL},
    {"functional", COLUMN_FACT, NULL},   {"clock", COLUMN_FACT, NULL},         {"at", COLUMN_DATA, "day"},
    {"level", COLUMN_DATA, NULL},        {"share_of_peak", COLUMN_DATA, NULL}, {"factor", COLUMN_DATA, NULL},
    {"follows_from", COLUMN_FACT, NULL}, {"headline", COLUMN_DATA, NULL},      {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_outcomes(const struct reference *reference) {
  return reference->model->n_outcomes + reference->model->n_concludes;
}
static const char *name_outcome(const struct reference *reference, size_t i) {
  return outcomes_label(reference->model, i).name;
}

static void fill_functional(const struct outcome_spec *outcome, struct row *row) {
  char level[64];
  if (outcome->share_of_peak) snprintf(level, sizeof level, "%g %% of the largest value so far", 100 * outcome->level);
  else snprintf(level, sizeof level, "%g", outcome->level);
  switch (outcome->functional) {
    case VALUE_AT: row_print_words(row, "value at %g day", outcome->at); break;
    case FINAL: row_words(row, "last value"); break;
    case CHANGE: row_words(row, "last value less the first"); break;
    case PEAK: row_words(row, "largest value"); break;
    case PEAK_TIME: row_words(row, "time of the largest value"); break;
    case INTEGRAL: row_words(row, "integral over time"); break;
    case FIRST_ABOVE: row_print_words(row, "first time at or above %s", level); break;
    case LAST_ABOVE: row_print_words(row, "last time above %s", level); break;
  }
}

static bool is_headline(const struct model *model, const char *name) {
  for (size_t h = 0; h < model->n_headlines; h++)
    if (strcmp(model->headlines[h], name) == 0) return true;
  return false;
}

static void fill_outcome(struct reference *reference, size_t i, struct row *row) {
  const struct model *model = reference->model;
  const struct label label = outcomes_label(model, i);
  row_words(row, label.name);
  row_unit(row, label.unit);
  if (i < model->n_outcomes) {
    const struct outcome_spec *outcome = &model->outcomes[i];
    const bool crossing = outcome->functional == FIRST_ABOVE || outcome->functional == LAST_ABOVE;
    row_words(row, outcome->series);
    fill_functional(outcome, row);
    row_words(row, outcome->clock == SINCE_START ? "since the start" : "since the last session");
    row_number(row, outcome->functional == VALUE_AT ? outcome->at : (double)NAN);
    row_number(row, crossing ? outcome->level : (double)NAN);
    if (crossing) row_truth(row, outcome->share_of_peak);
    else row_nothing(row);
    row_number(row, outcome->factor > 0 ? outcome->factor : 1);
    row_nothing(row);
  } else {
    const struct conclude_spec *conclude = &model->concludes[i - model->n_outcomes];
    while (row->n < 9) row_nothing(row);
    row_list(row, conclude->inputs, count_inputs(conclude->inputs));
  }
  row_truth(row, is_headline(model, label.name));
  row_words(row, label.doc);
}

static bool outcome_follows_from(const struct reference *reference, size_t i, const void *name) {
  const struct model *model = reference->model;
  return i >= model->n_outcomes && has_input(model->concludes[i - model->n_outcomes].inputs, name);
}
static bool measure_is_called(const struct reference *reference, size_t i, const void *name) {
  return strcmp(name_measure(reference, i), name) == 0;
}
static void relate_outcome(struct reference *reference, size_t i, struct page *page) {
  const struct model *model = reference->model;
  if (i < model->n_outcomes)
    topic_list_related(reference, &topic_measures, page, "Measure that it is over", measure_is_called,
                       model->outcomes[i].series);
  topic_list_related(reference, &topic_outcomes, page, "Outcomes that follow from it", outcome_follows_from,
                     name_outcome(reference, i));
}

const struct topic topic_outcomes = {.key = "outcomes",
                                     .singular = "outcome",
                                     .title = "Outcomes",
                                     .doc = "What a run comes to: peaks, days, integrals; /outcomes of a result.",
                                     COLUMNS(OUTCOME_COLUMNS),
                                     .count = count_outcomes,
                                     .name = name_outcome,
                                     .fill = fill_outcome,
                                     .relate = relate_outcome};
