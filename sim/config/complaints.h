/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Mistakes of a user, said all at once in the style of compilers: place, key, sentence, source line and a caret.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/nearest.h"

/** A text that was read: a file, or one assignment of the command line. */
struct source {
  struct source *next;
  char *name; /**< owned; path of the file, or "--set key" */
  char *text; /**< owned; [length] and a final 0 */
  size_t length;
  bool is_command; /**< of the command line: its place needs no line and column */
};

/** A place in a source; line and column count characters from 0. */
struct place {
  const struct source *source;
  size_t line, column;
};

/** Where mistakes are printed to, and how many there were. */
struct complaints {
  FILE *stream; /**< borrowed */
  size_t n;
  bool no_memory; /**< not the user's mistake: something was not read for want of memory */
};

/** Print one mistake and count it. @param key  full name such as "run.end", or "" */
void complain(struct complaints *complaints, struct place place, const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

enum { PLACE_LENGTH = 512 };

/** Write "file:line:column", or the name of an assignment, to text; long names are cut. */
void place_print(struct place place, char text[PLACE_LENGTH]);
