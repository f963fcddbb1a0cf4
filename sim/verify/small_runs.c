/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify/small_runs.h"

#include <stdlib.h>
#include <string.h>

/* One channel of 0.3 mm by 0.1 mm in a box of 0.4 mm: its centre is the corner of four cells. */
static const char PUNCTURES[] = "x [mm],y [mm],depth [mm],radius [um]\n0.2,0.2,0.3,50\n";

/* The last layer takes most of the depth. */
static void put_skin(FILE *text, const struct model *model, const struct verify_small *small) {
  fprintf(text, "skin:\n  model: %s\n  layers: {", model->name);
  for (size_t l = 0; l < model->n_layers; l++)
    fprintf(text, "%s%s: %s", l ? ", " : "", model->layers[l].name, l + 1 < model->n_layers ? "0.1 mm" : "0.4 mm");
  fprintf(text, "}\n");
  for (size_t m = 0; m < model->n_modules; m++)
    fprintf(text, "%s%s", m ? ", " : "  modules: [", model->modules[m].name);
  if (model->n_modules > 0) fprintf(text, "]\n");
  if (small->parameters) fprintf(text, "  parameters: {%s}\n", small->parameters);
}

static void put_rest(FILE *text, const struct verify_small *small) {
  double spacing = small->spacing > 0 ? small->spacing : 0.025;
  if (small->geometry == AXISYMMETRIC)
    fprintf(text, "grid: {geometry: axisymmetric, radius: 0.3 mm, spacing: %.17g mm}\n", spacing);
  else
    fprintf(text, "grid: {width: [0.4 mm, 0.4 mm], spacing: %.17g mm, sides: %s}\n", spacing,
            small->periodic ? "periodic" : "no-flux");
  if (!small->untreated && small->centred)
    fprintf(text, "treatment: {device: {type: file, file: centre.csv}, sessions: [0 day]}\n");
  else if (!small->untreated)
    fprintf(text,
            "treatment: {device: {type: random, density: 1250 /cm^2, channel_depth: 0.3 mm, channel_radius: 50 um}, "
            "sessions: [0 day]}\n");
  fprintf(text, "run: {end: %.17g day}\n", small->days);
}

const char *verify_small_text(struct pool *pool, const struct model *model, const struct verify_small *small,
                              struct error *error) {
  char *text = NULL;
  size_t length;
  FILE *stream = open_memstream(&text, &length);
  if (stream) {
    put_skin(stream, model, small);
    put_rest(stream, small);
    fclose(stream);
  }
  const char *kept = text ? pool_print(pool, error, "%s", text) : NULL;
  if (!text) error_set(error, ERROR_FAILED, "no memory for a configuration");
  free(text);
  return kept;
}

int verify_settings(struct settings *settings, const struct verify_models *models, const char *text,
                    struct error *error) {
  char *complaints = NULL;
  size_t length;
  FILE *stream = open_memstream(&complaints, &length);
  if (!stream) return error_set(error, ERROR_FAILED, "no memory to read a configuration");
  const struct settings_request request = {.path = "configuration",
                                           .text = text,
                                           .file_text = strstr(text, "centre.csv") ? PUNCTURES : NULL,
                                           .models = models->models,
                                           .n_models = models->n_models};
  struct error cause = {OK, ""};
  int code = settings_read(settings, &request, stream, &cause);
  fclose(stream);
  if (code) error_set(error, cause.code, "%s: %s", cause.sentence, complaints ? complaints : "");
  free(complaints);
  return code;
}

int verify_run_begin(struct verify_run *run, const struct verify_models *models, const struct model *model,
                     const struct verify_small *small, struct error *error) {
  struct pool pool = {NULL};
  const char *text = verify_small_text(&pool, model, small, error);
  int code = text ? verify_settings(&run->settings, models, text, error) : (int)error->code;
  pool_free(&pool);
  if (!code) code = simulation_create(&run->sim, &run->settings, error);
  if (!code && run->settings.n_sessions > 0) simulation_injure(&run->sim, 0);
  return code;
}

void verify_run_free(struct verify_run *run) {
  if (run->settings.model) simulation_free(&run->sim);
  settings_free(&run->settings);
}

int verify_each_model(const struct verify_models *models, const char *what, verify_model_fn *check,
                      struct verify_report *report, struct error *error) {
  for (size_t m = 0; m < models->n_models; m++) {
    const struct model *model = models->models[m];
    struct error cause = {OK, ""};
    if (check(models, model, report, &cause) == OK) continue;
    const char *name = pool_print(&report->pool, error, "%s, %s", model->name, what);
    if (!name) return (int)error->code;
    TRY(verify_not_run(report, name, &cause, error));
  }
  return OK;
}
