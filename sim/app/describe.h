/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The reference: topics, each a table of the model or of the engine with its columns and rows.
 */
#pragma once
#include "app/bibliography.h"
#include "app/commands.h"
#include "app/page.h"
#include "config/sections.h"

/** A key of the configuration. */
struct key {
  char name[64]; /**< full, as "treatment.device.length" */
  enum section_index section;
  const struct param_spec *row;
};

/** What is described, with every parameter at its default and the modules on that are on by default. */
struct reference {
  const struct program *program;
  const struct model *model;
  void *params, *derived; /**< owned; as model->derive wants and makes them */
  bool module_on[MAX_MODULES];
  double rest[MAX_FIELDS]; /**< of each field, in its unit */
  struct bibliography bibliography;
  struct key *keys; /**< owned, shape [n_keys]; of all sections in their order */
  size_t n_keys;
  struct key *sweep_keys; /**< owned, shape [n_sweep_keys]; of a sweep file, as "sweep.design.points"; no section */
  size_t n_sweep_keys;
  const char **names; /**< owned; room for the names of all things there are, for the list of one row */
  size_t n_names;     /**< in use */
};

/** Errors: ERROR_FAILED: a bibliography or a unit that cannot be read, no memory. Freed by reference_free, also after an error. */
int reference_open(struct reference *reference, const struct program *program, const struct model *model,
                   struct error *error);
void reference_free(struct reference *reference);

/** Add a name to the list of this row. */
void reference_name(struct reference *reference, const char *name);
/** Put the names that were added into the row's next cell. */
void reference_names(struct reference *reference, struct row *row);

/** One kind of thing. */
struct topic {
  const char *key, *singular, *title; /**< what a user asks for and JSON calls the table; the kind; heading */
  const char *doc, *note;             /**< one short sentence; what to know when reading the table, or NULL */
  const struct column *columns;
  size_t n_columns;
  bool nameless; /**< its rows are not asked for one by one; their name is that of something else */
  size_t (*count)(const struct reference *reference);
  const char *(*name)(const struct reference *reference, size_t i);
  const char *(*symbol)(const struct reference *reference, size_t i); /**< or NULL */
  void (*fill)(struct reference *reference, size_t i, struct row *row);
  /** Write tables of what has to do with row i to its record, or NULL. */
  void (*relate)(struct reference *reference, size_t i, struct page *page);
};

/** Fill in a topic's columns. */
#define COLUMNS(array) .columns = (array), .n_columns = COUNT(array)

extern const struct topic topic_models, topic_layers, topic_modules, topic_fields, topic_parts, topic_taxis,
    topic_deposits; /* describe_model.c */
extern const struct topic topic_parameters, topic_devices, topic_configuration,
    topic_sweeps;                                         /* describe_configuration.c */
extern const struct topic topic_measures, topic_outcomes; /* describe_measures.c */
extern const struct topic topic_cases;                    /* describe_cases.c */
extern const struct topic topic_sources;                  /* describe_sources.c */

extern const struct topic *const topics[];
extern const size_t n_topics;

/** Topic that is called so, or NULL. */
const struct topic *topic_find(const char *key);

/** Whether row i of a topic is related to something. */
typedef bool relation(const struct reference *reference, size_t i, const void *to);

/** A topic's table on a page: all columns of all rows. */
void topic_write(struct reference *reference, const struct topic *topic, struct page *page);

/** The related rows only, with all columns; nothing if there are none. @param title  of the table */
void topic_write_related(struct reference *reference, const struct topic *topic, struct page *page, const char *title,
                         relation *related, const void *to);

/** The same with names and sentences only. */
void topic_list_related(struct reference *reference, const struct topic *topic, struct page *page, const char *title,
                        relation *related, const void *to);

/** Whether a parameter's row names a field: its name as words in the key or the sentence, or its symbol in the symbol. */
bool parameter_names_field(const struct model *model, const struct param_spec *row, const struct field_spec *field);
