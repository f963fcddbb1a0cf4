/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_file.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "config/content.h"
#include "config/table.h"
#include "run/simulation.h"
#include "study/fit_parameters.h"
#include "study/varied.h"

enum { MOST_BYTES = 1 << 24 };

/* What whole numbers and words of the file are read into. */
struct numbers {
  long starts, seed;
  int deviations;
};

static const char *const DEVIATIONS[] = {"absolute", "relative", NULL};
enum { BASE, SET, PARAMETERS, OBSERVATIONS, TREATMENTS, N_NAMES };

/* clang-format off */
#define FREE { -HUGE_VAL, HUGE_VAL }
#define NAMES(key, doc) {key, "", TEXT, "1", 0, FREE, FREE, NULL, NUMERICAL, "", doc, CORE, 0}
static const struct param_spec ROWS[] = {
  [BASE] = NAMES("base", "configuration, found from the folder of the fit file"),
  [SET] = NAMES("set", "keys of the configuration and their values, for every treatment"),
  [PARAMETERS] = NAMES("parameters", "keys of skin.parameters, each with {from, to}, {log: yes} or the word plausible"),
  [OBSERVATIONS] = NAMES("observations", "CSV, found from the folder of the fit file"),
  [TREATMENTS] = NAMES("treatments", "by name, the keys and values in which the treatments of the observations differ"),
  {"starts", "", WHOLE, "1", 8, FREE, {1, MOST_STARTS}, NULL, NUMERICAL, "", "searches, the first from the configuration's values",
   CORE, offsetof(struct numbers, starts)},
  {"seed", "", WHOLE, "1", 1, FREE, {0, 1e15}, NULL, NUMERICAL, "", "of where the other searches begin", CORE,
   offsetof(struct numbers, seed)},
  {"deviations", "", CHOICE, "1", 0, FREE, FREE, DEVIATIONS, NUMERICAL, "",
   "absolute, or relative: known up to a common factor", CORE, offsetof(struct numbers, deviations)},
};
/* clang-format on */

/* What is shared while the file is read. */
struct reading {
  struct fit_file *file;
  const struct fit_file_request *request;
  struct node *root;
  struct error *error;
};

static bool is_kind(struct reading *reading, const struct node *node, enum node_kind kind) {
  char path[PATH_LENGTH];
  if (!node || node->refused) return false;
  if (node->kind != kind)
    complain(&reading->file->complaints, node->place, node_path(node, NULL, path), "%s",
             kind == MAPPING ? "must be a mapping of keys to values" : "must be one value");
  return node->kind == kind;
}

/* A key that must be there, or NULL after a complaint. */
static const struct node *required(struct reading *reading, int row) {
  const struct node *node = node_find(reading->root, ROWS[row].key);
  if (!node)
    complain(&reading->file->complaints, reading->root->place, ROWS[row].key, "is required: %s", ROWS[row].doc);
  return node;
}

static void refuse_unknown(struct reading *reading) {
  for (const struct node *child = reading->root->first; child; child = child->next) {
    struct nearest nearest = nearest_to(child->key);
    char hint[HINT_LENGTH];
    if (table_find(ROWS, COUNT(ROWS), child->key)) continue;
    for (size_t r = 0; r < COUNT(ROWS); r++) nearest_offer(&nearest, ROWS[r].key);
    complain(&reading->file->complaints, child->key_place, child->key, "is not a known key%s",
             nearest_or_known(&nearest, hint));
  }
}

static void read_numbers(struct reading *reading) {
  struct numbers numbers;
  table_defaults(ROWS + N_NAMES, COUNT(ROWS) - N_NAMES, &numbers, reading->error);
  for (size_t r = N_NAMES; r < COUNT(ROWS); r++) {
    const struct node *node = node_find(reading->root, ROWS[r].key);
    double value = 0;
    struct error cause = {OK, ""};
    if (!is_kind(reading, node, SCALAR)) continue;
    if (row_read(&ROWS[r], node->text, &value, &cause))
      complain(&reading->file->complaints, node->place, node->key, "%s", cause.sentence);
    else row_store(&ROWS[r], value, NULL, &numbers, reading->error);
  }
  reading->file->starts = (size_t)numbers.starts;
  reading->file->seed = (uint64_t)numbers.seed;
  reading->file->relative = numbers.deviations > 0;
}

/* The keys of a mapping as assignments behind those that list holds already. @return NULL without memory */
static const char **append_assignments(struct reading *reading, const struct node *mapping, const char *const *before,
                                       size_t *n) {
  size_t all = *n + (mapping ? mapping->n : 0);
  const char **list = pool_take(&reading->file->pool, all + 1, sizeof *list, reading->error); /* one more to come */
  if (!list) return NULL;
  for (size_t i = 0; before && i < *n; i++) list[i] = before[i];
  for (const struct node *child = mapping ? mapping->first : NULL; child; child = child->next) {
    const char *value = varied_text(child, &reading->file->pool, reading->error);
    if (!value) return NULL;
    list[*n] = pool_print(&reading->file->pool, reading->error, "%s=%s", child->key, value);
    if (!list[*n]) return NULL;
    ++*n;
  }
  return list;
}

/* Settings of the base with assignments; mistakes are counted. @return whether they are good */
static bool read_settings(struct reading *reading, const char *const list[], size_t n, struct settings *settings) {
  struct fit_file *file = reading->file;
  struct error cause = {OK, ""};
  struct assignment *assignments = pool_take(&file->pool, n, sizeof *assignments, reading->error);
  if (!assignments) return false;
  for (size_t i = 0; i < n; i++) assignments[i].text = list[i];
  struct settings_request request = {.path = file->base,
                                     .assignments = assignments,
                                     .n_assignments = n,
                                     .models = reading->request->models,
                                     .n_models = reading->request->n_models,
                                     .refuse_grid = reading->request->refuse_grid};
  int code = settings_read(settings, &request, file->complaints.stream, &cause);
  if (code == ERROR_CONFIG && strstr(cause.sentence, "cannot be read")) {
    const struct node *node = node_find(reading->root, ROWS[BASE].key);
    complain(&file->complaints, node->place, ROWS[BASE].key, "%s", cause.sentence);
  } else if (code == ERROR_CONFIG) {
    file->complaints.n++;
  } else if (code) {
    error_set(reading->error, cause.code, "%s", cause.sentence);
  }
  return code == OK;
}

static void name_treatments(struct reading *reading, const struct node *treatments) {
  struct fit_file *file = reading->file;
  file->n_treatments = treatments ? treatments->n : 1;
  if (treatments && treatments->n == 0)
    complain(&file->complaints, treatments->place, treatments->key, "must name at least one treatment");
  file->treatments = pool_take(&file->pool, file->n_treatments, sizeof *file->treatments, reading->error);
  if (!file->treatments) return;
  file->treatments[0].name = "";
  size_t t = 0;
  for (const struct node *child = treatments ? treatments->first : NULL; child; child = child->next)
    file->treatments[t++].name = child->key;
}

static void read_observations(struct reading *reading, const struct node *node) {
  struct fit_file *file = reading->file;
  struct error cause = {OK, ""};
  size_t length = 0;
  char *bytes = NULL;
  file->observations_path = content_beside(reading->file->path, node->text, &reading->file->pool, reading->error);
  if (!file->observations_path) return;
  if (content_read(file->observations_path, true, MOST_BYTES, &bytes, &length, &cause)) {
    complain(&file->complaints, node->place, node->key, "%s", cause.sentence);
    return;
  }
  char *kept = pool_take(&file->pool, length + 1, 1, reading->error);
  if (kept) memcpy(kept, bytes, length);
  free(bytes);
  file->observations_text = kept;
  if (!kept) return;
  snprintf(file->observations_hash, sizeof file->observations_hash, "%016" PRIx64,
           hash_bytes(HASH_START, kept, length));
  file->csv = csv_begin(file->observations_path, kept, length, &file->complaints);
  if (strlen(kept) < length) csv_fault(&file->csv, "", "this is not text: it holds the character 0");
  else fit_observations_read(file, reading->error);
}

/* Measures at the times of a treatment's observations, and nothing else. */
static const char *output_assignment(struct reading *reading, size_t treatment) {
  const struct fit_file *file = reading->file;
  char *text = NULL;
  size_t size = 0, n = 0;
  FILE *out = open_memstream(&text, &size);
  if (out) fputs("output={frames: {every: 0 day}, measures: {every: 0 day, at: [", out);
  for (size_t i = 0; out && i < file->n_observations; i++) {
    const struct fit_observation *row = &file->observations[i];
    bool known = row->treatment != treatment || !row->timed;
    for (size_t k = 0; k < i && !known; k++)
      known = file->observations[k].timed && file->observations[k].treatment == treatment &&
              file->observations[k].time == row->time;
    if (known) continue;
    fprintf(out, "%s%" PRId64 ".%03" PRId64 " s", n++ ? ", " : "", row->time / 1000, row->time % 1000);
  }
  if (out) fputs("]}}", out);
  const char *kept = out && fclose(out) == 0 ? pool_print(&reading->file->pool, reading->error, "%s", text) : NULL;
  if (!kept) error_set(reading->error, ERROR_FAILED, "no memory for times");
  free(text);
  return kept;
}

/* Complain of observations that a run of these settings does not have. */
static void check_presence(struct reading *reading, size_t t) {
  struct fit_file *file = reading->file;
  const struct settings *settings = &file->treatments[t].settings;
  struct simulation sim = {.settings = NULL};
  struct error cause = {OK, ""};
  int code = simulation_create(&sim, settings, &cause);
  const struct node *base = node_find(reading->root, ROWS[BASE].key);
  if (code) complain(&file->complaints, base->place, ROWS[BASE].key, "%s", cause.sentence);
  for (size_t i = 0; i < file->n_observations && !code; i++) {
    const struct fit_observation *row = &file->observations[i];
    if (row->treatment != t) continue;
    file->csv.place = row->place;
    bool present = row->timed ? gauges_present(sim.gauges, row->index) : outcomes_present(sim.outcomes, row->index);
    if (!present) csv_fault(&file->csv, row->name, "does not exist in this grid");
    if (row->timed && row->time > settings->end)
      csv_fault(&file->csv, "time", "is after the end of the run, day %.6g", schedule_days(settings->end));
  }
  simulation_free(&sim);
}

static void read_treatments(struct reading *reading, const struct node *treatments) {
  struct fit_file *file = reading->file;
  const struct node *child = treatments ? treatments->first : NULL;
  for (size_t t = 0; t < file->n_treatments && !reading->error->code; t++, child = child ? child->next : NULL) {
    size_t n = file->n_set;
    if (child && !is_kind(reading, child, MAPPING)) continue;
    const char **list = append_assignments(reading, child, file->set, &n);
    if (!list) return;
    list[n++] = output_assignment(reading, t);
    if (list[n - 1] && read_settings(reading, list, n, &file->treatments[t].settings)) check_presence(reading, t);
  }
}

/* What depends on the base. */
static void read_rest(struct reading *reading, const struct settings *base) {
  struct fit_file *file = reading->file;
  const struct node *parameters = required(reading, PARAMETERS), *observations = required(reading, OBSERVATIONS);
  const struct node *treatments = node_find(reading->root, ROWS[TREATMENTS].key);
  file->model = base->model;
  if (is_kind(reading, parameters, MAPPING)) fit_parameters_read(file, parameters, base, reading->error);
  if (treatments && !is_kind(reading, treatments, MAPPING)) return;
  name_treatments(reading, treatments);
  if (!reading->error->code && is_kind(reading, observations, SCALAR)) read_observations(reading, observations);
  if (!reading->error->code && file->complaints.n == 0) read_treatments(reading, treatments);
}

static int read_all(struct reading *reading) {
  struct fit_file *file = reading->file;
  struct settings base = {.model = NULL};
  TRY(document_read(&file->document, file->path, NULL, "", &reading->root, &file->complaints, reading->error));
  if (!reading->root) return OK;
  refuse_unknown(reading);
  read_numbers(reading);
  const struct node *name = required(reading, BASE), *set = node_find(reading->root, ROWS[SET].key);
  if (set && is_kind(reading, set, MAPPING)) file->set = append_assignments(reading, set, NULL, &file->n_set);
  if (is_kind(reading, name, SCALAR) && !reading->error->code) {
    file->base = content_beside(reading->file->path, name->text, &reading->file->pool, reading->error);
    if (file->base && read_settings(reading, file->set, file->n_set, &base)) read_rest(reading, &base);
  }
  settings_free(&base);
  return (int)reading->error->code;
}

int fit_file_read(struct fit_file *file, const struct fit_file_request *request, FILE *complaints,
                  struct error *error) {
  *file = (struct fit_file){.path = request->path, .complaints = {.stream = complaints}};
  struct reading reading = {.file = file, .request = request, .error = error};
  TRY(read_all(&reading));
  size_t n = file->complaints.n;
  if (file->complaints.no_memory) return error_set(error, ERROR_FAILED, "no memory to read %s", request->path);
  if (n) return error_set(error, ERROR_CONFIG, "%zu mistake%s in %s", n, n == 1 ? "" : "s", request->path);
  return OK;
}

void fit_file_free(struct fit_file *file) {
  for (size_t t = 0; file->treatments && t < file->n_treatments; t++) settings_free(&file->treatments[t].settings);
  document_free(&file->document);
  pool_free(&file->pool);
}
