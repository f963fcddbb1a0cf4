/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The larger of two numbers, where what is not a number must be seen: fmax would hide it.
 */
#pragma once
#include <math.h>

/** a or b; NaN if either is. Exact in any order. */
static inline double larger(double a, double b) { return isnan(a) || b <= a ? a : b; }
