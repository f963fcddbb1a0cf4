/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The skin model as the tests use it: its parameters by symbol, and a stand-in for the engine that calls its reactions
 *  on one cell.
 */
#pragma once
#include <criterion/criterion.h>
#include <math.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "models/registry.h"

enum { MAX_PARAMS = 128, MAX_BYTES = 2048 };

/** Numbers as the rows write them, and what the model derived of them. */
struct numbers {
  double value[MAX_PARAMS]; /**< in the rows' units */
  alignas(16) unsigned char params[MAX_BYTES], derived[MAX_BYTES];
  bool module_on[MAX_MODULES];
  double rest[MAX_FIELDS];
};

static inline const struct model *skin(void) {
  size_t i = 0;
  while (i < n_models && strcmp(models[i]->name, "skin") != 0) i++;
  cr_assert_lt(i, n_models, "the registry lists skin");
  return models[i];
}

/** Factor to internal units, written here a second time: 1 um^2/s = 86400e-6 mm^2/day. */
static inline double internal_factor(const char *unit) {
  if (strcmp(unit, "um^2/s") == 0) return 0.0864;
  if (strcmp(unit, "um") == 0 || strcmp(unit, "um/day") == 0) return 1e-3;
  return 1;
}

static inline size_t param_index(const char *symbol) {
  size_t i = 0;
  while (i < skin()->n_params && strcmp(skin()->params[i].symbol, symbol) != 0) i++;
  cr_assert_lt(i, skin()->n_params, "there is a parameter %s", symbol);
  return i;
}

static inline size_t field_index(const char *symbol) {
  size_t f = 0;
  while (f < skin()->n_fields && strcmp(skin()->fields[f].symbol, symbol) != 0) f++;
  cr_assert_lt(f, skin()->n_fields, "there is a field %s", symbol);
  return f;
}

static inline void numbers_default(struct numbers *numbers) {
  const struct model *m = skin();
  cr_assert(m->n_params <= MAX_PARAMS && m->params_size <= MAX_BYTES && m->derived_size <= MAX_BYTES);
  for (size_t i = 0; i < m->n_params; i++) numbers->value[i] = m->params[i].value;
  for (size_t i = 0; i < m->n_modules; i++) numbers->module_on[i] = true;
}

/** Convert, derive and rest. */
static inline void numbers_derive(struct numbers *numbers) {
  const struct model *m = skin();
  for (size_t i = 0; i < m->n_params; i++) {
    const double inside = numbers->value[i] * internal_factor(m->params[i].unit);
    memcpy(numbers->params + m->params[i].offset, &inside, sizeof inside);
  }
  m->derive(numbers->params, numbers->module_on, numbers->derived);
  m->rest(numbers->derived, numbers->rest);
}

static inline double derived_number(const struct numbers *numbers, size_t offset) {
  double value;
  memcpy(&value, numbers->derived + offset, sizeof value);
  return value;
}

/** Is the field computed in this layer? If not, it reads as its rest. */
static inline bool lives(const struct numbers *numbers, int layer, size_t f) {
  const struct field_spec *field = &skin()->fields[f];
  return (field->layers >> layer & 1u) && (field->module == CORE || numbers->module_on[field->module]);
}

/** Production and loss of one cell, as the engine would ask for them. */
static inline void rates(const struct numbers *numbers, int layer, const double u[], double made[], double lost[]) {
  const struct model *m = skin();
  double row[MAX_FIELDS];
  const double *u_rows[MAX_FIELDS];
  double *made_rows[MAX_FIELDS], *lost_rows[MAX_FIELDS];
  for (size_t f = 0; f < m->n_fields; f++) {
    row[f] = lives(numbers, layer, f) ? u[f] : numbers->rest[f];
    made[f] = lost[f] = 0;
    u_rows[f] = &row[f], made_rows[f] = &made[f], lost_rows[f] = &lost[f];
  }
  const double x = 0;
  const struct cells cells = {.n = 1, .x = &x, .layer = layer};
  for (size_t k = 0; k < m->n_parts; k++) m->parts[k].react(numbers->derived, &cells, u_rows, made_rows, lost_rows);
  for (size_t k = 0; k < m->n_modules; k++)
    if (numbers->module_on[k]) m->modules[k].react(numbers->derived, &cells, u_rows, made_rows, lost_rows);
}

static inline bool well_named(const char *name) {
  return name && *name && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

/** A row must say its name, unit and what it is. */
static inline void expect_told(const char *name, const char *unit, const char *doc) {
  cr_expect(well_named(name), "%s", name);
  cr_expect(unit && *unit, "%s has a unit", name);
  cr_expect(doc && strlen(doc) > 3, "%s has a sentence", name);
}

/** One dermal cell, at rest until a test changes it. */
struct single {
  double u[MAX_FIELDS], *writable[MAX_FIELDS], x;
  const double *readable[MAX_FIELDS];
  struct cells cells;
};

static inline void single_rest(struct single *single, const struct numbers *numbers) {
  single->x = 0;
  single->cells = (struct cells){.n = 1, .x = &single->x, .layer = 1};
  for (size_t f = 0; f < skin()->n_fields; f++) {
    single->u[f] = numbers->rest[f];
    single->readable[f] = single->writable[f] = &single->u[f];
  }
}

/** Uniform in (a, b), from a counter that the caller keeps (xorshift64*, Vigna 2016). */
static inline double draw(uint64_t *state, double a, double b) {
  *state ^= *state >> 12, *state ^= *state << 25, *state ^= *state >> 27;
  return a + (b - a) * ((double)(*state * 0x2545F4914F6CDD1Du >> 11) * 0x1p-53);
}
