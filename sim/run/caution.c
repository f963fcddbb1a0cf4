/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/caution.h"

#include <math.h>

/* Collects what is said of the numbers, a sentence a line; a refusal becomes the error. */
struct listener {
  struct judge judge;
  FILE *notes;
  struct error *error;
};

static void listen(struct judge *judge, enum verdict verdict, const char *sentence) {
  struct listener *listener = (struct listener *)judge;
  if (verdict == REFUSAL) error_set(listener->error, ERROR_CONFIG, "%s", sentence);
  else fprintf(listener->notes, "%s%s\n", verdict == WARNING ? "warning: " : "", sentence);
}

static double widest_radius(const struct treatment *treatment) {
  double widest = 0;
  for (size_t i = 0; i < treatment->n_planned; i++)
    for (size_t p = 0; p < treatment->session[i].punctures.n; p++)
      widest = fmax(widest, treatment->session[i].punctures.puncture[p].radius);
  return widest;
}

/* Where the model is known to fail. */
static void say_limits(const struct model *model, const struct grid *grid, const struct treatment *treatment,
                       FILE *notes) {
  const struct axis *axis = grid->axis;
  if (treatment->n_planned == 0) return;
  double radius = widest_radius(treatment);
  double spacing = fmax(axis[0].n > 1 ? axis[0].h : 0, axis[1].n > 1 ? axis[1].h : 0);
  if (model->largest_radius > 0 && radius > model->largest_radius)
    fprintf(notes, "warning: channels of %g mm radius: above %g mm the model %s is known to fail\n", radius,
            model->largest_radius, model->name);
  if (model->largest_spacing > 0 && spacing > model->largest_spacing * (1 + 1e-6))
    fprintf(notes, "warning: a spacing of %g um does not resolve the channels; %g um or less does\n", 1e3 * spacing,
            1e3 * model->largest_spacing);
}

int caution_collect(const struct settings *settings, const void *derived, const struct grid *grid,
                    const struct treatment *treatment, FILE *notes, struct error *error) {
  struct listener listener = {.judge = {listen}, .notes = notes, .error = error};
  if (settings->model->check) settings->model->check(derived, &listener.judge);
  say_limits(settings->model, grid, treatment, notes);
  return (int)error->code;
}
