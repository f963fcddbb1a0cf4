/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no single key can say: contradictions, and numbers that follow from others. */
#include <gsl/gsl_math.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/reader.h"
#include "config/table.h"

static const double DAY = 86400000; /* [ms] */

/* Which keys belong to which type, besides `type`. */
static const struct {
  const char *key;
  bool of[2]; /* by enum device_type */
} BELONGS[] = {
    {"density", {true, false}},       {"length", {true, false}},          {"needle_diameter", {true, false}},
    {"channel_depth", {true, false}}, {"channel_radius", {true, false}},  {"depth_efficiency", {true, false}},
    {"indentation", {true, false}},   {"depth_deviation", {true, false}}, {"taper", {true, true}},
    {"file", {false, true}},          {"file_hash", {false, true}},
};

/* Complain of `key` if both it and `other` are given. */
static void exclude(struct reader *reader, const struct node *mapping, const char *key, const char *other,
                    const char *why) {
  const struct node *node = node_find(mapping, key), *against = node_find(mapping, other);
  char where[PLACE_LENGTH];
  if (!node || !against) return;
  place_print(against->key_place, where);
  mistake(reader, node, NULL, "contradicts %s at %s: %s", other, where, why);
}

static void require_one(struct reader *reader, const struct node *mapping, const char *key, const char *other) {
  if (node_find(mapping, key) || node_find(mapping, other)) return;
  mistake(reader, mapping, key, "is required, or %s", other);
}

/* kalluri2011: (770 - 200) um of needle made a channel of 154 um; longer needles of a roller reach a larger share. */
static double usual_efficiency(double length) {
  const double low = 0.27, high = 0.6, from = 0.8, to = 1.0;
  if (length <= from) return low;
  if (length >= to) return high;
  return low + (high - low) * (length - from) / (to - from);
}

static void derive_channel(struct reader *reader, const struct node *device) {
  struct settings *settings = reader->settings;
  const struct node *length = node_find(device, "length");
  if (length && !node_find(device, "channel_depth") && isfinite(settings->length)) {
    if (!node_find(device, "depth_efficiency"))
      settings->depth_efficiency = round_to_12(usual_efficiency(settings->length));
    settings->channel_depth = round_to_12(settings->depth_efficiency * (settings->length - settings->indentation));
    if (!(settings->channel_depth > 0))
      mistake(reader, length, NULL, "'%s' does not pierce: the skin yields by the indentation of %g mm first",
              length->text, settings->indentation);
  }
  if (isfinite(settings->needle_diameter) && !node_find(device, "channel_radius"))
    settings->channel_radius = round_to_12(0.25 * settings->needle_diameter);
  double total = 0;
  for (size_t l = 0; l < MAX_LAYERS; l++) total += settings->thickness[l];
  const struct node *cause = length ? length : node_find(device, "channel_depth");
  if (cause && total > 0 && settings->channel_depth > total)
    mistake(reader, cause, NULL,
            "makes channels %g mm deep, deeper than the skin, whose layers are %g mm thick (skin.layers)",
            settings->channel_depth, total);
}

/* FNV-1a with 64 bits (Fowler, Noll, Vo). @return whether the file could be read */
static bool hash_file(const char *path, char digits[17]) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  FILE *file = fopen(path, "rb");
  if (!file) return false;
  for (int c = fgetc(file); c != EOF; c = fgetc(file)) hash = (hash ^ (uint64_t)c) * UINT64_C(0x100000001b3);
  bool good = !ferror(file);
  fclose(file);
  snprintf(digits, 17, "%016" PRIx64, hash);
  return good;
}

static void find_file(struct reader *reader, const struct node *device) {
  struct settings *settings = reader->settings;
  const struct node *file = required(reader, device, "file"), *expected = node_find(device, "file_hash");
  char digits[17];
  if (!file || !settings->file_name) return;
  settings->file = beside(reader, settings->file_name);
  if (!settings->file) return;
  if (!hash_file(settings->file, digits)) {
    mistake(reader, file, NULL, "%s cannot be read", settings->file);
    return;
  }
  if (expected && settings->file_hash && strcmp(settings->file_hash, digits) != 0)
    mistake(reader, expected, NULL, "%s is another file than the one meant: its hash is %s", settings->file, digits);
  free(settings->file_hash);
  settings->file_hash = strdup(digits);
  if (!settings->file_hash) reader->complaints.no_memory = true;
}

void constrain_device(struct reader *reader, const struct node *device) {
  const struct node *type = required(reader, device, "type");
  const struct param_spec *row = section_row(SECTION_DEVICE, "type");
  struct error error = {OK, ""};
  double index = 0;
  if (!type || type->kind != SCALAR || row_read(row, type->text, &index, &error)) return;
  for (size_t k = 0; k < COUNT(BELONGS); k++) {
    const struct node *node = node_find(device, BELONGS[k].key);
    char where[PLACE_LENGTH];
    place_print(type->place, where);
    if (node && !BELONGS[k].of[(int)index])
      mistake(reader, node, NULL, "does not apply to a device of type %s (%s)", type->text, where);
  }
  if ((int)index == FROM_FILE) {
    find_file(reader, device);
    return;
  }
  required(reader, device, "density");
  require_one(reader, device, "length", "channel_depth");
  require_one(reader, device, "needle_diameter", "channel_radius");
  exclude(reader, device, "channel_depth", "length", "the depth follows from the length");
  exclude(reader, device, "channel_radius", "needle_diameter", "the radius follows from the diameter");
  exclude(reader, device, "depth_efficiency", "channel_depth", "it is for a depth that follows from the length");
  exclude(reader, device, "indentation", "channel_depth", "it is for a depth that follows from the length");
  derive_channel(reader, device);
}

static void constrain_radius(struct reader *reader, const struct node *root) {
  struct settings *settings = reader->settings;
  const struct node *grid = node_find(root, "grid"), *device = node_find(node_find(root, "treatment"), "device");
  if (!grid || settings->geometry != AXISYMMETRIC) return;
  if (device && settings->device == FROM_FILE) {
    char where[PLACE_LENGTH];
    place_print(node_find(grid, "geometry")->place, where);
    mistake(reader, device, "type", "punctures from a file need a cartesian box; grid.geometry is axisymmetric (%s)",
            where);
  }
  if (node_find(grid, "radius")) return;
  if (isfinite(settings->density)) settings->radius = round_to_12(1 / sqrt(M_PI * settings->density));
  else if (!device) mistake(reader, grid, "radius", "is required: without a device it does not follow from a density");
}

static void constrain_sessions(struct reader *reader, const struct node *root) {
  const struct settings *settings = reader->settings;
  const struct node *treatment = node_find(root, "treatment"), *end = node_find(node_find(root, "run"), "end");
  const struct node *sessions = node_find(treatment, "sessions");
  if (settings->treated && settings->model && !settings->model->injure)
    mistake(reader, treatment, NULL, "the model %s has nothing that a session could change", settings->model->name);
  if (!sessions || !end || settings->end <= 0) return;
  char where[PLACE_LENGTH];
  place_print(end->place, where);
  for (size_t s = 0; s < settings->n_sessions; s++) {
    if (settings->session[s] <= settings->end) continue;
    mistake(reader, sessions, NULL, "session %zu is on day %g, after the end of the run on day %g (run.end, %s)", s + 1,
            (double)settings->session[s] / DAY, (double)settings->end / DAY, where);
    return; /* the later ones too */
  }
}

static void warn_late(struct reader *reader, const char *key, const struct times *times) {
  const struct settings *settings = reader->settings;
  size_t late = 0;
  for (size_t i = 0; i < times->n; i++) late += settings->end > 0 && times->at[i] > settings->end;
  if (late > 0)
    fprintf(reader->warnings, "%s: %zu of %zu times come after the end of the run on day %g\n", key, late, times->n,
            (double)settings->end / DAY);
}

/* The grid ends layers on cell faces (grid/grid.h); who asked for another depth is told, and a layer must keep a cell. */
static void constrain_layers(struct reader *reader, const struct node *root) {
  const struct settings *settings = reader->settings;
  const struct node *layers = node_find(node_find(root, "skin"), "layers");
  double total = 0, bottom = 0;
  for (size_t l = 0; l < MAX_LAYERS; l++) total += settings->thickness[l];
  if (!settings->model || !(total > 0) || !(settings->spacing[2] > 0)) return;
  size_t n = grid_count(total, settings->spacing[2]);
  double h = total / (double)n;
  for (size_t l = 0; l < settings->model->n_layers; l++) {
    const char *name = settings->model->layers[l].name;
    const struct node *layer = node_find(layers, name);
    size_t top_face = grid_face(n, bottom, total);
    bottom += settings->thickness[l];
    size_t bottom_face = grid_face(n, bottom, total);
    double face = h * (double)bottom_face;
    if (layer && settings->thickness[l] > 0 && bottom_face <= top_face)
      mistake(reader, layer, NULL, "%g um is too thin for a cell: the spacing along z is %g um (grid.spacing)",
              1e3 * settings->thickness[l], 1e3 * h);
    else if (settings->thickness[l] > 0 && fabs(face - bottom) > 1e-9 * total)
      fprintf(reader->warnings, "skin.layers.%s: its lower boundary at %g mm is moved to the cell face at %g mm\n",
              name, bottom, face);
  }
}

/* Turns what a model refuses into mistakes of the parameters. */
struct door {
  struct judge judge; /* first: the model calls back with it */
  struct reader *reader;
  const struct node *place;
};

static void hear(struct judge *judge, enum verdict verdict, const char *sentence) {
  struct door *door = (struct door *)judge;
  if (verdict == REFUSAL) mistake(door->reader, door->place, NULL, "%s", sentence);
}

/* What the model says of its parameters together, once each of them is good. */
static void constrain_parameters(struct reader *reader, const struct node *root) {
  const struct model *model = reader->settings->model;
  if (!model || !model->check || !model->derive || reader->complaints.n > 0) return;
  const struct node *skin = node_find(root, "skin"), *parameters = node_find(skin, "parameters");
  struct door door = {.judge = {hear}, .reader = reader, .place = parameters ? parameters : skin};
  void *derived = calloc(1, model->derived_size);
  if (!derived) {
    reader->complaints.no_memory = true;
    return;
  }
  model->derive(reader->settings->params, reader->settings->module_on, derived);
  model->check(derived, &door.judge);
  free(derived);
}

/* What the floors above have against the size of the grid. */
static void constrain_size(struct reader *reader, const struct node *root) {
  char sentence[REFUSAL_LENGTH] = "";
  if (!reader->request->refuse_grid || reader->complaints.n > 0 || reader->error->code) return;
  reader->request->refuse_grid(reader->settings, sentence);
  if (sentence[0]) mistake(reader, node_find(node_find(root, "grid"), "spacing"), NULL, "%s", sentence);
}

void constrain(struct reader *reader) {
  const struct node *root = reader->document.root;
  constrain_radius(reader, root);
  constrain_sessions(reader, root);
  warn_late(reader, "output.frames.at", &reader->settings->frames);
  warn_late(reader, "output.measures.at", &reader->settings->measures);
  constrain_layers(reader, root);
  constrain_parameters(reader, root);
  constrain_size(reader, root);
}
