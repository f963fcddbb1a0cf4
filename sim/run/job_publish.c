/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <omp.h>
#include <stdlib.h>

#include "run/costs_text.h"
#include "run/job.h"
#include "run/summary.h"

/* At most so much of the tables is lost with a killed run [s], and of the frames, if publishing takes long enough to be
 * felt: it takes one part in PUBLISH_SHARE of a run at most. */
static const double PUBLISH_INTERVAL = 30, PUBLISH_SHARE = 20;

double job_wall(const struct job *job) { return job->checkpoint.wall + wall_clock() - job->start_wall; }

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

int job_publish(struct job *job, bool complete, struct error *error) {
  double begin = wall_clock();
  const struct simulation *sim = &job->simulation;
  stepper_balance(sim->stepper, sim->t, job->residual);
  char *residuals = residual_text(job);
  if (!residuals) return error_set(error, ERROR_FAILED, "no memory for the residuals of the fields");
  struct content content = record_content(&job->record);
  const char *standing = job->settings->model->standing;
  char threads[JOB_TEXT], wall[JOB_TEXT], costs[4 * JOB_TEXT], steps[JOB_TEXT], resumes[JOB_TEXT];
  snprintf(resumes, JOB_TEXT, "%zu", job->checkpoint.resumes);
  snprintf(threads, JOB_TEXT, "%d", omp_get_max_threads());
  snprintf(wall, JOB_TEXT, "%.3f s", job_wall(job));
  costs_text(sim, job->output_wall, 1, 3, " s", costs, sizeof costs);
  snprintf(steps, JOB_TEXT, "accepted %zu, rejected %zu, lowest value %.3g of a scale, values below 0: %zu",
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
  const struct remark execution[] = {{"host", job->host},
                                     {"started", job->started},
                                     {"threads", threads},
                                     {"wall_time", wall},
                                     {"costs", costs},
                                     {"resumes", resumes},
                                     {"complete", complete ? "yes" : "no"}};
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

int job_publish_if_due(struct job *job, struct error *error) {
  if (result_frames(job->result) < job->held) return OK;
  double wait = job->news ? fmin(PUBLISH_SHARE * job->publish_wall, PUBLISH_INTERVAL) : PUBLISH_INTERVAL;
  return wall_clock() - job->published >= wait ? job_publish(job, false, error) : OK;
}
