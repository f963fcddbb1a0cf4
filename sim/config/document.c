/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/document.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "config/content.h"

enum { MAX_BYTES = 1 << 20, MAX_DEPTH = 8, MAX_ENTRIES = 10000 };

struct parse {
  yaml_parser_t parser;
  const struct source *source;
  size_t column; /* of the first character on the source's first line */
  struct complaints *complaints;
  bool broken; /* nothing more can be read */
};

static struct place place_at(const struct parse *parse, yaml_mark_t mark) {
  return (struct place){parse->source, mark.line, mark.column + (mark.line == 0 ? parse->column : 0)};
}

static bool is_indented_by_tab(const struct source *source, size_t line) {
  const char *start = source->text;
  for (; start && line > 0; line--) start = strchr(start, '\n') ? strchr(start, '\n') + 1 : NULL;
  return start && start[strspn(start, " ")] == '\t';
}

static void refuse_syntax(struct parse *parse) {
  const yaml_parser_t *parser = &parse->parser;
  struct place place = place_at(parse, parser->problem_mark);
  parse->broken = true;
  if (parser->error == YAML_MEMORY_ERROR) {
    parse->complaints->no_memory = true;
    return;
  }
  if (parser->error == YAML_READER_ERROR) { /* bytes that are no text have an offset only */
    place = (struct place){parse->source, 0, 0};
    for (size_t i = 0; i < parser->problem_offset && i < parse->source->length; i++)
      if (parse->source->text[i] == '\n') place.line++;
  }
  if (is_indented_by_tab(parse->source, place.line))
    complain(parse->complaints, place, "", "the YAML cannot be read: a tab stands where YAML wants blanks");
  else
    complain(parse->complaints, place, "", "the YAML cannot be read: %s%s%s", parser->problem ? parser->problem : "?",
             parser->context ? " " : "", parser->context ? parser->context : "");
}

/* The caller deletes the event. */
static bool next_event(struct parse *parse, yaml_event_t *event) {
  if (parse->broken) return false;
  if (yaml_parser_parse(&parse->parser, event)) return true;
  refuse_syntax(parse);
  return false;
}

static struct node *out_of_memory(struct parse *parse, struct node *node) {
  node_free(node);
  parse->broken = parse->complaints->no_memory = true;
  return NULL;
}

static void refuse_extras(struct parse *parse, const yaml_event_t *event, const yaml_char_t *anchor,
                          const yaml_char_t *tag) {
  struct place place = place_at(parse, event->start_mark);
  if (anchor) complain(parse->complaints, place, "", "anchors (&%.60s) are refused", (const char *)anchor);
  if (tag) complain(parse->complaints, place, "", "tags (%.60s) are refused: the key says the type", (const char *)tag);
}

static struct node *read_scalar(struct parse *parse, const yaml_event_t *event) {
  struct node *node = node_create(SCALAR, place_at(parse, event->start_mark));
  if (!node) return out_of_memory(parse, node);
  const char *text = (const char *)event->data.scalar.value;
  refuse_extras(parse, event, event->data.scalar.anchor, event->data.scalar.tag);
  node->text = strdup(text);
  if (!node->text) return out_of_memory(parse, node);
  if (strlen(text) == event->data.scalar.length) return node;
  complain(parse->complaints, node->place, "", "a text must not hold the character 0");
  node->refused = true;
  return node;
}

static struct node *read_children(struct parse *parse, struct node *node, yaml_event_type_t end, size_t depth);

static struct node *read_node(struct parse *parse, const yaml_event_t *event, size_t depth) {
  struct place place = place_at(parse, event->start_mark);
  if (depth > MAX_DEPTH) {
    complain(parse->complaints, place, "", "the nesting is deeper than %d", MAX_DEPTH);
    parse->broken = true;
    return NULL;
  }
  if (event->type == YAML_SCALAR_EVENT) return read_scalar(parse, event);
  bool mapping = event->type == YAML_MAPPING_START_EVENT;
  struct node *node = node_create(mapping ? MAPPING : event->type == YAML_ALIAS_EVENT ? SCALAR : SEQUENCE, place);
  if (!node) return out_of_memory(parse, node);
  if (event->type == YAML_ALIAS_EVENT) {
    complain(parse->complaints, place, "", "aliases (*%.60s) are refused: write the value again",
             (const char *)event->data.alias.anchor);
    node->refused = true;
    node->text = strdup("");
    return node->text ? node : out_of_memory(parse, node);
  }
  if (mapping) refuse_extras(parse, event, event->data.mapping_start.anchor, event->data.mapping_start.tag);
  else refuse_extras(parse, event, event->data.sequence_start.anchor, event->data.sequence_start.tag);
  return read_children(parse, node, mapping ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT, depth);
}

/* Moves the key's text into the child, and the child into the mapping. */
static void add_to_mapping(struct parse *parse, struct node *mapping, struct node *key, struct node *child) {
  if (key->kind == SCALAR) {
    child->key = key->text;
    key->text = NULL;
    child->key_place = key->place;
    node_append(mapping, child);
    child = NULL;
  } else {
    complain(parse->complaints, key->place, "", "a key must be a word");
  }
  node_free(key);
  node_free(child);
}

/* @return node, or NULL once it is freed because nothing more can be read */
static struct node *read_children(struct parse *parse, struct node *node, yaml_event_type_t end, size_t depth) {
  struct node *key = NULL;
  yaml_event_t event;
  while (next_event(parse, &event)) {
    bool ends = event.type == end;
    struct node *child = ends ? NULL : read_node(parse, &event, depth + 1);
    yaml_event_delete(&event);
    if (ends) return node;
    if (!child) break;
    if (node->n == MAX_ENTRIES) {
      complain(parse->complaints, child->place, "", "more than %d entries are refused", MAX_ENTRIES);
      parse->broken = true;
      node_free(child);
      break;
    }
    if (node->kind == SEQUENCE) {
      node_append(node, child);
    } else if (!key) {
      key = child;
    } else {
      add_to_mapping(parse, node, key, child);
      key = NULL;
    }
  }
  node_free(key);
  node_free(node);
  return NULL;
}

static struct node *read_document(struct parse *parse) {
  struct node *root = NULL;
  yaml_event_t event;
  bool ended = false;
  while (!ended && next_event(parse, &event)) {
    struct place place = place_at(parse, event.start_mark);
    switch ((int)event.type) {
      case YAML_STREAM_START_EVENT:
      case YAML_DOCUMENT_END_EVENT: break;
      case YAML_DOCUMENT_START_EVENT:
        if (!root) break;
        complain(parse->complaints, place, "", "a second document is refused");
        parse->broken = true;
        break;
      case YAML_STREAM_END_EVENT: ended = true; break;
      default: root = read_node(parse, &event, 0);
    }
    yaml_event_delete(&event);
  }
  if (!parse->broken) return root;
  node_free(root);
  return NULL;
}

struct node *document_parse(const struct source *source, size_t start, struct complaints *complaints) {
  struct parse parse = {.source = source, .column = start, .complaints = complaints};
  if (!yaml_parser_initialize(&parse.parser)) return out_of_memory(&parse, NULL);
  yaml_parser_set_input_string(&parse.parser, (const unsigned char *)source->text + start, source->length - start);
  struct node *root = read_document(&parse);
  yaml_parser_delete(&parse.parser);
  if (!root && !parse.broken) complain(complaints, (struct place){source, 0, start}, "", "nothing is written here");
  return root;
}

struct source *document_source(struct document *document, const char *name, const char *text, size_t length) {
  struct source *source = calloc(1, sizeof *source);
  if (!source) return NULL;
  source->next = document->sources;
  document->sources = source; /* from here on document_free frees it, finished or not */
  source->name = strdup(name);
  source->text = malloc(length + 1);
  if (!source->name || !source->text) return NULL;
  memcpy(source->text, text, length);
  source->text[length] = '\0';
  source->length = length;
  return source;
}

/* Keep what stands in a file as a source of the document. */
static int read_source(struct document *document, const char *path, bool ordinary, struct source **source,
                       struct error *error) {
  size_t length = 0;
  char *bytes = NULL;
  TRY(content_read(path, ordinary, MAX_BYTES, &bytes, &length, error));
  *source = document_source(document, path, bytes, length);
  free(bytes);
  return OK;
}

int document_read(struct document *document, const char *path, const char *text, const char *prefix, struct node **root,
                  struct complaints *complaints, struct error *error) {
  *root = NULL;
  struct source *source = NULL;
  if (text) source = document_source(document, path, text, strlen(text));
  else TRY(read_source(document, path, prefix[0] != '\0', &source, error));
  if (!source) return error_set(error, ERROR_FAILED, "no memory to read %s", path);
  struct node *node = document_parse(source, 0, complaints);
  if (node && node->kind != MAPPING) {
    complain(complaints, node->place, prefix, "must be a mapping of keys to values");
    node_free(node);
    node = NULL;
  }
  if (!node) return OK;
  node->key = strdup(prefix);
  *(prefix[0] ? &document->fragment : &document->root) = *root = node;
  if (!node->key) return error_set(error, ERROR_FAILED, "no memory to read %s", path);
  node_refuse_repeated(node, complaints);
  return OK;
}

void document_free(struct document *document) {
  node_free(document->root);
  node_free(document->fragment);
  while (document->sources) {
    struct source *next = document->sources->next;
    free(document->sources->name);
    free(document->sources->text);
    free(document->sources);
    document->sources = next;
  }
}
