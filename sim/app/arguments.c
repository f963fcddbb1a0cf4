/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/arguments.h"

#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/units.h"

long arguments_whole(struct argp_state *state, const char *text, const char *option, long most) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno || *end || end == text || value < 1 || value > most)
    argp_error(state, "%s wants a whole number from 1 to %ld, found '%s'", option, most, text);
  return value;
}

double arguments_duration(struct argp_state *state, const char *text, const char *option) {
  struct error error = {OK, ""};
  double days = 0;
  if (quantity_read(text, "s", &days, &error)) argp_error(state, "%s: %s", option, error.sentence);
  if (days < 0) argp_error(state, "%s: a time cannot be below 0", option);
  return days * 86400;
}

error_t arguments_one(int key, char *argument, struct argp_state *state, const char *name, const char **value) {
  if (key == ARGP_KEY_END && !*value) argp_error(state, "which %s?", name);
  if (key == ARGP_KEY_END) return 0;
  if (key != ARGP_KEY_ARG) return ARGP_ERR_UNKNOWN;
  if (*value) argp_error(state, "one %s at a time: '%s' and '%s' were given", name, *value, argument);
  *value = argument;
  return 0;
}
