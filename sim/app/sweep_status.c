/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend sweep status STUDY: what is done, failed, in work and to do, also while it runs.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/sheet.h"
#include "app/sweep.h"
#include "base/progress.h"
#include "study/tally.h"

enum { FAILED_ONLY = 0x100, FORMAT };

struct arguments {
  const char *study;
  bool failed, csv;
};

static const struct argp_option OPTIONS[] = {
    {"failed", FAILED_ONLY, NULL, 0, "show each point that failed, with its numbers", 0},
    {"format", FORMAT, "text|csv", 0, "csv: a table of all points, or of those that failed", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case FAILED_ONLY: arguments->failed = true; return 0;
    case FORMAT:
      arguments->csv = strcmp(argument, "csv") == 0;
      if (!arguments->csv && strcmp(argument, "text") != 0)
        argp_error(state, "--format is text or csv, found '%s'", argument);
      return 0;
    default: return arguments_one(key, argument, state, "STUDY", &arguments->study);
  }
}

/* A plan, and where its points stand. */
struct standing {
  const struct plan *plan;
  struct plan_tally tally;
  enum store_state *state; /* of each point */
  const char **reason;     /* of those that failed, else NULL */
  struct pool *pool;
};

static int look(struct standing *standing, struct error *error) {
  const struct plan *plan = standing->plan;
  char reason[REASON_SIZE];
  standing->state = pool_take(standing->pool, plan->n_points, sizeof *standing->state, error);
  standing->reason = pool_take(standing->pool, plan->n_points, sizeof *standing->reason, error);
  TRY((int)error->code);
  standing->tally = plan_look(plan, standing->state);
  for (size_t i = 0; i < plan->n_points; i++)
    if (standing->state[i] == POINT_FAILED)
      standing->reason[i] =
          pool_print(standing->pool, error, "%s", store_failure(plan->store, plan->points[i].identity, reason));
  return (int)error->code;
}

/* Columns of the keys, of the points that are shown. */
static void add_keys(struct sheet *sheet, const struct standing *standing, const size_t shown[]) {
  const struct plan *plan = standing->plan;
  for (size_t k = 0; k < plan->n_keys; k++) {
    const struct plan_key *key = &plan->keys[k];
    const char **words = key->is_word ? sheet_texts(sheet, key->name) : NULL;
    double *numbers = key->is_word ? NULL : sheet_numbers(sheet, key->name, key->unit, key->description);
    for (size_t r = 0; words && shown && r < sheet->n_rows; r++) words[r] = plan->points[shown[r]].word[k];
    for (size_t r = 0; numbers && shown && r < sheet->n_rows; r++) numbers[r] = plan->points[shown[r]].value[k];
  }
}

static int make_table(struct sheet *sheet, const struct standing *standing, bool failed, struct error *error) {
  const struct plan *plan = standing->plan;
  size_t *shown = pool_take(standing->pool, plan->n_points, sizeof *shown, error), n = 0;
  for (size_t i = 0; shown && i < plan->n_points; i++)
    if (!failed || standing->state[i] == POINT_FAILED) shown[n++] = i;
  TRY((int)error->code);
  *sheet = sheet_make(plan->n_keys + 5, n, standing->pool, error);
  double *point = sheet_numbers(sheet, "point", "1", NULL);
  const char **identity = sheet_texts(sheet, "identity"), **status = sheet_texts(sheet, "status");
  add_keys(sheet, standing, shown);
  double *wall = sheet_numbers(sheet, "forecast", "s", NULL);
  const char **reason = sheet_texts(sheet, "reason");
  TRY((int)error->code);
  for (size_t r = 0; r < n; r++) {
    point[r] = (double)shown[r];
    identity[r] = plan->points[shown[r]].identity;
    status[r] = store_state_word[standing->state[shown[r]]];
    wall[r] = plan->points[shown[r]].wall;
    reason[r] = standing->reason[shown[r]];
  }
  return OK;
}

/* Whether two reasons differ in their numbers alone. */
static bool alike(const char *a, const char *b) {
  static const char PARTS[] = "0123456789+-.e";
  while (a && b && *a && *b) {
    bool numbers = strchr("0123456789", *a) && strchr("0123456789", *b);
    if (!numbers && *a != *b) return false;
    a += numbers ? strspn(a, PARTS) : 1;
    b += numbers ? strspn(b, PARTS) : 1;
  }
  return a && b && *a == *b;
}

/* Each kind of reason once, by its first, with the number of points that failed for it. */
static int show_reasons(const struct standing *standing, struct error *error) {
  const struct plan *plan = standing->plan;
  size_t *first = pool_take(standing->pool, plan->n_points, sizeof *first, error);
  if (!first) return (int)error->code;
  size_t n = plan_distinct(plan, first);
  for (size_t i = 0; i < n; i++) {
    const char *reason = standing->reason[first[i]];
    size_t same = 0;
    bool said = !reason;
    for (size_t j = 0; j < i && !said; j++) said = alike(standing->reason[first[j]], reason);
    for (size_t j = i; j < n && !said; j++) same += alike(standing->reason[first[j]], reason);
    if (!said) printf("  %zu point%s%s: %s\n", same, same == 1 ? "" : "s", same == 1 ? "" : ", the first", reason);
  }
  return OK;
}

static int show_counts(const struct standing *standing, const char *study, struct error *error) {
  const struct plan *plan = standing->plan;
  const struct plan_tally *tally = &standing->tally;
  char done[24], left[24];
  duration_text(tally->wall[POINT_DONE], done);
  duration_text(tally->wall[POINT_TO_DO] + tally->wall[POINT_BEGUN], left);
  printf("study      %s%s%s\n", study, *plan->title ? ": " : "", plan->title);
  printf("points     %zu", plan->n_points);
  if (tally->different < plan->n_points) printf(", of which %zu are different", tally->different);
  printf("\ndone       %zu\nfailed     %zu\nbegun      %zu: in work, or half done\nto do      %zu\n",
         tally->n[POINT_DONE], tally->n[POINT_FAILED], tally->n[POINT_BEGUN], tally->n[POINT_TO_DO]);
  printf("forecast   %s of one thread for what is done, %s for what is left\n", done, left);
  if (tally->n[POINT_FAILED] == 0) return OK;
  printf("failures   'mend sweep retry %s' runs them again\n", study);
  return show_reasons(standing, error);
}

static int show(const struct plan *plan, void *context, struct error *error) {
  const struct arguments *arguments = context;
  struct pool pool = {0};
  struct sheet sheet;
  struct standing standing = {.plan = plan, .pool = &pool};
  int code = look(&standing, error);
  if (!code && !arguments->csv && !arguments->failed) code = show_counts(&standing, arguments->study, error);
  else if (!code) code = make_table(&sheet, &standing, arguments->failed, error);
  if (!code && arguments->csv) sheet_print_csv(&sheet, stdout);
  else if (!code && arguments->failed) sheet_print(&sheet, "", stdout);
  pool_free(&pool);
  return code;
}

int sweep_status(const struct program *program, int argc, char **argv) {
  (void)program;
  struct arguments arguments = {0};
  struct argp argp = {.options = OPTIONS,
                      .parser = parse,
                      .args_doc = "STUDY",
                      .doc = "Show how far STUDY is, while it runs or after it ended in whatever way."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  return sweep_with_plan(arguments.study, show, &arguments);
}
