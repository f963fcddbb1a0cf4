/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Sources that rows name by key: BibTeX entries `@type{key, field = {value}, ...}` as plain text.
 */
#pragma once
#include <stddef.h>

#include "base/error.h"

/** The text of sim/references.bib, which the build puts in: the sources of the engine's own rows. */
extern const char engine_references[];

enum { MAX_ENTRY_FIELDS = 24 };

/** Braces and accents of TeX are resolved, spaces are single; all is owned by the bibliography. */
struct entry {
  char *key;
  char *authors; /**< "Ann Author, Bob Writer et al.", or "" */
  char *link;    /**< to the DOI, else to PubMed, or "" */
  size_t n_fields;
  struct {
    char *name, *value;
  } fields[MAX_ENTRY_FIELDS];
};

struct bibliography {
  struct entry *entries; /**< shape [n]; owned */
  size_t n;
};

/** Add the entries of a text to a bibliography, zeroed at first. An entry whose key is known already must have the same DOI
 *  and PMID; it is left out. @param of  whose text it is, for the messages
 *  Errors: ERROR_FAILED: no BibTeX, two works with one key, no memory; what was added is freed by bibliography_free. */
int bibliography_add(struct bibliography *bibliography, const char *text, const char *of, struct error *error);
void bibliography_free(struct bibliography *bibliography);

/** Value of a field ("doi"), or "". */
const char *entry_field(const struct entry *entry, const char *name);
