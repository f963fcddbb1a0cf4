/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seconds of whole time steps and of their terms. step MODEL NX NY NZ SIDES TAXIS SCHEME REPEATS, threads by OMP_NUM_THREADS;
 * prints JSON. The model twelve_fields starts from waves, the model skin from a session some steps ago. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "registry.h"
#include "run/simulation.h"
#include "timing.h"
#include "twelve_fields.h"
#include "verify/bench.h"

/* What is timed, whatever made it. */
struct timed {
  struct stepper *stepper;
  const struct laws *laws;
  size_t n[3];
  bool periodic, taxis;
  int scheme;
  double t, dt; /* [day] */
};

static double wave(const void *numbers, double x, double y, double z, double t) {
  (void)numbers, (void)t;
  return 0.5 + 0.3 * sin(0.1 * x + 0.07 * y) * cos(0.05 * z);
}

static int make_twelve(struct timed *timed, struct verify_bench *bench, struct twelve *numbers, struct error *error) {
  struct grid_request request = {.width = {(double)timed->n[0], (double)timed->n[1]},
                                 .spacing = {1, 1, 1},
                                 .periodic = timed->periodic,
                                 .n_layers = 1,
                                 .thickness = {(double)timed->n[2]}};
  *numbers = (struct twelve){.speed = timed->taxis ? 0.5 : 0, .length = 10, .scale = 0.2};
  for (size_t f = 0; f < TWELVE; f++)
    numbers->diffusivity[f] = f == COLLAGEN ? 0 : f < NEUTROPHILS ? 200 * (1 - 0.1 * (double)f) : 2;
  TRY(verify_bench_create(bench, &model_twelve, numbers, &request, &schemes[timed->scheme], error));
  for (size_t f = 0; f < TWELVE; f++) verify_bench_set(bench, f, wave, 0);
  timed->stepper = bench->stepper;
  timed->laws = &bench->laws;
  timed->dt = 0.01;
  return OK;
}

static void write_skin(char *text, size_t size, const struct timed *timed) {
  static const char *const sides[] = {"no-flux", "periodic"}, *const scheme[] = {"ros2", "ros34pw2"};
  static const char still[] =
      "parameters: {neutrophil_taxis_speed: 0 um/day, macrophage_taxis_speed: 0 um/day, "
      "fibroblast_taxis_speed: 0 um/day, capillary_taxis_speed: 0 um/day}";
  snprintf(text, size,
           "skin:\n"
           "  model: skin\n"
           "  layers: {epidermis: 100 um, dermis: %zu um}\n"
           "  %s\n"
           "grid: {width: [%zu um, %zu um], spacing: 25 um, sides: %s}\n"
           "treatment:\n"
           "  device: {type: random, density: 400 /cm^2, channel_depth: 0.5 mm, channel_radius: 50 um}\n"
           "  sessions: [0 day]\n"
           "run: {end: 1 day, scheme: %s}\n",
           25 * (timed->n[2] - 4), timed->taxis ? "" : still, 25 * timed->n[0], 25 * timed->n[1],
           sides[timed->periodic], scheme[timed->scheme]);
}

static int make_skin(struct timed *timed, struct simulation *simulation, struct settings *settings,
                     struct error *error) {
  static const double SOME_STEPS = 1e-3; /* [day] */
  char text[1024];
  if (timed->n[2] < 24)
    return error_set(error, ERROR_CONFIG, "skin has at least 24 planes here: channels are 0.5 mm deep");
  write_skin(text, sizeof text, timed);
  struct settings_request request = {.path = "step", .text = text, .models = models, .n_models = n_models};
  TRY(settings_read(settings, &request, stderr, error));
  TRY(simulation_create(simulation, settings, error));
  simulation_injure(simulation, 0);
  TRY(simulation_advance(simulation, SOME_STEPS, NULL, error));
  timed->stepper = simulation->stepper;
  timed->laws = &simulation->laws;
  timed->t = simulation->t;
  timed->dt = control_step(simulation->control.rung);
  return OK;
}

static void print_terms(const struct laws *laws, const struct step_costs *a, const struct step_costs *b, double steps) {
  printf(", \"terms\": {");
#define TERM(name, member) printf("\"%s\": %.6e, ", name, (b->member - a->member) / steps)
  TERM("diffusion", diffusion);
  TERM("taxis", taxis);
  for (size_t p = 0; p < laws->n_react; p++) TERM(laws->react_name[p], part[p]);
  TERM("stage", stage);
  TERM("along x", along_x);
  TERM("along y", along_y);
  printf("\"columns\": %.6e}", (b->columns - a->columns) / steps);
}

static int measure(const struct timed *timed, size_t repeats) {
  double *seconds = calloc(repeats, sizeof *seconds);
  if (!seconds) return fputs("step: no memory\n", stderr), 1;
  int rung = -1;
  for (int r = 0; r < N_RUNGS && control_step(r) <= timed->dt; r++)
    rung = r; /* its factors are made in the first step */
  double dt = control_step(rung), t = timed->t;
  struct verdict_of_step verdict = verdict_none();
  struct step_costs before = {0};
  size_t bad = 0;
  for (size_t r = 0; r <= repeats; r++) { /* the first, which warms, is not kept */
    if (r == 1) before = stepper_costs(timed->stepper);
    double begin = omp_get_wtime();
    verdict = stepper_try(timed->stepper, t, dt, rung);
    stepper_accept(timed->stepper);
    if (r > 0) seconds[r - 1] = omp_get_wtime() - begin;
    bad += !isfinite(verdict.error) || !(verdict.lowest >= STEP_LOWEST);
    t += dt;
  }
  struct step_costs after = stepper_costs(timed->stepper);
  printf("{\"values\": %zu, \"threads\": %d, \"stages\": %zu, \"error\": %.17g", stepper_values(timed->stepper),
         omp_get_max_threads(), schemes[timed->scheme].n_stages, verdict.error);
  print_terms(timed->laws, &before, &after, (double)repeats);
  timing_print("seconds", seconds, repeats);
  puts("}");
  free(seconds);
  return bad ? (fputs("step: a step left values far below 0 or no numbers\n", stderr), 1) : 0;
}

/* Index of a word in two. */
static bool choose(const char *word, const char *first, const char *second, bool *is_second) {
  *is_second = strcmp(word, second) == 0;
  return *is_second || strcmp(word, first) == 0;
}

int main(int argc, char **argv) {
  static struct verify_bench bench;
  static struct simulation simulation;
  static struct settings settings;
  struct timed timed = {.t = 0};
  struct twelve numbers;
  struct error error = {OK, ""};
  size_t repeats;
  bool skin, scheme;
  if (argc != 9 || !choose(argv[1], "twelve_fields", "skin", &skin) || !timing_counts(argv + 2, 3, timed.n) ||
      !choose(argv[5], "no-flux", "periodic", &timed.periodic) || !choose(argv[6], "still", "taxis", &timed.taxis) ||
      !choose(argv[7], "ros2", "ros34pw2", &scheme) || !timing_counts(argv + 8, 1, &repeats))
    return fputs("usage: step twelve_fields|skin NX NY NZ no-flux|periodic still|taxis ros2|ros34pw2 REPEATS\n",
                 stderr),
           2;
  timed.scheme = scheme ? ROS34PW2 : ROS2;
  int code = skin ? make_skin(&timed, &simulation, &settings, &error) : make_twelve(&timed, &bench, &numbers, &error);
  if (code) fprintf(stderr, "step: %s\n", error.sentence);
  int status = code ? 1 : measure(&timed, repeats);
  verify_bench_free(&bench);
  if (settings.model) simulation_free(&simulation);
  settings_free(&settings);
  return status;
}
