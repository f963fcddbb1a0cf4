/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the readers of the sections share: the settings under construction, the document, and where mistakes go.
 */
#pragma once
#include "config/document.h"
#include "config/sections.h"
#include "config/settings.h"

enum { MAX_MISSPELT = 64 };

/* An unknown key of a mapping, and the known one that it was probably meant to be (borrowed from a table). */
struct misspelt {
  const struct node *mapping;
  const char *meant;
};

struct reader {
  struct settings *settings;
  struct document document;
  struct complaints complaints;
  FILE *warnings;
  struct error *error; /* what is not the user's mistake */
  const struct settings_request *request;
  bool skin_is_good; /* no mistakes in its section: others may be measured against its layers */
  size_t n_misspelt;
  struct misspelt misspelt[MAX_MISSPELT];
};

/* The sections. Each fills its part of the settings; a section that is missing is complained of where it is needed. */
void read_skin(struct reader *reader, const struct node *skin);
void read_grid(struct reader *reader, const struct node *grid);
void read_treatment(struct reader *reader, const struct node *treatment);
void read_device(struct reader *reader,
                 const struct node *device); /* after grid and sessions, which its CSV must fit */
void read_punctures(struct reader *reader);  /* the CSV settings->file_text */
void read_run(struct reader *reader, const struct node *run);
void read_output(struct reader *reader, const struct node *output);

/* What depends on several keys: checks, and numbers that follow from others. */
void constrain(struct reader *reader);

/* Write settings->canonical. Errors: ERROR_FAILED without memory. */
int canonical_write(struct settings *settings, struct error *error);

/* Complain of a node, or of the key `name` of a mapping. */
void mistake(struct reader *reader, const struct node *node, const char *name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Whether a key of the mapping was complained of that was probably meant to be this one. */
bool is_misspelt(const struct reader *reader, const struct node *mapping, const char *key);

/* Child that must be there; else NULL after a complaint: of its misspelt name, or of its absence. */
const struct node *required(struct reader *reader, const struct node *mapping, enum section_index section,
                            const char *key);

/* Whether a node is a mapping; if it is something else, a complaint. False for NULL. */
bool is_mapping(struct reader *reader, const struct node *node);

/* Whether a node is a list, or one value that stands for a list of one where `or_one`; otherwise like is_mapping. */
bool is_list(struct reader *reader, const struct node *node, bool or_one);

/* Complain of keys of a mapping that are not among the rows. */
void refuse_unknown(struct reader *reader, const struct node *mapping, const struct param_spec rows[], size_t n);

/* Read the value of a node by its row; outside the plausible range it leaves a warning. @return whether it is good */
bool read_value(struct reader *reader, const struct node *node, const struct param_spec *row, double *value);

/* Like read_value, for a row in days, in whole milliseconds. */
bool read_time(struct reader *reader, const struct node *node, const struct param_spec *row, int64_t *milliseconds);

/* Read the keys of a mapping that are among the rows into the struct that these describe. */
void read_rows(struct reader *reader, const struct node *mapping, const struct param_spec rows[], size_t n,
               void *values);

/* Refuse the unknown keys of a section, and read those that hold one number or word into the settings. */
void read_plain(struct reader *reader, const struct node *mapping, enum section_index index);

/* Read a list, or one value that stands for a list of one, by the row of the node's key.
 * @return the number of entries, all of them good and at most max, or -1 after a complaint */
int read_numbers(struct reader *reader, const struct node *node, enum section_index section, size_t max,
                 double values[]);

/* Path of a file that is named in the configuration, from the configuration's folder. The caller frees it. */
char *beside(struct reader *reader, const char *name);
