/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/crew_member.h"

#include <errno.h>
#include <omp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/stop.h"

enum { PIECE = 1 << 16 };

/* What goes before an answer; sentence and text follow, each with a final 0. */
struct head {
  uint64_t item, sentence, text; /* lengths without the 0 */
  int64_t code;
};

static bool read_whole(int descriptor, void *memory, size_t bytes) {
  for (char *at = memory; bytes > 0;) {
    ssize_t n = read(descriptor, at, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    bytes -= (size_t)n;
  }
  return true;
}

static bool write_whole(int descriptor, const void *memory, size_t bytes) {
  for (const char *at = memory; bytes > 0;) {
    ssize_t n = write(descriptor, at, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    bytes -= (size_t)n;
  }
  return true;
}

static bool answer_item(const struct crew *crew, size_t item, int answers) {
  struct error error = {OK, ""};
  char *text = NULL;
  size_t length = 0;
  FILE *answer = open_memstream(&text, &length);
  int code = OK;
  if (!answer) code = error_set(&error, ERROR_FAILED, "no memory for an answer");
  else if (stop_signal()) code = error_set(&error, ERROR_STOPPED, "stopped by %s before it was begun", stop_signal());
  else code = crew->work(crew->context, item, answer, &error);
  if (answer && fclose(answer)) code = error_set(&error, ERROR_FAILED, "no memory for an answer");
  const struct head head = {.item = item, .sentence = strlen(error.sentence), .text = length, .code = code};
  bool sent = write_whole(answers, &head, sizeof head) && write_whole(answers, error.sentence, head.sentence + 1) &&
              write_whole(answers, text ? text : "", head.text + 1);
  free(text);
  return sent;
}

/* Leaves without the handlers of exit, which are the caller's. */
static _Noreturn void serve(const struct crew *crew, pid_t caller, int items, int answers) {
  size_t item;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != caller) _exit(ERROR_FAILED); /* it ended before */
  setpgid(0, 0); /* an interrupt from the terminal is for the caller, who passes on one request to stop */
  omp_set_num_threads(crew->threads);
  while (read_whole(items, &item, sizeof item) && answer_item(crew, item, answers)) continue;
  fflush(NULL);
  _exit(OK);
}

static void close_pair(const int ends[2]) {
  close(ends[0]);
  close(ends[1]);
}

int crew_member_make(struct crew_member members[], size_t m, const struct crew *crew, struct error *error) {
  struct crew_member *member = &members[m];
  int items[2], answers[2];
  if (pipe(items)) return error_set(error, ERROR_FAILED, "no process can be made: %s", strerror(errno));
  if (pipe(answers)) {
    error_set(error, ERROR_FAILED, "no process can be made: %s", strerror(errno));
    close_pair(items);
    return ERROR_FAILED;
  }
  fflush(NULL); /* or both would print what waits */
  pid_t caller = getpid(), process = fork();
  if (process == 0) {
    for (size_t other = 0; other < crew->processes; other++) {
      if (!members[other].process) continue;
      close(members[other].items);
      close(members[other].answers);
    }
    close(items[1]);
    close(answers[0]);
    serve(crew, caller, items[0], answers[1]);
  }
  int cause = errno;
  close(items[0]);
  close(answers[1]);
  if (process < 0) {
    close(items[1]);
    close(answers[0]);
    return error_set(error, ERROR_FAILED, "no process can be made: %s", strerror(cause));
  }
  setpgid(process, process); /* whoever is first */
  *member = (struct crew_member){
      .process = process, .items = items[1], .answers = answers[0], .heard = member->heard, .room = member->room};
  return OK;
}

void crew_member_give(struct crew_member *member, size_t item) {
  member->busy = true;
  member->item = item;
  (void)write_whole(member->items, &item, sizeof item);
}

/* Close the pipes and wait for its end. @return how it ended, as waitpid says; -1: that is not known */
static int part(struct crew_member *member) {
  int status = -1;
  close(member->items);
  close(member->answers);
  while (waitpid(member->process, &status, 0) < 0 && errno == EINTR) continue;
  member->process = 0;
  return status;
}

void crew_member_dismiss(struct crew_member *member) {
  if (member->process) part(member);
  free(member->heard);
  *member = (struct crew_member){0};
}

/* It is dead; an item that it was at is lost. */
static void bury(struct crew_member *member, const struct crew *crew) {
  char sentence[256];
  int status = part(member);
  if (status >= 0 && WIFSIGNALED(status))
    snprintf(sentence, sizeof sentence, "signal %d (%s) ended its process%s", WTERMSIG(status),
             strsignal(WTERMSIG(status)),
             WTERMSIG(status) == SIGKILL ? ": the machine may have had no memory left" : "");
  else if (status >= 0)
    snprintf(sentence, sizeof sentence, "its process ended with exit status %d", WEXITSTATUS(status));
  else snprintf(sentence, sizeof sentence, "its process ended");
  bool busy = member->busy;
  member->busy = false;
  member->n_heard = 0;
  if (busy)
    crew->hear(crew->context,
               &(struct crew_answer){.item = member->item, .code = ERROR_FAILED, .sentence = sentence, .text = ""});
}

/* Have the answer heard if all of it is there. */
static void deliver(struct crew_member *member, const struct crew *crew) {
  struct head head;
  if (member->n_heard < sizeof head) return;
  memcpy(&head, member->heard, sizeof head);
  if (member->n_heard < sizeof head + head.sentence + head.text + 2) return;
  const char *sentence = member->heard + sizeof head;
  member->busy = false;
  member->n_heard = 0;
  crew->hear(crew->context, &(struct crew_answer){.item = (size_t)head.item,
                                                  .code = (int)head.code,
                                                  .sentence = sentence,
                                                  .text = sentence + head.sentence + 1,
                                                  .length = (size_t)head.text});
}

int crew_member_listen(struct crew_member *member, const struct crew *crew, struct error *error) {
  if (member->room - member->n_heard < PIECE) {
    size_t room = 2 * member->room + PIECE;
    char *heard = realloc(member->heard, room);
    if (!heard)
      return error_set(error, ERROR_FAILED, "no memory for an answer of more than %zu bytes", member->n_heard);
    member->heard = heard;
    member->room = room;
  }
  ssize_t n = read(member->answers, member->heard + member->n_heard, PIECE);
  if (n < 0 && errno == EINTR) return OK;
  if (n <= 0) {
    bury(member, crew);
    return OK;
  }
  member->n_heard += (size_t)n;
  deliver(member, crew);
  return OK;
}
