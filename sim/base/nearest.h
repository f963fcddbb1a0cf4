/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The known name that a misspelt one was probably meant to be.
 */
#pragma once
#include <stddef.h>

enum { KNOWN_LENGTH = 160 };

/** Search for the known name that a misspelt one is nearest to. */
struct nearest {
  const char *name, *best; /**< borrowed; best is NULL while nothing is near enough */
  size_t distance;
  size_t length;            /**< of all known names in a list */
  char known[KNOWN_LENGTH]; /**< that list, if it fits */
};

/** Begin a search. */
struct nearest nearest_to(const char *name);
/** Consider one known name, by the distance of Levenshtein (1966). */
void nearest_offer(struct nearest *nearest, const char *known);
enum { HINT_LENGTH = KNOWN_LENGTH + 16 };
/** Write "; did you mean x?" to hint, or "" if nothing is near. @return hint */
const char *nearest_hint(const struct nearest *nearest, char hint[HINT_LENGTH]);
/** Like nearest_hint; if nothing is near, "; known are a, b, c" unless they are too many to be listed. @return hint */
const char *nearest_or_known(const struct nearest *nearest, char hint[HINT_LENGTH]);
