/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/info_overview.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "app/info_parts.h"
#include "config/table.h"

/* What the parts of the overview are made from. */
struct source {
  struct overview *overview;
  const struct stored *stored;
  const struct model *model; /* NULL: the program does not know it */
  struct pool *pool;
  struct error *error;
};

static void say(const struct source *source, enum reader_of_overview reader, const char *name, const char *text) {
  overview_add(source->overview, (struct entry){.name = name, .kind = ENTRY_TEXT, .reader = reader, .text = text});
}

static void put_numbers(const struct source *source, const char *name, const char *unit, const char *between, size_t n,
                        const double *numbers) {
  overview_add(source->overview, (struct entry){.name = name,
                                                .kind = ENTRY_NUMBERS,
                                                .reader = n ? EVERYONE : PROGRAMS,
                                                .n = n,
                                                .numbers = numbers,
                                                .unit = unit,
                                                .between = between});
}

static void put_sheet(const struct source *source, enum reader_of_overview reader, const char *name,
                      struct sheet sheet) {
  overview_add(source->overview, (struct entry){.name = name, .kind = ENTRY_SHEET, .reader = reader, .sheet = sheet});
}

/* Take `depth` blanks from the beginning of each line. */
static void shift_left(char *text, size_t depth) {
  size_t blanks = depth;
  char *to = text;
  for (const char *from = text; *from; from++) {
    if (*from == '\n') blanks = depth;
    else if (*from == ' ' && blanks > 0 && blanks--) continue;
    else blanks = 0;
    *to++ = *from;
  }
  *to = '\0';
}

/* The lines below "name:" in the configuration, or NULL. */
static const char *section_of(const struct source *source, const char *name) {
  const char *text = stored_provenance(source->stored, "configuration");
  size_t length = strlen(name);
  for (const char *line = text; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
    if (strncmp(line, name, length) != 0 || line[length] != ':') continue;
    const char *begin = line + length + 1 + strspn(line + length + 1, "\n"), *end = begin;
    while (*end == ' ') end += strcspn(end, "\n"), end += *end == '\n';
    char *section = pool_print(source->pool, source->error, "%.*s", (int)(end - begin), begin);
    if (section) shift_left(section, 2);
    return section;
  }
  return NULL;
}

/* One parameter of the configuration if its value is not the model's default. */
static void put_parameter(const struct param_spec *row, const void *defaults, const char *configuration, FILE *stream) {
  char start[160], *value = NULL;
  size_t length = 0;
  snprintf(start, sizeof start, "\n    %s: ", row->key);
  const char *line = strstr(configuration, start);
  FILE *plain = line ? open_memstream(&value, &length) : NULL;
  if (!plain) return;
  row_print(row, defaults, plain);
  if (fclose(plain) == 0) {
    line += strlen(start);
    int rest = (int)strcspn(line, "\n");
    if ((size_t)rest != length || strncmp(line, value, length) != 0)
      fprintf(stream, "%s: %.*s (default %s)\n", row->key, rest, line, value);
  }
  free(value);
}

/* What differs from the model's defaults. */
static int put_parameters(const struct source *source) {
  const struct model *model = source->model;
  const char *configuration = stored_provenance(source->stored, "configuration");
  if (!model || !configuration) return OK;
  void *defaults = pool_take(source->pool, 1, model->params_size ? model->params_size : 1, source->error);
  char *text = NULL;
  size_t length = 0;
  FILE *stream = defaults ? open_memstream(&text, &length) : NULL;
  if (!stream) return error_set(source->error, ERROR_FAILED, "no memory for an overview");
  int code = table_defaults(model->params, model->n_params, defaults, source->error);
  for (size_t r = 0; !code && r < model->n_params; r++)
    put_parameter(&model->params[r], defaults, configuration, stream);
  table_free(model->params, model->n_params, defaults);
  fclose(stream);
  const char *kept = text && text[0] ? text : "all at their defaults";
  say(source, EVERYONE, "parameters", pool_print(source->pool, source->error, "%s", kept));
  free(text);
  return (int)source->error->code;
}

static const char *layers_text(const struct source *source) {
  const struct stored *stored = source->stored;
  const char *text = NULL;
  double top = 0;
  for (size_t l = 0; l < stored->n_layers; l++) {
    double bottom = top + (double)stored->layers[l].planes * stored->spacing[2];
    if (!stored->layers[l].planes) continue;
    text = pool_print(source->pool, source->error, "%s%s%s %.6g to %.6g mm", text ? text : "", text ? ", " : "",
                      stored->layers[l].name, top, bottom);
    if (!text) return NULL;
    top = bottom;
  }
  return text;
}

static void put_origin(const struct source *source) {
  const struct stored *stored = source->stored;
  bool complete = stored_complete(stored);
  const char *standing = stored_provenance(stored, "standing");
  say(source, EVERYONE, "result", stored->path);
  overview_add(source->overview,
               (struct entry){.name = "complete",
                              .kind = ENTRY_TRUTH,
                              .truth = complete,
                              .text = complete ? "yes" : "no: its run was cut short, or is still at work"});
  if (stored->frames_missing > 0)
    say(source, EVERYONE, "frames_missing",
        pool_print(source->pool, source->error, "%zu of %zu: their files are not there, and their fields read as NaN",
                   stored->frames_missing, stored->n_frames));
  say(source, EVERYONE, "made_by", stored_provenance(stored, "program"));
  say(source, EVERYONE, "model", stored_provenance(stored, "model"));
  say(source, EVERYONE, "standing", standing);
}

static int put_contents(const struct source *source) {
  const struct stored *stored = source->stored;
  const struct table *measures = &stored->content.measures;
  struct pool *pool = source->pool;
  double *cells = pool_take(pool, 3, sizeof *cells, source->error);
  if (!cells) return (int)source->error->code;
  for (size_t a = 0; a < 3; a++) cells[a] = (double)stored->cells[a];
  bool radial = stored->geometry == AXISYMMETRIC;
  say(source, EVERYONE, "geometry", radial ? "axisymmetric" : "cartesian");
  put_numbers(source, "cells", "1", " x ", 3, cells);
  put_numbers(source, "spacing", "mm", " x ", 3, stored->spacing);
  say(source, EVERYONE, "layers", layers_text(source));
  say(source, EVERYONE, "treatment", section_of(source, "treatment"));
  say(source, EVERYONE, "run", section_of(source, "run"));
  TRY(put_parameters(source));
  put_numbers(source, "frames", "day", ", ", stored->n_frames, stored->times);
  if (stored->n_frames == 0) say(source, PEOPLE, "fields", "none: a result of tables alone");
  size_t profiles = 0;
  for (size_t c = 0; c < measures->n_columns; c++) profiles += measures->columns[c].profile;
  say(source, PEOPLE, "measures",
      pool_print(pool, source->error, "%zu over time and %zu over time and depth, at %zu times (--measures)",
                 measures->n_columns - profiles, profiles, measures->n_rows));
  say(source, PEOPLE, "outcomes",
      pool_print(pool, source->error, "%zu (--outcomes)", stored->content.outcomes.n_columns));
  return (int)source->error->code;
}

/* Those outcomes that the model puts first; all of them if the program does not know the model. */
static int put_headlines(const struct source *source) {
  const struct model *model = source->model;
  const char **names = pool_take(source->pool, model ? model->n_headlines : 0, sizeof *names, source->error);
  if (!names) return (int)source->error->code;
  struct selection selection = {.names = names};
  for (size_t h = 0; model && h < model->n_headlines; h++)
    if (stored_column(&source->stored->content.outcomes, model->headlines[h]))
      names[selection.n++] = model->headlines[h];
  if (model && selection.n == 0) return OK;
  struct sheet sheet;
  TRY(info_outcomes(&sheet, source->stored, &selection, source->pool, source->error));
  put_sheet(source, EVERYONE, "headlines", sheet);
  return OK;
}

static int put_tables(const struct source *source) {
  struct sheet fields, sessions, brief, outcomes, measures, punctures;
  const struct selection all = {0};
  TRY(info_fields(&fields, source->stored, source->pool, source->error));
  put_sheet(source, fields.n_rows ? EVERYONE : PROGRAMS, "fields", fields);
  TRY(info_sessions(&sessions, source->stored, source->pool, source->error));
  put_sheet(source, PROGRAMS, "sessions", sessions);
  TRY(info_sessions_brief(&brief, source->stored, source->pool, source->error));
  put_sheet(source, PEOPLE, "sessions, and the injured share of the surface and of each layer", brief);
  TRY(put_headlines(source));
  TRY(info_outcomes(&outcomes, source->stored, &all, source->pool, source->error));
  put_sheet(source, PROGRAMS, "outcomes", outcomes);
  TRY(info_measures(&measures, source->stored, &all, source->pool, source->error));
  put_sheet(source, PROGRAMS, "measures", measures);
  TRY(info_punctures(&punctures, source->stored, source->pool, source->error));
  put_sheet(source, PROGRAMS, "punctures", punctures);
  return OK;
}

/* What to open it with. */
static void put_openers(const struct source *source) {
  const struct stored *stored = source->stored;
  char absolute[PATH_MAX];
  const char *folder = realpath(stored->folder, absolute) ? absolute : stored->folder;
  if (stored->n_frames == 0) {
    say(source, PEOPLE, "open_it_with",
        pool_print(source->pool, source->error,
                   "Python: xarray.open_dataset(\"%s\", group=\"measures\", engine=\"h5netcdf\", decode_times=False)\n",
                   stored->path));
    return;
  }
  say(source, PEOPLE, "open_it_with",
      pool_print(source->pool, source->error,
                 "ParaView 5.12 and newer: %s/run.vtkhdf\n"
                 "ParaView 5.11 and older: %s/run.xdmf, reader Xdmf3ReaderS\n"
                 "Python: xarray.open_dataset(\"%s\", engine=\"h5netcdf\", decode_times=False)\n",
                 folder, folder, stored->path));
}

int info_overview(struct overview *overview, const struct stored *stored, const struct program *program,
                  struct pool *pool, struct error *error) {
  *overview = (struct overview){.n = 0};
  struct source source = {.overview = overview, .stored = stored, .pool = pool, .error = error};
  const char *model = stored_provenance(stored, "model");
  for (size_t m = 0; model && m < program->n_models; m++)
    if (strcmp(program->models[m]->name, model) == 0) source.model = program->models[m];
  put_origin(&source);
  TRY(put_contents(&source));
  TRY(put_tables(&source));
  say(&source, EVERYONE, "warnings", stored_provenance(stored, "warnings"));
  say(&source, EVERYONE, "notes", stored_provenance(stored, "notes"));
  say(&source, EVERYONE, "steps", stored_provenance(stored, "steps"));
  for (size_t r = 0; r < stored->content.n_execution; r++)
    if (strcmp(stored->content.execution[r].name, "complete") != 0)
      say(&source, EVERYONE, stored->content.execution[r].name, stored->content.execution[r].text);
  put_openers(&source);
  say(&source, PROGRAMS, "configuration", stored_provenance(stored, "configuration"));
  return (int)error->code;
}
