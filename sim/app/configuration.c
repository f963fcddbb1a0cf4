/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/configuration.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "app/apart.h"
#include "app/arguments.h"
#include "io/stored.h"

enum { SET = 's', THREADS = 't' };

static const struct argp_option OPTIONS[] = {
    {"set", SET, "KEY=VALUE", 0,
     "replace one key of the configuration, e.g. --set treatment.device.density='100 /cm^2'", 0},
    {"threads", THREADS, "N", 0, "number of threads (default: OMP_NUM_THREADS, else all)", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct configuration_arguments *arguments = state->input;
  switch (key) {
    case THREADS: arguments->threads = arguments_whole(state, argument, "--threads", MOST_THREADS); return 0;
    case SET:
      if (arguments->n_assignments == MAX_ASSIGNMENTS) argp_error(state, "more than %d times --set", MAX_ASSIGNMENTS);
      arguments->assignments[arguments->n_assignments++].text = argument;
      return 0;
    default: return arguments_one(key, argument, state, "CONFIG", &arguments->config);
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

/* Of a result that stands for CONFIG. */
struct inquiry {
  const struct configuration_arguments *arguments;
  const struct program *program;
};

/* Answer with the configuration that a result holds and, unless another is named, the content of its file of punctures,
 * which may be gone by now; or with what is wrong. */
static int answer_from(const struct inquiry *inquiry, const struct stored *stored, FILE *answer, struct error *error) {
  const char *text = stored_provenance(stored, "configuration");
  if (!text) return error_set(error, ERROR_CONFIG, "%s holds no configuration", stored->path);
  const char *punctures = names_file(inquiry->arguments) ? NULL : stored_provenance(stored, "punctures_file");
  const char *maker = stored_provenance(stored, "program");
  if (!inquiry->arguments->quiet && maker && strcmp(maker, inquiry->program->version) != 0)
    fprintf(stderr, "note: %s was made by %s; this is %s\n", stored->path, maker, inquiry->program->version);
  fwrite(text, 1, strlen(text) + 1, answer);
  if (punctures) fwrite(punctures, 1, strlen(punctures) + 1, answer);
  return OK;
}

static int look_up(void *context, FILE *answer) {
  static struct stored stored;
  const struct inquiry *inquiry = context;
  struct error error = {0};
  int code = stored_read(&stored, inquiry->arguments->config, &error);
  if (code == OK) code = answer_from(inquiry, &stored, answer, &error);
  if (code) fputs(error.sentence, answer);
  stored_free(&stored);
  return code;
}

/* Read the configuration of a result. */
static int read_result(struct settings *settings, const struct configuration_arguments *arguments,
                       const struct program *program, struct settings_request *request, struct error *error) {
  struct answer answer = {0};
  struct error cause = {0};
  char path[PATH_SIZE + 32];
  int code = apart(arguments->config, look_up, &(struct inquiry){arguments, program}, &answer, &cause);
  if (code) {
    error_set(error, ERROR_CONFIG, "%s", cause.code ? cause.sentence : answer.text);
  } else {
    size_t length = strlen(answer.text) + 1;
    request->text = answer.text;
    if (length < answer.length) request->file_text = answer.text + length;
    snprintf(path, sizeof path, "%s: configuration", arguments->config);
    request->path = path;
    settings_read(settings, request, stderr, error);
  }
  free(answer.text);
  return (int)error->code;
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
  return read_result(settings, arguments, program, &request, error);
}
