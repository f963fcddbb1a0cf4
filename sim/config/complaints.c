/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/complaints.h"

#include <stdarg.h>
#include <string.h>

enum { LINE_LENGTH = 160 };

void place_print(struct place place, char text[PLACE_LENGTH]) {
  if (place.source->is_command) snprintf(text, PLACE_LENGTH, "%s", place.source->name);
  else snprintf(text, PLACE_LENGTH, "%.470s:%zu:%zu", place.source->name, place.line + 1, place.column + 1);
}

/* The line's text and length; lines end with \n, \r or both, as in YAML. */
static const char *find_line(const struct source *source, size_t line, size_t *length) {
  const char *p = source->text, *end = source->text + source->length;
  for (; line > 0; line--) {
    while (p < end && *p != '\n' && *p != '\r') p++;
    if (p == end) return NULL;
    p += p + 1 < end && p[0] == '\r' && p[1] == '\n' ? 2 : 1;
  }
  *length = 0;
  while (p + *length < end && p[*length] != '\n' && p[*length] != '\r') ++*length;
  return p;
}

static bool continues_character(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* The caret stands under the character, whatever its bytes; tabs are kept, other control characters are not. */
static void print_line(FILE *stream, struct place place) {
  size_t length = 0;
  const char *line = find_line(place.source, place.line, &length);
  if (!line || place.column > LINE_LENGTH) return;
  if (length > LINE_LENGTH) length = LINE_LENGTH;
  fprintf(stream, "%5zu | ", place.line + 1);
  for (size_t i = 0; i < length; i++) fputc((unsigned char)line[i] < ' ' && line[i] != '\t' ? '?' : line[i], stream);
  fprintf(stream, "\n      | ");
  size_t column = 0;
  for (size_t i = 0; column < place.column; i++) {
    if (i < length && continues_character(line[i])) continue;
    fputc(i < length && line[i] == '\t' ? '\t' : ' ', stream);
    column++;
  }
  fprintf(stream, "^\n");
}

void complain(struct complaints *complaints, struct place place, const char *key, const char *format, ...) {
  char where[PLACE_LENGTH];
  place_print(place, where);
  const char *named = place.source->is_command ? strchr(where, ' ') : NULL;
  bool said = named && strcmp(named + 1, key) == 0; /* an assignment has the name of its key */
  fprintf(complaints->stream, "%s: %s%s", where, said ? "" : key, key[0] && !said ? ": " : "");
  va_list arguments;
  va_start(arguments, format);
  vfprintf(complaints->stream, format, arguments);
  va_end(arguments);
  fputc('\n', complaints->stream);
  print_line(complaints->stream, place);
  complaints->n++;
}
