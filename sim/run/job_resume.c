/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/folder.h"
#include "io/pack.h"
#include "io/stored.h"
#include "run/job.h"

/* What stands in the folder: a finished result, one to go on with, or none of use. */
static int look_around(struct job *job, struct error *error) {
  char master[PATH_SIZE];
  struct stored stored = {0};
  TRY(atomic_join(master, job->options->folder, MASTER_FILE, error));
  if (access(master, F_OK)) return OK;
  int code = stored_read(&stored, job->options->folder, error);
  const char *was = code == OK ? stored_provenance(&stored, "configuration") : NULL;
  bool same = was && strcmp(was, job->settings->canonical) == 0, complete = code == OK && stored_complete(&stored);
  bool as_wanted = same && (stored.n_frames == 0) == job->options->tables_only;
  if (as_wanted) job->held = stored.n_frames;
  job->finished = as_wanted && complete;
  if (complete && !same && job->slots.newest < 0)
    code = error_set(error, ERROR_CONFIG,
                     "%s holds the finished result of another configuration; only a run that was begun with "
                     "--keep-checkpoint can be prolonged, and --force replaces it",
                     job->options->folder);
  stored_free(&stored);
  return code;
}

/* Times of the frames before the event that comes next; to be freed. */
static int continue_frames(struct job *job, struct error *error) {
  double *times = malloc((job->schedule.n + 1) * sizeof *times);
  size_t n = 0;
  if (!times) return error_set(error, ERROR_FAILED, "no memory for the times of the frames");
  for (size_t i = 0; i < job->checkpoint.event; i++)
    if (job->schedule.event[i].frame) times[n++] = schedule_days(job->schedule.event[i].time);
  int code = result_continue(job->result, times, n, stepper_state(job->simulation.stepper), error);
  free(times);
  return code;
}

int job_resume(struct job *job, struct error *error) {
  bool quiet = job->options->quiet;
  TRY(look_around(job, error));
  if (job->finished) {
    if (!quiet) fprintf(job->say, "%s is finished: there is nothing to go on with\n", job->options->folder);
    return OK;
  }
  if (job->slots.newest < 0) {
    job->held = 0;
    if (!quiet) fprintf(job->say, "no checkpoint in %s: the run starts afresh\n", job->options->folder);
    return result_clear(job->result, error);
  }
  TRY(checkpoint_read(&job->slots, &job->checkpoint, error));
  job->checkpoint_day = job->simulation.t;
  if (!quiet)
    fprintf(job->say, "goes on at day %.6g, after %zu steps\n", job->simulation.t, job->simulation.tally.accepted);
  if (job->options->tables_only) return OK;
  TRY(pack_undo(job->options->folder, error)); /* the frames of a run that is prolonged */
  return continue_frames(job, error);
}
