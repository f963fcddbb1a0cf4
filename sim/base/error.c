/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int error_set(struct error *error, enum error_code code, const char *format, ...) {
  if (error->code) return (int)error->code;
  error->code = code;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->sentence, sizeof error->sentence, format, arguments);
  va_end(arguments);
  return (int)code;
}

void error_add(struct error *error, const char *format, ...) {
  size_t said = strlen(error->sentence);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->sentence + said, sizeof error->sentence - said, format, arguments);
  va_end(arguments);
}
