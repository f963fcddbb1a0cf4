/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a model is made of: layers, modules, fields, parts, directed movement, deposits.
 */
#include <math.h>
#include <string.h>

#include "app/describe.h"
#include "measure/series.h"

static double derived_number(const struct reference *reference, size_t offset) {
  const void *member = (const char *)reference->derived + offset;
  return *(const double *)member;
}

static const char *module_name(const struct model *model, int module) {
  return module == CORE ? NULL : model->modules[module].name;
}

/* models */

static const struct column MODEL_COLUMNS[] = {
    {"name", COLUMN_NAME, NULL}, {"standing", COLUMN_FACT, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_models(const struct reference *reference) { return reference->program->n_models; }
static const char *name_model(const struct reference *reference, size_t i) {
  return reference->program->models[i]->name;
}
static void fill_model(struct reference *reference, size_t i, struct row *row) {
  const struct model *model = reference->program->models[i];
  row_words(row, model->name);
  row_words(row, model->standing);
  row_words(row, model->doc);
}

const struct topic topic_models = {.key = "models",
                                   .singular = "model",
                                   .title = "Models",
                                   .doc = "What skin.model may name; without it the first.",
                                   COLUMNS(MODEL_COLUMNS),
                                   .count = count_models,
                                   .name = name_model,
                                   .fill = fill_model};

/* layers */

static const struct column LAYER_COLUMNS[] = {{"name", COLUMN_NAME, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_layers(const struct reference *reference) { return reference->model->n_layers; }
static const char *name_layer(const struct reference *reference, size_t i) { return reference->model->layers[i].name; }
static void fill_layer(struct reference *reference, size_t i, struct row *row) {
  row_words(row, reference->model->layers[i].name);
  row_words(row, reference->model->layers[i].doc);
}

static bool field_lives_in(const struct reference *reference, size_t i, const void *layer) {
  return reference->model->fields[i].layers >> *(const size_t *)layer & 1;
}
static bool measure_is_of_layer(const struct reference *reference, size_t i, const void *layer) {
  const struct model *model = reference->model;
  return i < model->n_measures && model->measures[i].region.layer == (int)*(const size_t *)layer;
}
static void relate_layer(struct reference *reference, size_t i, struct page *page) {
  topic_list_related(reference, &topic_fields, page, "Fields that live in it", field_lives_in, &i);
  topic_list_related(reference, &topic_measures, page, "Measures of it", measure_is_of_layer, &i);
}

const struct topic topic_layers = {.key = "layers",
                                   .singular = "layer",
                                   .title = "Layers",
                                   .doc = "Of the skin, from the surface down; skin.layers says how thick.",
                                   COLUMNS(LAYER_COLUMNS),
                                   .count = count_layers,
                                   .name = name_layer,
                                   .fill = fill_layer,
                                   .relate = relate_layer};

/* modules */

static const struct column MODULE_COLUMNS[] = {{"name", COLUMN_NAME, NULL},
                                               {"on_by_default", COLUMN_FACT, NULL},
                                               {"needs", COLUMN_FACT, NULL},
                                               {"replaces", COLUMN_FACT, NULL},
                                               {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_modules(const struct reference *reference) { return reference->model->n_modules; }
static const char *name_module(const struct reference *reference, size_t i) {
  return reference->model->modules[i].name;
}
static void fill_module(struct reference *reference, size_t i, struct row *row) {
  const struct module_spec *module = &reference->model->modules[i];
  row_words(row, module->name);
  row_truth(row, module->on);
  row_words(row, module->needs);
  row_words(row, module->replaces);
  row_words(row, module->doc);
}

static bool field_is_of_module(const struct reference *reference, size_t i, const void *module) {
  return reference->model->fields[i].module == (int)*(const size_t *)module;
}
static bool parameter_is_of_module(const struct reference *reference, size_t i, const void *module) {
  return reference->model->params[i].module == (int)*(const size_t *)module;
}
static void relate_module(struct reference *reference, size_t i, struct page *page) {
  topic_list_related(reference, &topic_fields, page, "Its fields", field_is_of_module, &i);
  topic_list_related(reference, &topic_parameters, page, "Its parameters", parameter_is_of_module, &i);
}

const struct topic topic_modules = {.key = "modules",
                                    .singular = "module",
                                    .title = "Modules",
                                    .doc = "Optional parts of the model; skin.modules names those that are on.",
                                    .note = "One that is off costs nothing, and its fields read as at rest.",
                                    COLUMNS(MODULE_COLUMNS),
                                    .count = count_modules,
                                    .name = name_module,
                                    .fill = fill_module,
                                    .relate = relate_module};

/* fields */

static const struct column FIELD_COLUMNS[] = {
    {"name", COLUMN_NAME, NULL},   {"symbol", COLUMN_FACT, NULL}, {"unit", COLUMN_FACT, NULL},
    {"layers", COLUMN_FACT, NULL}, {"rest", COLUMN_FACT, NULL},   {"diffusivity", COLUMN_FACT, "mm^2/day"},
    {"scale", COLUMN_FACT, NULL},  {"module", COLUMN_FACT, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_fields(const struct reference *reference) { return reference->model->n_fields; }
static const char *name_field(const struct reference *reference, size_t i) { return reference->model->fields[i].name; }
static const char *symbol_field(const struct reference *reference, size_t i) {
  return reference->model->fields[i].symbol;
}
static void fill_field(struct reference *reference, size_t i, struct row *row) {
  const struct model *model = reference->model;
  const struct field_spec *field = &model->fields[i];
  row_words(row, field->name);
  row_words(row, field->symbol);
  row_unit(row, field->unit);
  for (size_t l = 0; l < model->n_layers; l++)
    if (field->layers >> l & 1) reference_name(reference, model->layers[l].name);
  reference_names(reference, row);
  row_number(row, reference->rest[i]);
  row_number(row, field->diffusivity == IMMOBILE ? 0 : derived_number(reference, (size_t)field->diffusivity));
  row_number(row, field->scale);
  row_words(row, module_name(model, field->module));
  row_words(row, field->doc);
}

static bool parameter_is_about_field(const struct reference *reference, size_t i, const void *field) {
  const struct model *model = reference->model;
  return parameter_names_field(model, &model->params[i], &model->fields[*(const size_t *)field]);
}
static bool measure_is_of_field(const struct reference *reference, size_t i, const void *field) {
  const struct model *model = reference->model;
  return i < model->n_measures && model->measures[i].field == (int)*(const size_t *)field;
}
static bool outcome_is_of_field(const struct reference *reference, size_t i, const void *field) {
  const struct model *model = reference->model;
  const int series = i < model->n_outcomes ? series_index(model, model->outcomes[i].series) : -1;
  return series >= 0 && measure_is_of_field(reference, (size_t)series, field);
}
static bool taxis_moves_or_leads(const struct reference *reference, size_t i, const void *field) {
  const struct taxis_spec *taxis = &reference->model->taxis[i];
  const int index = (int)*(const size_t *)field;
  return taxis->mover == index || taxis->signal == index;
}
static void relate_field(struct reference *reference, size_t i, struct page *page) {
  topic_list_related(reference, &topic_taxis, page, "Directed movement", taxis_moves_or_leads, &i);
  topic_list_related(reference, &topic_parameters, page, "Parameters that name it", parameter_is_about_field, &i);
  topic_list_related(reference, &topic_measures, page, "Measures of it", measure_is_of_field, &i);
  topic_list_related(reference, &topic_outcomes, page, "Outcomes of it", outcome_is_of_field, &i);
}

const struct topic topic_fields = {
    .key = "fields",
    .singular = "field",
    .title = "Fields",
    .doc = "What is computed in every cell of the skin.",
    .note = "Rest and diffusivity with every parameter at its default; scale is the size by which errors are judged.",
    COLUMNS(FIELD_COLUMNS),
    .count = count_fields,
    .name = name_field,
    .symbol = symbol_field,
    .fill = fill_field,
    .relate = relate_field};

/* parts */

static const struct column PART_COLUMNS[] = {
    {"name", COLUMN_NAME, NULL}, {"replaced_by", COLUMN_FACT, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_parts(const struct reference *reference) { return reference->model->n_parts; }
static const char *name_part(const struct reference *reference, size_t i) { return reference->model->parts[i].name; }
static void fill_part(struct reference *reference, size_t i, struct row *row) {
  const struct model *model = reference->model;
  row_words(row, model->parts[i].name);
  for (size_t m = 0; m < model->n_modules; m++)
    if (model->modules[m].replaces && strcmp(model->modules[m].replaces, model->parts[i].name) == 0)
      reference_name(reference, model->modules[m].name);
  reference_names(reference, row);
  row_words(row, model->parts[i].doc);
}

const struct topic topic_parts = {.key = "parts",
                                  .singular = "part",
                                  .title = "Parts",
                                  .doc = "Reactions that are always on, unless a module replaces them.",
                                  COLUMNS(PART_COLUMNS),
                                  .count = count_parts,
                                  .name = name_part,
                                  .fill = fill_part};

/* taxis */

static const struct column TAXIS_COLUMNS[] = {{"mover", COLUMN_NAME, NULL},     {"signal", COLUMN_FACT, NULL},
                                              {"speed", COLUMN_FACT, "mm/day"}, {"length", COLUMN_FACT, "mm"},
                                              {"scale", COLUMN_FACT, NULL},     {"scale_unit", COLUMN_DATA, NULL},
                                              {"crowding", COLUMN_FACT, NULL},  {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_taxis(const struct reference *reference) { return reference->model->n_taxis; }
static const char *name_taxis(const struct reference *reference, size_t i) {
  return reference->model->fields[reference->model->taxis[i].mover].name;
}
static void fill_taxis(struct reference *reference, size_t i, struct row *row) {
  const struct taxis_spec *taxis = &reference->model->taxis[i];
  const struct field_spec *signal = &reference->model->fields[taxis->signal];
  row_words(row, name_taxis(reference, i));
  row_words(row, signal->name);
  row_number(row, derived_number(reference, taxis->speed));
  row_number(row, derived_number(reference, taxis->length));
  row_number(row, derived_number(reference, taxis->scale));
  row_unit(row, signal->unit);
  row_truth(row, taxis->filling != NULL);
  row_words(row, taxis->doc);
}

const struct topic topic_taxis = {
    .key = "taxis",
    .singular = "directed movement",
    .title = "Taxis",
    .doc = "Movement of cells up the gradient of a signal.",
    .note =
        "Drift v = speed g/(1 + |g|) with g = length grad(s)/(scale + s) of the signal s. Numbers with every parameter "
        "at its default, scale in the unit of the signal. Crowding: slower where the mover leaves little room.",
    COLUMNS(TAXIS_COLUMNS),
    .nameless = true,
    .count = count_taxis,
    .name = name_taxis,
    .fill = fill_taxis};

/* deposits */

static const struct column DEPOSIT_COLUMNS[] = {{"name", COLUMN_NAME, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_deposits(const struct reference *reference) { return reference->model->n_deposits; }
static const char *name_deposit(const struct reference *reference, size_t i) {
  return reference->model->deposits[i].name;
}
static void fill_deposit(struct reference *reference, size_t i, struct row *row) {
  row_words(row, reference->model->deposits[i].name);
  row_words(row, reference->model->deposits[i].doc);
}

const struct topic topic_deposits = {.key = "deposits",
                                     .singular = "deposit",
                                     .title = "Deposits",
                                     .doc = "What the punctures of a session leave in a cell, 0 to 1.",
                                     .note = "From it follows what the session does to the fields.",
                                     COLUMNS(DEPOSIT_COLUMNS),
                                     .count = count_deposits,
                                     .name = name_deposit,
                                     .fill = fill_deposit};
