/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  YAML as a small tree whose nodes know their place. Anchors, aliases, tags, second documents, repeated keys, files
 *  over 1 MiB, nesting deeper than 8 and collections of more than 10000 entries are refused. Assignments of the command
 *  line replace or add nodes.
 */
#pragma once
#include "base/error.h"
#include "config/complaints.h"

enum node_kind { SCALAR, SEQUENCE, MAPPING };

struct node {
  enum node_kind kind;
  bool refused; /**< readers leave it alone: complained of already, or overruled elsewhere */
  char *key;    /**< owned; NULL for the elements of a sequence */
  char *text;   /**< owned; of a scalar */
  struct place key_place, place;
  struct node *parent, *first, *next; /**< children are owned, in the order of the file */
  size_t n;                           /**< number of children */
};

/** All that was read. Zeroed, it is empty; document_free frees nodes and sources. */
struct document {
  struct source *sources;
  struct node *root, *fragment; /**< mappings, or NULL */
};

/** Read a file, or the text that stands for it unless it is NULL. Mistakes are complained of. A whole configuration may
 *  come through a pipe, a fragment must be an ordinary file.
 *  @param prefix  key of the root, as "skin.parameters" of a fragment; "" for a whole configuration
 *  @param root    out; the document's root or fragment, which owns it; NULL if there is no mapping
 *  Errors: ERROR_FAILED with the cause if the file cannot be read. */
int document_read(struct document *document, const char *path, const char *text, const char *prefix, struct node **root,
                  struct complaints *complaints, struct error *error);

/** Apply "key.key=value", the value in YAML, to the root, which must be there. Mistakes are complained of. */
void document_assign(struct document *document, const char *assignment, struct complaints *complaints);

void document_free(struct document *document);

/** Parse the text of a source from byte `start` on; repeated keys stay.
 *  @return a node that the caller owns, or NULL after a complaint */
struct node *document_parse(const struct source *source, size_t start, struct complaints *complaints);

/** Keep a copy of text as a source of the document. @return NULL without memory */
struct source *document_source(struct document *document, const char *name, const char *text, size_t length);

struct node *node_create(enum node_kind kind, struct place place);
void node_free(struct node *node);
void node_append(struct node *parent, struct node *child);
/** Take a child out and free it. */
void node_remove(struct node *parent, struct node *child);
/** Complain of keys that a mapping, here or below, holds a second time, and remove those. */
void node_refuse_repeated(struct node *node, struct complaints *complaints);
/** First child of a mapping with this key, or NULL; NULL of NULL, so that missing sections are no special case. */
struct node *node_find(const struct node *mapping, const char *key);
/** Entry i of a sequence; the node itself if it is a scalar. */
const struct node *node_entry(const struct node *node, size_t i);

enum { PATH_LENGTH = 256 };
/** Write "treatment.device.length" to path; name is a child's key, or NULL. @return path */
const char *node_path(const struct node *node, const char *name, char path[PATH_LENGTH]);
