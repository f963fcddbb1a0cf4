/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t noted;

static const struct {
  int number;
  const char *name;
} SIGNALS[] = {{SIGTERM, "SIGTERM"}, {SIGINT, "SIGINT"}, {SIGUSR1, "SIGUSR1"}};
enum { N_SIGNALS = sizeof SIGNALS / sizeof *SIGNALS };

static void note(int number) {
  if (!noted) noted = number;
  if (number == SIGINT) signal(SIGINT, SIG_DFL);
}

void stop_listen(void) {
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (size_t s = 0; s < N_SIGNALS; s++) sigaction(SIGNALS[s].number, &action, NULL);
}

const char *stop_signal(void) {
  for (size_t s = 0; s < N_SIGNALS; s++)
    if (noted == SIGNALS[s].number) return SIGNALS[s].name;
  return NULL;
}
