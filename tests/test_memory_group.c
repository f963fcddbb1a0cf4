/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What control groups leave of memory, in trees of files as the kernel shows them.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "run/memory_group.h"

enum { PATH = 512 };
static char parent[64], root[PATH], groups[PATH]; /* each test is a process of its own */

static void put(const char *name, const char *text) {
  char path[PATH];
  snprintf(path, sizeof path, "%s/%s", parent, name);
  for (char *slash = path + strlen(parent) + 1; (slash = strchr(slash, '/')); slash++) {
    *slash = '\0';
    mkdir(path, 0700);
    *slash = '/';
  }
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file, "%s", path);
  fputs(text, file);
  fclose(file);
}

static void set_up(void) {
  strcpy(parent, "/tmp/mend-XXXXXX");
  cr_assert_not_null(mkdtemp(parent));
  snprintf(root, sizeof root, "%s/fs", parent);
  snprintf(groups, sizeof groups, "%s/groups", parent);
}

static void tear_down(void) {
  char line[PATH];
  snprintf(line, sizeof line, "rm -r '%s'", parent);
  cr_expect_eq(system(line), 0);
}

TestSuite(memory_group, .init = set_up, .fini = tear_down);

Test(memory_group, without_a_limit_leaves_everything) {
  cr_expect_eq(memory_group_available(groups, root), HUGE_VAL, "there are no groups at all");
  put("groups", "0::/a/b\n");
  cr_expect_eq(memory_group_available(groups, root), HUGE_VAL, "the group shows no files");
  put("fs/a/b/memory.max", "max\n");
  put("fs/a/b/memory.current", "700\n");
  cr_expect_eq(memory_group_available(groups, root), HUGE_VAL);
}

Test(memory_group, leaves_its_limit_less_what_is_used_but_for_cached_files) {
  put("groups", "0::/job\n");
  put("fs/job/memory.max", "10000\n");
  put("fs/job/memory.current", "7000\n");
  cr_expect_eq(memory_group_available(groups, root), 3000);
  put("fs/job/memory.stat", "anon 4000\nfile 3000\nshmem 500\ninactive_file 1500\nactive_file 1000\n");
  cr_expect_eq(memory_group_available(groups, root), 5500);
  put("fs/job/memory.current", "17000\n");
  cr_expect_eq(memory_group_available(groups, root), 0, "more is used than the limit that was set since");
}

Test(memory_group, is_bound_by_the_groups_above_it) {
  put("groups", "0::/job/step/task\n");
  put("fs/job/step/task/memory.max", "max\n");
  put("fs/job/step/task/memory.current", "100\n");
  put("fs/job/step/memory.max", "9000\n");
  put("fs/job/step/memory.current", "1000\n");
  put("fs/job/memory.max", "9000\n");
  put("fs/job/memory.current", "6000\n");
  cr_expect_eq(memory_group_available(groups, root), 3000);
  put("fs/memory.max", "2000\n");
  put("fs/memory.current", "0\n");
  cr_expect_eq(memory_group_available(groups, root), 2000, "in a container the top shows its limit");
}

Test(memory_group, of_version_1_is_found_by_the_name_of_its_controller) {
  put("groups", "11:cpu,cpuacct:/elsewhere\n10:memory:/slurm/job\n1:name=systemd:/\n0::/\n");
  put("fs/memory/slurm/job/memory.limit_in_bytes", "5000\n");
  put("fs/memory/slurm/job/memory.usage_in_bytes", "2000\n");
  put("fs/memory/slurm/job/memory.stat", "active_file 7\ntotal_inactive_file 400\ntotal_active_file 30\n");
  put("fs/memory/slurm/memory.limit_in_bytes", "9223372036854771712\n");
  put("fs/memory/slurm/memory.usage_in_bytes", "100000\n");
  put("fs/memory/elsewhere/memory.limit_in_bytes", "1\n");
  put("fs/memory/elsewhere/memory.usage_in_bytes", "0\n");
  cr_expect_eq(memory_group_available(groups, root), 3430);
  put("groups", "4:cpu,memory:/slurm/job\n");
  cr_expect_eq(memory_group_available(groups, root), 3430, "among others");
}
