/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend info RUN [RUN2]: what a result holds, or what differs between two.
 */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/apart.h"
#include "app/commands.h"
#include "app/comparison.h"
#include "app/info_overview.h"
#include "app/info_parts.h"
#include "base/units.h"

enum part { OVERVIEW, MEASURES, OUTCOMES, CONFIGURATION, PUNCTURES };
enum format { PLAIN, CSV, JSON };
/* Keys of options without a letter; a part's is PART and its number. */
enum { FORMAT = 0x100, NAME, PART };
enum { MOST_NAMES = 256 };

struct arguments {
  const char *path[2];
  size_t n_paths;
  enum part part;
  enum format format;
  const char *names[MOST_NAMES];
  struct selection selection;
};

static const char *const PARTS[] = {
    [MEASURES] = "measures", [OUTCOMES] = "outcomes", [CONFIGURATION] = "configuration", [PUNCTURES] = "punctures"};
static const char *const FORMATS[] = {[PLAIN] = "text", [CSV] = "csv", [JSON] = "json"};

static const struct argp_option OPTIONS[] = {
    {"measures", PART + MEASURES, NULL, 0,
     "just the measures over time; a profile over depth only by --name, or in JSON", 0},
    {"outcomes", PART + OUTCOMES, NULL, 0, "just the outcomes", 0},
    {"configuration", PART + CONFIGURATION, NULL, 0, "just the configuration, as a file that can be run", 0},
    {"punctures", PART + PUNCTURES, NULL, 0, "just the punctures; as CSV a file for the device 'file'", 0},
    {"name", NAME, "NAME", 0, "of the measures or outcomes just this one; may be repeated", 0},
    {"format", FORMAT, "FORMAT", 0, "text (default), csv or json", 0},
    {0}};

static void parse_part(struct arguments *arguments, enum part part, struct argp_state *state) {
  if (arguments->part != OVERVIEW && arguments->part != part)
    argp_error(state, "one part at a time: --%s and --%s were given", PARTS[arguments->part], PARTS[part]);
  arguments->part = part;
}

static void parse_format(struct arguments *arguments, const char *text, struct argp_state *state) {
  for (size_t f = 0; f < COUNT(FORMATS); f++) {
    arguments->format = (enum format)f;
    if (strcmp(text, FORMATS[f]) == 0) return;
  }
  argp_error(state, "--format wants text, csv or json, found '%s'", text);
}

/* What options mean together. */
static void check(const struct arguments *arguments, struct argp_state *state) {
  enum part part = arguments->part;
  bool two = arguments->n_paths == 2;
  if (arguments->n_paths == 0) argp_error(state, "which RUN?");
  if (two && (part == MEASURES || part == PUNCTURES))
    argp_error(state, "--%s shows one result; two are compared by their outcomes and configurations", PARTS[part]);
  if (arguments->selection.n > 0 && (two || (part != MEASURES && part != OUTCOMES)))
    argp_error(state, "--name goes with --measures or --outcomes of one result");
  if (arguments->format == CSV && !two && (part == OVERVIEW || part == CONFIGURATION))
    argp_error(state, "%s is no table: --format csv goes with --measures, --outcomes or --punctures",
               part == OVERVIEW ? "the overview" : "the configuration");
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  if (key > PART && key < PART + (int)COUNT(PARTS)) {
    parse_part(arguments, (enum part)(key - PART), state);
    return 0;
  }
  switch (key) {
    case FORMAT: parse_format(arguments, argument, state); return 0;
    case NAME:
      if (arguments->selection.n == MOST_NAMES) argp_error(state, "more than %d times --name", MOST_NAMES);
      arguments->names[arguments->selection.n++] = argument;
      return 0;
    case ARGP_KEY_ARG:
      if (arguments->n_paths == 2) argp_error(state, "at most two results: '%s' is one too many", argument);
      arguments->path[arguments->n_paths++] = argument;
      return 0;
    case ARGP_KEY_END: check(arguments, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
  }
}

/* An overview in the wanted format; as CSV its first table alone. */
static void show_overview(const struct overview *overview, enum format format) {
  if (format == JSON) overview_print_json(overview, stdout);
  else if (format == PLAIN) overview_print(overview, stdout);
  for (size_t i = 0; format == CSV && i < overview->n; i++)
    if (overview->entries[i].kind == ENTRY_SHEET) {
      sheet_print_csv(&overview->entries[i].sheet, stdout);
      return;
    }
}

static void show_sheet(const struct sheet *sheet, const char *name, enum format format) {
  struct overview overview = {.n = 0};
  overview_add(&overview, (struct entry){.name = name, .kind = ENTRY_SHEET, .sheet = *sheet});
  if (format == PLAIN) sheet_print(sheet, "", stdout);
  else show_overview(&overview, format);
}

static int show_measures(const struct arguments *arguments, const struct stored *stored, struct pool *pool,
                         struct error *error) {
  struct sheet sheet;
  size_t left_out = 0;
  if (arguments->format == JSON) TRY(info_measures(&sheet, stored, &arguments->selection, pool, error));
  else TRY(info_measures_flat(&sheet, stored, &arguments->selection, &left_out, pool, error));
  show_sheet(&sheet, "measures", arguments->format);
  if (left_out > 0)
    fprintf(stderr, "note: %zu profile%s over depth left out; --name NAME shows one\n", left_out,
            left_out == 1 ? "" : "s");
  return OK;
}

static int show_configuration(const struct stored *stored, enum format format, struct error *error) {
  const char *text = stored_provenance(stored, "configuration");
  if (!text) return error_set(error, ERROR_FAILED, "%s holds no configuration", stored->path);
  struct overview overview = {.n = 0};
  overview_add(&overview, (struct entry){.name = "configuration", .kind = ENTRY_TEXT, .text = text});
  if (format == PLAIN) fputs(text, stdout);
  else show_overview(&overview, format);
  return OK;
}

static int show(const struct arguments *arguments, const struct stored *stored, const struct program *program,
                struct pool *pool, struct error *error) {
  struct overview overview;
  struct sheet sheet;
  if (arguments->part != OVERVIEW && !stored_complete(stored))
    fprintf(stderr, "note: %s is not complete: its run was cut short, or is still at work\n", stored->path);
  switch (arguments->part) {
    case MEASURES: return show_measures(arguments, stored, pool, error);
    case CONFIGURATION: return show_configuration(stored, arguments->format, error);
    case OUTCOMES: TRY(info_outcomes(&sheet, stored, &arguments->selection, pool, error)); break;
    case PUNCTURES: TRY(info_punctures(&sheet, stored, pool, error)); break;
    case OVERVIEW:
      TRY(info_overview(&overview, stored, program, pool, error));
      show_overview(&overview, arguments->format);
      return OK;
  }
  show_sheet(&sheet, PARTS[arguments->part], arguments->format);
  return OK;
}

static int compare(const struct arguments *arguments, const struct stored results[2], struct pool *pool,
                   struct error *error) {
  const struct comparison_names names = {"first", "second"};
  struct overview overview = {.n = 0};
  struct sheet sheet;
  for (size_t i = 0; i < 2; i++) {
    const char *state = stored_complete(&results[i]) ? "" : " (not complete)";
    overview_add(&overview, (struct entry){.name = i ? names.second : names.first,
                                           .kind = ENTRY_TEXT,
                                           .text = pool_print(pool, error, "%s%s", results[i].path, state)});
  }
  if (arguments->part != CONFIGURATION) {
    TRY(comparison_outcomes(&sheet, &results[0], &results[1], &names, pool, error));
    overview_add(&overview, (struct entry){.name = "outcomes", .kind = ENTRY_SHEET, .sheet = sheet});
  }
  if (arguments->part != OUTCOMES) {
    TRY(comparison_configurations(&sheet, &results[0], &results[1], &names, pool, error));
    overview_add(&overview, (struct entry){.name = "configuration", .kind = ENTRY_SHEET, .sheet = sheet});
    if (sheet.n_rows == 0)
      overview_add(
          &overview,
          (struct entry){.name = "configuration", .kind = ENTRY_TEXT, .reader = PEOPLE, .text = "no key differs"});
  }
  show_overview(&overview, arguments->format);
  return OK;
}

/* The command at work: results are read one after the other, then shown. */
struct work {
  const struct arguments *arguments;
  const struct program *program;
  struct stored results[2];
  size_t n_read;
};

static int present(struct work *work, struct error *error) {
  struct pool pool = {0};
  const struct arguments *arguments = work->arguments;
  int code = arguments->n_paths == 2 ? compare(arguments, work->results, &pool, error)
                                     : show(arguments, &work->results[0], work->program, &pool, error);
  if (code == OK && (fflush(stdout) || ferror(stdout)))
    code = error_set(error, ERROR_FAILED, "cannot write: %s", strerror(errno));
  pool_free(&pool);
  units_free();
  return code;
}

static int read_next(struct work *work);

/* Read one result, and go on from there in the same process. */
static int read_one(void *context, FILE *answer) {
  (void)answer;
  struct work *work = context;
  struct stored *stored = &work->results[work->n_read];
  struct error error = {0};
  int code = stored_read(stored, work->arguments->path[work->n_read++], &error);
  if (code == OK && work->n_read < work->arguments->n_paths) code = read_next(work);
  else if (code == OK) code = present(work, &error);
  if (error.code) fprintf(stderr, "mend: %s\n", error.sentence);
  stored_free(stored);
  return code;
}

/* Each result in a process of its own, so that the sentence names the one that ends it. */
static int read_next(struct work *work) {
  struct error error = {0};
  struct answer answer = {0};
  int code = apart(work->arguments->path[work->n_read], read_one, work, &answer, &error);
  if (error.code) fprintf(stderr, "mend: %s\n", error.sentence);
  free(answer.text);
  return code;
}

int info_command(const struct program *program, int argc, char **argv) {
  static struct arguments arguments;
  arguments.selection.names = arguments.names;
  struct argp argp = {.options = OPTIONS,
                      .parser = parse,
                      .args_doc = "RUN [RUN2]",
                      .doc =
                          "Show what the result RUN holds (its folder, or the run.vtkhdf in it), or lay two results "
                          "side by side: outcomes, and the keys of the configurations that differ. '-' stands for what "
                          "is not within the run."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  static struct work work;
  work = (struct work){.arguments = &arguments, .program = program};
  return read_next(&work);
}
