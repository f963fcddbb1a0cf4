/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How many processes of how many threads work side by side: what the user says, else what the queue gives, else what the machine has.
 */
#pragma once
#include <stddef.h>

/** What is known. */
struct processors_request {
  long processes, threads; /**< of the command line; 0: not given */
  const char *slurm, *omp; /**< SLURM_CPUS_PER_TASK and OMP_NUM_THREADS, or NULL */
  const char *bind;        /**< OMP_PROC_BIND, or NULL */
  long usable;             /**< processors that this process may use */
};

struct processors {
  size_t processes;
  int threads;         /**< of each */
  char choice[256];    /**< a line on what was chosen, and why */
  char warnings[1024]; /**< a line for each; "" if there is none */
};

/** What this process knows of its surroundings. */
struct processors_request processors_around(void);

/** One thread for each process, and a process for each processor, unless the command line says otherwise. Processors are those of
 *  SLURM_CPUS_PER_TASK, else of OMP_NUM_THREADS, else all that may be used. */
struct processors processors_choose(const struct processors_request *request);
