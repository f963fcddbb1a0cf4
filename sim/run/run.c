#include "run/run.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/progress.h"
#include "io/result.h"
#include "run/record.h"
#include "run/summary.h"

enum { LENGTH = 256 };

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
  double wall, start_wall;
  double output_wall; /* spent on files [s] */
  char host[LENGTH], started[LENGTH];
};

static void watch(struct watcher *watcher, const struct simulation *simulation, double dt) {
  struct job *job = (struct job *)watcher;
  progress_show(&job->progress, simulation->t, dt, simulation->tally.accepted);
}

static int publish(struct job *job, bool complete, struct error *error) {
  const struct simulation *sim = &job->simulation;
  struct content content = record_content(&job->record);
  struct step_clock clock = stepper_clock(sim->stepper);
  char threads[LENGTH], wall[LENGTH], phases[LENGTH], steps[LENGTH], tolerance[LENGTH];
  snprintf(threads, LENGTH, "%d", omp_get_max_threads());
  snprintf(wall, LENGTH, "%.3f s", wall_clock() - job->start_wall);
  snprintf(phases, LENGTH, "rates %.3f s, updates %.3f s, output %.3f s", clock.rates, clock.updates, job->output_wall);
  snprintf(steps, LENGTH, "accepted %zu, rejected %zu, lowest value %.3g of a scale, values below 0: %zu",
           sim->tally.accepted, sim->tally.rejected, sim->tally.lowest, sim->tally.negative);
  snprintf(tolerance, LENGTH, "%g", job->settings->tolerance);
  const struct remark provenance[] = {{"configuration", job->settings->canonical},
                                      {"program", job->options->program},
                                      {"build", job->options->build},
                                      {"model", job->settings->model->name},
                                      {"scheme", schemes[job->settings->scheme].name},
                                      {"tolerance", tolerance},
                                      {"warnings", job->settings->warnings},
                                      {"notes", sim->notes},
                                      {"steps", steps}};
  const struct remark execution[] = {{"host", job->host},  {"started", job->started},
                                     {"threads", threads}, {"wall_time", wall},
                                     {"phases", phases},   {"complete", complete ? "yes" : "no"}};
  content.n_provenance = COUNT(provenance);
  content.provenance = provenance;
  content.n_execution = COUNT(execution);
  content.execution = execution;
  return result_publish(job->result, &content, error);
}

static int handle(struct job *job, const struct event *event, struct error *error) {
  struct simulation *sim = &job->simulation;
  double begin = wall_clock();
  if (event->measure) record_take(&job->record);
  if (event->frame) {
    TRY(result_frame(job->result, sim->t, stepper_state(sim->stepper), error));
    TRY(publish(job, event->time == job->settings->end, error));
  }
  job->output_wall += wall_clock() - begin;
  if (event->session < 0) return OK;
  const struct session *session = simulation_injure(sim, (size_t)event->session);
  if (job->options->quiet) return OK;
  progress_end(&job->progress);
  summary_session(job->say, sim, (size_t)event->session, session);
  return OK;
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
  return result_open(&job->result, job->options->folder, &job->simulation.grid, s->model, s->precision == FLOAT32,
                     job->options->force, error);
}

static int work(struct job *job, struct error *error) {
  TRY(create(job, error));
  if (!job->options->quiet) summary_start(job->say, &job->simulation);
  progress_start(&job->progress, 0, schedule_days(job->settings->end), job->options->quiet);
  for (size_t i = 0; i < job->schedule.n; i++) {
    TRY(simulation_advance(&job->simulation, schedule_days(job->schedule.event[i].time), &job->watcher, error));
    TRY(handle(job, &job->schedule.event[i], error));
  }
  /* The session of the last moment leaves no frame after it; its record still belongs to the result. */
  if (job->schedule.event[job->schedule.n - 1].session >= 0) TRY(publish(job, true, error));
  return OK;
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
                                        .wall = wall_clock() - job->start_wall,
                                        .output_wall = job->output_wall});
  result_close(job->result);
  record_free(&job->record);
  simulation_free(&job->simulation);
  schedule_free(&job->schedule);
  free(job);
  return code;
}
