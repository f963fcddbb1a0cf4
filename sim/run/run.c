/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "run/job.h"
#include "run/stop.h"
#include "run/summary.h"

static int keep_state(struct job *job, struct error *error) {
  double begin = wall_clock();
  struct checkpoint now = job->checkpoint;
  now.wall = job_wall(job);
  TRY(checkpoint_write(&job->slots, &now, error));
  job->checkpointed = wall_clock();
  job->checkpoint_day = job->simulation.t;
  job->checkpoint_wall = job->checkpointed - begin;
  job->output_wall += job->checkpoint_wall;
  return OK;
}

/* Why the run is to stop now, or NULL. What is left of the wall time must do for a checkpoint and the tables. */
static const char *reason_to_stop(const struct job *job) {
  double most = job->options->max_wall, last = 2 * (job->checkpoint_wall + job->publish_wall);
  if (most > 0 && wall_clock() - job->start_wall + last >= most) return "--max-wall";
  return stop_signal();
}

static int stop(struct job *job, const char *reason, struct error *error) {
  TRY(keep_state(job, error));
  if (result_frames(job->result) >= job->held) TRY(job_publish(job, false, error));
  return error_set(error, ERROR_STOPPED,
                   "stopped by %s at day %.6g of %g, with a checkpoint in %s: the same command with --resume goes on",
                   reason, job->simulation.t, schedule_days(job->settings->end), job->options->folder);
}

static int watch(struct watcher *watcher, const struct simulation *simulation, double dt, struct error *error) {
  struct job *job = (struct job *)watcher;
  double every = job->options->checkpoint_every;
  progress_show(&job->progress, simulation->t, dt, simulation->tally.accepted);
  const char *reason = reason_to_stop(job);
  if (reason) return stop(job, reason, error);
  if (every > 0 && wall_clock() - job->checkpointed >= every) TRY(keep_state(job, error));
  return job_publish_if_due(job, error);
}

/* The interval that begins now, at the start or with a session. */
static void begin_interval(struct job *job, size_t sessions_done) {
  const struct settings *s = job->settings;
  bool last = sessions_done >= s->n_sessions;
  progress_interval(&job->progress, job->simulation.t, schedule_days(last ? s->end : s->session[sessions_done]),
                    s->n_sessions - sessions_done, job->simulation.tally.accepted);
}

static void injure(struct job *job, size_t i) {
  const struct session *session = simulation_injure(&job->simulation, i);
  begin_interval(job, i + 1);
  progress_end(&job->progress);
  if (!job->options->quiet) summary_session(job->say, &job->simulation, i, session);
}

/* What happens at the time of an event, in the order of the schedule. A killed run keeps what was published. */
static int handle(struct job *job, const struct event *event, bool last, struct error *error) {
  double begin = wall_clock();
  if (event->measure) record_take(&job->record);
  bool frame = event->frame && !job->options->tables_only;
  if (frame) TRY(result_frame(job->result, job->simulation.t, stepper_state(job->simulation.stepper), error));
  job->output_wall += wall_clock() - begin;
  if (event->session >= 0) injure(job, (size_t)event->session);
  job->news = job->news || frame || (event->session >= 0 && !job->options->tables_only);
  return last ? job_publish(job, true, error) : job_publish_if_due(job, error);
}

static int create(struct job *job, struct error *error) {
  const struct settings *s = job->settings;
  const struct run_options *options = job->options;
  TRY(schedule_create(&job->schedule, s, error));
  TRY(simulation_create(&job->simulation, s, error));
  TRY(record_create(&job->record, &job->simulation, job->schedule.n, error));
  job->checkpoint = (struct checkpoint){.simulation = &job->simulation,
                                        .record = &job->record,
                                        .schedule = &job->schedule,
                                        .program = options->program,
                                        .build = options->build};
  time_t now = time(NULL);
  struct tm utc;
  strftime(job->started, JOB_TEXT, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
  if (gethostname(job->host, JOB_TEXT - 1)) strcpy(job->host, "unknown");
  const struct result_request request = {.folder = options->folder,
                                         .grid = &job->simulation.grid,
                                         .model = s->model,
                                         .precision = (enum precision)s->precision,
                                         .start = options->resume  ? RESULT_CONTINUE
                                                  : options->force ? RESULT_REPLACE
                                                                   : RESULT_NEW,
                                         .tables_only = options->tables_only,
                                         .locked = options->locked};
  return result_open(&job->result, &request, error);
}

static int follow_schedule(struct job *job, struct error *error) {
  for (size_t i = job->checkpoint.event; i < job->schedule.n; i++) {
    job->checkpoint.event = i;
    TRY(simulation_advance(&job->simulation, schedule_days(job->schedule.event[i].time), &job->watcher, error));
    bool last = i + 1 == job->schedule.n;
    if (last && job->options->keep_checkpoint) TRY(keep_state(job, error)); /* from which another end can be reached */
    TRY(handle(job, &job->schedule.event[i], last, error));
  }
  return OK;
}

static int work(struct job *job, struct error *error) {
  job->start_wall = job->checkpointed = wall_clock();
  TRY(create(job, error));
  TRY(slots_open(&job->slots, job->options->folder, error));
  if (job->options->resume) TRY(job_resume(job, error));
  if (job->finished) return OK;
  /* Runs for tables alone are many and small: space is taken for a checkpoint when there is one. */
  if (job->options->tables_only) job->published = job->start_wall;
  else TRY(slots_reserve(&job->slots, checkpoint_bytes(&job->checkpoint), error));
  if (!job->options->quiet) summary_start(job->say, &job->simulation);
  progress_start(&job->progress, schedule_days(job->settings->end), job->options->quiet);
  begin_interval(job, job->simulation.treatment.n_done);
  int code = follow_schedule(job, error);
  struct error second = {OK, ""}; /* what was found so far is kept if it can be; the first error is the one to tell */
  if (code && code != ERROR_STOPPED && result_frames(job->result) > job->held) (void)job_publish(job, false, &second);
  if (code == ERROR_FAILED && job->slots.newest >= 0)
    error_add(error, "; the last checkpoint, of day %.6g, is in %s", job->checkpoint_day, job->options->folder);
  if (code == OK && !job->options->keep_checkpoint) return slots_remove(&job->slots, error);
  return code;
}

/* The run has come to its end, and what it wrote is whole, whether this succeeds or not. */
static void pack(struct job *job) {
  struct error error = {OK, ""};
  double begin = wall_clock();
  if (result_pack(job->result, &error))
    fprintf(job->say, "warning: %s is complete, but its frames were not packed into one file: %s\n",
            job->options->folder, error.sentence);
  job->output_wall += wall_clock() - begin;
}

int run(const struct settings *settings, const struct run_options *options, FILE *say, struct error *error) {
  struct job *job = calloc(1, sizeof *job);
  if (!job) return error_set(error, ERROR_FAILED, "no memory for a run");
  *job = (struct job){.watcher = {watch}, .settings = settings, .options = options, .say = say};
  stop_listen();
  int code = work(job, error);
  progress_end(&job->progress);
  if (code == OK && !options->keep_frames && !options->tables_only) pack(job);
  if (code == OK && !options->quiet && !job->finished)
    summary_end(say, &job->simulation,
                &(struct summary_files){.folder = options->folder,
                                        .frames = result_frames(job->result),
                                        .bytes = result_bytes(job->result),
                                        .residual = job->residual,
                                        .wall = wall_clock() - job->start_wall,
                                        .output_wall = job->output_wall});
  result_close(job->result);
  record_free(&job->record);
  simulation_free(&job->simulation);
  schedule_free(&job->schedule);
  free(job);
  return code;
}
