/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/progress.h"
#include "io/result.h"
#include "run/costs_text.h"
#include "run/record.h"
#include "run/summary.h"

enum { LENGTH = 256 };
/* At most so much of the tables is lost with a killed run [s], and of the frames, if publishing takes long enough to be
 * felt: it takes one part in PUBLISH_SHARE of a run at most. */
static const double PUBLISH_INTERVAL = 30, PUBLISH_SHARE = 20;

/* A run in progress. */
struct job {
  struct watcher watcher; /* first: the simulation calls back with it */
  const struct settings *settings;
  const struct run_options *options;
  FILE *say;
  struct simulation simulation;
  struct schedule schedule;
  struct record record;
  struct result *result;
  struct progress progress;
  double start_wall, published;
  double publish_wall; /* that the last time took [s] */
  bool news;           /* a frame or a session is not published yet */
  double output_wall;  /* spent on files [s] */
  char host[LENGTH], started[LENGTH];
  double residual[MAX_FIELDS]; /* of the balance of each field, when the tables were last published */
};

/* The residuals of the present state as a text, to be freed; NULL: there is no memory. */
static char *residual_text(struct job *job) {
  char *text = NULL;
  size_t size;
  FILE *out = open_memstream(&text, &size);
  if (!out) return NULL;
  fprintf(out, "day %.6g: ", job->simulation.t);
  summary_residuals(out, job->settings->model, job->residual);
  fclose(out);
  return text;
}

static int publish(struct job *job, bool complete, struct error *error) {
  double begin = wall_clock();
  const struct simulation *sim = &job->simulation;
  stepper_balance(sim->stepper, sim->t, job->residual);
  char *residuals = residual_text(job);
  if (!residuals) return error_set(error, ERROR_FAILED, "no memory for the residuals of the fields");
  struct content content = record_content(&job->record);
  const char *standing = job->settings->model->standing;
  char threads[LENGTH], wall[LENGTH], costs[4 * LENGTH], steps[LENGTH];
  snprintf(threads, LENGTH, "%d", omp_get_max_threads());
  snprintf(wall, LENGTH, "%.3f s", wall_clock() - job->start_wall);
  costs_text(sim, job->output_wall, 1, 3, " s", costs, sizeof costs);
  snprintf(steps, LENGTH, "accepted %zu, rejected %zu, lowest value %.3g of a scale, values below 0: %zu",
           sim->tally.accepted, sim->tally.rejected, sim->tally.lowest, sim->tally.negative);
  const struct remark provenance[] = {{"configuration", job->settings->canonical},
                                      {"model", job->settings->model->name},
                                      {"standing", standing ? standing : ""},
                                      {"program", job->options->program},
                                      {"build", job->options->build},
                                      {"warnings", job->settings->warnings},
                                      {"notes", sim->notes},
                                      {"steps", steps},
                                      {"residuals", residuals},
                                      {"punctures_file", job->settings->file_text}};
  const struct remark execution[] = {{"host", job->host},  {"started", job->started},
                                     {"threads", threads}, {"wall_time", wall},
                                     {"costs", costs},     {"complete", complete ? "yes" : "no"}};
  content.n_provenance = COUNT(provenance) - !job->settings->file_text; /* the last one */
  content.provenance = provenance;
  content.n_execution = COUNT(execution);
  content.execution = execution;
  int code = result_publish(job->result, &content, error);
  free(residuals);
  job->published = wall_clock();
  job->publish_wall = job->published - begin;
  job->output_wall += job->publish_wall;
  job->news = false;
  return code;
}

/* A result grows with every frame, and is written anew as a whole: not at once if it has just been. */
static int publish_if_due(struct job *job, struct error *error) {
  double wait = job->news ? fmin(PUBLISH_SHARE * job->publish_wall, PUBLISH_INTERVAL) : PUBLISH_INTERVAL;
  return wall_clock() - job->published >= wait ? publish(job, false, error) : OK;
}

static int watch(struct watcher *watcher, const struct simulation *simulation, double dt, struct error *error) {
  struct job *job = (struct job *)watcher;
  progress_show(&job->progress, simulation->t, dt, simulation->tally.accepted);
  return publish_if_due(job, error);
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
  if (event->frame) TRY(result_frame(job->result, job->simulation.t, stepper_state(job->simulation.stepper), error));
  job->output_wall += wall_clock() - begin;
  if (event->session >= 0) injure(job, (size_t)event->session);
  job->news = job->news || event->frame || event->session >= 0;
  return last ? publish(job, true, error) : publish_if_due(job, error);
}

static int create(struct job *job, struct error *error) {
  const struct settings *s = job->settings;
  job->start_wall = wall_clock();
  TRY(schedule_create(&job->schedule, s, error));
  TRY(simulation_create(&job->simulation, s, error));
  TRY(record_create(&job->record, &job->simulation, job->schedule.n, error));
  time_t now = time(NULL);
  struct tm utc;
  strftime(job->started, LENGTH, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
  if (gethostname(job->host, LENGTH - 1)) strcpy(job->host, "unknown");
  return result_open(&job->result, job->options->folder, &job->simulation.grid, s->model, (enum precision)s->precision,
                     job->options->force, error);
}

static int follow_schedule(struct job *job, struct error *error) {
  for (size_t i = 0; i < job->schedule.n; i++) {
    TRY(simulation_advance(&job->simulation, schedule_days(job->schedule.event[i].time), &job->watcher, error));
    TRY(handle(job, &job->schedule.event[i], i + 1 == job->schedule.n, error));
  }
  return OK;
}

static int work(struct job *job, struct error *error) {
  TRY(create(job, error));
  if (!job->options->quiet) summary_start(job->say, &job->simulation);
  progress_start(&job->progress, schedule_days(job->settings->end), job->options->quiet);
  begin_interval(job, 0);
  int code = follow_schedule(job, error);
  struct error second = {OK, ""}; /* what was found so far is kept if it can be; the first error is the one to tell */
  if (code && result_frames(job->result) > 0) (void)publish(job, false, &second);
  return code;
}

int run(const struct settings *settings, const struct run_options *options, FILE *say, struct error *error) {
  struct job *job = calloc(1, sizeof *job);
  if (!job) return error_set(error, ERROR_FAILED, "no memory for a run");
  *job = (struct job){.watcher = {watch}, .settings = settings, .options = options, .say = say};
  int code = work(job, error);
  progress_end(&job->progress);
  if (code == OK && !options->quiet)
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
