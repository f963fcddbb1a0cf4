/* SPDX-License-Identifier: GPL-3.0-or-later */
/* skin: which model, which layers and modules, which parameters. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/reader.h"
#include "config/table.h"

/* The one that is named; the first where none is. */
static const struct model *find_model(struct reader *reader, const struct node *skin) {
  const struct node *node = node_find(skin, "model");
  if (!node) return reader->request->models[0];
  if (node->refused || node->kind != SCALAR) {
    if (!node->refused) mistake(reader, node, NULL, "must be one name");
    return NULL;
  }
  const char *name = node->text;
  struct nearest nearest = nearest_to(name);
  for (size_t m = 0; m < reader->request->n_models; m++) {
    if (strcmp(reader->request->models[m]->name, name) == 0) return reader->request->models[m];
    nearest_offer(&nearest, reader->request->models[m]->name);
  }
  char hint[HINT_LENGTH];
  mistake(reader, node, NULL, "'%.100s' is not a known model%s", name, nearest_or_known(&nearest, hint));
  return NULL;
}

static void read_layers(struct reader *reader, const struct node *layers) {
  const struct model *model = reader->settings->model;
  struct param_spec rows[MAX_LAYERS];
  for (size_t l = 0; l < model->n_layers; l++) {
    rows[l] = *section_row(SECTION_SKIN, "layers");
    rows[l].key = model->layers[l].name;
    rows[l].offset = l * sizeof(double);
  }
  if (!is_mapping(reader, layers)) return;
  refuse_unknown(reader, layers, rows, model->n_layers);
  read_rows(reader, layers, rows, model->n_layers, reader->settings->thickness);
  if (!layers->first) mistake(reader, layers, NULL, "must name at least one layer, such as %s", model->layers[0].name);
}

static size_t find_module(const struct model *model, const char *name) {
  size_t m = 0;
  while (m < model->n_modules && strcmp(model->modules[m].name, name) != 0) m++;
  return m;
}

static void read_module(struct reader *reader, const struct node *entry) {
  const struct model *model = reader->settings->model;
  if (entry->refused) return;
  if (entry->kind != SCALAR) {
    mistake(reader, entry, NULL, "must be a list of names");
    return;
  }
  size_t m = find_module(model, entry->text);
  char hint[HINT_LENGTH];
  struct nearest nearest = nearest_to(entry->text);
  for (size_t k = 0; k < model->n_modules; k++) nearest_offer(&nearest, model->modules[k].name);
  if (m == model->n_modules)
    mistake(reader, entry, NULL, "'%.100s' is not a module of %s%s", entry->text, model->name,
            nearest_or_known(&nearest, hint));
  else if (reader->settings->module_on[m]) mistake(reader, entry, NULL, "'%s' is named twice", entry->text);
  else reader->settings->module_on[m] = true;
}

/* @return whether it is known which modules are on */
static bool read_modules(struct reader *reader, const struct node *skin) {
  const struct model *model = reader->settings->model;
  const struct node *modules = node_find(skin, "modules");
  bool *on = reader->settings->module_on;
  size_t mistakes = reader->complaints.n;
  if (modules && !is_list(reader, modules, false)) return false;
  for (size_t m = 0; m < model->n_modules; m++) on[m] = !modules && model->modules[m].on;
  for (const struct node *entry = modules ? modules->first : NULL; entry; entry = entry->next)
    read_module(reader, entry);
  if (reader->complaints.n > mistakes) return false;
  for (size_t m = 0; m < model->n_modules; m++) {
    const char *needed = model->modules[m].needs;
    if (!on[m] || !needed || on[find_module(model, needed)]) continue;
    mistake(reader, modules ? modules : skin, modules ? NULL : "modules", "%s needs %s, which is off",
            model->modules[m].name, needed);
  }
  return true;
}

static void refuse_off(struct reader *reader, const struct node *parameters) {
  const struct model *model = reader->settings->model;
  for (const struct node *child = parameters->first; child; child = child->next) {
    const struct param_spec *row = table_find(model->params, model->n_params, child->key);
    if (!row || row->module == CORE || reader->settings->module_on[row->module]) continue;
    char path[PATH_LENGTH];
    const char *module = model->modules[row->module].name;
    complain(&reader->complaints, child->key_place, node_path(child, NULL, path),
             "is a parameter of the module %s, which is off; add %s to skin.modules, or take the parameter out", module,
             module);
  }
}

static void read_parameters(struct reader *reader, const struct node *parameters, bool modules_known) {
  const struct model *model = reader->settings->model;
  if (!is_mapping(reader, parameters)) return;
  refuse_unknown(reader, parameters, model->params, model->n_params);
  if (modules_known) refuse_off(reader, parameters);
  read_rows(reader, parameters, model->params, model->n_params, reader->settings->params);
}

/* @return the fragment's mapping, without what `parameters` says itself; NULL if there is none */
static const struct node *read_fragment(struct reader *reader, const struct node *name, const struct node *parameters) {
  double nothing = 0;
  struct node *fragment = NULL;
  struct error error = {OK, ""};
  if (!read_value(reader, name, section_row(SECTION_SKIN, "parameters_from"), &nothing)) return NULL;
  char *path = beside(reader, name->text);
  if (path && document_read(&reader->document, path, NULL, "skin.parameters", &fragment, &reader->complaints, &error))
    mistake(reader, name, NULL, "%s", error.sentence);
  free(path);
  for (struct node *child = fragment ? fragment->first : NULL; child; child = child->next)
    if (node_find(parameters, child->key)) child->refused = true;
  return fragment;
}

static void require_parameters(struct reader *reader, const struct node *skin, const struct node *parameters,
                               const struct node *fragment) {
  const struct model *model = reader->settings->model;
  for (size_t r = 0; r < model->n_params; r++) {
    const struct param_spec *row = &model->params[r];
    bool on = row->module == CORE || reader->settings->module_on[row->module];
    if (!isnan(row->value) || !on || node_find(parameters, row->key) || node_find(fragment, row->key)) continue;
    char key[PATH_LENGTH];
    snprintf(key, sizeof key, "parameters.%s", row->key);
    mistake(reader, skin, key, "is required: %s has no default for it", model->name);
  }
}

void read_skin(struct reader *reader, const struct node *skin) {
  struct settings *settings = reader->settings;
  if (!is_mapping(reader, skin)) return;
  refuse_unknown(reader, skin, sections[SECTION_SKIN].rows, sections[SECTION_SKIN].n);
  const struct node *layers = required(reader, skin, SECTION_SKIN, "layers");
  const struct model *model = find_model(reader, skin);
  if (!model) return;
  settings->params = calloc(1, model->params_size ? model->params_size : 1);
  if (!settings->params) {
    reader->complaints.no_memory = true;
    return;
  }
  settings->model = model;
  if (table_defaults(model->params, model->n_params, settings->params, reader->error)) return;
  read_layers(reader, layers);
  bool modules_known = read_modules(reader, skin);
  const struct node *parameters = node_find(skin, "parameters");
  const struct node *fragment = read_fragment(reader, node_find(skin, "parameters_from"), parameters);
  if (fragment) read_parameters(reader, fragment, modules_known);
  if (parameters) read_parameters(reader, parameters, modules_known);
  require_parameters(reader, skin, parameters, fragment);
}
