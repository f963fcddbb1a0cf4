/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend sweep COMMAND ...: finds the command and hands over.
 */
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/sweep.h"
#include "base/nearest.h"
#include "base/units.h"

static const struct {
  const char *name;
  int (*command)(const struct program *program, int argc, char **argv);
  const char *sentence;
} COMMANDS[] = {
    {"plan", sweep_plan, "check every point, say what they will cost, write the plan"},
    {"run", sweep_run, "run all points that are not done, or a share of them"},
    {"resume", sweep_run, "the same: what was stopped or killed goes on"},
    {"retry", sweep_retry, "forget failures, and run"},
    {"status", sweep_status, "show what is done, failed, in work and to do"},
    {"collect", sweep_collect, "one table of all points"},
    {"slurm", sweep_slurm, "scripts that run it on a cluster"},
};

/* What argp shows below the options: a line for each command. */
static char *list_commands(int key, const char *text, void *input) {
  (void)input;
  char *list = NULL;
  if (key != ARGP_KEY_HELP_POST_DOC) {
    memcpy(&list, &text, sizeof list); /* argp takes its own text back, but wants it without const */
    return list;
  }
  size_t length;
  FILE *out = open_memstream(&list, &length);
  if (!out) return NULL;
  fprintf(out, "Commands:\n");
  for (size_t i = 0; i < COUNT(COMMANDS); i++) fprintf(out, "  %-9s%s\n", COMMANDS[i].name, COMMANDS[i].sentence);
  fprintf(out, "\n'mend sweep COMMAND --help' shows the options of a command.");
  fclose(out);
  return list; /* which argp frees */
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  (void)argument;
  int *first = state->input;
  if (key == ARGP_KEY_ARG) {
    *first = state->next - 1;
    state->next = state->argc; /* the rest is the command's */
    return 0;
  }
  if (key == ARGP_KEY_NO_ARGS) argp_usage(state);
  return ARGP_ERR_UNKNOWN;
}

int sweep_with_plan(const char *study, sweep_work_fn *work, void *context) {
  struct error error = {OK, ""};
  struct plan plan = {.folder = ""};
  int code = plan_read(&plan, study, &error);
  if (code == OK) code = work(&plan, context, &error);
  if (code == OK && (fflush(stdout) || ferror(stdout)))
    code = error_set(&error, ERROR_FAILED, "cannot write: %s", strerror(errno));
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  plan_free(&plan);
  units_free();
  return code;
}

int sweep_command(const struct program *program, int argc, char **argv) {
  int first = 0;
  struct argp argp = {.parser = parse,
                      .args_doc = "COMMAND [ARGUMENTS]",
                      .doc = "Run a configuration many times with other numbers: a study.\v",
                      .help_filter = list_commands};
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &first);
  for (size_t i = 0; i < COUNT(COMMANDS); i++) {
    if (strcmp(argv[first], COMMANDS[i].name) != 0) continue;
    static char name[64];
    snprintf(name, sizeof name, "mend sweep %s", COMMANDS[i].name);
    argv[first] = name;
    return COMMANDS[i].command(program, argc - first, argv + first);
  }
  struct nearest nearest = nearest_to(argv[first]);
  char hint[HINT_LENGTH];
  for (size_t i = 0; i < COUNT(COMMANDS); i++) nearest_offer(&nearest, COMMANDS[i].name);
  fprintf(stderr, "mend: there is no command 'sweep %s'%s\n", argv[first], nearest_or_known(&nearest, hint));
  return 2;
}
