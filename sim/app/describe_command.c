/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend describe [WHAT]: the reference, from the tables.
 */
#include <argp.h>
#include <string.h>

#include "app/commands.h"
#include "app/describe.h"
#include "base/units.h"
#include "config/complaints.h"

enum { MODEL = 0x100, FORMAT };

struct arguments {
  const char *what, *model, *format; /* NULL: not given */
};

static const struct argp_option OPTIONS[] = {
    {"model", MODEL, "NAME", 0, "of this model (default: the first that is listed)", 0},
    {"format", FORMAT, "FORMAT", 0, "text (default), markdown or json", 0},
    {0}};

static const char *const FORMATS[] = {[PAGE_TEXT] = "text", [PAGE_MARKDOWN] = "markdown", [PAGE_JSON] = "json"};

static const char DOC[] =
    "Show what the program knows, from its tables: every field, parameter, configuration key, device, measure, outcome "
    "and source with unit, default and ranges.\v"
    "WHAT is a topic (without it they are listed), the name or the symbol of one thing, or 'all'.\n"
    "\n"
    "  mend describe fields\n"
    "  mend describe fibroblasts\n"
    "  mend describe treatment.device.length\n"
    "  mend describe all --format markdown > reference.md";

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case MODEL: arguments->model = argument; return 0;
    case FORMAT: arguments->format = argument; return 0;
    case ARGP_KEY_ARG:
      if (arguments->what) argp_error(state, "one WHAT at a time: '%s' and '%s' were given", arguments->what, argument);
      arguments->what = argument;
      return 0;
    default: return ARGP_ERR_UNKNOWN;
  }
}

/* Index of a word in a list; ERROR_CONFIG with the nearest if it is not there. */
static int find_word(const char *word, const char *kind, const char *const words[], size_t n, size_t *index,
                     struct error *error) {
  struct nearest nearest = nearest_to(word);
  char hint[HINT_LENGTH];
  for (*index = 0; *index < n; ++*index) {
    if (strcmp(words[*index], word) == 0) return OK;
    nearest_offer(&nearest, words[*index]);
  }
  return error_set(error, ERROR_CONFIG, "there is no %s '%.100s'%s", kind, word, nearest_or_known(&nearest, hint));
}

static int find_model(const struct program *program, const char *name, const struct model **model,
                      struct error *error) {
  struct nearest nearest = nearest_to(name);
  char hint[HINT_LENGTH];
  for (size_t m = 0; m < program->n_models; m++) {
    *model = program->models[m];
    if (strcmp((*model)->name, name) == 0) return OK;
    nearest_offer(&nearest, (*model)->name);
  }
  return error_set(error, ERROR_CONFIG, "there is no model '%.100s'%s", name, nearest_or_known(&nearest, hint));
}

/* mend describe: the topics with their counts, and how to ask further. */
static void write_overview(struct reference *reference, struct page *page) {
  static const struct column columns[] = {
      {"name", COLUMN_NAME, NULL}, {"count", COLUMN_FACT, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};
  const struct table table = {"topics", "Topics", NULL, NULL, columns, COUNT(columns), 16};
  page_table(page, &table);
  for (size_t t = 0; t < n_topics; t++) {
    struct row row;
    row_begin(&row);
    row_words(&row, topics[t]->key);
    row_number(&row, (double)topics[t]->count(reference));
    row_words(&row, topics[t]->doc);
    page_row(page, &row);
  }
  page_table_end(page);
  topic_write(reference, &topic_models, page);
  page_say(
      page,
      "Ask further: mend describe TOPIC, mend describe NAME for all that is known of one thing, mend describe all for "
      "everything. --model chooses the model, --format text, markdown or json.");
}

/* The last word of a name with dots. */
static const char *last_word(const char *name) {
  const char *dot = strrchr(name, '.');
  return dot ? dot + 1 : name;
}

/* How well a word stands for row i of a topic. */
enum fit { NO_FIT, SYMBOL_FIT, LAST_WORD_FIT, NAME_FIT };
static enum fit fit_of(const struct reference *reference, const struct topic *topic, size_t i, const char *word) {
  static const char parameters[] = "skin.parameters.";
  const char *name = topic->name(reference, i);
  const size_t before = strlen(parameters);
  if (topic == &topic_parameters && strncmp(word, parameters, before) == 0) word += before;
  if (strcmp(name, word) == 0) return NAME_FIT;
  if (strcmp(last_word(name), word) == 0) return LAST_WORD_FIT;
  return topic->symbol && strcmp(topic->symbol(reference, i), word) == 0 ? SYMBOL_FIT : NO_FIT;
}

static void write_record(struct reference *reference, const struct topic *topic, size_t i, struct page *page) {
  const struct table table = {topic->key, topic->title, NULL, NULL, topic->columns, topic->n_columns, 0};
  struct row row;
  row_begin(&row);
  reference->n_names = 0;
  topic->fill(reference, i, &row);
  page_record(page, topic->singular, &table, &row);
  if (topic->relate) topic->relate(reference, i, page);
  page_record_end(page);
}

/* Whether a name is known; else the nearest known one. */
static int find_name(const struct reference *reference, const char *word, enum fit *best, struct error *error) {
  struct nearest nearest = nearest_to(word);
  char hint[HINT_LENGTH];
  *best = NO_FIT;
  nearest_offer(&nearest, "all");
  for (size_t t = 0; t < n_topics; t++) {
    nearest_offer(&nearest, topics[t]->key);
    for (size_t i = 0; !topics[t]->nameless && i < topics[t]->count(reference); i++) {
      enum fit fit = fit_of(reference, topics[t], i, word);
      if (fit > *best) *best = fit;
      nearest_offer(&nearest, topics[t]->name(reference, i));
      nearest_offer(&nearest, last_word(topics[t]->name(reference, i)));
    }
  }
  if (*best != NO_FIT) return OK;
  return error_set(error, ERROR_CONFIG, "nothing is called '%.100s'%s (mend describe lists the topics)", word,
                   nearest_hint(&nearest, hint));
}

/* All things that a word fits, names and last words before symbols. */
static void write_named(struct reference *reference, const char *word, enum fit best, struct page *page) {
  page_records(page);
  for (size_t t = 0; t < n_topics; t++)
    for (size_t i = 0; !topics[t]->nameless && i < topics[t]->count(reference); i++) {
      enum fit fit = fit_of(reference, topics[t], i, word);
      if (fit != NO_FIT && (fit > SYMBOL_FIT || best == SYMBOL_FIT)) write_record(reference, topics[t], i, page);
    }
  page_records_end(page);
}

static int describe(struct reference *reference, const char *what, enum page_format format, struct error *error) {
  const bool all = what && strcmp(what, "all") == 0;
  const struct topic *topic = what ? topic_find(what) : NULL;
  enum fit best = NO_FIT;
  if (what && !all && !topic) TRY(find_name(reference, what, &best, error));
  const char *about = all ? "the whole reference" : what ? what : "what there is";
  struct page *page = page_open(format, stdout, about, reference->model->name);
  if (!page) return error_set(error, ERROR_FAILED, "no memory for the page");
  if (!what) write_overview(reference, page);
  for (size_t t = 0; t < n_topics; t++)
    if (all || topics[t] == topic) topic_write(reference, topics[t], page);
  if (best != NO_FIT) write_named(reference, what, best, page);
  page_close(page);
  if (fflush(stdout) != 0 || ferror(stdout)) return error_set(error, ERROR_FAILED, "the page could not be written");
  return OK;
}

int describe_command(const struct program *program, int argc, char **argv) {
  struct arguments arguments = {0};
  struct argp argp = {.options = OPTIONS, .parser = parse, .args_doc = "[WHAT]", .doc = DOC};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  struct error error = {0};
  struct reference reference = {0};
  const struct model *model = program->models[0];
  size_t format = PAGE_TEXT;
  int code = OK;
  if (arguments.format) code = find_word(arguments.format, "format", FORMATS, COUNT(FORMATS), &format, &error);
  if (code == OK && arguments.model) code = find_model(program, arguments.model, &model, &error);
  if (code == OK) code = reference_open(&reference, program, model, &error);
  if (code == OK) code = describe(&reference, arguments.what, (enum page_format)format, &error);
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  reference_free(&reference);
  units_free();
  return code;
}
