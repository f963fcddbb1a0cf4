/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/overview.h"

#include <string.h>

enum { NAME_WIDTH = 14, LINE_WIDTH = 100, MANY = 12 };
static const char INDENT[] = "  ";

void overview_add(struct overview *overview, struct entry entry) {
  bool nothing = entry.kind == ENTRY_TEXT && (!entry.text || !entry.text[0]);
  if (!nothing && overview->n < MOST_ENTRIES) overview->entries[overview->n++] = entry;
}

/* The name with blanks, and blanks up to the facts' column. */
static void put_name(const char *name, bool alone, FILE *stream) {
  size_t length = strlen(name);
  for (const char *c = name; *c; c++) fputc(*c == '_' ? ' ' : *c, stream);
  if (alone) fputc('\n', stream);
  else fprintf(stream, "%*s", length < NAME_WIDTH ? NAME_WIDTH - (int)length : 1, "");
}

/* One line; a list that is too long for it goes on below, behind one of its commas. */
static void put_line(const char *text, size_t length, FILE *stream) {
  size_t column = NAME_WIDTH;
  for (const char *item = text, *end = text + length, *next; item < end; item = next) {
    const char *comma = strstr(item, ", ");
    next = comma && comma < end ? comma + 1 : end;
    if (item > text && column + (size_t)(next - item) > LINE_WIDTH) {
      column = NAME_WIDTH - 1; /* each item but the first begins with a blank */
      fprintf(stream, "\n%*s", NAME_WIDTH - 1, "");
    }
    fprintf(stream, "%.*s", (int)(next - item), item);
    column += (size_t)(next - item);
  }
  fputc('\n', stream);
}

/* One line beside the name, several below it. */
static void put_text(const char *name, const char *text, FILE *stream) {
  size_t length = strcspn(text, "\n");
  bool one = text[length] == '\0' || text[length + 1] == '\0';
  put_name(name, !one, stream);
  if (one) put_line(text, length, stream);
  for (const char *line = text; !one && *line; line += length + (line[length] == '\n')) {
    length = strcspn(line, "\n");
    fprintf(stream, "%s%.*s\n", INDENT, (int)length, line);
  }
}

static void put_numbers(const struct entry *entry, FILE *stream) {
  bool pure = strcmp(entry->unit, "1") == 0;
  put_name(entry->name, false, stream);
  if (entry->n > MANY)
    fprintf(stream, "%zu from %.6g to %.6g", entry->n, entry->numbers[0], entry->numbers[entry->n - 1]);
  for (size_t i = 0; entry->n <= MANY && i < entry->n; i++)
    fprintf(stream, "%s%.6g", i ? entry->between : "", entry->numbers[i]);
  fprintf(stream, "%s%s\n", pure ? "" : " ", pure ? "" : entry->unit);
}

void overview_print(const struct overview *overview, FILE *stream) {
  bool apart = false; /* a blank line is owed, after a table */
  for (size_t i = 0; i < overview->n; i++) {
    const struct entry *entry = &overview->entries[i];
    if (entry->reader == PROGRAMS) continue;
    bool sheet = entry->kind == ENTRY_SHEET;
    if (i > 0 && (apart || sheet)) fputc('\n', stream);
    apart = sheet;
    if (entry->kind == ENTRY_NUMBERS) put_numbers(entry, stream);
    else if (!sheet) put_text(entry->name, entry->text, stream);
    if (!sheet) continue;
    put_name(entry->name, true, stream);
    sheet_print(&entry->sheet, INDENT, stream);
  }
}

static void put_json(const struct entry *entry, struct json *json) {
  switch (entry->kind) {
    case ENTRY_TEXT: json_text(json, entry->name, entry->text); break;
    case ENTRY_TRUTH: json_truth(json, entry->name, entry->truth); break;
    case ENTRY_SHEET: sheet_print_json(&entry->sheet, json, entry->name); break;
    case ENTRY_NUMBERS:
      json_object(json, entry->name);
      json_text(json, "unit", entry->unit);
      json_numbers(json, "values", entry->n, entry->numbers);
      json_end(json);
      break;
  }
}

void overview_print_json(const struct overview *overview, FILE *stream) {
  struct json json = {.stream = stream};
  json_object(&json, NULL);
  for (size_t i = 0; i < overview->n; i++)
    if (overview->entries[i].reader != PEOPLE) put_json(&overview->entries[i], &json);
  json_end(&json);
}
