/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend sweep collect STUDY: one table of all points.
 */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "app/arguments.h"
#include "app/sweep.h"
#include "study/collect.h"

static error_t parse(int key, char *argument, struct argp_state *state) {
  return arguments_one(key, argument, state, "STUDY", state->input);
}

static void show(const struct plan *plan, const struct plan_tally *tally) {
  bool bands = plan->n_points > plan->design.n_points;
  printf("wrote %s/%s%s %s%s%s: %zu points", plan->folder, TABLE_FILE, bands ? "," : " and", TABLE_TEXT_FILE,
         bands ? " and " : "", bands ? BANDS_FILE : "", plan->n_points);
  for (size_t s = N_STORE_STATES; s-- > 0;)
    if (tally->n[s] > 0) printf(", %zu %s", tally->n[s], store_state_word[s]);
  if (tally->different < plan->n_points) printf(" (of %zu that differ)", tally->different);
  printf("\n");
}

static int collect_and_show(const struct plan *plan, void *context, struct error *error) {
  (void)context;
  struct plan_tally tally = {.different = 0};
  TRY(collect(plan, &tally, error));
  show(plan, &tally);
  return OK;
}

int sweep_collect(const struct program *program, int argc, char **argv) {
  (void)program;
  const char *study = NULL;
  struct argp argp = {.parser = parse,
                      .args_doc = "STUDY",
                      .doc = "Write STUDY/" TABLE_FILE " and STUDY/" TABLE_TEXT_FILE
                             ": a row for each point, with its keys, outcomes, status and timing, from whatever is "
                             "finished by now."};
  argp_parse(&argp, argc, argv, 0, NULL, &study);
  return sweep_with_plan(study, collect_and_show, NULL);
}
