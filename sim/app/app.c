/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend COMMAND ...: finds the command and hands over.
 */
#include "app/app.h"

#include <argp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/threads.h"
#include "base/nearest.h"
#include "build_info.h"

const char *argp_program_version = "mend " MEND_VERSION;

static const struct {
  const char *name;
  int (*command)(const struct program *program, int argc, char **argv);
} COMMANDS[] = {{"run", run_command},   {"check", check_command},  {"describe", describe_command},
                {"info", info_command}, {"sweep", sweep_command},  {"sensitivity", sensitivity_command},
                {"fit", fit_command},   {"verify", verify_command}};

static const char DOC[] =
    "MEND simulates what a needling session does to skin.\v"
    "Commands:\n"
    "  check CONFIG       find mistakes; forecast punctures, injury, time, memory\n"
    "  run CONFIG         simulate, and write a result folder\n"
    "  info RUN [RUN2]    show what a result holds, or how two differ\n"
    "  sweep COMMAND      run a configuration many times with other numbers: a study\n"
    "  sensitivity STUDY  show how much each key of a study matters to each outcome\n"
    "  fit FIT            find the parameters that come nearest to observations\n"
    "  describe [WHAT]    show fields, parameters, keys, devices, outcomes, sources\n"
    "  verify [NAME...]   measure orders of accuracy, exact solutions, invariants; needs no files\n"
    "\n"
    "CONFIG is a YAML file, or a result: the configuration that made it. RUN is the folder of a result.\n"
    "'mend COMMAND --help' shows the options of a command.\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 85 stopped with a checkpoint.";

struct call {
  int first; /* index of the command in argv */
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  (void)argument;
  struct call *call = state->input;
  if (key == ARGP_KEY_ARG) {
    call->first = state->next - 1;
    state->next = state->argc; /* the rest is the command's */
    return 0;
  }
  if (key == ARGP_KEY_NO_ARGS) argp_usage(state);
  return ARGP_ERR_UNKNOWN;
}

int mend_main(int argc, char **argv, const struct model *const models[], size_t n_models) {
  signal(SIGXFSZ, SIG_IGN); /* a write beyond a limit on the size of files fails like any other */
  threads_wait_passively(argv);
  argp_err_exit_status = 2;
  const struct program program = {models, n_models, "mend " MEND_VERSION " (" MEND_REVISION ")"};
  struct call call = {0};
  struct argp argp = {.parser = parse, .args_doc = "COMMAND [ARGUMENTS]", .doc = DOC};
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &call);
  for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++) {
    if (strcmp(argv[call.first], COMMANDS[i].name) != 0) continue;
    static char name[64];
    snprintf(name, sizeof name, "mend %s", COMMANDS[i].name);
    argv[call.first] = name;
    return COMMANDS[i].command(&program, argc - call.first, argv + call.first);
  }
  struct nearest nearest = nearest_to(argv[call.first]);
  char hint[HINT_LENGTH];
  for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++) nearest_offer(&nearest, COMMANDS[i].name);
  fprintf(stderr, "mend: there is no command '%s'%s\n", argv[call.first], nearest_or_known(&nearest, hint));
  return 2;
}
