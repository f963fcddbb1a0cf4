/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend check CONFIG: read, check, and say what can be known before it runs.
 */
#include <argp.h>
#include <errno.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/configuration.h"
#include "base/progress.h"
#include "base/units.h"
#include "config/sections.h"
#include "run/forecast.h"
#include "run/size.h"
#include "run/summary.h"

static const struct argp_child CHILDREN[] = {{.argp = &configuration_argp}, {0}};

static error_t parse(int key, char *argument, struct argp_state *state) {
  (void)argument;
  if (key != ARGP_KEY_INIT) return ARGP_ERR_UNKNOWN;
  state->child_inputs[0] = state->input;
  return 0;
}

static void show_device(const struct forecast *forecast) {
  const struct settings *s = forecast->box.settings;
  if (s->n_sessions == 0) {
    printf("treatment  none\n");
    return;
  }
  printf("device     %s", section_row(SECTION_DEVICE, "type")->choices[s->device]);
  if (s->file_name) printf(" %s", s->file_name);
  if (isfinite(forecast->density))
    printf("; %.4g punctures per cm^2 and session, one to %.3g x %.3g mm", 100 * forecast->density,
           1 / sqrt(forecast->density), 1 / sqrt(forecast->density));
  if (isfinite(s->channel_depth))
    printf("\n           channels %.3g mm deep, %.3g um in radius at the surface", s->channel_depth,
           1e3 * s->channel_radius);
  printf("\n");
}

static void show_sessions(const struct forecast *forecast) {
  const struct grid *grid = &forecast->box.grid;
  if (forecast->box.treatment.n_planned == 0) return;
  printf("sessions   %3s %8s %10s %9s %9s %9s", "", "day", "punctures", "per cm^2", "overlap", "surface");
  for (size_t l = 0; l < grid->n_layers; l++)
    if (grid->layer[l].k1 > grid->layer[l].k0) printf(" %11s", forecast->box.settings->model->layers[l].name);
  printf("\n");
  for (size_t i = 0; i < forecast->box.treatment.n_planned; i++) {
    const struct session *session = &forecast->box.treatment.session[i];
    const struct injury_report *report = &session->report;
    printf("           %3zu %8.6g %10zu", i + 1, session->time, session->punctures.n);
    if (!forecast->injured) {
      printf(" (too large for this machine to say more)\n");
      continue;
    }
    printf(" %9.4g %7.3g %% %7.3g %%", 100 * report->density, 100 * report->overlap, 100 * report->injured_area);
    for (size_t l = 0; l < grid->n_layers; l++)
      if (grid->layer[l].k1 > grid->layer[l].k0) printf(" %9.3g %%", 100 * report->injured_volume[l]);
    printf("\n");
  }
  printf(
      "           overlap: share of the channels that touch another; surface and layers: injured share of the\n"
      "           uppermost cells and of each layer's volume\n");
}

/* What the number of channels means for the spread over seeds. */
static void show_seeds(const struct forecast *forecast) {
  if (forecast->n_seeds == 0) return;
  double sessions = (double)forecast->box.treatment.n_planned, share = forecast->deviation / forecast->mean;
  printf("channels   %.3g a session in this box", forecast->mean / sessions);
  if (share > 0)
    printf(
        ", %.3g in all +- %.2g (%.2g %%) over %zu seeds:\n           outcomes vary between seeds by about that share "
        "and by where the channels fall;\n",
        forecast->mean, forecast->deviation, 100 * share, forecast->n_seeds);
  else printf(" for every seed: outcomes vary between seeds by where the channels fall;\n");
  printf("           %s\n", forecast->mean / sessions < 100
                                ? "average over seeds, or widen the box: four times the area halves it"
                                : "that is little: one seed may do");
}

static void show_cost(const struct forecast *forecast) {
  const struct rehearsal *rehearsal = &forecast->rehearsal;
  char wall[24], memory[24], available[24], disk[24], meanwhile[24];
  int threads = omp_get_max_threads();
  duration_text(forecast->wall, wall);
  bytes_text(forecast->memory, memory);
  bytes_text(forecast->available, available);
  bytes_text(forecast->disk, disk);
  bytes_text(forecast->meanwhile, meanwhile);
  printf("steps      about %zu\n", rehearsal->steps);
  printf("time       about %s with %d thread%s of this machine\n", wall, threads, threads == 1 ? "" : "s");
  printf("memory     %s; %s are available\n", memory, available);
  printf("disk       about %s, %zu frames; %s more meanwhile, for checkpoints and packing\n", disk, rehearsal->frames,
         meanwhile);
}

static void show(const struct configuration_arguments *arguments, const struct forecast *forecast) {
  const struct settings *s = forecast->box.settings;
  printf("%s: no mistakes\n", arguments->config);
  printf("grid       ");
  summary_grid(stdout, s, &forecast->box.grid);
  printf("\n");
  show_device(forecast);
  show_sessions(forecast);
  show_seeds(forecast);
  show_cost(forecast);
  printf("model      ");
  summary_model(stdout, s->model);
  printf("\n");
  summary_notes(stdout, forecast->box.notes, "           ");
  summary_warnings(stdout, forecast->box.notes, forecast->rehearsal.notes, s->warnings);
  if (forecast->memory > forecast->available) printf("warning: this machine lacks the memory; mend run will refuse\n");
}

int check_command(const struct program *program, int argc, char **argv) {
  struct configuration_arguments arguments = {0};
  struct argp argp = {
      .parser = parse,
      .doc =
          "Check CONFIG, and say what can be known before it runs: punctures and injury of each session, time "
          "steps, time, memory, disk, what the model says of its numbers, warnings.",
      .children = CHILDREN};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  struct error error = {OK, ""};
  struct settings settings = {0};
  struct forecast forecast = {0};
  int code = configuration_read(&settings, &arguments, program, size_refuse_uncountable, &error);
  if (code == OK) code = forecast_create(&forecast, &settings, &error);
  if (code == OK) show(&arguments, &forecast);
  if (code == OK && (fflush(stdout) || ferror(stdout)))
    code = error_set(&error, ERROR_FAILED, "cannot write: %s", strerror(errno));
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  forecast_free(&forecast);
  settings_free(&settings);
  units_free();
  return code;
}
