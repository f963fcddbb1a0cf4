/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/threads.h"

#include <stdlib.h>
#include <unistd.h>

void threads_wait_passively(char **argv) {
  if (getenv("OMP_WAIT_POLICY") || setenv("OMP_WAIT_POLICY", "passive", 1)) return;
  char path[4096]; /* the program's own, so that it keeps its name among the processes */
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  execv(path, argv);
}
