/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify/report.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static int make_room(struct verify_report *report, struct error *error) {
  if (report->n < report->room) return OK;
  size_t room = 2 * report->room + 16;
  struct verify_row *rows = realloc(report->rows, room * sizeof *rows);
  if (!rows) return error_set(error, ERROR_FAILED, "no memory for %zu rows", room);
  report->rows = rows;
  report->room = room;
  return OK;
}

int verify_compare(struct verify_report *report, struct verify_numbers numbers, const char *why, struct error *error,
                   const char *format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length < 0 || (size_t)length >= sizeof text)
    return error_set(error, ERROR_FAILED, "what a row compares is too long: %s", text);
  TRY(make_room(report, error));
  struct verify_row row = {.group = report->group,
                           .what = pool_print(&report->pool, error, "%s", text),
                           .expected = numbers.expected,
                           .observed = numbers.observed,
                           .tolerance = numbers.tolerance,
                           .why = pool_print(&report->pool, error, "%s", why),
                           .pass = fabs(numbers.observed - numbers.expected) <= numbers.tolerance};
  if (!row.what || !row.why) return (int)error->code;
  report->rows[report->n++] = row;
  return OK;
}

int verify_not_run(struct verify_report *report, const char *what, const struct error *cause, struct error *error) {
  return verify_compare(report, (struct verify_numbers){0, (double)NAN, 0}, cause->sentence, error,
                        "%s could not be run", what);
}

size_t verify_failures(const struct verify_report *report) {
  size_t n = 0;
  for (size_t i = 0; i < report->n; i++) n += !report->rows[i].pass;
  return n;
}

void verify_report_free(struct verify_report *report) {
  free(report->rows);
  pool_free(&report->pool);
  *report = (struct verify_report){0};
}
