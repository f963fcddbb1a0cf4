/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Rates of one row, and the right-hand side of a stage, against plain loops.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "ops/reaction.h"
#include "tiny_model.h"

enum { LONGEST = 150, ROWS = 2, PLANES = 3, VALUES = 0, START = 1, EARLIER = 2, OUT = 5, ARRAYS = 6 };
static const size_t LENGTHS[] = {1, 63, 64, 65, LONGEST};
static const double REST[T_FIELDS] = {0.25, 2, 3}, TIME = 7;

/* Rates that tell where, when and of what they were made. */
static void where_and_when(const void *derived, const struct cells *cells, const double *const u[],
                           double *const production[], double *const loss[]) {
  const struct tiny *p = derived;
  for (size_t i = 0; i < cells->n; i++) {
    production[T_SIGNAL][i] += cells->x[i] + 10 * cells->y + 100 * cells->z + 1000 * cells->t;
    production[T_MOVER][i] += u[T_SIGNAL][i] + cells->layer + cells->layer_top + cells->layer_bottom;
    production[T_CROWD][i] += u[T_CROWD][i];
    loss[T_SIGNAL][i] += p->decay;
    loss[T_MOVER][i] += p->decay * u[T_MOVER][i] + u[T_CROWD][i] + cells->size[0] * cells->size[2];
    loss[T_CROWD][i] += 4 * u[T_SIGNAL][i];
  }
}

static void rest_of_three(const void *derived, double u[]) {
  (void)derived;
  memcpy(u, REST, sizeof REST);
}

/* A grid of long rows under a law. Every array holds values of both signs, but for `out`: it holds a transport where a field
 * moves, and no numbers where it does not. */
struct scene {
  struct part_spec part;
  struct model model;
  struct tiny numbers;
  struct grid grid;
  struct laws laws;
  struct fields array[ARRAYS], before; /* before: out as it came in */
  double *memory;
  struct blocks blocks;
};

/* Rows of every field of an array, with what its pads hold. */
static void scene_fill(struct scene *s, size_t array, struct fields *fields) {
  for (size_t f = 0; f < T_FIELDS; f++)
    for (size_t k = fields->range[f].k0; k < fields->range[f].k1; k++)
      for (size_t j = 0; j < ROWS; j++)
        for (size_t i = 0; i < s->grid.pitch; i++) {
          double value = i < s->grid.axis[0].n ? 2 * random_uniform(f + T_FIELDS * array, k, j, i) - 0.5 : 0;
          fields_row(fields, f, j, k)[i] = array == OUT && !s->laws.moves[f] ? (double)NAN : value;
        }
}

static struct scene *scene_of(size_t nx, bool moving) {
  struct scene *s = calloc(1, sizeof *s);
  struct error error = {OK, ""};
  s->part = (struct part_spec){"where", where_and_when, "tells where and when"};
  s->model = tiny_model;
  s->model.parts = &s->part;
  s->model.rest = rest_of_three;
  s->numbers = (struct tiny){.decay = 0.5, .length = 1, .scale = 1, .capacity = 1};
  if (moving) s->numbers.signal_diffusivity = 0.1, s->numbers.speed = 1;
  struct grid_request request = {.geometry = CARTESIAN,
                                 .width = {0.1 * (double)nx, 0.1 * ROWS},
                                 .spacing = {0.1, 0.1, 0.1},
                                 .n_layers = 2,
                                 .thickness = {0.1, 0.2}};
  cr_assert_eq(grid_create(&s->grid, &request, &error), OK, "%s", error.sentence);
  cr_assert(s->grid.axis[0].n == nx && s->grid.axis[1].n == ROWS && s->grid.axis[2].n == PLANES);
  cr_assert_eq(laws_create(&s->laws, &s->model, NULL, &s->numbers, &s->grid, &error), OK, "%s", error.sentence);
  cr_assert(s->laws.moves[T_SIGNAL] == moving && s->laws.moves[T_MOVER] == moving && !s->laws.moves[T_CROWD]);
  for (size_t a = 0; a < ARRAYS; a++) {
    cr_assert_eq(fields_create(&s->array[a], &s->grid, T_FIELDS, s->laws.range, &error), OK, "%s", error.sentence);
    scene_fill(s, a, &s->array[a]);
  }
  cr_assert_eq(fields_create(&s->before, &s->grid, T_FIELDS, s->laws.range, &error), OK, "%s", error.sentence);
  scene_fill(s, OUT, &s->before);
  s->memory = aligned_alloc(64, blocks_memory(&s->laws) * sizeof(double));
  blocks_place(&s->blocks, &s->laws, s->memory);
  cr_assert(s->blocks.length >= 8 && s->blocks.length % 8 == 0 && s->blocks.length <= s->grid.pitch);
  return s;
}

static void scene_free(struct scene *s) {
  for (size_t a = 0; a < ARRAYS; a++) fields_free(&s->array[a]);
  fields_free(&s->before);
  laws_free(&s->laws);
  grid_free(&s->grid);
  free(s->memory);
  free(s);
}

/* What the model reads and makes of a whole row in one call. */
struct rates {
  double u[T_FIELDS][LONGEST], production[T_FIELDS][LONGEST], loss[T_FIELDS][LONGEST];
};

static void rates_of(const struct scene *s, size_t j, size_t k, struct rates *rates) {
  *rates = (struct rates){.u = {{0}}};
  for (size_t f = 0; f < T_FIELDS; f++)
    for (size_t i = 0; i < s->grid.axis[0].n; i++)
      rates->u[f][i] = k == 0 && f != T_SIGNAL ? REST[f] : fmax(0, fields_row(&s->array[VALUES], f, j, k)[i]);
  struct cells cells = grid_cells(&s->grid, 0, s->grid.axis[0].n, j, k, TIME);
  where_and_when(&s->numbers, &cells, (const double *[]){rates->u[0], rates->u[1], rates->u[2]},
                 (double *[]){rates->production[0], rates->production[1], rates->production[2]},
                 (double *[]){rates->loss[0], rates->loss[1], rates->loss[2]});
}

static struct stage_rule rule_of(const struct scene *s, size_t n_earlier) {
  struct stage_rule rule = {.t = TIME,
                            .dt = 0.3,
                            .gamma_dt = 0.1,
                            .n_earlier = n_earlier,
                            .weight = {-2, 0.5, 1.25},
                            .values = &s->array[VALUES],
                            .out = &s->array[OUT]};
  if (n_earlier) rule.start = &s->array[START];
  for (size_t e = 0; e < n_earlier; e++) rule.earlier[e] = &s->array[EARLIER + e];
  return rule;
}

/* k of one cell, as ops/reaction.h tells it: the loss multiplies the value as it is. */
static double told(const struct scene *s, const struct stage_rule *rule, const struct rates *rates, size_t f, size_t j,
                   size_t k, size_t i) {
  double y = fields_row(&s->array[VALUES], f, j, k)[i], loss = rates->loss[f][i];
  double rate = rates->production[f][i] - loss * y;
  if (s->laws.moves[f]) rate += fields_row(&s->before, f, j, k)[i];
  double sum = rule->dt * rate;
  for (size_t e = 0; e < rule->n_earlier; e++)
    sum +=
        rule->weight[e] * (fields_row(&s->array[EARLIER + e], f, j, k)[i] - fields_row(&s->array[START], f, j, k)[i]);
  return sum / (1 + rule->gamma_dt * loss);
}

static void expect_row(const struct scene *s, const struct stage_rule *rule, size_t j, size_t k) {
  struct rates rates;
  rates_of(s, j, k, &rates);
  for (size_t f = 0; f < T_FIELDS; f++) {
    if (!fields_lives(&s->array[OUT], f, k)) continue;
    const double *out = fields_row(&s->array[OUT], f, j, k);
    for (size_t i = 0; i < s->grid.axis[0].n; i++) {
      double wanted = told(s, rule, &rates, f, j, k, i);
      cr_expect_float_eq(out[i], wanted, 1e-14 * (1 + fabs(wanted)),
                         "%zu cells, %zu earlier, moves %d, field %zu, plane %zu, cell %zu: %.17g, not %.17g",
                         s->grid.axis[0].n, rule->n_earlier, s->laws.moves[f], f, k, i, out[i], wanted);
    }
    for (size_t i = s->grid.axis[0].n; i < s->grid.pitch; i++) cr_expect_eq(out[i], 0, "pad %zu of field %zu", i, f);
  }
}

Test(react_row, makes_the_right_hand_side_of_a_stage_of_rates_transport_and_earlier_stages) {
  for (size_t l = 0; l < COUNT(LENGTHS); l++)
    for (size_t n_earlier = 0; n_earlier <= MAX_EARLIER; n_earlier++)
      for (int moving = 0; moving < 2; moving++) {
        struct scene *s = scene_of(LENGTHS[l], moving);
        struct stage_rule rule = rule_of(s, n_earlier);
        for (size_t k = 0; k < PLANES; k++)
          for (size_t j = 0; j < ROWS; j++) react_row(&s->laws, &rule, j, k, 16, &s->blocks);
        for (size_t k = 0; k < PLANES; k++)
          for (size_t j = 0; j < ROWS; j++) expect_row(s, &rule, j, k);
        scene_free(s);
      }
}

Test(react_row, leaves_other_rows_as_they_are) {
  struct scene *s = scene_of(65, true);
  struct stage_rule rule = rule_of(s, 1);
  react_row(&s->laws, &rule, 1, 1, 16, &s->blocks);
  for (size_t f = 0; f < T_FIELDS; f++)
    for (size_t k = s->before.range[f].k0; k < s->before.range[f].k1; k++)
      for (size_t j = 0; j < ROWS; j++) {
        int unlike = memcmp(fields_row(&s->array[OUT], f, j, k), fields_row(&s->before, f, j, k),
                            s->grid.pitch * sizeof(double));
        cr_expect_eq(unlike != 0, j == 1 && k == 1, "field %zu, row %zu, plane %zu", f, j, k);
      }
  scene_free(s);
}

Test(react_row, shows_the_model_no_value_below_0_but_multiplies_the_loss_by_it) {
  struct scene *s = scene_of(8, false);
  struct stage_rule rule = rule_of(s, 0);
  for (size_t i = 0; i < 8; i++) fields_row(&s->array[VALUES], T_MOVER, 0, 1)[i] = -0.125;
  for (size_t i = 0; i < 8; i++) fields_row(&s->array[VALUES], T_CROWD, 0, 1)[i] = 2;
  for (size_t i = 0; i < 8; i++) fields_row(&s->array[VALUES], T_SIGNAL, 0, 1)[i] = -1;
  react_row(&s->laws, &rule, 0, 1, 16, &s->blocks);
  /* of the mover: production 0 + layer 1 + its faces 0.1 and 0.3, loss 0.5 * 0 + 2 + 0.1 * 0.1 */
  double mover = 0.3 * (1.4 + 2.01 * 0.125) / (1 + 0.1 * 2.01), crowd = 0.3 * 2;
  for (size_t i = 0; i < 8; i++) {
    cr_expect_float_eq(fields_row(&s->array[OUT], T_MOVER, 0, 1)[i], mover, 1e-14);
    cr_expect_float_eq(fields_row(&s->array[OUT], T_CROWD, 0, 1)[i], crowd, 1e-14);
  }
  scene_free(s);
}

Test(react_block, has_the_bits_of_one_call_for_the_whole_row) {
  for (size_t l = 0; l < COUNT(LENGTHS); l++) {
    struct scene *s = scene_of(LENGTHS[l], true);
    size_t covered = 0;
    struct rates rates;
    for (size_t k = 0; k < PLANES; k++) {
      rates_of(s, 1, k, &rates);
      for (size_t i0 = 0; i0 < LENGTHS[l]; i0 += s->blocks.length) {
        size_t left = LENGTHS[l] - i0, n = left < s->blocks.length ? left : s->blocks.length;
        react_block(&s->laws, &s->array[VALUES], 1, k, TIME, i0, &s->blocks);
        for (size_t f = 0; f < T_FIELDS; f++) {
          cr_expect_arr_eq(s->blocks.values[f], rates.u[f] + i0, n * sizeof(double));
          cr_expect_arr_eq(s->blocks.production[f], rates.production[f] + i0, n * sizeof(double));
          cr_expect_arr_eq(s->blocks.loss[f], rates.loss[f] + i0, n * sizeof(double));
        }
        covered += n;
      }
    }
    cr_expect_eq(covered, PLANES * LENGTHS[l]);
    scene_free(s);
  }
}
