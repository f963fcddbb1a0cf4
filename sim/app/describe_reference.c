/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "app/describe.h"
#include "config/table.h"
#include "step/scheme.h"
#include "study/sweep_rows.h"

const struct topic *const topics[] = {
    &topic_models,     &topic_layers,  &topic_modules,       &topic_fields,   &topic_parts,
    &topic_parameters, &topic_taxis,   &topic_deposits,      &topic_measures, &topic_outcomes,
    &topic_cases,      &topic_devices, &topic_configuration, &topic_sweeps,   &topic_sources,
};
const size_t n_topics = COUNT(topics);

/* The rows of a mapping, by their full names, behind the n keys that are there. */
static void add_keys(struct key keys[], size_t *n, const char *mapping, const struct param_spec rows[], size_t n_rows) {
  for (size_t r = 0; r < n_rows; r++, ++*n) {
    keys[*n].row = &rows[r];
    snprintf(keys[*n].name, sizeof keys[*n].name, "%s%s%s", mapping, mapping[0] ? "." : "", rows[r].key);
  }
}

/* The keys of all sections, and those of a sweep file. */
static int collect_keys(struct reference *reference, struct error *error) {
  size_t n = 0, n_sweep = 0;
  for (size_t s = 0; s < N_SECTIONS; s++) n += sections[s].n;
  for (size_t p = 0; p < N_PARTS; p++) n_sweep += sweep_rows[p].n;
  reference->keys = calloc(n, sizeof *reference->keys);
  reference->sweep_keys = calloc(n_sweep, sizeof *reference->sweep_keys);
  if (!reference->keys || !reference->sweep_keys) return error_set(error, ERROR_FAILED, "no memory for the reference");
  for (size_t s = 0; s < N_SECTIONS; s++) {
    size_t first = reference->n_keys;
    add_keys(reference->keys, &reference->n_keys, sections[s].name, sections[s].rows, sections[s].n);
    for (size_t k = first; k < reference->n_keys; k++) reference->keys[k].section = (enum section_index)s;
  }
  for (size_t p = 0; p < N_PARTS; p++) {
    char mapping[32];
    snprintf(mapping, sizeof mapping, "sweep%s%s", sweep_rows[p].name[0] ? "." : "", sweep_rows[p].name);
    add_keys(reference->sweep_keys, &reference->n_sweep_keys, mapping, sweep_rows[p].rows, sweep_rows[p].n);
  }
  return OK;
}

static int allocate(struct reference *reference, struct error *error) {
  size_t things = n_schemes + 1;
  for (size_t t = 0; t < n_topics; t++) things += topics[t]->count(reference);
  for (size_t m = 0; m < reference->program->n_models; m++)
    things += reference->program->models[m]->n_params + reference->program->models[m]->n_cases;
  reference->names = calloc(things, sizeof *reference->names);
  reference->params = calloc(1, reference->model->params_size + 1);
  reference->derived = calloc(1, reference->model->derived_size + 1);
  if (!reference->names || !reference->params || !reference->derived)
    return error_set(error, ERROR_FAILED, "no memory for the reference");
  return OK;
}

int reference_open(struct reference *reference, const struct program *program, const struct model *model,
                   struct error *error) {
  *reference = (struct reference){.program = program, .model = model};
  TRY(bibliography_add(&reference->bibliography, engine_references, "the engine", error));
  for (size_t m = 0; m < program->n_models; m++)
    if (program->models[m]->references)
      TRY(bibliography_add(&reference->bibliography, program->models[m]->references, program->models[m]->name, error));
  TRY(collect_keys(reference, error));
  TRY(allocate(reference, error));
  TRY(table_defaults(model->params, model->n_params, reference->params, error));
  for (size_t m = 0; m < model->n_modules; m++) reference->module_on[m] = model->modules[m].on;
  model->derive(reference->params, reference->module_on, reference->derived);
  model->rest(reference->derived, reference->rest);
  return OK;
}

void reference_free(struct reference *reference) {
  if (reference->params) table_free(reference->model->params, reference->model->n_params, reference->params);
  free(reference->params);
  free(reference->derived);
  free(reference->names);
  free(reference->keys);
  free(reference->sweep_keys);
  bibliography_free(&reference->bibliography);
}

void reference_name(struct reference *reference, const char *name) { reference->names[reference->n_names++] = name; }

void reference_names(struct reference *reference, struct row *row) {
  row_list(row, reference->names, reference->n_names);
}

const struct topic *topic_find(const char *key) {
  for (size_t t = 0; t < n_topics; t++)
    if (strcmp(topics[t]->key, key) == 0) return topics[t];
  return NULL;
}

/* Of a list; the sentence of a longer name begins on the next line. */
enum { WIDEST_NAME = 36 };

static const struct column BRIEF_COLUMNS[] = {{"name", COLUMN_NAME, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

/* Name and sentence of a row that was filled in. */
static void shorten(const struct topic *topic, const struct row *full, struct row *row) {
  row_begin(row);
  row_words(row, full->cells[0].words);
  for (size_t c = 0; c < full->n; c++)
    if (topic->columns[c].role == COLUMN_SENTENCE) row_words(row, full->cells[c].words);
}

static void write_rows(struct reference *reference, const struct topic *topic, struct page *page,
                       const struct table *table, relation *related, const void *to) {
  bool begun = !related;
  if (begun) page_table(page, table);
  for (size_t i = 0; i < topic->count(reference); i++) {
    if (related && !related(reference, i, to)) continue;
    if (!begun) page_table(page, table);
    begun = true;
    struct row full, brief;
    row_begin(&full);
    reference->n_names = 0;
    topic->fill(reference, i, &full);
    if (table->columns == BRIEF_COLUMNS) shorten(topic, &full, &brief);
    page_row(page, table->columns == BRIEF_COLUMNS ? &brief : &full);
  }
  if (begun) page_table_end(page);
}

void topic_write(struct reference *reference, const struct topic *topic, struct page *page) {
  const struct table table = {topic->key, topic->title, topic->doc, topic->note, topic->columns, topic->n_columns, 0};
  write_rows(reference, topic, page, &table, NULL, NULL);
}

void topic_write_related(struct reference *reference, const struct topic *topic, struct page *page, const char *title,
                         relation *related, const void *to) {
  const struct table table = {topic->key, title, NULL, NULL, topic->columns, topic->n_columns, 0};
  write_rows(reference, topic, page, &table, related, to);
}

void topic_list_related(struct reference *reference, const struct topic *topic, struct page *page, const char *title,
                        relation *related, const void *to) {
  struct table table = {topic->key, title, NULL, NULL, BRIEF_COLUMNS, COUNT(BRIEF_COLUMNS), 0};
  for (size_t i = 0; i < topic->count(reference); i++) {
    const size_t length = related(reference, i, to) ? strlen(topic->name(reference, i)) : 0;
    if (length > table.name_width) table.name_width = length < WIDEST_NAME ? length : WIDEST_NAME;
  }
  write_rows(reference, topic, page, &table, related, to);
}
