/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of processors are beyond POSIX. */
#define _GNU_SOURCE

#include "app/processors.h"

#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_PROCESSORS = 1 << 20 };

struct processors_request processors_around(void) {
  cpu_set_t usable;
  long n = sched_getaffinity(0, sizeof usable, &usable) ? sysconf(_SC_NPROCESSORS_ONLN) : CPU_COUNT(&usable);
  return (struct processors_request){.slurm = getenv("SLURM_CPUS_PER_TASK"),
                                     .omp = getenv("OMP_NUM_THREADS"),
                                     .bind = getenv("OMP_PROC_BIND"),
                                     .usable = n < 1 ? 1 : n};
}

/* A number of processors, or 0. @param list  it may be the first of several, as for nested threads */
static long number(const char *text, int list) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  int whole = end != text && (*end == '\0' || (list && *end == ','));
  return errno == 0 && whole && value >= 1 && value <= MOST_PROCESSORS ? value : 0;
}

static void warn(struct processors *processors, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void warn(struct processors *processors, const char *format, ...) {
  size_t said = strlen(processors->warnings);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(processors->warnings + said, sizeof processors->warnings - said, format, arguments);
  va_end(arguments);
}

/* The processors to use, and who says so. */
static long count(const struct processors_request *request, struct processors *processors, const char **who) {
  long slurm = request->slurm ? number(request->slurm, 0) : 0, omp = request->omp ? number(request->omp, 1) : 0;
  if (request->slurm && !slurm)
    warn(processors, "SLURM_CPUS_PER_TASK is '%.40s', which is no number of processors: it is passed over\n",
         request->slurm);
  if (slurm > request->usable)
    warn(processors, "SLURM_CPUS_PER_TASK is %ld, but this process may use %ld processor%s: no more are used\n", slurm,
         request->usable, request->usable == 1 ? "" : "s");
  if (slurm) {
    *who = "SLURM_CPUS_PER_TASK";
    return slurm < request->usable ? slurm : request->usable;
  }
  if (request->omp && !omp)
    warn(processors, "OMP_NUM_THREADS is '%.40s', which is no number of processors: it is passed over\n", request->omp);
  *who = omp ? "OMP_NUM_THREADS" : "all that this process may use";
  return omp ? omp : request->usable;
}

struct processors processors_choose(const struct processors_request *request) {
  struct processors processors = {0};
  const char *who;
  long threads = request->threads ? request->threads : 1, n = count(request, &processors, &who);
  long processes = request->processes ? request->processes : n / threads;
  if (processes < 1) processes = 1;
  if (request->processes) who = "--processes";
  processors.processes = (size_t)processes;
  processors.threads = (int)threads;
  snprintf(processors.choice, sizeof processors.choice, "%ld process%s x %ld thread%s on %ld processor%s (%s)",
           processes, processes == 1 ? "" : "es", threads, threads == 1 ? "" : "s", request->usable,
           request->usable == 1 ? "" : "s", who);
  if (processes * threads > request->usable)
    warn(&processors, "%ld process%s x %ld thread%s on %ld processor%s: they will take turns\n", processes,
         processes == 1 ? "" : "es", threads, threads == 1 ? "" : "s", request->usable,
         request->usable == 1 ? "" : "s");
  if (request->bind && strcmp(request->bind, "false") != 0)
    warn(&processors,
         "OMP_PROC_BIND is '%.40s': it may keep this process, and all it makes, on one processor; a sweep is better "
         "without it\n",
         request->bind);
  return processors;
}
