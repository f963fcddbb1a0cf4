/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bibliography.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Where the reader stands in a text. */
struct cursor {
  const char *at, *of;
  const char *key; /* of the entry, for messages */
  struct error *error;
};

const char *entry_field(const struct entry *entry, const char *name) {
  for (size_t f = 0; f < entry->n_fields; f++)
    if (strcasecmp(entry->fields[f].name, name) == 0) return entry->fields[f].value;
  return "";
}

static void entry_free(struct entry *entry) {
  for (size_t f = 0; f < entry->n_fields; f++) {
    free(entry->fields[f].name);
    free(entry->fields[f].value);
  }
  free(entry->authors);
  free(entry->link);
  free(entry->key);
}

void bibliography_free(struct bibliography *bibliography) {
  for (size_t e = 0; e < bibliography->n; e++) entry_free(&bibliography->entries[e]);
  free(bibliography->entries);
  *bibliography = (struct bibliography){0};
}

static void skip_space(struct cursor *cursor) {
  while (isspace((unsigned char)*cursor->at)) cursor->at++;
}

static int fail(struct cursor *cursor, const char *what) {
  return error_set(cursor->error, ERROR_FAILED, "the bibliography of %s: %s%s%s", cursor->of,
                   cursor->key ? cursor->key : "", cursor->key ? ": " : "", what);
}

/* A name of letters, digits and signs; NULL without memory. */
static char *read_name(struct cursor *cursor) {
  size_t length = strcspn(cursor->at, " \t\r\n,={}\"");
  char *name = strndup(cursor->at, length);
  cursor->at += length;
  return name;
}

/* The combining mark (Unicode, as UTF-8) of an accent of TeX, or NULL. */
static const char *accent(char c) {
  switch (c) {
    case '`': return "\xCC\x80";
    case '\'': return "\xCC\x81";
    case '^': return "\xCC\x82";
    case '~': return "\xCC\x83";
    case '"': return "\xCC\x88";
    default: return NULL;
  }
}

/* TeX between two places as plain text: no braces, single spaces, accents after their letter. Never longer than twice. */
static char *plain_text(const char *from, const char *to) {
  char *text = malloc(2 * (size_t)(to - from) + 1), *out = text;
  const char *mark = NULL;
  if (!text) return NULL;
  for (const char *c = from; c < to; c++) {
    if (*c == '{' || *c == '}') continue;
    if (*c == '\\' && c + 1 < to) {
      mark = accent(*++c);
      if (mark) continue;
    }
    const bool space = isspace((unsigned char)*c) || (*c == '~' && c[-1] != '\\');
    if (*c == '-' && c + 1 < to && c[1] == '-') continue;
    if (space && (out == text || out[-1] == ' ')) continue;
    *out++ = *c;
    if (space) out[-1] = ' ';
    else if (mark) out = stpcpy(out, mark);
    mark = NULL;
  }
  if (out > text && out[-1] == ' ') out--;
  *out = '\0';
  return text;
}

/* The end of a value that begins with a brace or a quotation mark, or NULL. */
static const char *closing(const char *from) {
  size_t depth = 0;
  for (const char *c = from; *c; c++) {
    if (*c == '\\' && c[1]) {
      c++;
      continue;
    }
    if (*c == '{') depth++;
    else if (*c == '}') depth--;
    if (depth == 0 && (*from == '{' || (*c == '"' && c > from))) return c;
  }
  return NULL;
}

static int read_field(struct cursor *cursor, struct entry *entry) {
  if (entry->n_fields == MAX_ENTRY_FIELDS) return fail(cursor, "has too many fields");
  char *name = read_name(cursor), *value = NULL;
  skip_space(cursor);
  if (!name || !name[0] || *cursor->at != '=') {
    free(name);
    return fail(cursor, "a field lacks its name or its '='");
  }
  cursor->at++;
  skip_space(cursor);
  const bool wrapped = *cursor->at == '{' || *cursor->at == '"';
  const char *end = wrapped ? closing(cursor->at) : cursor->at + strcspn(cursor->at, " \t\r\n,}");
  if (end) value = plain_text(cursor->at + wrapped, end);
  if (!value) {
    free(name);
    return fail(cursor, end ? "no memory" : "a field does not end");
  }
  entry->fields[entry->n_fields].name = name;
  entry->fields[entry->n_fields++].value = value;
  cursor->at = end + wrapped;
  return OK;
}

static int read_entry(struct cursor *cursor, struct entry *entry) {
  cursor->at += strcspn(cursor->at, "{@");
  if (*cursor->at != '{') return fail(cursor, "an entry lacks its brace");
  cursor->at++;
  skip_space(cursor);
  entry->key = read_name(cursor);
  if (!entry->key || !entry->key[0]) return fail(cursor, "an entry lacks its key");
  cursor->key = entry->key;
  for (;;) {
    skip_space(cursor);
    if (*cursor->at == ',') cursor->at++;
    skip_space(cursor);
    if (*cursor->at == '}') break;
    TRY(read_field(cursor, entry));
  }
  cursor->at++;
  cursor->key = NULL;
  return OK;
}

/* Entries of BibTeX that are no works are passed over. */
static bool is_work(const struct cursor *cursor) {
  static const char *const others[] = {"comment", "preamble", "string"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (strncasecmp(cursor->at, others[i], strlen(others[i])) == 0) return false;
  return true;
}

/* "Author, Ann and Writer, Bob and others" as people are named. */
static char *name_authors(const char *authors) {
  char *text = malloc(strlen(authors) + 8), *out = text;
  if (!text) return NULL;
  *out = '\0';
  while (*authors) {
    const char *end = strstr(authors, " and "), *comma = strchr(authors, ',');
    const size_t length = end ? (size_t)(end - authors) : strlen(authors);
    const bool others = length == 6 && strncmp(authors, "others", length) == 0;
    if (out > text) out = stpcpy(out, others ? " " : ", ");
    if (others) {
      out = stpcpy(out, "et al.");
    } else if (comma && comma < authors + length) {
      const char *first = comma + 1 + strspn(comma + 1, " ");
      out += sprintf(out, "%.*s %.*s", (int)(authors + length - first), first, (int)(comma - authors), authors);
    } else {
      out += sprintf(out, "%.*s", (int)length, authors);
    }
    authors = end ? end + 5 : authors + length;
  }
  return text;
}

static char *make_link(const struct entry *entry) {
  static const char *const places[][2] = {{"doi", "https://doi.org/"}, {"pmid", "https://pubmed.ncbi.nlm.nih.gov/"}};
  for (size_t i = 0; i < 2; i++) {
    const char *identifier = entry_field(entry, places[i][0]);
    if (!identifier[0]) continue;
    const size_t size = strlen(places[i][1]) + strlen(identifier) + 1;
    char *link = malloc(size);
    if (link) snprintf(link, size, "%s%s", places[i][1], identifier);
    return link;
  }
  return strdup("");
}

/* Keep the entry unless its key is known. */
static int keep(struct bibliography *bibliography, struct entry *entry, struct cursor *cursor) {
  for (size_t e = 0; e < bibliography->n; e++) {
    const struct entry *known = &bibliography->entries[e];
    if (strcmp(known->key, entry->key) != 0) continue;
    bool same = strcmp(entry_field(known, "doi"), entry_field(entry, "doi")) == 0 &&
                strcmp(entry_field(known, "pmid"), entry_field(entry, "pmid")) == 0;
    cursor->key = known->key;
    if (!same) return fail(cursor, "is the key of two works");
    entry_free(entry);
    return OK;
  }
  entry->authors = name_authors(entry_field(entry, "author"));
  entry->link = make_link(entry);
  struct entry *entries = realloc(bibliography->entries, (bibliography->n + 1) * sizeof *entries);
  if (entries) bibliography->entries = entries;
  if (!entries || !entry->authors || !entry->link) return fail(cursor, "no memory");
  entries[bibliography->n++] = *entry;
  return OK;
}

int bibliography_add(struct bibliography *bibliography, const char *text, const char *of, struct error *error) {
  struct cursor cursor = {.at = text, .of = of, .error = error};
  while ((cursor.at = strchr(cursor.at, '@')) != NULL) {
    struct entry entry = {0};
    cursor.at++;
    if (!is_work(&cursor)) continue;
    int code = read_entry(&cursor, &entry);
    if (code == OK && entry.key) code = keep(bibliography, &entry, &cursor);
    cursor.key = NULL;
    if (code) {
      entry_free(&entry);
      return code;
    }
  }
  return OK;
}
