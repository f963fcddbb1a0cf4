/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_parameters.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "config/table.h"

static const char PREFIX[] = "skin.parameters.";
static const char *const KEYS[] = {"from", "to", "log"};
static const struct param_spec LOG = {.key = "log", .type = YES_NO, .unit = "1"};

static void fault(struct fit_file *file, struct place place, const struct node *node, const char *sentence) {
  char path[PATH_LENGTH];
  complain(&file->complaints, place, node_path(node, NULL, path), "%s", sentence);
}

/* The row of a key, or NULL after a complaint. */
static const struct param_spec *find_row(struct fit_file *file, const struct node *node, const struct settings *base) {
  const struct model *model = file->model;
  char path[PATH_LENGTH], hint[HINT_LENGTH];
  bool prefixed = strncmp(node->key, PREFIX, sizeof PREFIX - 1) == 0;
  const char *key = node->key + (prefixed ? sizeof PREFIX - 1 : 0);
  const struct param_spec *row = table_find(model->params, model->n_params, key);
  struct nearest nearest = nearest_to(key);
  for (size_t r = 0; r < model->n_params; r++) nearest_offer(&nearest, model->params[r].key);
  if (prefixed && row && row->type == NUMBER && (row->module == CORE || base->module_on[row->module])) return row;
  if (!prefixed)
    complain(&file->complaints, node->key_place, node_path(node, NULL, path),
             "only numbers of the model can be fitted: write skin.parameters.KEY");
  else if (!row)
    complain(&file->complaints, node->key_place, node_path(node, NULL, path), "is not a parameter of %s%s", model->name,
             nearest_or_known(&nearest, hint));
  else if (row->type != NUMBER) fault(file, node->key_place, node, "is no number that can vary continuously");
  else
    complain(&file->complaints, node->key_place, node_path(node, NULL, path),
             "is a parameter of the module %s, which is off", model->modules[row->module].name);
  return NULL;
}

static void refuse_unknown(struct fit_file *file, const struct node *mapping) {
  for (const struct node *child = mapping->first; child; child = child->next) {
    struct nearest nearest = nearest_to(child->key);
    char hint[HINT_LENGTH], path[PATH_LENGTH];
    bool known = false;
    for (size_t k = 0; k < COUNT(KEYS); k++) {
      known = known || strcmp(child->key, KEYS[k]) == 0;
      nearest_offer(&nearest, KEYS[k]);
    }
    if (!known)
      complain(&file->complaints, child->key_place, node_path(child, NULL, path), "is not a known key%s",
               nearest_or_known(&nearest, hint));
  }
}

/* Read a child by a row, if it is there. @return whether it is there and good */
static bool read_child(struct fit_file *file, const struct node *mapping, const char *key, const struct param_spec *row,
                       double *value) {
  const struct node *child = node_find(mapping, key);
  struct error cause = {OK, ""};
  if (!child || child->refused) return false;
  if (child->kind != SCALAR) fault(file, child->place, child, "must be one value");
  else if (row_read(row, child->text, value, &cause)) fault(file, child->place, child, cause.sentence);
  else return true;
  return false;
}

static void read_range(struct fit_file *file, const struct node *node, const struct param_spec *row,
                       struct fit_transform *transform) {
  double logarithmic = 0;
  size_t before = file->complaints.n;
  refuse_unknown(file, node);
  read_child(file, node, "log", &LOG, &logarithmic);
  bool from = read_child(file, node, "from", row, &transform->from);
  bool to = read_child(file, node, "to", row, &transform->to);
  transform->logarithmic = logarithmic > 0;
  if (file->complaints.n > before) return;
  if (from != to || (!from && !transform->logarithmic))
    fault(file, node->place, node, "wants both ends, as {from: 1, to: 2}, or {log: yes} for any number above 0");
  else if (from && !(transform->from < transform->to)) fault(file, node->place, node, "must begin below its end");
  else if (from && transform->logarithmic && !(transform->from > 0))
    fault(file, node->place, node, "must begin above 0 on a logarithmic scale");
  else if (!from && (isfinite(row->allowed[1]) || row->allowed[0] > 1e-6))
    fault(file, node->place, node, "cannot be every number above 0: give its range, {from, to}");
  else if (!from && !(transform->begin > 0))
    fault(file, node->place, node, "must be above 0 in the configuration, where the search begins");
}

static void read_plausible(struct fit_file *file, const struct node *node, const struct param_spec *row,
                           struct fit_transform *transform, struct error *error) {
  double factor = 1;
  if (strcmp(node->text, "plausible") != 0) {
    fault(file, node->place, node, "must be {from, to}, {log: yes} or the word plausible");
    return;
  }
  if (strcmp(row->unit, "1") != 0) unit_factor(row->unit, unit_internal(row->unit), &factor, error);
  transform->from = round_to_12(row->plausible[0] * factor);
  transform->to = round_to_12(row->plausible[1] * factor);
  transform->logarithmic = transform->from > 0;
  if (!isfinite(transform->from) || !isfinite(transform->to))
    fault(file, node->place, node, "has no plausible range: give one, {from, to}");
}

int fit_parameters_read(struct fit_file *file, const struct node *parameters, const struct settings *base,
                        struct error *error) {
  file->transforms = pool_take(&file->pool, MOST_FITTED, sizeof *file->transforms, error);
  if (error->code) return (int)error->code;
  if (parameters->n == 0 || parameters->n > MOST_FITTED)
    complain(&file->complaints, parameters->place, parameters->key, "must be 1 to %d keys", MOST_FITTED);
  for (const struct node *node = parameters->first; node && file->n_parameters < MOST_FITTED; node = node->next) {
    const struct param_spec *row = find_row(file, node, base);
    if (!row) continue;
    struct fit_transform *transform = &file->transforms[file->n_parameters];
    *transform = (struct fit_transform){.from = (double)NAN, .to = (double)NAN, .begin = row_value(row, base->params)};
    file->rows[file->n_parameters++] = row;
    if (node->kind == MAPPING) read_range(file, node, row, transform);
    else if (node->kind == SCALAR) read_plausible(file, node, row, transform, error);
    else fault(file, node->place, node, "must be {from, to}, {log: yes} or the word plausible");
  }
  return (int)error->code;
}
