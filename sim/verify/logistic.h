/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One field with as little about it as exact solutions are known for. It includes the contract alone, like any model.
 *
 *      du/dt = D lap u + r u (1 - u) - decay u + supply within a distance of the axis
 */
#pragma once
#include "model.h"

enum { LOGISTIC_DENSITY };

struct logistic {
  double diffusivity, growth, decay; /**< [mm^2/day], [1/day], [1/day] */
  double supply, supply_radius;      /**< [1/day], [mm]; 0: none */
  double rim;                        /**< width of what surrounds a channel [mm] */
};

extern const struct model verify_logistic;
