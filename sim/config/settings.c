/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/reader.h"
#include "config/table.h"

static const double DAY = 86400000; /* [ms] */

static int set_defaults(struct settings *settings, struct error *error) {
  for (size_t s = 0; s < N_SECTIONS; s++) TRY(table_defaults(sections[s].rows, sections[s].n_plain, settings, error));
  settings->measures.every = llround(section_row(SECTION_MEASURES, "every")->value * DAY);
  return OK;
}

static int read_sections(struct reader *reader) {
  const struct node *root = reader->document.root;
  refuse_unknown(reader, root, sections[SECTION_FILE].rows, sections[SECTION_FILE].n);
  size_t mistakes = reader->complaints.n;
  read_skin(reader, required(reader, root, SECTION_FILE, "skin"));
  reader->skin_is_good = reader->complaints.n == mistakes;
  read_grid(reader, required(reader, root, SECTION_FILE, "grid"));
  read_treatment(reader, node_find(root, "treatment"));
  read_run(reader, required(reader, root, SECTION_FILE, "run"));
  read_output(reader, node_find(root, "output"));
  constrain(reader);
  return (int)reader->error->code;
}

static int read_all(struct reader *reader) {
  const struct settings_request *request = reader->request;
  struct node *root = NULL;
  TRY(set_defaults(reader->settings, reader->error));
  TRY(document_read(&reader->document, request->path, request->text, "", &root, &reader->complaints, reader->error));
  if (root) {
    for (size_t a = 0; a < request->n_assignments; a++)
      document_assign(&reader->document, request->assignments[a].text, &reader->complaints);
    TRY(read_sections(reader));
  }
  if (reader->complaints.no_memory)
    return error_set(reader->error, ERROR_FAILED, "no memory to read %s", request->path);
  size_t n = reader->complaints.n;
  if (n) return error_set(reader->error, ERROR_CONFIG, "%zu mistake%s in %s", n, n == 1 ? "" : "s", request->path);
  return canonical_write(reader->settings, reader->error);
}

static int read_once(struct settings *settings, const struct settings_request *request, FILE *complaints,
                     struct error *error) {
  *settings = (struct settings){.model = NULL};
  size_t length = 0;
  FILE *warnings = open_memstream(&settings->warnings, &length);
  if (!warnings) return error_set(error, ERROR_FAILED, "no memory to read %s", request->path);
  struct reader reader = {.settings = settings,
                          .complaints = {.stream = complaints},
                          .warnings = warnings,
                          .error = error,
                          .request = request};
  int code = read_all(&reader);
  document_free(&reader.document);
  if (fclose(warnings) && !code) code = error_set(error, ERROR_FAILED, "no memory to read %s", request->path);
  return code;
}

/* Take out lines that repeat the one before: entries of a list that are alike. */
static void drop_repeated(char *lines) {
  const char *before = NULL;
  size_t before_length = 0;
  char *to = lines;
  for (const char *line = lines; *line;) {
    size_t length = strcspn(line, "\n") + 1;
    if (!before || length != before_length || memcmp(line, before, length) != 0) {
      before = memmove(to, line, length);
      before_length = length;
      to += length;
    }
    line += length;
  }
  *to = '\0';
}

/* Warnings are those of the canonical configuration: they depend on what a file means, not on how it is written, and a result
 * that is run again from it warns of the same. */
static int warn_canonically(struct settings *settings, const struct settings_request *request, FILE *complaints,
                            struct error *error) {
  const struct settings_request canonical = {.path = request->path,
                                             .text = settings->canonical,
                                             .file_text = settings->file_text,
                                             .models = request->models,
                                             .n_models = request->n_models};
  struct settings again;
  int code = read_once(&again, &canonical, complaints, error);
  if (code == OK) {
    free(settings->warnings);
    settings->warnings = again.warnings;
    again.warnings = NULL;
    drop_repeated(settings->warnings);
  }
  settings_free(&again);
  return code;
}

int settings_read(struct settings *settings, const struct settings_request *request, FILE *complaints,
                  struct error *error) {
  TRY(read_once(settings, request, complaints, error));
  return warn_canonically(settings, request, complaints, error);
}

void settings_free(struct settings *settings) {
  if (settings->params) table_free(settings->model->params, settings->model->n_params, settings->params);
  free(settings->params);
  free(settings->file_name);
  free(settings->file);
  free(settings->file_text);
  free(settings->file_hash);
  free(settings->listed);
  free(settings->listed_session);
  free(settings->warnings);
  free(settings->canonical);
  *settings = (struct settings){.model = NULL};
}
