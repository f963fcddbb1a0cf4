/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend sweep run, resume, retry STUDY: all points of a plan that are not done.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/configuration.h"
#include "app/processors.h"
#include "app/sweep.h"
#include "build_info.h"
#include "study/campaign.h"

enum { PROCESSES = 'p', THREADS = 't', QUIET = 'q', SHARE = 0x100, MAX_WALL };
enum { MOST_PROCESSES = 65536, MOST_SHARES = 1000000 };

struct arguments {
  const char *study;
  long processes, threads; /* 0: not given */
  long share, shares;      /* from 1 */
  double max_wall;         /* [s] */
  bool quiet, retry;
  const struct program *program;
};

static const struct argp_option OPTIONS[] = {
    {"processes", PROCESSES, "N", 0,
     "points at a time, each in a process of its own (default: as many as processors: SLURM_CPUS_PER_TASK, else "
     "OMP_NUM_THREADS, else all)",
     0},
    {"threads", THREADS, "N", 0, "threads of each process (default: 1)", 0},
    {"share", SHARE, "I/N", 0,
     "only the I-th of N shares of the points, I from 1; they cost about the same, and together they are all points",
     0},
    {"max-wall", MAX_WALL, "TIME", 0, "stop with checkpoints and exit status 85 before so much wall time has passed",
     0},
    {"quiet", QUIET, NULL, 0, "say nothing but errors and warnings", 0},
    {0}};

static void read_share(struct arguments *arguments, const char *text, struct argp_state *state) {
  char *end, *last;
  arguments->share = strtol(text, &end, 10);
  arguments->shares = *end == '/' ? strtol(end + 1, &last, 10) : 0;
  if (arguments->shares < 1 || *last || arguments->share < 1 || arguments->share > arguments->shares ||
      arguments->shares > MOST_SHARES)
    argp_error(state, "--share wants I/N with I from 1 to N, found '%s'", text);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case PROCESSES: arguments->processes = arguments_whole(state, argument, "--processes", MOST_PROCESSES); return 0;
    case THREADS: arguments->threads = arguments_whole(state, argument, "--threads", MOST_THREADS); return 0;
    case SHARE: read_share(arguments, argument, state); return 0;
    case MAX_WALL: arguments->max_wall = arguments_duration(state, argument, "--max-wall"); return 0;
    case QUIET: arguments->quiet = true; return 0;
    default: return arguments_one(key, argument, state, "STUDY", &arguments->study);
  }
}

static void summarise(const struct arguments *arguments, const struct campaign_tally *tally) {
  char wall[24];
  duration_text(tally->wall, wall);
  fprintf(stderr, "%s: %zu of %zu points done, %zu of them now; %zu failed, %zu in work elsewhere, %zu to do; %s\n",
          arguments->study, tally->done + tally->done_before, tally->points, tally->done,
          tally->failed + tally->failed_before, tally->busy, tally->left, wall);
}

/* What is left to be said of points that are not done. */
static int conclude(const struct arguments *arguments, const struct campaign_tally *tally, struct error *error) {
  size_t failed = tally->failed + tally->failed_before;
  if (error->code == ERROR_STOPPED)
    error_add(error, ": %zu point%s to do; the same command goes on", tally->left, tally->left == 1 ? "" : "s");
  if (error->code) return (int)error->code;
  if (failed > 0)
    return error_set(
        error, ERROR_FAILED,
        "%zu of %zu points failed; the first: %s. 'mend sweep status %s' shows all, 'mend sweep retry %s' runs "
        "them again",
        failed, tally->points, tally->failure, arguments->study, arguments->study);
  if (tally->busy > 0)
    return error_set(error, ERROR_FAILED,
                     "%zu point%s in work elsewhere (the first: %s); the same command takes up what is left then",
                     tally->busy, tally->busy == 1 ? " is" : "s are", tally->elsewhere);
  return OK;
}

static int run_plan(const struct plan *plan, void *context, struct error *error) {
  const struct arguments *arguments = context;
  const struct program *program = arguments->program;
  struct processors_request around = processors_around();
  around.processes = arguments->processes;
  around.threads = arguments->threads;
  struct processors processors = processors_choose(&around);
  struct campaign_tally tally = {0};
  const struct campaign campaign = {.plan = plan,
                                    .models = program->models,
                                    .n_models = program->n_models,
                                    .program = program->version,
                                    .build = MEND_COMPILER " " MEND_FLAGS,
                                    .processes = processors.processes,
                                    .threads = processors.threads,
                                    .share = (size_t)arguments->share - 1,
                                    .shares = (size_t)arguments->shares,
                                    .retry = arguments->retry,
                                    .max_wall = arguments->max_wall,
                                    .quiet = arguments->quiet};
  for (const char *line = processors.warnings; *line; line += strcspn(line, "\n") + 1)
    fprintf(stderr, "warning: %.*s\n", (int)strcspn(line, "\n"), line);
  if (!arguments->quiet) fprintf(stderr, "%s\n", processors.choice);
  campaign_run(&campaign, &tally, error);
  if (!arguments->quiet) summarise(arguments, &tally);
  return conclude(arguments, &tally, error);
}

static int run_study(const struct program *program, int argc, char **argv, bool retry) {
  struct arguments arguments = {.share = 1, .shares = 1, .retry = retry, .program = program};
  struct argp argp = {.options = OPTIONS,
                      .parser = parse,
                      .args_doc = "STUDY",
                      .doc =
                          "Run the points of STUDY, a folder that 'mend sweep plan' made, that are not done. What was "
                          "stopped or killed goes on; points that failed are left alone, but by 'mend sweep retry'."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  return sweep_with_plan(arguments.study, run_plan, &arguments);
}

int sweep_run(const struct program *program, int argc, char **argv) { return run_study(program, argc, argv, false); }

int sweep_retry(const struct program *program, int argc, char **argv) { return run_study(program, argc, argv, true); }
