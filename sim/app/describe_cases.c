/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Cases: what the model must reproduce.
 */
#include <string.h>

#include "app/describe.h"
#include "measure/outcome.h"

static const struct column CASE_COLUMNS[] = {
    {"name", COLUMN_NAME, NULL},     {"outcome", COLUMN_FACT, NULL},       {"unit", COLUMN_FACT, NULL},
    {"expected", COLUMN_FACT, NULL}, {"tolerance", COLUMN_FACT, NULL},     {"why", COLUMN_FACT, NULL},
    {"source", COLUMN_FACT, NULL},   {"configuration", COLUMN_DATA, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_cases(const struct reference *reference) { return reference->model->n_cases; }
static const char *name_case(const struct reference *reference, size_t i) { return reference->model->cases[i].name; }

static const char *unit_of_outcome(const struct model *model, const char *name) {
  for (size_t i = 0; i < model->n_outcomes + model->n_concludes; i++)
    if (strcmp(outcomes_label(model, i).name, name) == 0) return outcomes_label(model, i).unit;
  return NULL;
}

static void fill_case(struct reference *reference, size_t i, struct row *row) {
  const struct case_spec *spec = &reference->model->cases[i];
  row_words(row, spec->name);
  row_words(row, spec->outcome);
  row_unit(row, unit_of_outcome(reference->model, spec->outcome));
  row_number(row, spec->expected);
  row_number(row, spec->tolerance);
  row_words(row, spec->why);
  row_words(row, spec->source);
  row_words(row, spec->configuration);
  row_words(row, spec->doc);
}

static bool source_is_called(const struct reference *reference, size_t i, const void *key) {
  return strcmp(reference->bibliography.entries[i].key, key) == 0;
}
static void relate_case(struct reference *reference, size_t i, struct page *page) {
  topic_write_related(reference, &topic_sources, page, "Its source", source_is_called,
                      reference->model->cases[i].source);
}

const struct topic topic_cases = {.key = "cases",
                                  .singular = "case",
                                  .title = "Cases",
                                  .doc = "Published and exact numbers that the model must reproduce.",
                                  COLUMNS(CASE_COLUMNS),
                                  .count = count_cases,
                                  .name = name_case,
                                  .fill = fill_case,
                                  .relate = relate_case};
