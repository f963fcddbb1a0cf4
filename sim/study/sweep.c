/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/sweep.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "config/content.h"
#include "config/table.h"
#include "study/sweep_list.h"
#include "study/sweep_reading.h"

static void refuse_unknown_keys(struct reading *reading, const struct node *mapping, const struct sweep_rows *part) {
  for (const struct node *child = mapping->first; child; child = child->next) {
    if (table_find(part->rows, part->n, child->key)) continue;
    char hint[HINT_LENGTH], path[PATH_LENGTH];
    struct nearest nearest = nearest_to(child->key);
    for (size_t r = 0; r < part->n; r++) nearest_offer(&nearest, part->rows[r].key);
    complain(&reading->complaints, child->key_place, node_path(child, NULL, path), "is not a known key%s",
             nearest_or_known(&nearest, hint));
  }
}

/* The numbers and words of a mapping. */
static void read_numbers_of(struct reading *reading, const struct node *mapping, const struct sweep_rows *part) {
  refuse_unknown_keys(reading, mapping, part);
  for (const struct node *child = mapping->first; child; child = child->next) {
    const struct param_spec *row = table_find(part->rows, part->n, child->key);
    char path[PATH_LENGTH];
    double value = 0;
    struct error cause = {OK, ""};
    if (!row || row->type == TEXT || child->refused) continue;
    if (child->kind != SCALAR)
      complain(&reading->complaints, child->place, node_path(child, NULL, path), "must be one value");
    else if (row_read(row, child->text, &value, &cause))
      complain(&reading->complaints, child->place, node_path(child, NULL, path), "%s", cause.sentence);
    else row_store(row, value, child->text, &reading->numbers, reading->error);
  }
}

/* The model and the seed of the configuration as it is for all points. */
static int read_base(struct reading *reading, const struct node *root) {
  struct sweep *sweep = reading->sweep;
  const struct node *base = node_find(root, "base"), *set = node_find(root, "set");
  struct error cause = {OK, ""};
  if (!base || base->kind != SCALAR) {
    complain(&reading->complaints, base ? base->place : root->place, "base", "%s",
             base ? "must be the name of one file" : "is required: the configuration that all points share");
    return OK;
  }
  const char **list = pool_take(&sweep->pool, MOST_ASSIGNMENTS, sizeof *list, reading->error);
  if (!list) return ERROR_FAILED;
  sweep->set = list;
  if (set && sweep_is_mapping(reading, set)) sweep->n_set = sweep_assignments(reading, set, list);
  sweep->base = content_beside(reading->request->path, base->text, &reading->sweep->pool, reading->error);
  if (!sweep->base) return (int)reading->error->code;
  enum { MOST_BYTES = 1 << 20 };
  size_t length = 0;
  char *text = NULL;
  if (content_read(sweep->base, true, MOST_BYTES, &text, &length, &cause)) {
    complain(&reading->complaints, base->place, "base", "%s", cause.sentence);
    return OK;
  }
  sweep->base_text = pool_print(&sweep->pool, reading->error, "%s", text);
  free(text);
  if (!sweep->base_text) return (int)reading->error->code;
  struct assignment assignment[MOST_ASSIGNMENTS];
  for (size_t i = 0; i < sweep->n_set; i++) assignment[i].text = list[i];
  struct settings_request request = {.path = sweep->base,
                                     .text = sweep->base_text,
                                     .assignments = assignment,
                                     .n_assignments = sweep->n_set,
                                     .models = reading->request->models,
                                     .n_models = reading->request->n_models};
  struct settings settings;
  if (settings_read(&settings, &request, reading->complaints.stream, &cause))
    complain(&reading->complaints, base->place, "base", "%s", cause.sentence);
  sweep->model = cause.code ? NULL : settings.model;
  sweep->base_seed = settings.seed;
  settings_free(&settings);
  return OK;
}

static void read_design_kind(struct reading *reading, const struct node *design) {
  static const struct sweep_rows *const part = &sweep_rows[PART_DESIGN];
  struct error cause = {OK, ""};
  double kind = 0;
  if (design && design->kind == SCALAR) {
    if (row_read(table_find(part->rows, part->n, "type"), design->text, &kind, &cause))
      complain(&reading->complaints, design->place, "design", "%s", cause.sentence);
    reading->numbers.kind = (int)kind;
  } else if (design && sweep_is_mapping(reading, design)) {
    read_numbers_of(reading, design, part);
  }
  reading->sweep->kind = (enum design_kind)reading->numbers.kind;
  const struct node *file = node_find(design && design->kind == MAPPING ? design : NULL, "file");
  if (!design || reading->sweep->kind != DESIGN_LIST) return;
  if (file && file->kind == SCALAR)
    reading->list = content_beside(reading->request->path, file->text, &reading->sweep->pool, reading->error);
  else complain(&reading->complaints, design->place, "design", "a list needs its file, a CSV");
}

/* Lay out a design, whose refusal is a mistake of the node. */
static int lay_out(struct reading *reading, struct design *design, const struct design_request *request,
                   const struct node *node, const char *name) {
  struct error cause = {OK, ""};
  int code = design_create(design, request, &cause);
  if (code == ERROR_CONFIG) complain(&reading->complaints, node->place, name, "%s", cause.sentence);
  else if (code) error_set(reading->error, cause.code, "%s", cause.sentence);
  return (int)reading->error->code;
}

/* Points that a design will have, before there is room for them. */
static double points_of(const struct design_request *request) {
  double n = (double)request->n, k = (double)request->n_keys;
  if (request->kind == DESIGN_SOBOL) return n * (k + 2);
  if (request->kind == DESIGN_MORRIS) return n * (k + 1);
  if (request->kind != DESIGN_GRID) return n;
  n = 1;
  for (size_t key = 0; key < request->n_keys; key++) n *= (double)request->counts[key];
  return n;
}

static int design_of_keys(struct reading *reading, const struct node *root) {
  struct sweep *sweep = reading->sweep;
  const struct sweep_numbers *numbers = &reading->numbers;
  const struct node *design = node_find(root, "design"), *place = design ? design : root;
  size_t counts[MOST_KEYS];
  bool blocks = sweep->kind == DESIGN_SOBOL || sweep->kind == DESIGN_MORRIS;
  if (sweep->n_keys == 0 && !reading->list)
    complain(&reading->complaints, root->place, "vary", "is required: the keys that differ between points");
  for (size_t k = 0; k < sweep->n_keys; k++) {
    counts[k] = sweep->keys[k].n;
    const struct varied *key = &sweep->keys[k];
    if (sweep->kind == DESIGN_GRID && key->ranged && counts[k] == 0)
      complain(&reading->complaints, reading->node[k]->place, key->name,
               "needs n, the number of its values in a grid: {from, to, n}");
    if (blocks && !key->ranged)
      complain(&reading->complaints, reading->node[k]->place, key->name, "must be a range in this design, not a list");
  }
  if (blocks && (numbers->replicates > 1 || sweep->n_uncertain > 0))
    complain(&reading->complaints, place->place, "design",
             "this design takes no replicates and no uncertainty: vary run.seed, or the uncertain keys");
  size_t n = (size_t)(sweep->kind == DESIGN_SOBOL    ? numbers->blocks
                      : sweep->kind == DESIGN_MORRIS ? numbers->trajectories
                                                     : numbers->points);
  if (sweep->kind != DESIGN_GRID && sweep->kind != DESIGN_LIST && n == 0)
    complain(&reading->complaints, place->place, "design",
             "how large? give points (latin hypercube), rows (sobol) or trajectories (morris)");
  if (reading->list || reading->complaints.n || reading->error->code) return (int)reading->error->code;
  struct design_request request = {.kind = sweep->kind,
                                   .n_keys = sweep->n_keys,
                                   .counts = counts,
                                   .n = n,
                                   .levels = (size_t)numbers->levels,
                                   .seed = (uint64_t)numbers->seed};
  double points = points_of(&request) * (double)sweep->samples * (double)sweep->replicates;
  if (points > MOST_POINTS) {
    complain(&reading->complaints, place->place, "design", "makes %.0f points; allowed are at most %d", points,
             MOST_POINTS);
    return OK;
  }
  return lay_out(reading, &sweep->design, &request, place, "design");
}

static int read_uncertainty(struct reading *reading, const struct node *root) {
  struct sweep *sweep = reading->sweep;
  const struct node *node = node_find(root, "uncertainty");
  if (!node || !sweep_is_mapping(reading, node)) return OK;
  read_numbers_of(reading, node, &sweep_rows[PART_UNCERTAINTY]);
  const struct node *over = node_find(node, "over");
  if (!over) complain(&reading->complaints, node->place, "uncertainty", "lacks 'over': the keys that are not known");
  TRY(sweep_read_keys(reading, over, true));
  if (sweep->n_uncertain == 0 || reading->complaints.n) return OK;
  sweep->samples = (size_t)reading->numbers.samples;
  struct design_request request = {.kind = DESIGN_LATIN_HYPERCUBE,
                                   .n_keys = sweep->n_uncertain,
                                   .n = sweep->samples,
                                   .seed = (uint64_t)reading->numbers.sample_seed};
  return lay_out(reading, &sweep->uncertain, &request, node, "uncertainty");
}

static int read_sweep(struct reading *reading) {
  struct sweep *sweep = reading->sweep;
  struct node *root = NULL;
  for (size_t p = 0; p < N_PARTS; p++)
    TRY(table_defaults(sweep_rows[p].rows, sweep_rows[p].n_plain, &reading->numbers, reading->error));
  TRY(document_read(&reading->document, sweep->path, sweep->text, "", &root, &reading->complaints, reading->error));
  if (!root) return OK;
  read_numbers_of(reading, root, &sweep_rows[PART_SWEEP]);
  const struct node *title = node_find(root, "title");
  sweep->title = pool_print(&sweep->pool, reading->error, "%s", title && title->kind == SCALAR ? title->text : "");
  TRY(read_base(reading, root));
  if (!sweep->model) return (int)reading->error->code;
  TRY(sweep_read_cases(reading, node_find(root, "cases"))); /* first: what varies may be a part of what they set */
  TRY(sweep_read_keys(reading, node_find(root, "vary"), false));
  read_design_kind(reading, node_find(root, "design"));
  if (reading->list) TRY(sweep_list_read(sweep, reading->list, &reading->complaints, reading->error));
  TRY(read_uncertainty(reading, root));
  sweep->replicates = (size_t)reading->numbers.replicates;
  sweep->frames = reading->numbers.frames != 0;
  return design_of_keys(reading, root);
}

int sweep_read(struct sweep *sweep, const struct sweep_request *request, FILE *complaints, struct error *error) {
  enum { MOST_BYTES = 1 << 20 };
  *sweep = (struct sweep){.path = request->path, .title = "", .samples = 1, .replicates = 1};
  size_t length = 0;
  char *text = NULL;
  TRY(content_read(request->path, false, MOST_BYTES, &text, &length, error));
  sweep->text = pool_print(&sweep->pool, error, "%s", text);
  free(text);
  sweep->keys = pool_take(&sweep->pool, MOST_KEYS, sizeof *sweep->keys, error);
  if (error->code) return (int)error->code;
  struct reading reading = {.sweep = sweep, .request = request, .complaints = {.stream = complaints}, .error = error};
  int code = read_sweep(&reading);
  document_free(&reading.document);
  size_t n = reading.complaints.n;
  if (code == OK && reading.complaints.no_memory)
    code = error_set(error, ERROR_FAILED, "no memory to read %s", request->path);
  if (code == OK && n)
    code = error_set(error, ERROR_CONFIG, "%zu mistake%s in %s", n, n == 1 ? "" : "s", request->path);
  return code;
}

void sweep_free(struct sweep *sweep) {
  design_free(&sweep->design);
  design_free(&sweep->uncertain);
  pool_free(&sweep->pool);
  *sweep = (struct sweep){.path = NULL};
}
