/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How many processes of how many threads: who decides, and what is warned of.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "app/processors.h"

/* What is chosen on 8 processors. */
static struct processors choose(long processes, long threads, const char *slurm, const char *omp) {
  const struct processors_request request = {
      .processes = processes, .threads = threads, .slurm = slurm, .omp = omp, .usable = 8};
  return processors_choose(&request);
}

static void expect(struct processors got, size_t processes, int threads, const char *who, const char *warning) {
  cr_expect(got.processes == processes && got.threads == threads, "%s", got.choice);
  cr_expect_not_null(strstr(got.choice, who), "'%s' lacks '%s'", got.choice, who);
  if (*warning) cr_expect_not_null(strstr(got.warnings, warning), "'%s' lacks '%s'", got.warnings, warning);
  else cr_expect_str_eq(got.warnings, "");
}

Test(processors, are_those_that_may_be_used_with_a_process_each) {
  expect(choose(0, 0, NULL, NULL), 8, 1, "8 processes x 1 thread on 8 processors (all", "");
  expect(choose(0, 3, NULL, NULL), 2, 3, "(all", "");
  cr_expect_gt(processors_around().usable, 0);
}

Test(processors, of_the_environment_come_before_those_and_the_queue_before_openmp) {
  expect(choose(0, 0, NULL, "6"), 6, 1, "(OMP_NUM_THREADS)", "");
  expect(choose(0, 0, NULL, "6,2"), 6, 1, "(OMP_NUM_THREADS)", "");
  expect(choose(0, 2, "4", "6"), 2, 2, "(SLURM_CPUS_PER_TASK)", "");
}

Test(processors, of_the_command_line_come_first) {
  expect(choose(5, 0, "4", "6"), 5, 1, "(--processes)", "");
  expect(choose(2, 4, NULL, "1"), 2, 4, "(--processes)", "");
}

Test(processors, that_take_turns_are_warned_of) {
  expect(choose(5, 2, NULL, NULL), 5, 2, "(--processes)",
         "5 processes x 2 threads on 8 processors: they will take turns");
  expect(choose(0, 12, NULL, NULL), 1, 12, "(all", "1 process x 12 threads on 8 processors");
  expect(choose(0, 0, NULL, "16"), 16, 1, "(OMP_NUM_THREADS)", "take turns");
}

Test(processors, that_the_queue_does_not_say_well_are_warned_of) {
  expect(choose(0, 0, "many", "6"), 6, 1, "(OMP_NUM_THREADS)", "SLURM_CPUS_PER_TASK is 'many', which is no number");
  expect(choose(0, 0, "4x", NULL), 8, 1, "(all", "SLURM_CPUS_PER_TASK is '4x'");
  expect(choose(0, 0, "0", NULL), 8, 1, "(all", "SLURM_CPUS_PER_TASK is '0'");
  expect(choose(0, 0, "64", NULL), 8, 1, "(SLURM_CPUS_PER_TASK)",
         "SLURM_CPUS_PER_TASK is 64, but this process may use 8");
  expect(choose(0, 0, NULL, "all"), 8, 1, "(all", "OMP_NUM_THREADS is 'all'");
}

Test(processors, that_threads_are_bound_to_are_warned_of) {
  struct processors_request request = {.usable = 8, .bind = "true"};
  expect(processors_choose(&request), 8, 1, "(all", "OMP_PROC_BIND is 'true'");
  request.bind = "false";
  expect(processors_choose(&request), 8, 1, "(all", "");
}
