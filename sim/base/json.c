/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"

/* Length of the character of UTF-8 (RFC 3629) that begins here; 0: it is none. */
static size_t character(const unsigned char *c) {
  static const struct {
    unsigned char low, high, second_low, second_high; /* of the first byte, and of the second */
    size_t length;
  } KINDS[] = {{0x00, 0x7f, 0x00, 0xff, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
               {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
               {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
  for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++) {
    if (*c < KINDS[k].low || *c > KINDS[k].high) continue;
    if (KINDS[k].length > 1 && (c[1] < KINDS[k].second_low || c[1] > KINDS[k].second_high)) return 0;
    for (size_t i = 2; i < KINDS[k].length; i++)
      if (c[i] < 0x80 || c[i] > 0xbf) return 0;
    return KINDS[k].length;
  }
  return 0;
}

static void put_string(FILE *stream, const char *text) {
  fputc('"', stream);
  for (const unsigned char *c = (const unsigned char *)text; *c;) {
    size_t length = character(c);
    if (length == 0) fputs("\\ufffd", stream);
    else if (*c == '"' || *c == '\\') fprintf(stream, "\\%c", *c);
    else if (*c == '\n') fputs("\\n", stream);
    else if (*c < ' ' || *c == 0x7f) fprintf(stream, "\\u%04x", (unsigned)*c);
    else fwrite(c, 1, length, stream);
    c += length ? length : 1;
  }
  fputc('"', stream);
}

static void put_number(FILE *stream, double value) {
  char text[NUMBER_LENGTH];
  fputs(isfinite(value) ? number_text(value, text) : "null", stream);
}

static void new_line(const struct json *json) { fprintf(json->stream, "\n%*s", (int)(2 * json->depth), ""); }

/* Comma, place and key of what comes next. */
static void begin(struct json *json, const char *key) {
  if (json->depth > 0) {
    bool filled = json->open[json->depth - 1].filled, line = json->open[json->depth - 1].line;
    json->open[json->depth - 1].filled = true;
    if (filled) fputs(line ? ", " : ",", json->stream);
    if (!line) new_line(json);
  }
  if (!key) return;
  put_string(json->stream, key);
  fputs(": ", json->stream);
}

static void open_bracket(struct json *json, const char *key, char bracket, char end, bool line) {
  if (json->depth == JSON_DEPTH) abort(); /* a mistake of the program */
  begin(json, key);
  fputc(bracket, json->stream);
  json->open[json->depth].end = end;
  json->open[json->depth].filled = false;
  json->open[json->depth].line = line;
  json->depth++;
}

void json_object(struct json *json, const char *key) { open_bracket(json, key, '{', '}', false); }
void json_array(struct json *json, const char *key) { open_bracket(json, key, '[', ']', false); }
void json_row(struct json *json, const char *key) { open_bracket(json, key, '[', ']', true); }

void json_end(struct json *json) {
  if (json->depth == 0) abort(); /* a mistake of the program */
  json->depth--;
  if (json->open[json->depth].filled && !json->open[json->depth].line) new_line(json);
  fputc(json->open[json->depth].end, json->stream);
  if (json->depth == 0) fputc('\n', json->stream);
}

void json_number(struct json *json, const char *key, double value) {
  begin(json, key);
  put_number(json->stream, value);
}

void json_text(struct json *json, const char *key, const char *text) {
  begin(json, key);
  if (text) put_string(json->stream, text);
  else fputs("null", json->stream);
}

void json_truth(struct json *json, const char *key, bool value) {
  begin(json, key);
  fputs(value ? "true" : "false", json->stream);
}

void json_numbers(struct json *json, const char *key, size_t n, const double values[]) {
  json_row(json, key);
  for (size_t i = 0; i < n; i++) json_number(json, NULL, values[i]);
  json_end(json);
}
