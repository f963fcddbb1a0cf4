/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A run in progress: what run.c moves on, job_publish.c writes and job_resume.c takes up again.
 */
#pragma once
#include "base/progress.h"
#include "io/result.h"
#include "run/checkpoint.h"
#include "run/record.h"
#include "run/run.h"

enum { JOB_TEXT = 256 };

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
  struct slots slots;
  struct checkpoint checkpoint;
  double checkpointed, checkpoint_wall; /* when, and how long it took [s] */
  double checkpoint_day;                /* simulated time of the newest */
  size_t held;                          /* frames of the result that goes on; it stays until there are as many again */
  bool finished;                        /* there is nothing to do */
  char host[JOB_TEXT], started[JOB_TEXT];
  double residual[MAX_FIELDS]; /* of the balance of each field, when the tables were last published */
};

/** Wall time of this process and those before it [s]. */
double job_wall(const struct job *job);

/** Write the tables, and all frames, into the master file. @param complete  the run is at its end
 *  Errors: those of result_publish; ERROR_FAILED without memory. */
int job_publish(struct job *job, bool complete, struct error *error);

/** The same, if it has not just been done: a result grows with every frame, and is written anew as a whole. */
int job_publish_if_due(struct job *job, struct error *error);

/** See what stands in the folder, and take the run up from its checkpoint; `finished` is set if there is nothing to do. Without a
 *  checkpoint the folder is cleared. Errors: those of checkpoint_read and result_continue; ERROR_CONFIG if a finished result is of
 *  another configuration. */
int job_resume(struct job *job, struct error *error);
