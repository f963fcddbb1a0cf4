/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The tables of the skin model: complete rows, transport, injury and the check of parameters.
 */
#include <stdio.h>
#include <stdlib.h>

#include "skin_numbers.h"

static struct numbers numbers;
static struct single one;
static void set_up(void) {
  numbers_default(&numbers);
  numbers_derive(&numbers);
}
TestSuite(skin_tables, .init = set_up);

Test(skin_tables, every_field_and_parameter_is_told_completely_and_once) {
  const struct model *m = skin();
  cr_assert_eq(m->n_fields, 19u);
  cr_assert_eq(m->n_params, m->params_size / sizeof(double));
  for (size_t f = 0; f < m->n_fields; f++) {
    expect_told(m->fields[f].name, m->fields[f].unit, m->fields[f].doc);
    cr_expect_gt(m->fields[f].scale, 0);
    for (size_t g = 0; g < f; g++) {
      cr_expect_str_neq(m->fields[f].name, m->fields[g].name);
      cr_expect_str_neq(m->fields[f].symbol, m->fields[g].symbol);
    }
  }
  for (size_t i = 0; i < m->n_params; i++) {
    const struct param_spec *row = &m->params[i];
    expect_told(row->key, row->unit, row->doc);
    cr_expect(row->plausible[0] <= row->value && row->value <= row->plausible[1], "%s", row->key);
    cr_expect(row->allowed[0] <= row->plausible[0] && row->plausible[1] <= row->allowed[1], "%s", row->key);
    cr_expect(row->plausible[0] < row->plausible[1], "%s", row->key);
    cr_expect(row->type == NUMBER && row->module >= CORE && row->module < (int)m->n_modules, "%s", row->key);
    for (size_t k = 0; k < i; k++) {
      cr_expect_str_neq(row->key, m->params[k].key);
      cr_expect_str_neq(row->symbol, m->params[k].symbol);
      cr_expect_neq(row->offset, m->params[k].offset);
    }
  }
}

Test(skin_tables, every_source_stands_in_the_bibliography) {
  FILE *file = fopen(MEND_SOURCE_DIR "/models/references.bib", "r");
  cr_assert_not_null(file);
  static char text[1 << 17];
  const size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  cr_assert(length > 1000 && length < sizeof text - 1);
  size_t n_sources = 0;
  for (size_t i = 0; i < skin()->n_params; i++) {
    const struct param_spec *row = &skin()->params[i];
    const bool assumed = row->basis == ASSUMED || row->basis == NUMERICAL;
    cr_expect_eq(assumed, *row->source == '\0', "%s: a source where, and only where, the basis is measured or fitted",
                 row->key);
    if (assumed) continue;
    char entry[80];
    snprintf(entry, sizeof entry, "{%s,", row->source);
    cr_expect_not_null(strstr(text, entry), "%s", row->source);
    n_sources++;
  }
  cr_expect_gt(n_sources, 0u);
}

Test(skin_tables, transport_has_the_published_numbers) {
  /* um^2/s; 0: immobile */
  const struct {
    const char *symbol;
    double D;
  } expected[] = {{"Q", 0},    {"S", 3},    {"N", 1},    {"M1", 0.05}, {"M2", 0.05}, {"T", 3},  {"T3", 3},
                  {"G", 3.36}, {"F", 0.1},  {"Y", 0.02}, {"P", 1},     {"Z", 0},     {"C3", 0}, {"C1", 0},
                  {"E", 0},    {"K", 0.14}, {"V", 3.4},  {"B", 0.012}, {"H", 0}};
  for (size_t i = 0; i < COUNT(expected); i++) {
    const long offset = skin()->fields[field_index(expected[i].symbol)].diffusivity;
    cr_expect_float_eq(offset < 0 ? 0 : derived_number(&numbers, (size_t)offset), 0.0864 * expected[i].D, 1e-15, "%s",
                       expected[i].symbol);
  }
  const struct {
    const char *mover, *signal;
    double speed, scale; /* mm/day, unit of the signal */
  } drift[] = {{"N", "S", 1.5, 0.05},
               {"M1", "S", 0.4, 0.05},
               {"M2", "S", 0.4, 0.05},
               {"F", "G", 0.2, 4.5 / 4.03},
               {"B", "V", 0.06, 1.6 / 6}};
  cr_assert_eq(skin()->n_taxis, COUNT(drift));
  for (size_t i = 0; i < COUNT(drift); i++) {
    const struct taxis_spec *row = &skin()->taxis[i];
    cr_expect_eq((size_t)row->mover, field_index(drift[i].mover));
    cr_expect_eq((size_t)row->signal, field_index(drift[i].signal));
    cr_expect_float_eq(derived_number(&numbers, row->speed), drift[i].speed, 1e-15);
    cr_expect_float_eq(derived_number(&numbers, row->length), 0.2, 1e-15);
    cr_expect_float_eq(derived_number(&numbers, row->scale), drift[i].scale, 1e-14);
  }
}

Test(skin_tables, crowded_tissue_stops_the_drift_of_fibroblasts_and_capillaries) {
  single_rest(&one, &numbers);
  double left = -1;
  one.u[field_index("Y")] = 1000;
  skin()->taxis[3].filling(numbers.derived, &one.cells, one.readable, &left);
  cr_expect_float_eq(left, 1 - 3000.0 / 8000, 1e-15);
  one.u[field_index("Y")] = 7000;
  skin()->taxis[3].filling(numbers.derived, &one.cells, one.readable, &left);
  cr_expect_eq(left, 0);
  skin()->taxis[4].filling(numbers.derived, &one.cells, one.readable, &left);
  cr_expect_float_eq(left, 1 - 1 / 1.6, 1e-15);
  one.u[field_index("B")] = 2;
  skin()->taxis[4].filling(numbers.derived, &one.cells, one.readable, &left);
  cr_expect_eq(left, 0);
  for (size_t i = 0; i < 3; i++) cr_expect_null(skin()->taxis[i].filling);
}

Test(skin_tables, a_channel_leaves_less_charge_where_it_does_not_bleed) {
  const struct {
    const char *name;
    double deep[2], shallow[2]; /* core, rim */
  } expected[] = {{"injured_fraction", {1, 1}, {1, 1}},
                  {"fibrin_fraction", {1, 0.3}, {1, 0.3}},
                  {"charge_fraction", {1, 1}, {0.2, 0.2}},
                  {"core_fraction", {1, 0}, {1, 0}}};
  cr_assert_eq(skin()->n_deposits, COUNT(expected));
  const struct puncture deep = {.depth = 0.175}, shallow = {.depth = 0.17499};
  for (size_t d = 0; d < COUNT(expected); d++) {
    const struct deposit_spec *row = &skin()->deposits[d];
    double core, rim;
    cr_expect_str_eq(row->name, expected[d].name);
    row->amplitude(numbers.derived, &deep, &core, &rim);
    cr_expect(core == expected[d].deep[0] && rim == expected[d].deep[1], "%s", row->name);
    row->amplitude(numbers.derived, &shallow, &core, &rim);
    cr_expect(core == expected[d].shallow[0] && rim == expected[d].shallow[1], "%s", row->name);
  }
  cr_expect_str_eq(skin()->deposits[skin()->core_deposit].name, "core_fraction");
  cr_expect_float_eq(derived_number(&numbers, skin()->rim_width), 0.020, 1e-15);
}

Test(skin_tables, injury_follows_its_rule_field_by_field) {
  const double w = 0.6, z = 0.45, q = 0.5;
  const double *const deposits[] = {&w, &z, &q, &w};
  /* before 3 everywhere; f_loss = 1/2 */
  const struct {
    const char *symbols[8];
    double after;
  } expected[] = {{{"F", "Y", "M1", "M2", "K", "B", "H"}, 3 * 0.4},
                  {{"C1", "C3", "E"}, 3 * 0.7},
                  {{"N", "S", "T", "T3", "G", "V", "P", "Z"}, 3},
                  {{"Q"}, 3.5}};
  single_rest(&one, &numbers);
  for (size_t f = 0; f < skin()->n_fields; f++) one.u[f] = 3;
  skin()->injure(numbers.derived, &one.cells, deposits, one.writable);
  size_t seen = 0;
  for (size_t k = 0; k < COUNT(expected); k++)
    for (size_t i = 0; i < 8 && expected[k].symbols[i]; i++, seen++)
      cr_expect_float_eq(one.u[field_index(expected[k].symbols[i])], expected[k].after, 1e-15, "%s",
                         expected[k].symbols[i]);
  cr_expect_eq(seen, skin()->n_fields);
  one.u[field_index("Z")] = 0.1;
  skin()->injure(numbers.derived, &one.cells, deposits, one.writable);
  cr_expect_eq(one.u[field_index("Z")], 0.45, "fibrin is the larger of old and new");
}

/** Collects what the check says. */
struct listener {
  struct judge judge;
  size_t said[3];
  char text[3][1024];
};
static void listen(struct judge *judge, enum verdict verdict, const char *sentence) {
  struct listener *listener = (struct listener *)judge;
  listener->said[verdict]++;
  strncat(listener->text[verdict], sentence, sizeof listener->text[0] - strlen(listener->text[verdict]) - 1);
}
static struct listener judged(const char *symbol, double value) {
  numbers_default(&numbers);
  if (symbol) numbers.value[param_index(symbol)] = value;
  numbers_derive(&numbers);
  struct listener listener = {.judge = {listen}};
  skin()->check(numbers.derived, &listener.judge);
  return listener;
}

static double number_after(const char *text, const char *label) {
  const char *at = strstr(text, label);
  cr_assert_not_null(at, "'%s' in '%s'", label, text);
  return strtod(at + strlen(label), NULL);
}

Test(skin_tables, the_defaults_are_judged_stable_with_the_published_gains) {
  const struct listener said = judged(NULL, 0);
  cr_expect(said.said[NOTE] == 1 && said.said[WARNING] == 0 && said.said[REFUSAL] == 0);
  cr_expect_float_eq(number_after(said.text[NOTE], "R_F = "), 9 / 13.5, 0.0005);
  cr_expect_float_eq(number_after(said.text[NOTE], "R_Y = "), 3.2 / 8.1, 0.0005);
}

Test(skin_tables, loops_that_feed_themselves_are_warned_of) {
  struct listener said = judged("F_max", 12000); /* R_F = 10000 * 0.0015 / (3 * 4.5) = 1.11 */
  cr_expect(said.said[WARNING] == 1 && said.said[REFUSAL] == 0);
  cr_expect_float_eq(number_after(said.text[WARNING], "R_F = "), 1.11, 0.005);
  said =
      judged("pTY", 0.025); /* R_Y = 0.2 * 2000 * 0.025 / (15 * 3 * 0.18) = 1.23, stable with the fibroblasts used up */
  cr_expect_eq(said.said[WARNING], 1u);
  cr_expect_null(strstr(said.text[WARNING], "unstable"));
  cr_expect_null(strstr(judged("pTY", 0.0306).text[WARNING], "unstable"));
  cr_expect_not_null(strstr(judged("pTY", 0.0312).text[WARNING], "unstable"), "the published bound is 0.0309");
}

Test(skin_tables, parameters_without_a_rest_state_are_refused) {
  cr_expect_eq(judged("C_max", 200).said[REFUSAL], 1u);
  cr_expect_eq(judged("C_max", 201).said[REFUSAL], 0u);
  cr_expect_eq(judged("F_max", 1999).said[REFUSAL], 1u);
  cr_expect_eq(judged("F_max", 2000).said[REFUSAL], 0u);
  const char *const sources[][2] = {{"pTM", "pTF"}, {"pGM", "pGF"}, {"pVM", "pVF"}};
  for (size_t i = 0; i < COUNT(sources); i++) {
    numbers_default(&numbers);
    numbers.value[param_index(sources[i][0])] = numbers.value[param_index(sources[i][1])] = 0;
    numbers_derive(&numbers);
    struct listener said = {.judge = {listen}};
    skin()->check(numbers.derived, &said.judge);
    cr_expect_eq(said.said[REFUSAL], 1u, "%s", sources[i][0]);
  }
}

Test(skin_tables, without_sources_tgf_beta3_stays_silent) {
  numbers.value[param_index("p3M")] = numbers.value[param_index("p3F")] = 0;
  numbers_derive(&numbers);
  double made[MAX_FIELDS], lost[MAX_FIELDS];
  rates(&numbers, 1, numbers.rest, made, lost);
  for (size_t f = 0; f < skin()->n_fields; f++)
    if (lives(&numbers, 1, f))
      cr_expect_lt(fabs(made[f] - lost[f] * numbers.rest[f]) / skin()->fields[f].scale, 1e-12, "%s",
                   skin()->fields[f].name);
}
