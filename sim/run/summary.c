/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/summary.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "run/costs_text.h"
#include "run/size.h"

static const char MARK[] = "warning: ";

/* Lines of a text that are marked as warnings, or those that are not, each behind `before`. */
static void lines(FILE *out, const char *text, bool marked, const char *before) {
  for (const char *line = text; *line;) {
    size_t length = strcspn(line, "\n");
    if ((strncmp(line, MARK, sizeof MARK - 1) == 0) == marked) fprintf(out, "%s%.*s\n", before, (int)length, line);
    line += length + (line[length] == '\n');
  }
}

void summary_notes(FILE *out, const char *notes, const char *before) { lines(out, notes, false, before); }

void summary_warnings(FILE *out, const char *notes, const char *later, const char *found) {
  lines(out, notes, true, "");
  lines(out, later, true, "");
  lines(out, found, false, MARK);
}

void summary_grid(FILE *out, const struct settings *settings, const struct grid *grid) {
  const struct axis *a = grid->axis;
  size_t fields = size_fields(settings, grid);
  if (grid->geometry == AXISYMMETRIC)
    fprintf(out, "axisymmetric, %zu x %zu cells of %.4g x %.4g um", a[0].n, a[2].n, 1e3 * a[0].h, 1e3 * a[2].h);
  else
    fprintf(out, "cartesian, %zu x %zu x %zu cells of %.4g x %.4g x %.4g um", a[0].n, a[1].n, a[2].n, 1e3 * a[0].h,
            1e3 * a[1].h, 1e3 * a[2].h);
  fprintf(out, ", %zu field%s", fields, fields == 1 ? "" : "s");
}

void summary_model(FILE *out, const struct model *model) {
  fprintf(out, "%s%s%s", model->name, model->standing ? ", " : "", model->standing ? model->standing : "");
}

void summary_start(FILE *out, const struct simulation *sim) {
  char memory[24];
  int threads = omp_get_max_threads();
  bytes_text(size_bytes(sim->settings, &sim->grid), memory);
  summary_grid(out, sim->settings, &sim->grid);
  fprintf(out, ", %s, %d thread%s\n", memory, threads, threads == 1 ? "" : "s");
  summary_notes(out, sim->notes, "");
  summary_warnings(out, sim->notes, "", sim->settings->warnings);
}

void summary_session(FILE *out, const struct simulation *sim, size_t i, const struct session *session) {
  const struct injury_report *r = &session->report;
  fprintf(
      out,
      "session %zu on day %g: %zu puncture%s (%.4g per cm^2, overlap %.3g %%), injured: %.3g %% of the uppermost cells",
      i + 1, session->time, r->n_punctures, r->n_punctures == 1 ? "" : "s", 100 * r->density, 100 * r->overlap,
      100 * r->injured_area);
  for (size_t l = 0; l < sim->grid.n_layers; l++)
    if (sim->grid.layer[l].k1 > sim->grid.layer[l].k0)
      fprintf(out, ", %.3g %% of the %s", 100 * r->injured_volume[l], sim->settings->model->layers[l].name);
  fputc('\n', out);
}

static void headlines(FILE *out, const struct simulation *sim) {
  const struct model *model = sim->settings->model;
  size_t n = model->n_outcomes + model->n_concludes;
  double *values = calloc(n + 1, sizeof *values);
  if (!values) return;
  outcomes_values(sim->outcomes, values);
  for (size_t h = 0; h < model->n_headlines; h++)
    for (size_t i = 0; i < n; i++) {
      struct label label = outcomes_label(model, i);
      if (strcmp(label.name, model->headlines[h]) != 0 || !outcomes_present(sim->outcomes, i)) continue;
      bool pure = strcmp(label.unit, "1") == 0;
      if (isnan(values[i])) fprintf(out, "  %-36s not within the run\n", label.name);
      else fprintf(out, "  %-36s %.4g%s%s\n", label.name, values[i], pure ? "" : " ", pure ? "" : label.unit);
    }
  free(values);
}

void summary_residuals(FILE *out, const struct model *model, const double residual[]) {
  const char *between = "";
  for (size_t f = 0; f < model->n_fields; f++)
    if (!(residual[f] < 0)) { /* NaN is shown */
      fprintf(out, "%s%s %.2g", between, model->fields[f].name, residual[f]);
      between = ", ";
    }
}

/* The field that is farthest from its balance at the end. */
static void largest_residual(FILE *out, const struct model *model, const double residual[]) {
  size_t worst = 0;
  for (size_t f = 1; f < model->n_fields; f++)
    if (!isnan(residual[worst]) && !(residual[f] <= residual[worst])) worst = f;
  if (residual[worst] < 0) return;
  fprintf(out, "largest |rate|/(loss u) of a field that diffuses, at the end: %.2g (%s)\n", residual[worst],
          model->fields[worst].name);
}

void summary_end(FILE *out, const struct simulation *sim, const struct summary_files *files) {
  double cells = (double)stepper_values(sim->stepper);
  double tries = (double)stepper_tries(sim->stepper), work = stepper_wall(sim->stepper);
  char wall[24], bytes[24], costs[512];
  duration_text(files->wall, wall);
  bytes_text((double)files->bytes, bytes);
  const struct model *model = sim->settings->model;
  if (model->n_headlines > 0) {
    fputs("model ", out);
    summary_model(out, model);
    fputs(":\n", out);
    headlines(out, sim);
  }
  summary_warnings(out, sim->notes, "", sim->settings->warnings);
  fprintf(out, "%zu steps, %zu rejected; lowest value %.2g of a scale; %.2f ns per cell, field and step\n",
          sim->tally.accepted, sim->tally.rejected, sim->tally.lowest, tries > 0 ? 1e9 * work / tries / cells : 0);
  largest_residual(out, model, files->residual);
  costs_text(sim, files->output_wall, files->wall / 100, 0, " %", costs, sizeof costs);
  fprintf(out, "time: %s\n", costs);
  fprintf(out, "wrote %s: %zu frames, %s, in %s\n", files->folder, files->frames, bytes, wall);
}
