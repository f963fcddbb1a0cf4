/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a model's tables come to on a grid: stored planes, parts that act, movers that share a direction.
 */
#include <criterion/criterion.h>

#include "ops/laws.h"
#include "tiny_model.h"

enum { FIRST, SECOND, ADDS = 0, REPLACES = 1, OWNER = 2, N_SWITCHES = 3 };

static void first(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                  double *const loss[]) {
  (void)derived, (void)cells, (void)u, (void)production, (void)loss;
}
static void second(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                   double *const loss[]) {
  first(derived, cells, u, production, loss);
}
static void added(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                  double *const loss[]) {
  first(derived, cells, u, production, loss);
}
static void instead(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                    double *const loss[]) {
  first(derived, cells, u, production, loss);
}

static const struct part_spec parts[] = {{"first", first, ""}, {"second", second, ""}};
static const struct module_spec modules[] = {[ADDS] = {"adds", false, NULL, added, NULL, ""},
                                             [REPLACES] = {"replaces", false, NULL, instead, "second", ""},
                                             [OWNER] = {"owner", false, NULL, added, NULL, ""}};

static struct tiny numbers = {
    .signal_diffusivity = 0.5, .mover_diffusivity = 0.25, .speed = 2, .length = 3, .scale = 4};

/* The laws of a model on a small grid of 2 and 3 planes; an upper layer of 0 is absent. */
static struct laws laws_of(const struct model *model, struct grid *grid, const bool *on, double upper) {
  struct error error = {OK, ""};
  struct laws laws;
  struct grid_request request = {
      .geometry = CARTESIAN, .width = {0.4, 0}, .spacing = {0.1, 0.1, 0.1}, .n_layers = 2, .thickness = {upper, 0.3}};
  cr_assert_eq(grid_create(grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(laws_create(&laws, model, on, &numbers, grid, &error), OK, "%s", error.sentence);
  return laws;
}

Test(laws, parts_act_unless_a_module_that_is_on_replaces_them_and_the_others_add) {
  struct model model = tiny_model;
  model.parts = parts, model.n_parts = 2, model.modules = modules, model.n_modules = N_SWITCHES;
  const struct {
    bool on[N_SWITCHES];
    size_t n;
    react_fn *react[3];
  } cases[] = {{{false, false, false}, 2, {first, second}},
               {{true, false, false}, 3, {first, second, added}},
               {{false, true, false}, 2, {first, instead}},
               {{true, true, false}, 3, {first, instead, added}}};
  for (size_t c = 0; c < COUNT(cases); c++) {
    struct grid grid;
    struct laws laws = laws_of(&model, &grid, cases[c].on, 0.2);
    cr_assert_eq(laws.n_react, cases[c].n, "case %zu", c);
    for (size_t r = 0; r < cases[c].n; r++) cr_expect(laws.react[r] == cases[c].react[r], "case %zu, part %zu", c, r);
    laws_free(&laws);
    grid_free(&grid);
  }
}

Test(laws, a_field_has_planes_where_it_lives_if_its_module_is_on) {
  struct field_spec fields[T_FIELDS];
  memcpy(fields, tiny_fields, sizeof fields);
  fields[T_CROWD].module = OWNER;
  struct model model = tiny_model;
  model.fields = fields, model.modules = modules, model.n_modules = N_SWITCHES;
  for (int on = 0; on < 2; on++)
    for (int upper = 0; upper < 2; upper++) {
      struct grid grid;
      struct laws laws = laws_of(&model, &grid, (bool[]){false, false, on}, 0.2 * upper);
      size_t top = upper ? 2 : 0;
      cr_expect(laws.range[T_SIGNAL].k0 == 0 && laws.range[T_SIGNAL].k1 == top + 3);
      cr_expect(laws.range[T_MOVER].k0 == top && laws.range[T_MOVER].k1 == top + 3);
      cr_expect_eq(laws.range[T_CROWD].k1 - laws.range[T_CROWD].k0, on ? 3 : 0);
      cr_expect(laws.diffusivity[T_SIGNAL] == 0.5 && laws.diffusivity[T_MOVER] == 0.25 &&
                laws.diffusivity[T_CROWD] == 0);
      laws_free(&laws);
      grid_free(&grid);
    }
}

static void rest_of_three(const void *derived, double u[]) {
  (void)derived;
  u[T_SIGNAL] = 1, u[T_MOVER] = 2, u[T_CROWD] = 3;
}

Test(laws, a_row_without_cells_reads_as_rest) {
  struct model model = tiny_model;
  model.rest = rest_of_three;
  struct grid grid;
  struct fields fields;
  struct error error = {OK, ""};
  struct laws laws = laws_of(&model, &grid, NULL, 0.2);
  cr_assert_eq(fields_create(&fields, &grid, T_FIELDS, laws.range, &error), OK);
  const double *rows[T_FIELDS];
  laws_rows(&laws, &fields, 0, 1, rows);
  cr_expect_eq(rows[T_SIGNAL], fields_row(&fields, T_SIGNAL, 0, 1));
  for (size_t i = 0; i < grid.pitch; i++) cr_expect(rows[T_MOVER][i] == 2 && rows[T_CROWD][i] == 3);
  laws_rows(&laws, &fields, 0, 2, rows);
  cr_expect_eq(rows[T_CROWD], fields_row(&fields, T_CROWD, 0, 2));
  fields_free(&fields);
  laws_free(&laws);
  grid_free(&grid);
}

Test(laws, movers_of_one_signal_and_law_share_their_direction) {
  /* offsets of: the same law, half its speed, another length, and no speed at all */
  const struct taxis_spec taxis[] = {{T_MOVER, T_SIGNAL, offsetof(struct tiny, speed), offsetof(struct tiny, length),
                                      offsetof(struct tiny, scale), NULL, ""},
                                     {T_CROWD, T_SIGNAL, offsetof(struct tiny, signal_diffusivity),
                                      offsetof(struct tiny, length), offsetof(struct tiny, scale), NULL, ""},
                                     {T_CROWD, T_SIGNAL, offsetof(struct tiny, speed), offsetof(struct tiny, scale),
                                      offsetof(struct tiny, scale), NULL, ""},
                                     {T_CROWD, T_SIGNAL, offsetof(struct tiny, growth), offsetof(struct tiny, length),
                                      offsetof(struct tiny, scale), NULL, ""}};
  struct model model = tiny_model;
  model.taxis = taxis, model.n_taxis = COUNT(taxis);
  struct grid grid;
  struct laws laws = laws_of(&model, &grid, NULL, 0.2);
  cr_assert_eq(laws.n_groups, 2);
  cr_assert_eq(laws.group[0].n, 2);
  cr_assert_eq(laws.group[1].n, 1);
  cr_expect(laws.group[0].mover[0].field == T_MOVER && laws.group[0].mover[0].speed == 2);
  cr_expect(laws.group[0].mover[1].field == T_CROWD && laws.group[0].mover[1].speed == 0.5);
  cr_expect(laws.group[0].length == 3 && laws.group[0].scale == 4 && laws.group[1].length == 4);
  cr_expect(laws.group[0].range.k0 == 2 && laws.group[0].range.k1 == 5);
  laws_free(&laws);
  grid_free(&grid);
}

Test(laws, refuse_a_model_with_more_parts_than_there_is_room_for) {
  struct model model = tiny_model;
  model.n_parts = MAX_PARTS + 1;
  struct grid grid = {.pitch = 8};
  struct laws laws;
  struct error error = {OK, ""};
  cr_expect_eq(laws_create(&laws, &model, NULL, &numbers, &grid, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "tiny"));
  laws_free(&laws);
}
