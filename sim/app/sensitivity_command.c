/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend sensitivity STUDY: how much each key of a study matters to each outcome.
 */
#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/apart.h"
#include "app/arguments.h"
#include "app/commands.h"
#include "app/sensitivity_report.h"
#include "base/nearest.h"

/* Keys of options without a letter. */
enum { FORMAT = 0x100, OUTCOME, RESAMPLES, SEED };
enum { MOST_OUTCOMES = 256 };

static const struct {
  const char *name;
  int (*print)(const struct sensitivity_report *report, FILE *stream, struct error *error);
} FORMATS[] = {{"text", sensitivity_print}, {"csv", sensitivity_print_csv}, {"json", sensitivity_print_json}};

struct arguments {
  const char *study;
  size_t format; /* number in FORMATS */
  const char *outcomes[MOST_OUTCOMES];
  size_t n_outcomes; /* 0: all */
  struct sensitivity_request request;
};

static const struct argp_option OPTIONS[] = {
    {"outcome", OUTCOME, "NAME", 0, "just this outcome; may be repeated", 0},
    {"format", FORMAT, "FORMAT", 0, "text (default), csv or json", 0},
    {"resamples", RESAMPLES, "N", 0, "of the blocks, for the intervals (default 1000)", 0},
    {"seed", SEED, "N", 0, "of the resamples (default 1)", 0},
    {0}};

static size_t parse_format(const char *text, struct argp_state *state) {
  size_t f = 0;
  while (f < COUNT(FORMATS) && strcmp(text, FORMATS[f].name) != 0) f++;
  if (f == COUNT(FORMATS)) argp_error(state, "--format wants text, csv or json, found '%s'", text);
  return f;
}

static uint64_t parse_whole(const char *option, const char *text, uint64_t most, struct argp_state *state) {
  bool digits = *text && strspn(text, "0123456789") == strlen(text);
  errno = 0;
  unsigned long long value = digits ? strtoull(text, NULL, 10) : 0;
  if (!digits || errno || value > most)
    argp_error(state, "--%s wants a whole number up to %llu, found '%s'", option, (unsigned long long)most, text);
  return value;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case FORMAT: arguments->format = parse_format(argument, state); return 0;
    case RESAMPLES: arguments->request.resamples = parse_whole("resamples", argument, 1000000, state); return 0;
    case SEED: arguments->request.seed = parse_whole("seed", argument, (uint64_t)1 << 53, state); return 0;
    case OUTCOME:
      if (arguments->n_outcomes == MOST_OUTCOMES) argp_error(state, "more than %d times --outcome", MOST_OUTCOMES);
      arguments->outcomes[arguments->n_outcomes++] = argument;
      return 0;
    default: return arguments_one(key, argument, state, "STUDY", &arguments->study);
  }
}

static const struct study_column *find_outcome(const struct study_table *table, const char *name, struct error *error) {
  struct nearest nearest = nearest_to(name);
  char hint[HINT_LENGTH];
  for (size_t c = 0; c < table->n_outcomes; c++) {
    if (strcmp(table->outcomes[c].name, name) == 0) return &table->outcomes[c];
    nearest_offer(&nearest, table->outcomes[c].name);
  }
  error_set(error, ERROR_CONFIG, "the study has no outcome '%.100s'%s", name, nearest_or_known(&nearest, hint));
  return NULL;
}

/* Why an outcome has no indices, if it can be seen from its values. */
static const char *reason_of(size_t n, const double y[]) {
  size_t numbers = 0, first = 0, same = 0;
  for (size_t i = 0; i < n; i++) {
    if (!isfinite(y[i])) continue;
    if (numbers++ == 0) first = i;
    same += y[i] == y[first];
  }
  return numbers == 0 ? "no number at any point" : same == numbers ? "the same at all points" : NULL;
}

/* The indices of one outcome, or the reason why there are none. @param y  room for an output per setting */
static int analyse(struct outcome_indices *of, const struct study_table *table,
                   const struct sensitivity_request *request, double y[], struct pool *pool, struct error *error) {
  size_t keys = table->design.n_keys;
  struct error own = {0};
  study_table_means(table, of->outcome, y);
  of->reason = reason_of(table->design.n_points, y);
  if (of->reason) return OK;
  struct variance_shares *shares = NULL;
  struct elementary_effects *effects = NULL;
  if (table->kind == DESIGN_SOBOL) {
    of->shares = shares = pool_take(pool, keys, sizeof *shares, error);
    if (shares) sensitivity_sobol(&table->design, y, request, shares, &of->blocks, &own);
  } else {
    of->effects = effects = pool_take(pool, keys, sizeof *effects, error);
    if (effects) sensitivity_morris(&table->design, y, request, effects, &of->blocks, &own);
  }
  if (own.code == ERROR_CONFIG) return error_set(error, own.code, "%s", own.sentence);
  if (own.code) of->reason = pool_print(pool, error, "%s", own.sentence);
  return (int)error->code;
}

static int report(const struct arguments *arguments, const struct study_table *table, struct pool *pool,
                  struct error *error) {
  if (table->kind != DESIGN_SOBOL && table->kind != DESIGN_MORRIS)
    return error_set(error, ERROR_CONFIG,
                     "%s is a study of the design '%s'; sensitivity needs the design 'sobol' (shares of the variance) "
                     "or 'morris' (elementary effects, for many keys)",
                     arguments->study, design_word[table->kind]);
  size_t n = arguments->n_outcomes ? arguments->n_outcomes : table->n_outcomes, shown = 0;
  struct outcome_indices *outcomes = pool_take(pool, n, sizeof *outcomes, error);
  double *y = pool_take(pool, table->design.n_points, sizeof *y, error);
  TRY((int)error->code);
  for (size_t i = 0; i < n; i++) {
    outcomes[i].outcome =
        arguments->n_outcomes ? find_outcome(table, arguments->outcomes[i], error) : &table->outcomes[i];
    TRY((int)error->code);
  }
  for (size_t i = 0; i < n; i++) {
    TRY(analyse(&outcomes[i], table, &arguments->request, y, pool, error));
    shown += !outcomes[i].reason;
  }
  if (n == 0) return error_set(error, ERROR_FAILED, "%s holds no outcome", table->path);
  if (shown == 0)
    return error_set(error, ERROR_FAILED, "%s: nothing can be said of any outcome; %s: %s", arguments->study,
                     outcomes[0].outcome->name, outcomes[0].reason);
  const struct sensitivity_report all = {.study = arguments->study,
                                         .table = table,
                                         .request = arguments->request,
                                         .n = n,
                                         .outcomes = outcomes,
                                         .pool = pool};
  TRY(FORMATS[arguments->format].print(&all, stdout, error));
  if (fflush(stdout) || ferror(stdout)) return error_set(error, ERROR_FAILED, "cannot write: %s", strerror(errno));
  return OK;
}

/* Whether the table can be read. */
static int try_reading(void *context, FILE *answer) {
  (void)answer;
  const struct arguments *arguments = context;
  struct study_table table;
  struct error error = {0};
  study_table_read(&table, arguments->study, &error);
  if (error.code) fprintf(stderr, "mend: %s\n", error.sentence);
  study_table_free(&table);
  return (int)error.code;
}

int sensitivity_command(const struct program *program, int argc, char **argv) {
  (void)program;
  static struct arguments arguments = {.request = {.resamples = 1000, .seed = 1}};
  struct argp argp = {.options = OPTIONS,
                      .parser = parse,
                      .args_doc = "STUDY",
                      .doc =
                          "Show how much each key of a study matters to each outcome that varies: of the design "
                          "'sobol' its shares of the variance, of the design 'morris' its elementary effects. STUDY is "
                          "the folder of a sweep that 'mend sweep collect' has gathered."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  struct error error = {0};
  struct answer answer = {0};
  struct study_table table = {.n_points = 0};
  struct pool pool = {0};
  /* The work may take longer than a process apart is given; a table that was read there once can be read here. */
  int code = apart(arguments.study, try_reading, &arguments, &answer, &error);
  free(answer.text);
  if (code == OK) code = study_table_read(&table, arguments.study, &error);
  if (code == OK) code = report(&arguments, &table, &pool, &error);
  if (error.code) fprintf(stderr, "mend: %s\n", error.sentence);
  pool_free(&pool);
  study_table_free(&table);
  return code;
}
