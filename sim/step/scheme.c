/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/scheme.h"

#include "config/settings.h"

/* Both keep their order for any W and need no product with A: with the coefficients alpha, Gamma, b, b^ of the papers,
 * a = gamma alpha Gamma^-1, c = I - gamma Gamma^-1, m = gamma b Gamma^-1, e = gamma (b - b^) Gamma^-1.
 * ROS2-W: gamma = 1 - 1/sqrt(2) makes it L-stable. ROS34PW2: stiffly accurate and L-stable. */
const struct scheme schemes[] = {
    [ROS2] = {.source = "verwer1999",
              .n_stages = 2,
              .gamma = 0.29289321881345247560,
              .a = {{0}, {1}},
              .c = {{0}, {-2}},
              .m = {1.5, 0.5},
              .e = {0.5, 0.5},
              .order = 2,
              .embedded_order = 1},
    [ROS34PW2] = {.source = "rang2005",
                  .n_stages = 4,
                  .gamma = 0.43586652150845900,
                  .a = {{0},
                        {0.87173304301691801},
                        {0.61858931542401052, -0.11299064236484185},
                        {1.8239969947745138, -0.12430565256672008, 1}},
                  .c = {{0},
                        {-2},
                        {-1.8239969947745138, 0.12430565256672008},
                        {-2.7756761163024679, -2.9619836625547888, 1.2509798950560604}},
                  .m = {1.8239969947745138, -0.12430565256672008, 1, 0.43586652150845900},
                  .e = {0.12106190353047645, -0.61162529195225734, 0.7726301276675509, 0.2179332607542295},
                  .order = 3,
                  .embedded_order = 2},
};
const size_t n_schemes = sizeof schemes / sizeof *schemes;

/* sum_j r_j k_j over n stages as sum_j out_j d_j, where d_j = sum_(l<=j) a_(j+1)l k_l. */
static void in_values(const struct scheme *scheme, const double r[], size_t n, double out[]) {
  for (size_t l = n; l-- > 0;) {
    double rest = r[l];
    for (size_t j = l + 1; j < n; j++) rest -= out[j] * scheme->a[j + 1][l];
    out[l] = rest / scheme->a[l + 1][l];
  }
}

struct stage_values scheme_in_values(const struct scheme *scheme) {
  struct stage_values values = {.own_error = scheme->e[scheme->n_stages - 1]};
  for (size_t i = 0; i < scheme->n_stages; i++) {
    const double *next = i + 1 < scheme->n_stages ? scheme->a[i + 1] : scheme->m;
    values.own[i] = next[i];
    in_values(scheme, scheme->c[i], i, values.weight[i]);
    in_values(scheme, next, i, values.earlier[i]);
  }
  in_values(scheme, scheme->e, scheme->n_stages - 1, values.error);
  return values;
}
