/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no single key can say: contradictions, and numbers that follow from others. */
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/reader.h"
#include "config/table.h"

static const double DAY = 86400000; /* [ms] */

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

/* A box in which less than half a puncture is expected has none. */
static void constrain_width(struct reader *reader, const struct node *root) {
  const struct settings *settings = reader->settings;
  const struct node *grid = node_find(root, "grid"), *width = node_find(grid, "width");
  if (!grid || !settings->treated || settings->geometry == AXISYMMETRIC || !isfinite(settings->density)) return;
  double side[2];
  for (size_t a = 0; a < 2; a++) side[a] = settings->width[a] > 0 ? settings->width[a] : settings->spacing[a];
  bool unread = width && !(settings->width[0] > 0);
  if (unread || !(side[0] > 0 && side[1] > 0) || settings->density * side[0] * side[1] >= 0.5) return;
  mistake(reader, width ? width : grid, width ? NULL : "width",
          "gives a box of %g x %g mm, too small for a puncture at %.4g per cm^2: a square of %.2g mm would have one",
          side[0], side[1], 100 * settings->density, 1 / sqrt(settings->density));
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
  constrain_width(reader, root);
  warn_late(reader, "output.frames.at", &reader->settings->frames);
  warn_late(reader, "output.measures.at", &reader->settings->measures);
  constrain_layers(reader, root);
  constrain_parameters(reader, root);
  constrain_size(reader, root);
}
