/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The laws of the skin model against a plain transcription of its equations, and against arithmetic by hand.
 */
#include <stdlib.h>

#include "skin_numbers.h"

enum { EPIDERMIS, DERMIS, N_LAYERS };

/* The symbols of the published equations. */
// clang-format off
#define PARAMETER_SYMBOLS(X) \
  X(tauQ) X(kS) X(kSZ) X(dS) X(K_S) X(rN) X(dN) X(eN) X(rM) X(K_N) X(k12) X(dM1) X(dM2) X(M2_h) X(pTM) X(pTF) X(pTY) \
  X(pTQ) X(dT) X(p3M) X(p3F) X(K_T) X(pGM) X(pGF) X(pGQ) X(dG) X(K_G) X(F_h) X(F_max) X(rF0) X(rFG) X(kFY) X(dY) \
  X(kYF) X(a3) X(dP) X(aN) X(aM) X(c_P) X(K_TP) X(dZ0) X(dZM) X(dZF) X(c_ZM) X(c_ZF) X(C1_h) X(C3_h) X(C_max) X(dC) \
  X(aC) X(yC) X(s3_w) X(k31) X(dCP) X(dEP) X(K_q) X(E_h) X(dE) X(aE) X(rK) X(pVM) X(pVF) X(pVQ) X(dV) X(K_V) X(rB) \
  X(B_max) X(H_h) X(dH) X(aH) X(k_0) X(r_0) X(h_V) X(b_0)
#define FIELD_SYMBOLS(X) \
  X(Q) X(S) X(N) X(M1) X(M2) X(T) X(T3) X(G) X(F) X(Y) X(P) X(Z) X(C3) X(C1) X(E) X(K) X(V) X(B) X(H)
// clang-format on

#define MEMBER(symbol) double symbol;
struct letters {
  PARAMETER_SYMBOLS(MEMBER)
};
struct state {
  FIELD_SYMBOLS(MEMBER)
};
#define READ_PARAMETER(symbol) .symbol = numbers->value[param_index(#symbol)],
static struct letters letters_of(const struct numbers *numbers) {
  return (struct letters){PARAMETER_SYMBOLS(READ_PARAMETER)};
}
#define READ_FIELD(symbol) .symbol = u[field_index(#symbol)],
static struct state state_of(const double u[]) { return (struct state){FIELD_SYMBOLS(READ_FIELD)}; }
#define WRITE_FIELD(symbol) u[field_index(#symbol)] = s->symbol;
static void write_state(const struct state *s, double u[]) { FIELD_SYMBOLS(WRITE_FIELD) }

static double hill(double x, double k) { return fmax(0, x - 1) / (k + fmax(0, x - 1)); }

/** The equations as printed, dermis. */
static void dermis_as_printed(const struct letters *l, const struct state *u, struct state *p, struct state *L) {
  const struct letters c = *l;
  const double T_h = (c.pTM * c.M2_h + c.pTF * c.F_h) / c.dT, T3_h = (c.p3M * c.M2_h + c.p3F * c.F_h) / c.dT;
  const double G_h = (c.pGM * c.M2_h + c.pGF * c.F_h) / c.dG, V_h = (c.pVM * c.M2_h + c.pVF * c.F_h) / c.dV;
  const double eT = hill(u->T / T_h, c.K_T), e3 = hill(u->T3 / T3_h, c.K_T);
  const double eG = hill(u->G / G_h, c.K_G), eV = hill(u->V / V_h, c.K_V);
  const double fO = c.r_0 + (1 - c.r_0) * fmin(1, u->B), m = u->M1 + u->M2;
  const double conversion = c.k12 * (c.k_0 + (1 - c.k_0) * eT);
  const double f = c.kFY * eT * (1 - c.a3 * e3), b = c.kYF * (1 - eT), rF = c.rF0 + c.rFG * eG * fO;
  const double KF = c.F_h + (c.F_max - c.F_h) * eG, q = fmax(0, u->P - 1), d = q / (c.K_q + q);
  const double R31 = c.k31 * fmax(0, u->C3 - c.C3_h / c.C1_h * u->C1), A_h = c.dC * (c.C1_h + c.C3_h);
  const double A = A_h * (u->F * (1 + c.aC * eT) + c.yC * u->Y * (1 + c.aC * eT)) / c.F_h *
                   fmax(0, 1 - (u->C1 + u->C3) / c.C_max) / (1 - (c.C1_h + c.C3_h) / c.C_max);
  const double s3_h = c.C3_h / (c.C1_h + c.C3_h), s3 = s3_h + (c.s3_w - s3_h) * eT, rb = c.rB * (c.b_0 + eV);
  *p = (struct state){
      .Q = 0,
      .S = c.kS * u->Q + c.kSZ * u->Z,
      .N = c.rN * u->B * u->S / (c.K_S + u->S),
      .M1 = c.rM * u->B * u->N / (c.K_N + u->N),
      .M2 = c.dM2 * c.M2_h + conversion * u->M1,
      .T = c.pTM * m + c.pTF * u->F + c.pTY * u->Y + c.pTQ * u->Q,
      .T3 = c.p3M * u->M2 + c.p3F * u->F,
      .G = c.pGM * m + c.pGF * u->F + c.pGQ * u->Q,
      .F = rF * u->F + b * u->Y,
      .Y = f * u->F,
      .P = c.dP * (u->F / c.F_h + (c.aN * u->N + c.aM * u->M1) / c.c_P / (1 + fmax(0, u->T / T_h - 1) / c.K_TP)),
      .Z = 0,
      .C3 = A * s3,
      .C1 = A * (1 - s3) + R31,
      .E = c.dE * c.E_h * (u->F / c.F_h) * (1 + c.aE * e3),
      .K = c.rK * u->K,
      .V = c.pVM * m * (1 + c.h_V * (1 - fmin(1, u->B))) + c.pVF * u->F + c.pVQ * u->Q,
      .B = rb * u->B,
      .H = c.dH * c.H_h * (u->F / c.F_h) * (1 + c.aH * eG)};
  *L = (struct state){.Q = 1 / c.tauQ,
                      .S = c.dS,
                      .N = c.dN + c.eN * m,
                      .M1 = conversion + c.dM1,
                      .M2 = c.dM2,
                      .T = c.dT,
                      .T3 = c.dT,
                      .G = c.dG,
                      .F = rF * (u->F + u->Y) / KF + f,
                      .Y = c.dY + b,
                      .P = c.dP,
                      .Z = c.dZ0 + c.dZM * m / c.c_ZM + c.dZF * (u->F + u->Y) / c.c_ZF,
                      .C3 = c.dC + c.dCP * d + (u->C3 > 0 ? R31 / u->C3 : 0),
                      .C1 = c.dC + c.dCP * d,
                      .E = c.dE + c.dEP * d,
                      .K = c.rK * u->K,
                      .V = c.dV,
                      .B = rb * u->B / (1 + (c.B_max - 1) * eV),
                      .H = c.dH};
}

/** The rows that hold in the epidermis, where dermal cells are taken at rest. */
static void epidermis_as_printed(const struct letters *l, const struct state *u, struct state *p, struct state *L) {
  const struct letters c = *l;
  *p = (struct state){.S = c.kS * u->Q + c.kSZ * u->Z,
                      .T = c.pTM * c.M2_h + c.pTF * c.F_h + c.pTQ * u->Q,
                      .T3 = c.p3M * c.M2_h + c.p3F * c.F_h,
                      .G = c.pGM * c.M2_h + c.pGF * c.F_h + c.pGQ * u->Q,
                      .P = c.dP,
                      .K = c.rK * u->K,
                      .V = c.pVM * c.M2_h + c.pVF * c.F_h + c.pVQ * u->Q};
  *L = (struct state){.Q = 1 / c.tauQ,
                      .S = c.dS,
                      .T = c.dT,
                      .T3 = c.dT,
                      .G = c.dG,
                      .P = c.dP,
                      .K = c.rK * u->K,
                      .V = c.dV,
                      .Z = c.dZ0 + c.dZM * c.M2_h / c.c_ZM + c.dZF * c.F_h / c.c_ZF};
}

/** Other numbers than the defaults, so that constants of equal value cannot be mistaken for each other. */
static void draw_numbers(struct numbers *numbers, uint64_t *state) {
  numbers_default(numbers);
  for (size_t i = 0; i < skin()->n_params; i++) numbers->value[i] *= draw(state, 0.85, 1.15);
  numbers_derive(numbers);
}

/** A state with signals clearly below or above rest: next to the kink of a response the print itself is rounded off. */
static void draw_state(const struct numbers *numbers, uint64_t *state, double u[]) {
  for (size_t f = 0; f < skin()->n_fields; f++) {
    const double size = fmax(numbers->rest[f], skin()->fields[f].scale);
    const bool signal = strchr("TGPV", skin()->fields[f].symbol[0]) != NULL;
    const bool low = draw(state, 0, 1) < 0.3;
    u[f] = !signal ? size * draw(state, 0, low ? 0.1 : 2)
                   : numbers->rest[f] * (low ? draw(state, 0, 0.95) : draw(state, 1.05, 12));
  }
  if (draw(state, 0, 1) < 0.1) u[field_index("C3")] = 0;
  /* Nor where the room for collagen runs out. */
  const double C_max = numbers->value[param_index("C_max")];
  double *C1 = &u[field_index("C1")];
  while (fabs(1 - (*C1 + u[field_index("C3")]) / C_max) < 0.05) *C1 = draw(state, 0, C_max);
}

Test(skin, nothing_happens_at_rest_with_any_modules) {
  uint64_t state = 20;
  double made[MAX_FIELDS], lost[MAX_FIELDS];
  struct numbers numbers;
  for (int set = 0; set < 20; set++)
    for (int modules = 0; modules < 4; modules++)
      for (int layer = 0; layer < N_LAYERS; layer++) {
        draw_numbers(&numbers, &state);
        if (set == 0) numbers_default(&numbers);
        numbers.module_on[0] = modules & 1, numbers.module_on[1] = modules & 2;
        numbers_derive(&numbers);
        rates(&numbers, layer, numbers.rest, made, lost);
        for (size_t f = 0; f < skin()->n_fields; f++) {
          if (!lives(&numbers, layer, f)) continue;
          const struct field_spec *field = &skin()->fields[f];
          cr_expect_lt(fabs(made[f] - lost[f] * numbers.rest[f]) / field->scale, 1e-12, "%s", field->name);
          cr_expect_gt(lost[f], 0, "%s", field->name);
        }
      }
}

Test(skin, reactions_equal_the_printed_equations) {
  const double tolerance = 1e-13;
  uint64_t state = 211;
  double u[MAX_FIELDS], made[MAX_FIELDS], lost[MAX_FIELDS], P[MAX_FIELDS], L[MAX_FIELDS], worst = 0;
  size_t compared = 0;
  struct numbers numbers;
  for (int set = 0; set < 80; set++) {
    draw_numbers(&numbers, &state);
    numbers.module_on[0] = set & 1, numbers.module_on[1] = set & 2;
    numbers_derive(&numbers);
    const struct letters letters = letters_of(&numbers);
    for (int k = 0; k < 200; k++) {
      const int layer = k % N_LAYERS;
      draw_state(&numbers, &state, u);
      if (!numbers.module_on[0]) u[field_index("V")] = numbers.rest[field_index("V")], u[field_index("B")] = 1;
      const struct state s = state_of(u);
      struct state p, l;
      (layer == DERMIS ? dermis_as_printed : epidermis_as_printed)(&letters, &s, &p, &l);
      write_state(&p, P), write_state(&l, L);
      rates(&numbers, layer, u, made, lost);
      for (size_t f = 0; f < skin()->n_fields; f++) {
        if (!lives(&numbers, layer, f)) continue;
        const char *name = skin()->fields[f].name;
        cr_assert(made[f] >= 0 && lost[f] >= 0, "%s: %g, %g", name, made[f], lost[f]);
        cr_assert_float_eq(made[f], P[f], tolerance * P[f], "%s made: %.17g, printed %.17g", name, made[f], P[f]);
        cr_assert_float_eq(lost[f], L[f], tolerance * L[f], "%s lost: %.17g, printed %.17g", name, lost[f], L[f]);
        worst = fmax(worst, made[f]);
        compared++;
      }
    }
  }
  cr_assert_eq(compared, 8000u * (16 + 8) + 8000u, "16000 states, half of them with each module, half in each layer");
  cr_assert_gt(worst, 1000, "the states drawn were not all trivial");
}

Test(skin, reactions_of_a_row_are_those_of_its_cells_and_add_to_what_is_there) {
  enum { CELLS = 37 };
  uint64_t state = 7;
  struct numbers numbers;
  draw_numbers(&numbers, &state);
  static double u[MAX_FIELDS][CELLS], made[MAX_FIELDS][CELLS], lost[MAX_FIELDS][CELLS];
  const double *u_rows[MAX_FIELDS], x[CELLS] = {0};
  double *made_rows[MAX_FIELDS], *lost_rows[MAX_FIELDS], cell[MAX_FIELDS], cell_made[MAX_FIELDS], cell_lost[MAX_FIELDS];
  const struct model *m = skin();
  for (size_t f = 0; f < m->n_fields; f++) u_rows[f] = u[f], made_rows[f] = made[f], lost_rows[f] = lost[f];
  for (size_t i = 0; i < CELLS; i++) {
    draw_state(&numbers, &state, cell);
    for (size_t f = 0; f < m->n_fields; f++) u[f][i] = cell[f];
  }
  const struct cells cells = {.n = CELLS, .x = x, .layer = DERMIS};
  for (int time = 0; time < 2; time++) {
    for (size_t k = 0; k < m->n_parts; k++) m->parts[k].react(numbers.derived, &cells, u_rows, made_rows, lost_rows);
    for (size_t k = 0; k < m->n_modules; k++)
      m->modules[k].react(numbers.derived, &cells, u_rows, made_rows, lost_rows);
  }
  for (size_t i = 0; i < CELLS; i++) {
    for (size_t f = 0; f < m->n_fields; f++) cell[f] = u[f][i];
    rates(&numbers, DERMIS, cell, cell_made, cell_lost);
    for (size_t f = 0; f < m->n_fields; f++)
      if (lives(&numbers, DERMIS, f)) cr_expect(made[f][i] == 2 * cell_made[f] && lost[f][i] == 2 * cell_lost[f]);
  }
}

Test(skin, transfers_give_what_they_take) {
  uint64_t state = 31;
  struct numbers numbers;
  draw_numbers(&numbers, &state);
  /* No birth, no death: what is left is the transfers. */
  const char *const silent[] = {"rM", "dM1", "dM2", "rF0", "rFG", "dY", "dC", "dCP"};
  for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) numbers.value[param_index(silent[i])] = 0;
  numbers_derive(&numbers);
  const char *const pairs[][2] = {{"M1", "M2"}, {"F", "Y"}, {"C3", "C1"}};
  double u[MAX_FIELDS], made[MAX_FIELDS], lost[MAX_FIELDS];
  for (int k = 0; k < 1000; k++) {
    draw_state(&numbers, &state, u);
    rates(&numbers, DERMIS, u, made, lost);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
      const size_t a = field_index(pairs[i][0]), b = field_index(pairs[i][1]);
      const double gained = made[a] + made[b], taken = lost[a] * u[a] + lost[b] * u[b];
      cr_expect_float_eq(gained, taken, 4e-16 * (gained + taken), "%s and %s", pairs[i][0], pairs[i][1]);
      cr_expect(gained > 0 || i == 2);
    }
  }
}

Test(skin, replacement_of_collagen_is_a_rate_even_without_collagen3) {
  struct numbers numbers;
  numbers_default(&numbers);
  numbers_derive(&numbers);
  double made[MAX_FIELDS], lost[MAX_FIELDS], u[MAX_FIELDS];
  memcpy(u, numbers.rest, sizeof u);
  u[field_index("C3")] = 0;
  rates(&numbers, DERMIS, u, made, lost);
  cr_expect_float_eq(lost[field_index("C3")], 1.5e-4, 1e-18);
  u[field_index("C3")] = 80; /* 40 in excess: 0.0075 * 40 = 0.3 mg/mL/day */
  rates(&numbers, DERMIS, u, made, lost);
  cr_expect_float_eq(lost[field_index("C3")] * 80, 1.5e-4 * 80 + 0.3, 1e-15);
}

Test(skin, rest_values_are_the_published_arithmetic) {
  struct numbers numbers;
  numbers_default(&numbers);
  numbers_derive(&numbers);
  cr_expect_float_eq(numbers.rest[field_index("T")], 1.00, 1e-12);
  cr_expect_float_eq(numbers.rest[field_index("T3")], 0.40, 1e-12);
  cr_expect_float_eq(numbers.rest[field_index("G")], 4.5 / 4.03, 1e-12);
  cr_expect_float_eq(numbers.rest[field_index("V")], 1.6 / 6, 1e-12);
  double made[MAX_FIELDS], lost[MAX_FIELDS];
  rates(&numbers, DERMIS, numbers.rest, made, lost);
  cr_expect_float_eq(made[field_index("C1")] + made[field_index("C3")], 0.030, 1e-14, "A_h");
}
