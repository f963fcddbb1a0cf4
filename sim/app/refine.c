/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/refine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/comparison.h"
#include "base/progress.h"
#include "io/atomic.h"
#include "io/folder.h"
#include "io/stored.h"
#include "run/size.h"
#include "step/scheme.h"

static const double SPACING_FACTOR = 0.5, TOLERANCE_FACTOR = 0.1;
enum { ASSIGNMENT = 160 };

/* Both runs. */
struct pair {
  const struct settings *settings; /* of the first */
  struct settings refined;
  struct run_options options; /* of the second */
  char first_folder[PATH_SIZE], folder[PATH_SIZE];
  size_t cells[2]; /* of the grids */
  size_t n[3];     /* cells of the refined grid along x (or r), y, z */
  double bytes;    /* of memory, of the second */
};

/* The cells of the first run as assignments for the second. */
static int write_assignments(struct pair *pair, char spacing[ASSIGNMENT], char tolerance[ASSIGNMENT],
                             struct error *error) {
  struct grid grid;
  double h[3];
  struct grid_request request = size_request(pair->settings);
  TRY(grid_create(&grid, &request, error));
  pair->cells[0] = grid_size(&grid);
  for (int a = 0; a < 3; a++) h[a] = grid.axis[a].n > 1 ? SPACING_FACTOR * grid.axis[a].h : grid.axis[a].h;
  if (grid.geometry == AXISYMMETRIC) snprintf(spacing, ASSIGNMENT, "grid.spacing=[%.12g mm, %.12g mm]", h[0], h[2]);
  else snprintf(spacing, ASSIGNMENT, "grid.spacing=[%.12g mm, %.12g mm, %.12g mm]", h[0], h[1], h[2]);
  snprintf(tolerance, ASSIGNMENT, "run.tolerance=%.12g", TOLERANCE_FACTOR * pair->settings->tolerance);
  grid_free(&grid);
  return OK;
}

/* Read the settings of the second run through the same door, with two assignments more. */
static int read_refined(struct pair *pair, const struct configuration_arguments *arguments,
                        const struct program *program, struct error *error) {
  char spacing[ASSIGNMENT], tolerance[ASSIGNMENT];
  struct grid grid;
  TRY(write_assignments(pair, spacing, tolerance, error));
  struct configuration_arguments *more = malloc(sizeof *more);
  if (!more) return error_set(error, ERROR_FAILED, "no memory to read %s", arguments->config);
  *more = *arguments;
  more->quiet = true;
  struct error cause = {0};
  if (more->n_assignments + 2 > MAX_ASSIGNMENTS) {
    error_set(&cause, ERROR_CONFIG, "more than %d times --set", MAX_ASSIGNMENTS - 2);
  } else {
    more->assignments[more->n_assignments++].text = spacing;
    more->assignments[more->n_assignments++].text = tolerance;
    configuration_read(&pair->refined, more, program, size_refuse, &cause);
  }
  free(more);
  if (cause.code) return error_set(error, cause.code, "--refine: %s", cause.sentence);
  struct grid_request request = size_request(&pair->refined);
  TRY(grid_create(&grid, &request, error));
  pair->cells[1] = grid_size(&grid);
  pair->bytes = size_bytes(&pair->refined, &grid);
  for (int a = 0; a < 3; a++) pair->n[a] = grid.axis[a].n;
  grid_free(&grid);
  return OK;
}

/* All that can be refused before anything runs. */
static int prepare(struct pair *pair, const struct configuration_arguments *arguments, const struct program *program,
                   struct error *error) {
  TRY(read_refined(pair, arguments, program, error));
  if (!pair->options.force) TRY(folder_refuse_result(pair->first_folder, error));
  if (!pair->options.force) TRY(folder_refuse_result(pair->folder, error));
  return OK;
}

static double more_cells(const struct pair *pair) { return (double)pair->cells[1] / (double)pair->cells[0]; }

static void say_plan(const struct pair *pair, FILE *say) {
  char memory[24];
  bytes_text(pair->bytes, memory);
  fprintf(say,
          "to be run twice: %s, and %s with %zu x %zu x %zu cells (%.3g times as many, %s of memory) and the tolerance "
          "%.3g\n",
          pair->first_folder, pair->folder, pair->n[0], pair->n[1], pair->n[2], more_cells(pair), memory,
          pair->refined.tolerance);
}

/* The estimated error of a step goes as its size to the power embedded order + 1. */
static void say_duration(const struct pair *pair, double wall, FILE *say) {
  char text[24];
  int order = schemes[pair->settings->scheme].embedded_order;
  duration_text(wall * more_cells(pair) * pow(TOLERANCE_FACTOR, -1. / (order + 1)), text);
  fprintf(say, "the refined run will take about %s\n", text);
}

static int write_table(const struct sheet *sheet, const char *folder, struct error *error) {
  struct atomic atomic;
  uint64_t bytes;
  TRY(atomic_begin(&atomic, folder, REFINEMENT_FILE, error));
  FILE *stream = atomic_open(&atomic, error);
  if (!stream) return (int)error->code;
  sheet_print_csv(sheet, stream);
  atomic_close(&atomic, stream, error);
  return atomic_end(&atomic, &bytes, error);
}

static int compare(const struct pair *pair, const struct stored results[2], struct pool *pool, FILE *say,
                   struct error *error) {
  struct sheet sheet;
  const struct comparison_names names = {"value", "refined"};
  TRY(comparison_outcomes(&sheet, &results[0], &results[1], &names, pool, error));
  TRY(write_table(&sheet, pair->first_folder, error));
  if (!say) return OK;
  fprintf(say, "what half the spacing and a tenth of the tolerance change (also in %s/%s):\n", pair->first_folder,
          REFINEMENT_FILE);
  sheet_print(&sheet, "  ", say);
  return OK;
}

/* Read both results back and compare them. */
static int conclude(const struct pair *pair, FILE *say, struct error *error) {
  struct pool pool = {0};
  struct stored *results = calloc(2, sizeof *results);
  if (!results) return error_set(error, ERROR_FAILED, "no memory to compare %s", pair->folder);
  int code = stored_read(&results[0], pair->first_folder, error);
  if (!code) code = stored_read(&results[1], pair->folder, error);
  if (!code) code = compare(pair, results, &pool, say, error);
  stored_free(&results[0]);
  stored_free(&results[1]);
  free(results);
  pool_free(&pool);
  return code;
}

static int run_both(struct pair *pair, const struct run_options *options, FILE *say, struct error *error) {
  if (say) say_plan(pair, say);
  double begin = wall_clock();
  TRY(run(pair->settings, options, stderr, error));
  if (say) say_duration(pair, wall_clock() - begin, say);
  TRY(run(&pair->refined, &pair->options, stderr, error));
  return conclude(pair, say, error);
}

int refine_run(const struct settings *settings, const struct configuration_arguments *arguments,
               const struct program *program, const struct run_options *options, struct error *error) {
  struct pair *pair = calloc(1, sizeof *pair);
  if (!pair) return error_set(error, ERROR_FAILED, "no memory for two runs");
  size_t length = strlen(options->folder);
  while (length > 1 && options->folder[length - 1] == '/') length--;
  pair->settings = settings;
  pair->options = *options;
  pair->options.folder = pair->folder;
  int written = snprintf(pair->first_folder, PATH_SIZE, "%.*s", (int)length, options->folder);
  int code = OK;
  if (written >= PATH_SIZE ||
      snprintf(pair->folder, PATH_SIZE, "%.*s_refined", (int)length, options->folder) >= PATH_SIZE)
    code = error_set(error, ERROR_FAILED, "%.200s... cannot be a folder: its name is too long", options->folder);
  if (!code) code = prepare(pair, arguments, program, error);
  if (!code) code = run_both(pair, options, options->quiet ? NULL : stderr, error);
  settings_free(&pair->refined);
  free(pair);
  return code;
}
