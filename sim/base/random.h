/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Counter-based random numbers: a pure function of (seed, session, needle, draw), never of a thread or of what was drawn
 *  before. The mixing is the finaliser of SplitMix64 (Steele, Lea, Flood 2014), applied to each word of the counter in turn.
 */
#pragma once
#include <stdint.h>

/** @return a number uniform in (0, 1) */
double random_uniform(uint64_t seed, uint64_t session, uint64_t needle, uint64_t draw);

/** @return a normal number of mean 0 and deviation 1, cut at +-cut by drawing anew; uses the draws from `draw` on */
double random_normal(uint64_t seed, uint64_t session, uint64_t needle, uint64_t draw, double cut);
