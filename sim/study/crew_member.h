/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One process of a crew, as its caller sees it: items go to it through a pipe, answers come back through another.
 */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

#include "study/crew.h"

struct crew_member {
  pid_t process;      /**< 0: none */
  int items, answers; /**< the caller's ends of the pipes */
  bool busy;
  size_t item; /**< that it is at, if busy */
  char *heard; /**< owned; what came so far of an answer, [n_heard] of [room] */
  size_t n_heard, room;
};

/** Make the process of members[m]; it ends with its caller, whatever ends that.
 *  @param members  all of the crew, shape [crew->processes]: none keeps hold of the pipes of another
 *  Errors: ERROR_FAILED with the cause. */
int crew_member_make(struct crew_member members[], size_t m, const struct crew *crew, struct error *error);

/** Give it an item. One that is no more is found out by what it answers: nothing. */
void crew_member_give(struct crew_member *member, size_t item);

/** Take what it has to say, and have whole answers heard; also that it died, if it did. To be called when there is something to read.
 *  Errors: ERROR_FAILED without memory. */
int crew_member_listen(struct crew_member *member, const struct crew *crew, struct error *error);

/** Wait for the end of its process, which follows since there are no more items. Without a process nothing is done. */
void crew_member_dismiss(struct crew_member *member);
