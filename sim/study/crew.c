/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/crew.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "run/stop.h"
#include "study/crew_member.h"

enum { TICK = 200 }; /* [ms] */

/* The work under way. */
struct shift {
  const struct crew *crew;
  const size_t *items;
  size_t n, next; /* items, and the one to begin next */
  bool stopping;
  struct crew_member *members; /* [crew->processes] */
  struct pollfd *ears;         /* [crew->processes] */
};

static size_t busy(const struct shift *shift) {
  size_t n = 0;
  for (size_t m = 0; m < shift->crew->processes; m++) n += shift->members[m].busy;
  return n;
}

static void signal_all(const struct shift *shift, int number, bool busy_only) {
  for (size_t m = 0; m < shift->crew->processes; m++)
    if (shift->members[m].process && (shift->members[m].busy || !busy_only)) kill(shift->members[m].process, number);
}

/* Begin as many items as there are idle processes. Fewer than wanted will do, none will not. */
static int hand_out(struct shift *shift, struct error *error) {
  for (size_t m = 0; m < shift->crew->processes && shift->next < shift->n; m++) {
    struct crew_member *member = &shift->members[m];
    struct error cause = {OK, ""};
    if (member->busy) continue;
    if (!member->process && crew_member_make(shift->members, m, shift->crew, &cause)) {
      if (busy(shift) > 0) return OK;
      if (m + 1 == shift->crew->processes) return error_set(error, cause.code, "%s", cause.sentence);
      continue;
    }
    crew_member_give(member, shift->items[shift->next++]);
  }
  return OK;
}

/* Wait for something to be heard, or for the next tick. */
static int listen(struct shift *shift, struct error *error) {
  for (size_t m = 0; m < shift->crew->processes; m++)
    shift->ears[m] =
        (struct pollfd){.fd = shift->members[m].process ? shift->members[m].answers : -1, .events = POLLIN};
  int heard = poll(shift->ears, (nfds_t)shift->crew->processes, TICK);
  if (heard < 0 && errno != EINTR)
    return error_set(error, ERROR_FAILED, "cannot hear the processes at work: %s", strerror(errno));
  for (size_t m = 0; heard > 0 && m < shift->crew->processes; m++)
    if (shift->ears[m].revents) TRY(crew_member_listen(&shift->members[m], shift->crew, error));
  return OK;
}

static int work(struct shift *shift, struct error *error) {
  const struct crew *crew = shift->crew;
  for (;;) {
    if (!shift->stopping && stop_signal()) {
      shift->stopping = true;
      signal_all(shift, SIGTERM, true);
    }
    if (!shift->stopping) TRY(hand_out(shift, error));
    if (!busy(shift)) break;
    TRY(listen(shift, error));
    if (crew->tick) crew->tick(crew->context);
  }
  return shift->stopping ? error_set(error, ERROR_STOPPED, "stopped by %s", stop_signal()) : OK;
}

int crew_work(const struct crew *crew, const size_t items[], size_t n, struct error *error) {
  struct shift shift = {.crew = crew, .items = items, .n = n};
  struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
  shift.members = calloc(crew->processes, sizeof *shift.members);
  shift.ears = calloc(crew->processes, sizeof *shift.ears);
  if (!shift.members || !shift.ears) {
    free(shift.members);
    free(shift.ears);
    return error_set(error, ERROR_FAILED, "no memory for %zu processes", crew->processes);
  }
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGPIPE, &ignore, &before); /* of a process that is no more */
  stop_listen();
  int code = work(&shift, error);
  if (code == ERROR_FAILED) signal_all(&shift, SIGKILL, false);
  for (size_t m = 0; m < crew->processes; m++) crew_member_dismiss(&shift.members[m]);
  sigaction(SIGPIPE, &before, NULL);
  free(shift.members);
  free(shift.ears);
  return code;
}
