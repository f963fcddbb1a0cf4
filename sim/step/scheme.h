/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Schemes of time integration as constant tables: W-methods with one gamma and approximate matrix factorisation.
 */
#pragma once
#include <stddef.h>

enum { MAX_STAGES = 4 };

/** W k_i = dt f(u + sum_(j<i) a_ij k_j) + sum_(j<i) c_ij k_j,   u_new = u + sum m_i k_i,   error = sum e_i k_i,
 *  W = (I + gamma dt L)(I - gamma dt A_x)(I - gamma dt A_y)(I - gamma dt A_z). */
struct scheme {
  const char *source; /**< key in the bibliography */
  size_t n_stages;
  double gamma;
  double a[MAX_STAGES][MAX_STAGES], c[MAX_STAGES][MAX_STAGES], m[MAX_STAGES], e[MAX_STAGES];
  int order;          /**< for any W */
  int embedded_order; /**< of the result that the error is measured against */
};

/** By enum scheme_choice of config/settings.h. */
extern const struct scheme schemes[];
extern const size_t n_schemes;
