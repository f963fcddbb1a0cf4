/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/csv.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

struct csv csv_begin(char *name, char *text, size_t length, struct complaints *complaints) {
  struct csv csv = {.complaints = complaints, .next = text, .source = {.name = name, .text = text, .length = length}};
  csv.place.line = SIZE_MAX; /* before the first */
  return csv;
}

bool csv_line(struct csv *csv) {
  while (*csv->next) {
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    csv->line = csv->next;
    csv->place = (struct place){&csv->source, csv->place.line + 1, 0};
    csv->next += strcspn(csv->next, "\r\n");
    const char *end = csv->next;
    if (*csv->next) csv->next += csv->next[0] == '\r' && csv->next[1] == '\n' ? 2 : 1;
    if (csv->line == csv->source.text && strncmp(csv->line, byte_order_mark, 3) == 0) csv->line += 3;
    const char *start = csv->line + strspn(csv->line, " \t");
    if (start < end && *start != '#') return true;
  }
  return false;
}

void csv_field(struct csv *csv, const char **rest, char field[CSV_FIELD]) {
  const char *start = *rest + strspn(*rest, " \t"), *end = *rest + strcspn(*rest, ",\r\n");
  size_t n = end > start ? (size_t)(end - start) : 0;
  *rest = *end == ',' ? end + 1 : NULL;
  while (n > 0 && (start[n - 1] == ' ' || start[n - 1] == '\t')) n--;
  snprintf(field, CSV_FIELD, "%.*s", (int)(n < CSV_FIELD ? n : CSV_FIELD - 1), start);
  csv->place.column = 0;
  for (const char *c = csv->line; c < start; c++) csv->place.column += ((unsigned char)*c & 0xC0) != 0x80;
}

size_t csv_count(struct csv *csv) {
  char field[CSV_FIELD];
  size_t n = 0;
  for (const char *rest = csv->line; rest; n++) csv_field(csv, &rest, field);
  csv->place.column = 0;
  return n;
}

const char *csv_unit(char field[CSV_FIELD]) {
  char *open = strchr(field, '['), *close = open ? strchr(open, ']') : NULL;
  if (!open) return "";
  if (!close || close[1]) return NULL;
  *open = *close = '\0';
  for (char *end = open; end > field && end[-1] == ' ';) *--end = '\0';
  return open + 1;
}

void csv_fault(struct csv *csv, const char *name, const char *format, ...) {
  char sentence[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  if (!csv->place.source) csv->place = (struct place){&csv->source, 0, 0};
  complain(csv->complaints, csv->place, name, "%s", sentence);
  csv->mistakes++;
}
