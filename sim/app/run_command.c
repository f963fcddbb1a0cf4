/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend run CONFIG: read, check, simulate, write.
 */
#include <argp.h>
#include <errno.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "base/units.h"
#include "build_info.h"
#include "config/settings.h"
#include "models/registry.h"
#include "run/run.h"

enum { MAX_ASSIGNMENTS = 256, QUIET = 'q', SET = 's', THREADS = 't', FORCE = 'f' };

struct arguments {
  const char *config, *folder;
  struct assignment assignments[MAX_ASSIGNMENTS];
  size_t n_assignments;
  long threads;
  bool force, quiet;
};

static const struct argp_option OPTIONS[] = {
    {"output", 'o', "FOLDER", 0, "write the result here (default: the name of CONFIG without its ending)", 0},
    {"set", SET, "KEY=VALUE", 0,
     "replace one key of the configuration, e.g. --set treatment.device.density='100 /cm^2'", 0},
    {"threads", THREADS, "N", 0, "number of threads (default: OMP_NUM_THREADS, else all)", 0},
    {"force", FORCE, NULL, 0, "replace an existing result", 0},
    {"quiet", QUIET, NULL, 0, "say nothing but errors", 0},
    {0}};

static long whole(struct argp_state *state, const char *text, const char *option, long most) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno || *end || end == text || value < 1 || value > most)
    argp_error(state, "%s wants a whole number from 1 to %ld, found '%s'", option, most, text);
  return value;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case 'o': arguments->folder = argument; return 0;
    case FORCE: arguments->force = true; return 0;
    case QUIET: arguments->quiet = true; return 0;
    case THREADS: arguments->threads = whole(state, argument, "--threads", 4096); return 0;
    case SET:
      if (arguments->n_assignments == MAX_ASSIGNMENTS) argp_error(state, "more than %d times --set", MAX_ASSIGNMENTS);
      arguments->assignments[arguments->n_assignments++].text = argument;
      return 0;
    case ARGP_KEY_ARG:
      if (arguments->config)
        argp_error(state, "one CONFIG at a time: '%s' and '%s' were given", arguments->config, argument);
      arguments->config = argument;
      return 0;
    case ARGP_KEY_END:
      if (!arguments->config) argp_error(state, "which CONFIG?");
      return 0;
    default: return ARGP_ERR_UNKNOWN;
  }
}

/* The name of the configuration without folder and ending. */
static void default_folder(const char *config, char folder[1024]) {
  const char *slash = strrchr(config, '/');
  snprintf(folder, 1024, "%s", slash ? slash + 1 : config);
  char *dot = strrchr(folder, '.');
  if (dot && dot != folder) *dot = 0;
  else strncat(folder, "_result", 1023 - strlen(folder));
}

int run_command(int argc, char **argv) {
  struct arguments arguments = {0};
  struct argp argp = {
      .options = OPTIONS,
      .parser = parse,
      .args_doc = "CONFIG",
      .doc = "Simulate what CONFIG describes and write a result folder: frames for ParaView, tables, provenance."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  if (arguments.threads) omp_set_num_threads((int)arguments.threads);
  char folder[1024];
  default_folder(arguments.config, folder);
  struct error error = {0};
  struct settings settings = {0};
  int code = settings_read(&settings, arguments.config, arguments.assignments, arguments.n_assignments, models,
                           n_models, stderr, &error);
  struct run_options options = {.folder = arguments.folder ? arguments.folder : folder,
                                .force = arguments.force,
                                .quiet = arguments.quiet,
                                .program = "mend " MEND_VERSION " (" MEND_REVISION ")",
                                .build = MEND_COMPILER " " MEND_FLAGS};
  if (code == OK) code = run(&settings, &options, stderr, &error);
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  settings_free(&settings);
  units_free();
  return code;
}
