/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Schemes of time integration as constant tables: W-methods with one gamma and approximate matrix factorisation.
 */
#pragma once
#include <stddef.h>

#include "ops/reaction.h"

enum { MAX_STAGES = MAX_EARLIER + 1 };

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

/** The same scheme in terms of the values of its stages, y_(i+1) = u + sum_(j<=i) a_(i+1)j k_j, each of which can stand where its
 *  increment k_i was: with d_j = y_(j+1) - u,  W k_i = dt f(y_i) + sum_(j<i) weight[i][j] d_j,
 *  y_(i+1) = u + own[i] k_i + sum_(j<i) earlier[i][j] d_j, the last of which is u_new,  error = own_error k_s + sum error[j] d_j. */
struct stage_values {
  double weight[MAX_STAGES][MAX_EARLIER], own[MAX_STAGES], earlier[MAX_STAGES][MAX_EARLIER];
  double own_error, error[MAX_EARLIER];
};

/** Needs a_(i+1)i != 0 for every stage. */
struct stage_values scheme_in_values(const struct scheme *scheme);
