/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The known name that a misspelt one was probably meant to be.
 */
#pragma once
#include <stddef.h>

/** Search for the known name that a misspelt one is nearest to. */
struct nearest {
  const char *name, *best; /**< borrowed; best is NULL while nothing is near enough */
  size_t distance;
};

/** Begin a search. */
struct nearest nearest_to(const char *name);
/** Consider one known name, by the distance of Levenshtein (1966). */
void nearest_offer(struct nearest *nearest, const char *known);
enum { HINT_LENGTH = 96 };
/** Write "; did you mean x?" to hint, or "" if nothing is near. @return hint */
const char *nearest_hint(const struct nearest *nearest, char hint[HINT_LENGTH]);
