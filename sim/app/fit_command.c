/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend fit FIT: read, check, search, tell, write.
 */
#include <argp.h>
#include <errno.h>
#include <omp.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/fit_summary.h"
#include "base/units.h"
#include "run/size.h"
#include "run/stop.h"
#include "study/fit_report.h"

enum { FORCE = 'f', PROCESSES = 'p', MOST_PROCESSES = 4096 };

struct arguments {
  const char *fit, *folder;
  bool force;
  size_t processes; /* 0: not given */
};

static const struct argp_option OPTIONS[] = {
    {"output", 'o', "FOLDER", 0, "write the fit here", 0},
    {"force", FORCE, NULL, 0, "replace an existing fit", 0},
    {"processes", PROCESSES, "N", 0, "runs at one time, each with one thread (default: OMP_NUM_THREADS, else all)", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case 'o': arguments->folder = argument; return 0;
    case FORCE: arguments->force = true; return 0;
    case PROCESSES:
      arguments->processes = (size_t)arguments_whole(state, argument, "--processes", MOST_PROCESSES);
      return 0;
    case ARGP_KEY_SUCCESS:
      if (!arguments->folder) argp_error(state, "where to? -o FOLDER");
      return 0;
    default: return arguments_one(key, argument, state, "FIT", &arguments->fit);
  }
}

/* The observations as the solver wants them. */
static int solve(struct fit_solution *solution, struct fit_runs *runs, struct error *error) {
  const struct fit_file *file = runs->file;
  size_t n = file->n_observations;
  struct pool pool = {NULL};
  double *observed = pool_take(&pool, n, sizeof *observed, error),
         *deviation = pool_take(&pool, n, sizeof *deviation, error);
  bool *used = pool_take(&pool, n, sizeof *used, error);
  const char **names = pool_take(&pool, file->n_parameters, sizeof *names, error);
  for (size_t i = 0; i < n && !error->code; i++) {
    observed[i] = file->observations[i].value;
    deviation[i] = file->observations[i].deviation;
    used[i] = file->observations[i].used;
  }
  for (size_t k = 0; k < file->n_parameters && !error->code; k++) names[k] = file->rows[k]->key;
  const struct fit_problem problem = {.n_parameters = file->n_parameters,
                                      .n_observations = n,
                                      .transforms = file->transforms,
                                      .observed = observed,
                                      .deviation = deviation,
                                      .used = used,
                                      .relative = file->relative,
                                      .evaluate = fit_runs_evaluate,
                                      .context = runs};
  const struct fit_request request = {.starts = file->starts, .seed = file->seed};
  int code = error->code ? (int)error->code : fit_solve(solution, &problem, &request, names, error);
  pool_free(&pool);
  return code;
}

static int fit(const struct program *program, const struct arguments *arguments, struct fit_file *file,
               struct fit_solution *solution, struct error *error) {
  const struct fit_file_request request = {
      .path = arguments->fit, .models = program->models, .n_models = program->n_models, .refuse_grid = size_refuse};
  TRY(fit_file_read(file, &request, stderr, error));
  if (!arguments->force) TRY(fit_report_refuse(arguments->folder, error));
  struct fit_runs runs = {.file = file, .processes = arguments->processes, .show = isatty(fileno(stderr))};
  stop_listen();
  TRY(solve(solution, &runs, error));
  if (runs.show) fprintf(stderr, "\r\033[K");
  TRY(fit_summary_print(&runs, solution, error));
  return fit_report_write(&(struct fit_report){file, solution, program->version}, arguments->folder, error);
}

int fit_command(const struct program *program, int argc, char **argv) {
  static struct fit_file file;
  struct arguments arguments = {.processes = 0};
  struct argp argp = {
      .options = OPTIONS,
      .parser = parse,
      .args_doc = "FIT",
      .doc =
          "Fit parameters of a model to observations, by weighted least squares from several beginnings, "
          "and write them with their intervals to FOLDER: fit.yaml for skin.parameters_from, fit.json, "
          "residuals.csv."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  if (!arguments.processes) arguments.processes = (size_t)omp_get_max_threads();
  omp_set_num_threads(1); /* processes can only be made before there are threads */
  struct error error = {OK, ""};
  struct fit_solution solution = {.n_starts = 0};
  int code = fit(program, &arguments, &file, &solution, &error);
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  fit_free(&solution);
  fit_file_free(&file);
  units_free();
  return code;
}
