/* SPDX-License-Identifier: GPL-3.0-or-later */
/* du/dt = production - loss u. The loss multiplies the value as it is; the model reads max(value, 0). A row is worked in blocks
 * that stay in the first-level cache over all parts of the model and the stage's own arithmetic. Division is the slowest of all
 * operations: four denominators 1 + gamma dt loss of one field share one. */
#include "ops/reaction.h"

#include <string.h>

#include "base/ticks.h"
#include "ops/lanes.h"

enum { FIRST_CACHE = 32768, LONGEST_BLOCK = 128 };

/* Of a field: values, production, loss, increments. Blocks of a row are of about the same length, as long as they fit. */
static size_t block_length(const struct laws *laws) {
  size_t most = FIRST_CACHE / (4 * sizeof(double) * laws->model->n_fields), pitch = laws->grid->pitch;
  if (most > LONGEST_BLOCK) most = LONGEST_BLOCK;
  size_t blocks = (pitch + most - 1) / most;
  return lanes_padded((pitch + blocks - 1) / blocks);
}

size_t blocks_memory(const struct laws *laws) { return 3 * laws->model->n_fields * block_length(laws); }

void blocks_place(struct blocks *blocks, const struct laws *laws, double *memory) {
  *blocks = (struct blocks){.length = block_length(laws)};
  size_t n = laws->model->n_fields, length = blocks->length;
  for (size_t f = 0; f < n; f++) {
    blocks->production[f] = memory + f * length;
    blocks->loss[f] = memory + (n + f) * length;
    blocks->clamped[f] = memory + (2 * n + f) * length;
  }
}

/* What of a field a block needs to finish. */
struct piece {
  const double *y, *production, *loss, *start, *earlier[MAX_EARLIER];
  double *k;
};

/* Cells of the block from i0 on, with pads. */
static size_t blocks_cells(const struct blocks *blocks, const struct grid *grid, size_t i0) {
  return grid->pitch - i0 < blocks->length ? grid->pitch - i0 : blocks->length;
}

/* max(y, 0): y itself where no sign is set. */
POINTWISE_INLINE const double *clamped(const double *y, size_t n, double *room) {
  const lanes zero = {0};
  lane_mask signs = {0};
  for (size_t i = 0; i < n; i += LANES) signs |= (lane_mask)lanes_of(y + i);
  if (!lanes_any_sign(signs)) return y;
  for (size_t i = 0; i < n; i += LANES)
    *lanes_at(room + i) = lanes_choose(lanes_of(y + i) > zero, lanes_of(y + i), zero);
  return room;
}

/* The next block is fetched into the first-level cache on the way. */
POINTWISE static void begin_block(size_t n_fields, const double *const y[], size_t i0, size_t n,
                                  struct blocks *blocks) {
  const lanes zero = {0};
  for (size_t f = 0; f < n_fields; f++) {
    double *production = blocks->production[f], *loss = blocks->loss[f];
    blocks->values[f] = clamped(y[f] + i0, n, blocks->clamped[f]);
    for (size_t i = 0; i < n; i += LANES) {
      __builtin_prefetch(y[f] + i0 + n + i, 0, 3);
      *lanes_at(loss + i) = *lanes_at(production + i) = zero;
    }
  }
}

POINTWISE_INLINE lanes numerator(const struct piece *p, const struct stage_rule *rule, size_t i, size_t n_earlier,
                                 bool moves) {
  lanes rate = lanes_of(p->production + i) - lanes_of(p->loss + i) * lanes_of(p->y + i);
  if (moves) rate += lanes_of(p->k + i);
  lanes sum = rule->dt * rate;
  for (size_t s = 0; s < n_earlier; s++)
    sum += rule->weight[s] * (lanes_of(p->earlier[s] + i) - lanes_of(p->start + i));
  return sum;
}

POINTWISE_INLINE void finish_piece(struct piece p, struct stage_rule rule, size_t n, size_t n_earlier, bool moves) {
  const lanes one = {1, 1, 1, 1, 1, 1, 1, 1};
  size_t i = 0;
  for (; i + 4 * LANES <= n; i += 4 * LANES) {
    lanes d[4];
    for (size_t q = 0; q < 4; q++) d[q] = one + rule.gamma_dt * lanes_of(p.loss + i + q * LANES);
    lanes left = d[0] * d[1], right = d[2] * d[3], all = one / (left * right);
    lanes of_left = all * right, of_right = all * left;
    lanes inverse[4] = {of_left * d[1], of_left * d[0], of_right * d[3], of_right * d[2]};
    for (size_t q = 0; q < 4; q++) {
      __builtin_prefetch(p.k + n + i + q * LANES, 1, 3);
      if (n_earlier) __builtin_prefetch(p.start + n + i + q * LANES, 0, 3);
      *lanes_at(p.k + i + q * LANES) = numerator(&p, &rule, i + q * LANES, n_earlier, moves) * inverse[q];
    }
  }
  for (; i < n; i += LANES)
    *lanes_at(p.k + i) = numerator(&p, &rule, i, n_earlier, moves) / (one + rule.gamma_dt * lanes_of(p.loss + i));
}

POINTWISE_INLINE void fetch(const double *row, size_t n) {
  for (size_t i = 0; i < n; i += LANES) __builtin_prefetch(row + i, 0, 2);
}

/* Of the rows that will be worked next, the plane below comes from memory: it is fetched into the second-level cache while there is
 * much to compute. */
POINTWISE static void finish_block(const struct laws *laws, const struct stage_rule *rule, const double *const y[],
                                   size_t j, size_t k, size_t i0, size_t n, size_t ahead, const struct blocks *blocks) {
  size_t next = ahead * rule->out->row;
  for (size_t f = 0; f < laws->model->n_fields; f++) {
    if (!fields_lives(rule->out, f, k)) continue;
    struct piece p = {.y = y[f] + i0,
                      .production = blocks->production[f],
                      .loss = blocks->loss[f],
                      .k = fields_row(rule->out, f, j, k) + i0};
    if (rule->n_earlier) p.start = fields_row(rule->start, f, j, k) + i0;
    for (size_t s = 0; s < rule->n_earlier; s++) p.earlier[s] = fields_row(rule->earlier[s], f, j, k) + i0;
    fetch(p.y + next + rule->values->plane, n);
    switch (2 * rule->n_earlier + laws->moves[f]) {
      case 0: finish_piece(p, *rule, n, 0, false); break;
      case 1: finish_piece(p, *rule, n, 0, true); break;
      case 2: finish_piece(p, *rule, n, 1, false); break;
      case 3: finish_piece(p, *rule, n, 1, true); break;
      case 4: finish_piece(p, *rule, n, 2, false); break;
      case 5: finish_piece(p, *rule, n, 2, true); break;
      case 6: finish_piece(p, *rule, n, MAX_EARLIER, false); break;
      default: finish_piece(p, *rule, n, MAX_EARLIER, true); break;
    }
  }
}

/* Production and loss of the cells from i0 on. */
static void react(const struct laws *laws, const double *const y[], size_t j, size_t k, double t, size_t i0,
                  struct blocks *blocks) {
  size_t n_cells = laws->grid->axis[0].n - i0;
  uint64_t last = ticks_now();
  begin_block(laws->model->n_fields, y, i0, blocks_cells(blocks, laws->grid, i0), blocks);
  ticks_charge(&blocks->ticks.stage, &last);
  struct cells cells = grid_cells(laws->grid, i0, n_cells < blocks->length ? n_cells : blocks->length, j, k, t);
  for (size_t r = 0; r < laws->n_react; r++) {
    laws->react[r](laws->derived, &cells, blocks->values, blocks->production, blocks->loss);
    ticks_charge(&blocks->ticks.part[r], &last);
  }
}

void react_block(const struct laws *laws, const struct fields *u, size_t j, size_t k, double t, size_t i0,
                 struct blocks *blocks) {
  const double *y[MAX_FIELDS];
  laws_rows(laws, u, j, k, y);
  react(laws, y, j, k, t, i0, blocks);
}

void react_row(const struct laws *laws, const struct stage_rule *rule, size_t j, size_t k, size_t ahead,
               struct blocks *blocks) {
  const double *y[MAX_FIELDS];
  laws_rows(laws, rule->values, j, k, y);
  for (size_t i0 = 0; i0 < laws->grid->pitch; i0 += blocks->length) {
    react(laws, y, j, k, rule->t, i0, blocks);
    uint64_t last = ticks_now();
    finish_block(laws, rule, y, j, k, i0, blocks_cells(blocks, laws->grid, i0), ahead, blocks);
    ticks_charge(&blocks->ticks.stage, &last);
  }
}
