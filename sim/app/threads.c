#include "app/threads.h"

#include <stdlib.h>
#include <unistd.h>

void threads_wait_passively(char **argv) {
  if (getenv("OMP_WAIT_POLICY") || setenv("OMP_WAIT_POLICY", "passive", 1)) return;
  execv("/proc/self/exe", argv);
}
