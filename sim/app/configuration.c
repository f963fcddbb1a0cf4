/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/configuration.h"

#include <errno.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "io/stored.h"

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

/* Whether an assignment names the file of punctures anew, itself or with what it stands in. */
static bool names_file(const struct configuration_arguments *arguments) {
  static const char *const KEYS[] = {"treatment", "treatment.device", "treatment.device.file"};
  for (size_t a = 0; a < arguments->n_assignments; a++)
    for (size_t k = 0; k < COUNT(KEYS); k++) {
      const char *text = arguments->assignments[a].text;
      size_t length = strlen(KEYS[k]);
      if (strncmp(text, KEYS[k], length) == 0 && text[length] == '=') return true;
    }
  return false;
}

/* Read the configuration that a result holds, and with it the file of punctures, which may be gone by now. */
static int read_result(struct settings *settings, const struct configuration_arguments *arguments,
                       const struct program *program, struct settings_request *request, const struct stored *stored,
                       struct error *error) {
  char path[PATH_SIZE + 32];
  request->text = stored_provenance(stored, "configuration");
  if (!request->text) return error_set(error, ERROR_CONFIG, "%s holds no configuration", stored->path);
  if (!names_file(arguments)) request->file_text = stored_provenance(stored, "punctures_file");
  const char *maker = stored_provenance(stored, "program");
  if (!arguments->quiet && maker && strcmp(maker, program->version) != 0)
    fprintf(stderr, "note: %s was made by %s; this is %s\n", stored->path, maker, program->version);
  snprintf(path, sizeof path, "%s: configuration", arguments->config);
  request->path = path;
  return settings_read(settings, request, stderr, error);
}

int configuration_read(struct settings *settings, const struct configuration_arguments *arguments,
                       const struct program *program, settings_refuse_fn *refuse_grid, struct error *error) {
  if (arguments->threads) omp_set_num_threads((int)arguments->threads);
  struct settings_request request = {.path = arguments->config,
                                     .assignments = arguments->assignments,
                                     .n_assignments = arguments->n_assignments,
                                     .models = program->models,
                                     .n_models = program->n_models,
                                     .refuse_grid = refuse_grid};
  if (!stored_is_meant(arguments->config)) return settings_read(settings, &request, stderr, error);
  struct error cause = {0};
  struct stored *stored = calloc(1, sizeof *stored);
  if (!stored) return error_set(error, ERROR_FAILED, "no memory to read %s", arguments->config);
  int code = stored_read(stored, arguments->config, &cause);
  if (code) code = error_set(error, ERROR_CONFIG, "%s", cause.sentence);
  else code = read_result(settings, arguments, program, &request, stored, error);
  stored_free(stored);
  free(stored);
  return code;
}
