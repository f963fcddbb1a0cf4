/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The tables of the schemes against the conditions of their order, and against the same schemes in the values of their stages.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "base/random.h"
#include "step/scheme.h"

/* Coefficients as the papers give them: k_i = dt f(u + sum alpha_ij k_j) + dt W sum Gamma_ij k_j,  u + sum b_i k_i. */
struct classic {
  size_t n;
  double alpha[MAX_STAGES][MAX_STAGES], gamma[MAX_STAGES][MAX_STAGES];
  double b[MAX_STAGES], embedded[MAX_STAGES];
};

/* From c = I - g Gamma^-1 follows Gamma = g (I - c)^-1, by substitution from above; then alpha = a Gamma/g, b = m Gamma/g. */
static struct classic classic_of(const struct scheme *s) {
  struct classic p = {.n = s->n_stages};
  for (size_t column = 0; column < p.n; column++)
    for (size_t i = 0; i < p.n; i++) {
      double sum = i == column ? s->gamma : 0;
      for (size_t j = 0; j < i; j++) sum += s->c[i][j] * p.gamma[j][column];
      p.gamma[i][column] = sum;
    }
  for (size_t j = 0; j < p.n; j++)
    for (size_t l = 0; l < p.n; l++) {
      for (size_t i = 0; i < p.n; i++) p.alpha[i][j] += s->a[i][l] * p.gamma[l][j] / s->gamma;
      p.b[j] += s->m[l] * p.gamma[l][j] / s->gamma;
      p.embedded[j] += (s->m[l] - s->e[l]) * p.gamma[l][j] / s->gamma;
    }
  return p;
}

static double row_sum(size_t n, const double row[]) {
  double sum = 0;
  for (size_t j = 0; j < n; j++) sum += row[j];
  return sum;
}

/* b M v, with M's rows; v: the row sums of another matrix. */
static double chain(const struct classic *p, const double b[], const double m[][MAX_STAGES],
                    const double of[][MAX_STAGES]) {
  double sum = 0;
  for (size_t i = 0; i < p->n; i++)
    for (size_t j = 0; j < p->n; j++) sum += b[i] * m[i][j] * row_sum(p->n, of[j]);
  return sum;
}

/* Conditions of a W-method: each elementary differential with W in it has the coefficient 0. */
static void expect_order(const struct classic *p, const double b[], int order, const char *of) {
  double half = 0, third = 0, with_w = 0;
  for (size_t i = 0; i < p->n; i++) {
    double alpha = row_sum(p->n, p->alpha[i]);
    half += b[i] * alpha, third += b[i] * alpha * alpha, with_w += b[i] * row_sum(p->n, p->gamma[i]);
  }
  cr_assert(order >= 1 && order <= 3, "%s", of);
  cr_expect_float_eq(row_sum(p->n, b), 1, 1e-14, "%s: sum b = %.17g", of, row_sum(p->n, b));
  if (order < 2) return;
  cr_expect_float_eq(half, 1.0 / 2, 1e-14, "%s: sum b alpha = %.17g", of, half);
  cr_expect_float_eq(with_w, 0, 1e-14, "%s: sum b Gamma = %.17g", of, with_w);
  if (order < 3) return;
  cr_expect_float_eq(third, 1.0 / 3, 1e-14, "%s: sum b alpha^2 = %.17g", of, third);
  cr_expect_float_eq(chain(p, b, p->alpha, p->alpha), 1.0 / 6, 1e-14, "%s: b alpha alpha", of);
  cr_expect_float_eq(chain(p, b, p->alpha, p->gamma), 0, 1e-14, "%s: b alpha Gamma", of);
  cr_expect_float_eq(chain(p, b, p->gamma, p->alpha), 0, 1e-14, "%s: b Gamma alpha", of);
  cr_expect_float_eq(chain(p, b, p->gamma, p->gamma), 0, 1e-14, "%s: b Gamma Gamma", of);
}

Test(schemes, have_their_order_for_any_factors) {
  cr_assert_eq(n_schemes, 2);
  for (size_t s = 0; s < n_schemes; s++) {
    struct classic p = classic_of(&schemes[s]);
    expect_order(&p, p.b, schemes[s].order, schemes[s].source);
    expect_order(&p, p.embedded, schemes[s].embedded_order, "the embedded result");
    cr_expect_lt(schemes[s].embedded_order, schemes[s].order);
    cr_expect_eq(p.embedded[0] == p.b[0], false, "the embedded result is another one");
  }
}

/* With f = lambda u and W = lambda, of a lambda dt to minus infinity: u_new/u = 1 - b (alpha + Gamma)^-1 1 = 0. */
Test(schemes, leave_nothing_of_what_is_infinitely_stiff) {
  for (size_t s = 0; s < n_schemes; s++) {
    struct classic p = classic_of(&schemes[s]);
    double x[MAX_STAGES], left = 1;
    for (size_t i = 0; i < p.n; i++) {
      x[i] = 1;
      for (size_t j = 0; j < i; j++) x[i] -= (p.alpha[i][j] + p.gamma[i][j]) * x[j];
      x[i] /= p.gamma[i][i];
      left -= p.b[i] * x[i];
    }
    cr_expect_float_eq(left, 0, 1e-14, "%s: %g", schemes[s].source, left);
  }
}

/* One value and random increments. */
static void expect_same_stages(const struct scheme *s, const struct stage_values *v, uint64_t draw) {
  double u = random_uniform(draw, 9, 0, 0), k[MAX_STAGES], d[MAX_STAGES], sum, wanted;
  for (size_t i = 0; i < s->n_stages; i++) k[i] = 2 * random_uniform(draw, 0, i, 0) - 1;
  for (size_t i = 0; i < s->n_stages; i++) {
    const double *row = i + 1 < s->n_stages ? s->a[i + 1] : s->m;
    double next = u;
    sum = wanted = 0;
    for (size_t j = 0; j < i; j++) sum += v->weight[i][j] * d[j], wanted += s->c[i][j] * k[j];
    cr_expect_float_eq(sum, wanted, 1e-13, "%s: weights of stage %zu: %.17g, %.17g", s->source, i, sum, wanted);
    for (size_t j = 0; j <= i; j++) next += row[j] * k[j];
    sum = u + v->own[i] * k[i];
    for (size_t j = 0; j < i; j++) sum += v->earlier[i][j] * d[j];
    cr_expect_float_eq(sum, next, 1e-13, "%s: value after stage %zu: %.17g, %.17g", s->source, i, sum, next);
    d[i] = next - u;
  }
  sum = v->own_error * k[s->n_stages - 1], wanted = 0;
  for (size_t j = 0; j + 1 < s->n_stages; j++) sum += v->error[j] * d[j];
  for (size_t j = 0; j < s->n_stages; j++) wanted += s->e[j] * k[j];
  cr_expect_float_eq(sum, wanted, 1e-13, "%s: error %.17g, %.17g", s->source, sum, wanted);
}

Test(scheme_in_values, makes_the_same_stages_and_error_of_any_increments) {
  for (size_t s = 0; s < n_schemes; s++) {
    struct stage_values values = scheme_in_values(&schemes[s]);
    for (uint64_t draw = 1; draw <= 20; draw++) expect_same_stages(&schemes[s], &values, draw);
  }
}
