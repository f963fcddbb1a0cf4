/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the readers of a sweep file share: sweep.c its numbers and designs, sweep_keys.c what varies.
 */
#pragma once
#include "study/sweep.h"
#include "study/sweep_rows.h"

/* What is shared while a sweep file is read. */
struct reading {
  struct sweep *sweep;
  const struct sweep_request *request;
  struct document document;
  struct complaints complaints;
  struct sweep_numbers numbers;
  const struct node *node[MOST_KEYS]; /* of each key that varies */
  char *list;                         /* path of the CSV of a design `list`, or NULL */
  struct error *error;
};

/* Whether a node is a mapping; if it is something else, a complaint. False for NULL. */
bool sweep_is_mapping(struct reading *reading, const struct node *node);

/* The keys of a mapping as assignments "key=value", appended to list. @return their number; a mapping below a key is its value */
size_t sweep_assignments(struct reading *reading, const struct node *mapping, const char *list[]);

/* Add the keys of a mapping to those that vary. */
int sweep_read_keys(struct reading *reading, const struct node *mapping, bool uncertain);

/* Add the alternatives: a key "case", each of whose words makes several assignments. */
int sweep_read_cases(struct reading *reading, const struct node *cases);
