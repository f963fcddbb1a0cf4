/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/configuration.h"

#include <errno.h>
#include <omp.h>
#include <stdlib.h>

enum { SET = 's', THREADS = 't' };

static const struct argp_option OPTIONS[] = {
    {"set", SET, "KEY=VALUE", 0,
     "replace one key of the configuration, e.g. --set treatment.device.density='100 /cm^2'", 0},
    {"threads", THREADS, "N", 0, "number of threads (default: OMP_NUM_THREADS, else all)", 0},
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
  struct configuration_arguments *arguments = state->input;
  switch (key) {
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

const struct argp configuration_argp = {.options = OPTIONS, .parser = parse, .args_doc = "CONFIG"};

int configuration_read(struct settings *settings, const struct configuration_arguments *arguments,
                       const struct program *program, settings_refuse_fn *refuse_grid, struct error *error) {
  if (arguments->threads) omp_set_num_threads((int)arguments->threads);
  const struct settings_request request = {.path = arguments->config,
                                           .assignments = arguments->assignments,
                                           .n_assignments = arguments->n_assignments,
                                           .models = program->models,
                                           .n_models = program->n_models,
                                           .refuse_grid = refuse_grid};
  return settings_read(settings, &request, stderr, error);
}
