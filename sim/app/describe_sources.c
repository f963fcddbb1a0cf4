/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Where numbers and equations are from: the bibliography, and the rows that cite it.
 */
#include <string.h>

#include "app/describe.h"
#include "step/scheme.h"

static const struct column SOURCE_COLUMNS[] = {
    {"name", COLUMN_NAME, NULL},    {"title", COLUMN_SENTENCE, NULL}, {"authors", COLUMN_FACT, NULL},
    {"journal", COLUMN_FACT, NULL}, {"volume", COLUMN_DATA, NULL},    {"pages", COLUMN_DATA, NULL},
    {"year", COLUMN_FACT, NULL},    {"doi", COLUMN_DATA, NULL},       {"pmid", COLUMN_DATA, NULL},
    {"link", COLUMN_FACT, NULL},    {"cited_by", COLUMN_FACT, NULL},  {"read_there", COLUMN_FACT, NULL}};

static size_t count_sources(const struct reference *reference) { return reference->bibliography.n; }
static const char *name_source(const struct reference *reference, size_t i) {
  return reference->bibliography.entries[i].key;
}

/* A row cites a source as the basis of its number, or in its sentence. */
static bool cites(const struct param_spec *row, const char *key) {
  return strcmp(row->source, key) == 0 || strstr(row->doc, key) != NULL;
}

static void name_citing_rows(struct reference *reference, const char *key) {
  const struct program *program = reference->program;
  for (size_t m = 0; m < program->n_models; m++)
    for (size_t p = 0; p < program->models[m]->n_params; p++)
      if (cites(&program->models[m]->params[p], key)) reference_name(reference, program->models[m]->params[p].key);
  for (size_t m = 0; m < program->n_models; m++)
    for (size_t c = 0; c < program->models[m]->n_cases; c++)
      if (strcmp(program->models[m]->cases[c].source, key) == 0)
        reference_name(reference, program->models[m]->cases[c].name);
  for (size_t k = 0; k < reference->n_keys; k++)
    if (cites(reference->keys[k].row, key)) reference_name(reference, reference->keys[k].name);
  for (size_t s = 0; s < n_schemes; s++)
    if (strcmp(schemes[s].source, key) == 0) reference_name(reference, "run.scheme");
}

static void fill_source(struct reference *reference, size_t i, struct row *row) {
  static const char *const fields[] = {"journal", "volume", "pages", "year", "doi", "pmid"};
  const struct entry *entry = &reference->bibliography.entries[i];
  row_words(row, entry->key);
  row_words(row, entry_field(entry, "title"));
  row_words(row, entry->authors);
  for (size_t f = 0; f < COUNT(fields); f++) row_words(row, entry_field(entry, fields[f]));
  row_words(row, entry->link);
  name_citing_rows(reference, entry->key);
  reference_names(reference, row);
  row_words(row, entry_field(entry, "note"));
}

static bool parameter_cites(const struct reference *reference, size_t i, const void *key) {
  return cites(&reference->model->params[i], key);
}
static bool key_cites(const struct reference *reference, size_t i, const void *key) {
  return cites(reference->keys[i].row, key);
}
static void relate_source(struct reference *reference, size_t i, struct page *page) {
  const char *key = reference->bibliography.entries[i].key;
  topic_write_related(reference, &topic_parameters, page, "Parameters that cite it", parameter_cites, key);
  topic_write_related(reference, &topic_configuration, page, "Keys that cite it", key_cites, key);
}

const struct topic topic_sources = {.key = "sources",
                                    .singular = "source",
                                    .title = "Sources",
                                    .doc = "Where numbers and equations are from.",
                                    .note = "A source that no row cites is one of the model's equations.",
                                    COLUMNS(SOURCE_COLUMNS),
                                    .count = count_sources,
                                    .name = name_source,
                                    .fill = fill_source,
                                    .relate = relate_source};
