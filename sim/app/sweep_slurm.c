/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend sweep slurm STUDY: the scripts that run a study under Slurm, as an array of jobs and one that collects.
 */
#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/arguments.h"
#include "app/sweep.h"
#include "base/progress.h"
#include "io/atomic.h"
#include "io/folder.h"
#include "study/tally.h"

/* Slurm's own limit of an index, unless its administrator raised it: MaxArraySize is 1001. */
enum { MOST_TASKS = 1000, MOST_CPUS = 4096 };
enum { TASKS = 0x100, CPUS, AT_A_TIME, TIME };
static const double TASK_WALL = 3600, SPARE = 2, SETTLING = 900; /* [s], [1], [s] */

struct arguments {
  const char *study;
  long tasks, cpus, at_a_time;
  double time; /* [s] */
};

static const struct argp_option OPTIONS[] = {
    {"tasks", TASKS, "N", 0, "jobs of the array, at most 1000 (default: so many that each takes about an hour)", 0},
    {"cpus-per-task", CPUS, "N", 0, "processors of each job, a point on each (default: 1)", 0},
    {"at-a-time", AT_A_TIME, "N", 0, "jobs that may run side by side (default: as many as Slurm likes)", 0},
    {"time", TIME, "TIME", 0,
     "limit of wall time of a job; before it is up a job stops with checkpoints and is queued again (default: twice "
     "the "
     "forecast and a quarter of an hour)",
     0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case TASKS: arguments->tasks = arguments_whole(state, argument, "--tasks", MOST_TASKS); return 0;
    case CPUS: arguments->cpus = arguments_whole(state, argument, "--cpus-per-task", MOST_CPUS); return 0;
    case AT_A_TIME: arguments->at_a_time = arguments_whole(state, argument, "--at-a-time", MOST_TASKS); return 0;
    case TIME: arguments->time = arguments_duration(state, argument, "--time"); return 0;
    default: return arguments_one(key, argument, state, "STUDY", &arguments->study);
  }
}

/* What the scripts are made of. */
struct job_plan {
  char study[PATH_SIZE], program[PATH_SIZE];
  long tasks, cpus, at_a_time;
  long minutes;   /* limit of wall time */
  long megabytes; /* of memory */
};

/* A word of the shell, whatever it holds. */
static void print_quoted(FILE *out, const char *text) {
  fputc('\'', out);
  for (const char *c = text; *c; c++) {
    if (*c == '\'') fputs("'\\''", out);
    else fputc(*c, out);
  }
  fputc('\'', out);
}

static void print_array(FILE *out, const struct job_plan *job) {
  fprintf(
      out,
      "#!/bin/bash\n# The points of a study, shared out among the jobs of an array. A job that is told to stop keeps\n"
      "# checkpoints, is queued again, and goes on.\n");
  fprintf(out, "#SBATCH --job-name=mend-sweep\n#SBATCH --array=1-%ld", job->tasks);
  if (job->at_a_time) fprintf(out, "%%%ld", job->at_a_time);
  fprintf(out, "\n#SBATCH --cpus-per-task=%ld\n#SBATCH --time=%ld\n#SBATCH --mem=%ldM\n", job->cpus, job->minutes,
          job->megabytes);
  fprintf(out, "#SBATCH --requeue\n#SBATCH --open-mode=append\n#SBATCH --signal=B:USR1@120\n\n");
  fprintf(out, "job=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID # else the whole array would be queued again\n\n");
  print_quoted(out, job->program);
  fprintf(out, " sweep run ");
  print_quoted(out, job->study);
  fprintf(out, " --share \"$SLURM_ARRAY_TASK_ID/%ld\" &\npid=$!\ntrap 'kill -USR1 $pid' USR1 TERM\n", job->tasks);
  fprintf(out,
          "# A signal ends `wait` before the program has ended.\nwhile :; do\n  wait $pid\n  status=$?\n"
          "  kill -0 $pid 2>/dev/null || break\ndone\n[ $status -eq 85 ] && scontrol requeue \"$job\"\nexit $status\n");
}

static void print_collect(FILE *out, const struct job_plan *job) {
  fprintf(out,
          "#!/bin/bash\n# Whatever became of the jobs: one table of all points.\n#SBATCH --job-name=mend-collect\n"
          "#SBATCH --open-mode=append\n#SBATCH --time=30\n\n");
  print_quoted(out, job->program);
  fprintf(out, " sweep collect ");
  print_quoted(out, job->study);
  fprintf(out, "\n");
}

static void print_submit(FILE *out, const struct job_plan *job) {
  fprintf(out,
          "#!/bin/bash\n# Queues the array, and the job that collects once all of it has ended, well or not. More "
          "options of sbatch,\n"
          "# such as --partition or --account, go to both.\nset -e\nfolder=");
  print_quoted(out, job->study);
  fprintf(out,
          "/slurm\narray=$(sbatch --parsable --output=\"$folder/job_%%a.log\" \"$@\" \"$folder/array.sbatch\")\n"
          "collect=$(sbatch --parsable --output=\"$folder/collect.log\" --dependency=\"afterany:${array%%%%;*}\" "
          "\"$@\" \"$folder/collect.sbatch\")\n"
          "echo \"array $array, then collect $collect; logs in $folder\"\n");
}

typedef void print_fn(FILE *out, const struct job_plan *job);

static int write_script(const char *folder, const char *name, print_fn *print, const struct job_plan *job,
                        struct error *error) {
  struct atomic atomic;
  uint64_t bytes = 0;
  TRY(atomic_begin(&atomic, folder, name, error));
  FILE *out = atomic_open(&atomic, error);
  if (!out) return (int)error->code;
  print(out, job);
  atomic_close(&atomic, out, error);
  if (!error->code && chmod(atomic.aside, 0755))
    error_set(error, ERROR_FAILED, "cannot make %s a program: %s", atomic.path, strerror(errno));
  return atomic_end(&atomic, &bytes, error);
}

static int choose(struct job_plan *job, const struct arguments *arguments, const struct plan *plan,
                  struct error *error) {
  struct plan_tally tally = plan_look(plan, NULL);
  double wall = 0, bytes = 0;
  size_t left = tally.different - tally.n[POINT_DONE];
  for (size_t s = 0; s < N_STORE_STATES; s++) wall += s == POINT_DONE ? 0 : tally.wall[s];
  for (size_t i = 0; i < plan->n_points; i++) bytes = fmax(bytes, plan->points[i].memory);
  if (left == 0)
    return error_set(error, ERROR_CONFIG, "all points of %s are done: mend sweep collect %s", plan->folder,
                     plan->folder);
  job->cpus = arguments->cpus ? arguments->cpus : 1;
  double tasks = ceil(wall / TASK_WALL / (double)job->cpus);
  job->tasks = arguments->tasks ? arguments->tasks : (long)fmin(fmax(tasks, 1), MOST_TASKS);
  if ((size_t)job->tasks > left) job->tasks = (long)left;
  job->at_a_time = arguments->at_a_time;
  double limit =
      arguments->time > 0 ? arguments->time : SPARE * wall / (double)job->tasks / (double)job->cpus + SETTLING;
  job->minutes = (long)ceil(limit / 60);
  job->megabytes = (long)ceil(1.2 * bytes * (double)job->cpus / 1e6) + 100;
  if (!realpath(plan->folder, job->study))
    return error_set(error, ERROR_FAILED, "%s: %s", plan->folder, strerror(errno));
  ssize_t length = readlink("/proc/self/exe", job->program, sizeof job->program - 1);
  if (length <= 0)
    return error_set(error, ERROR_FAILED, "this program does not know where it stands: %s", strerror(errno));
  job->program[length] = '\0';
  return OK;
}

static int write_all(const struct plan *plan, void *context, struct error *error) {
  const struct arguments *arguments = context;
  struct job_plan job = {.tasks = 0};
  char folder[PATH_SIZE], limit[24];
  TRY(choose(&job, arguments, plan, error));
  TRY(atomic_join(folder, job.study, "slurm", error));
  TRY(folder_make(folder, error));
  TRY(write_script(folder, "array.sbatch", print_array, &job, error));
  TRY(write_script(folder, "collect.sbatch", print_collect, &job, error));
  TRY(write_script(folder, "submit", print_submit, &job, error));
  duration_text(60 * (double)job.minutes, limit);
  printf("%ld job%s of %ld processor%s, %ld MB and at most %s each; submit with %s/slurm/submit [options of sbatch]\n",
         job.tasks, job.tasks == 1 ? "" : "s", job.cpus, job.cpus == 1 ? "" : "s", job.megabytes, limit, plan->folder);
  return OK;
}

int sweep_slurm(const struct program *program, int argc, char **argv) {
  (void)program;
  struct arguments arguments = {.study = NULL};
  struct argp argp = {
      .options = OPTIONS,
      .parser = parse,
      .args_doc = "STUDY",
      .doc =
          "Write STUDY/slurm/submit and the scripts that it queues: an array of jobs with several points "
          "each, and a job that collects the table after them."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  return sweep_with_plan(arguments.study, write_all, &arguments);
}
