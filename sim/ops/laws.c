/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ops/laws.h"

#include <stdlib.h>
#include <string.h>

static double number_at(const void *derived, size_t offset) {
  double value;
  memcpy(&value, (const char *)derived + offset, sizeof value);
  return value;
}

struct range laws_planes(const struct model *model, const bool *module_on, const struct grid *grid, size_t field) {
  const struct field_spec *spec = &model->fields[field];
  bool on = spec->module == CORE || module_on[spec->module];
  return on ? grid_range(grid, spec->layers) : (struct range){0, 0};
}

static void add_part(struct laws *laws, react_fn *react, const char *name) {
  laws->react[laws->n_react] = react;
  laws->react_name[laws->n_react++] = name;
}

static void resolve_parts(struct laws *laws, const bool *module_on) {
  const struct model *model = laws->model;
  for (size_t i = 0; i < model->n_parts; i++) {
    react_fn *react = model->parts[i].react;
    const char *name = model->parts[i].name;
    for (size_t m = 0; m < model->n_modules; m++) {
      const struct module_spec *module = &model->modules[m];
      if (module_on[m] && module->replaces && strcmp(module->replaces, model->parts[i].name) == 0)
        react = module->react, name = module->name;
    }
    add_part(laws, react, name);
  }
  for (size_t m = 0; m < model->n_modules; m++)
    if (module_on[m] && !model->modules[m].replaces) add_part(laws, model->modules[m].react, model->modules[m].name);
}

static bool same_law(const struct taxis_group *a, const struct taxis_group *b) {
  return a->signal == b->signal && a->length == b->length && a->scale == b->scale && a->range.k0 == b->range.k0 &&
         a->range.k1 == b->range.k1;
}

static int resolve_taxis(struct laws *laws, struct error *error) {
  for (size_t i = 0; i < laws->model->n_taxis; i++) {
    const struct taxis_spec *spec = &laws->model->taxis[i];
    struct range planes = laws->range[spec->mover], signal = laws->range[spec->signal];
    struct mover mover = {spec->mover, number_at(laws->derived, spec->speed), spec};
    if (planes.k0 == planes.k1 || signal.k0 == signal.k1 || !(mover.speed > 0)) continue;
    if (signal.k0 > planes.k0 || signal.k1 < planes.k1)
      return error_set(error, ERROR_FAILED, "model %s: %s climbs %s, which does not live in all of its layers",
                       laws->model->name, laws->model->fields[spec->mover].name,
                       laws->model->fields[spec->signal].name);
    struct taxis_group group = {.signal = spec->signal,
                                .length = number_at(laws->derived, spec->length),
                                .scale = number_at(laws->derived, spec->scale),
                                .range = planes};
    size_t g = 0;
    while (g < laws->n_groups && !(same_law(&laws->group[g], &group) && laws->group[g].n < MAX_MOVERS)) g++;
    if (g == laws->n_groups) laws->group[laws->n_groups++] = group;
    laws->group[g].mover[laws->group[g].n++] = mover;
    laws->moves[spec->mover] = true;
  }
  return OK;
}

int laws_create(struct laws *laws, const struct model *model, const bool *module_on, const void *derived,
                const struct grid *grid, struct error *error) {
  *laws = (struct laws){.model = model, .derived = derived, .grid = grid};
  if (model->n_fields > MAX_FIELDS || model->n_deposits > MAX_DEPOSITS || model->n_layers > MAX_LAYERS)
    return error_set(error, ERROR_FAILED, "model %s: more than %d fields, %d deposits or %d layers", model->name,
                     MAX_FIELDS, MAX_DEPOSITS, MAX_LAYERS);
  if (model->n_parts + model->n_modules > MAX_PARTS || model->n_taxis > MAX_GROUPS)
    return error_set(error, ERROR_FAILED, "model %s: more than %d parts and modules, or more than %d rows of taxis",
                     model->name, MAX_PARTS, MAX_GROUPS);
  model->rest(derived, laws->rest);
  laws->memory = aligned_alloc(64, model->n_fields * grid->pitch * sizeof(double));
  if (!laws->memory) return error_set(error, ERROR_FAILED, "no memory for rows of rest values");
  for (size_t f = 0; f < model->n_fields; f++) {
    const struct field_spec *field = &model->fields[f];
    laws->range[f] = laws_planes(model, module_on, grid, f);
    if (field->diffusivity != IMMOBILE) laws->diffusivity[f] = number_at(derived, (size_t)field->diffusivity);
    laws->moves[f] = laws->diffusivity[f] > 0;
    laws->rest_row[f] = (double *)laws->memory + f * grid->pitch;
    for (size_t i = 0; i < grid->pitch; i++) laws->rest_row[f][i] = laws->rest[f];
  }
  resolve_parts(laws, module_on);
  return resolve_taxis(laws, error);
}

void laws_free(struct laws *laws) {
  free(laws->memory);
  laws->memory = NULL;
}

void laws_rows(const struct laws *laws, const struct fields *fields, size_t j, size_t k, const double *rows[]) {
  for (size_t f = 0; f < laws->model->n_fields; f++)
    rows[f] = fields_lives(fields, f, k) ? fields_row(fields, f, j, k) : laws->rest_row[f];
}
