/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend verify [NAME...]: run the checks and lay what they found in one table.
 */
#include <argp.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/sheet.h"
#include "base/nearest.h"
#include "base/units.h"
#include "verify/verify.h"

enum { JSON = 'j', LIST = 'l' };

struct arguments {
  bool json, list;
  bool *meant; /* of each check; all, if none is named */
  bool named;
};

static const struct argp_option OPTIONS[] = {
    {"json", JSON, NULL, 0, "print an object whose list `rows` holds the table", 0},
    {"list", LIST, NULL, 0, "list the checks and their groups, and run none", 0},
    {0}};

static void take_name(struct arguments *arguments, const char *name, struct argp_state *state) {
  bool known = false;
  struct nearest nearest = nearest_to(name);
  char hint[HINT_LENGTH];
  for (size_t i = 0; i < verify_n_checks; i++) {
    const struct verify_check *check = &verify_checks[i];
    if (i == 0 || strcmp(check->group, verify_checks[i - 1].group) != 0) nearest_offer(&nearest, check->group);
    if (strcmp(check->group, check->name) != 0) nearest_offer(&nearest, check->name);
    if (!verify_is_meant(check, name)) continue;
    arguments->meant[i] = known = true;
  }
  const char *near = nearest_hint(&nearest, hint);
  if (!known) argp_failure(state, 2, 0, "there is no check '%s'%s", name, *near ? near : "; --list shows them");
  arguments->named = true;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case JSON: arguments->json = true; return 0;
    case LIST: arguments->list = true; return 0;
    case ARGP_KEY_ARG: take_name(arguments, argument, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
  }
}

static void print_list(void) {
  for (size_t i = 0; i < verify_n_checks; i++)
    printf("%-11s %-16s %s\n", verify_checks[i].group, verify_checks[i].name, verify_checks[i].doc);
}

/* The number of a reason, from 1 on in the order in which reasons come first. */
static size_t note_of(const struct verify_report *report, size_t row) {
  size_t number = 0;
  for (size_t i = 0; i <= row; i++) {
    bool first = true;
    for (size_t before = 0; before < i && first; before++)
      first = strcmp(report->rows[before].why, report->rows[i].why) != 0;
    if (first) number++;
    if (strcmp(report->rows[i].why, report->rows[row].why) == 0) return number;
  }
  return number;
}

/* The rows of one group as a table; reasons are numbered and stand below all tables. */
static int print_group(const struct verify_report *report, size_t begin, size_t end, struct pool *pool,
                       struct error *error) {
  struct sheet sheet = sheet_make(6, end - begin, pool, error);
  const char **verdict = sheet_texts(&sheet, "verdict");
  double *expected = sheet_numbers(&sheet, "expected", "1", NULL),
         *observed = sheet_numbers(&sheet, "observed", "1", NULL),
         *tolerance = sheet_numbers(&sheet, "tolerance", "1", NULL);
  const char **note = sheet_texts(&sheet, "why"), **what = sheet_texts(&sheet, "what");
  if (error->code) return (int)error->code;
  for (size_t i = begin; i < end; i++) {
    const struct verify_row *row = &report->rows[i];
    what[i - begin] = row->what;
    expected[i - begin] = row->expected;
    observed[i - begin] = row->observed;
    tolerance[i - begin] = row->tolerance;
    verdict[i - begin] = row->pass ? "pass" : "FAIL";
    note[i - begin] = pool_print(pool, error, "[%zu]", note_of(report, i));
  }
  if (error->code) return (int)error->code;
  printf("%s\n", report->rows[begin].group);
  sheet_print(&sheet, "  ", stdout);
  printf("\n");
  return OK;
}

static void print_notes(const struct verify_report *report) {
  size_t last = 0;
  if (report->n > 0) printf("why the tolerance\n");
  for (size_t i = 0; i < report->n; i++) {
    size_t note = note_of(report, i);
    if (note <= last) continue;
    last = note;
    printf("  [%zu] %s\n", note, report->rows[i].why);
  }
}

static int print_text(const struct verify_report *report, const struct program *program, struct error *error) {
  struct pool pool = {NULL};
  int code = OK;
  printf("%s: |observed - expected| <= tolerance\n\n", program->version);
  for (size_t begin = 0, end; !code && begin < report->n; begin = end) {
    for (end = begin; end < report->n && strcmp(report->rows[end].group, report->rows[begin].group) == 0;) end++;
    code = print_group(report, begin, end, &pool, error);
  }
  if (!code) print_notes(report);
  if (!code) printf("\n%zu of %zu pass\n", report->n - verify_failures(report), report->n);
  pool_free(&pool);
  return code;
}

static void print_json(const struct verify_report *report, const struct program *program) {
  struct json json = {.stream = stdout};
  json_object(&json, NULL);
  json_text(&json, "program", program->version);
  json_truth(&json, "pass", verify_failures(report) == 0);
  json_array(&json, "rows");
  for (size_t i = 0; i < report->n; i++) {
    const struct verify_row *row = &report->rows[i];
    json_object(&json, NULL);
    json_text(&json, "group", row->group);
    json_text(&json, "what", row->what);
    json_number(&json, "expected", row->expected);
    json_number(&json, "observed", row->observed);
    json_number(&json, "tolerance", row->tolerance);
    json_text(&json, "why", row->why);
    json_truth(&json, "pass", row->pass);
    json_end(&json);
  }
  json_end(&json);
  json_end(&json);
}

/* One line on a terminal, rewritten by the next; elsewhere nothing: the table comes soon enough. */
static void show_progress(const char *name) {
  if (isatty(fileno(stderr))) fprintf(stderr, "\r\033[K%s", name);
}

static int run_checks(struct verify_report *report, const struct program *program, const struct arguments *arguments,
                      struct error *error) {
  const struct verify_models models = {program->models, program->n_models};
  int code = OK;
  for (size_t i = 0; !code && i < verify_n_checks; i++) {
    if (arguments->named && !arguments->meant[i]) continue;
    show_progress(verify_checks[i].doc);
    code = verify_run_check(&verify_checks[i], &models, report, error);
  }
  show_progress("");
  return code;
}

int verify_command(const struct program *program, int argc, char **argv) {
  struct arguments arguments = {.meant = calloc(verify_n_checks, sizeof(bool))};
  if (!arguments.meant) return ERROR_FAILED;
  struct argp argp = {.options = OPTIONS,
                      .parser = parse,
                      .args_doc = "[NAME...]",
                      .doc =
                          "Measure how well this program solves its equations: orders of accuracy, exact solutions, "
                          "invariants, the volume of channels, and the cases that models bring along. NAME is a check "
                          "or a group of --list; without it all are run. It needs no files.\v"
                          "Exit status: 0 all pass, 1 some fail, 2 wrong usage."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  struct verify_report report = {.n = 0};
  struct error error = {OK, ""};
  int code = OK;
  if (arguments.list) print_list();
  else code = run_checks(&report, program, &arguments, &error);
  if (!code && arguments.json) print_json(&report, program);
  else if (!code && !arguments.list) code = print_text(&report, program, &error);
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  else if (verify_failures(&report) > 0) code = ERROR_FAILED;
  verify_report_free(&report);
  free(arguments.meant);
  units_free();
  return code;
}
