/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seconds of a linear step: one implicit step of diffusion and decay of some fields, split into a decay and a line solve along
 * each axis. linear NX NY NZ FIELDS REPEATS, threads by OMP_NUM_THREADS; prints JSON.
 * Two passes over memory: plane by plane the solves along x and y, while the next plane is fetched, and then the columns of all
 * planes, some at a time. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "grid/fields.h"
#include "ops/line.h"
#include "timing.h"

enum { ROW_GROUP = 16, COLUMNS = 256 };

struct scene {
  struct grid grid;
  struct fields fields;
  struct line line[MAX_FIELDS][3];
  double *factors, *scratch[MAX_FIELDS];
};

/* Threads share out the planes for the solves along x and y, and then the columns for those along z. */
static void step(const struct scene *scene) {
  const struct fields *u = &scene->fields;
  size_t ny = scene->grid.axis[1].n, nz = scene->grid.axis[2].n;
#pragma omp parallel
  for (size_t f = 0; f < u->n; f++) {
    const struct line *line = scene->line[f];
    double *scratch = scene->scratch[omp_get_thread_num()];
#pragma omp for schedule(static)
    for (size_t k = 0; k < nz; k++) {
      for (size_t j0 = 0; j0 < ny; j0 += ROW_GROUP) {
        size_t n_rows = j0 + ROW_GROUP < ny ? ROW_GROUP : ny - j0;
        double *rows = fields_row(u, f, j0, k);
        line_solve_along(&line[0], rows, n_rows, u->row, k + 1 < nz ? rows + u->plane : NULL, scratch);
      }
      line_solve_across(&line[1], fields_row(u, f, 0, k), u->row, u->row, fields_row(u, f, 0, k));
    }
#pragma omp for schedule(static)
    for (size_t c = 0; c < u->plane; c += COLUMNS) {
      size_t length = c + COLUMNS < u->plane ? COLUMNS : u->plane - c;
      double *columns = fields_row(u, f, 0, 0) + c;
      line_solve_across(&line[2], columns, u->plane, length, columns);
    }
  }
}

/* Diffusivities and decays that differ by field; a step of many cells' width. */
static int build(struct scene *scene, const size_t n[3], size_t n_fields, struct error *error) {
  struct grid_request request = {
      .width = {(double)n[0], (double)n[1]}, .spacing = {1, 1, 1}, .n_layers = 1, .thickness = {(double)n[2]}};
  struct range range[MAX_FIELDS];
  for (size_t f = 0; f < n_fields; f++) range[f] = (struct range){0, n[2]};
  TRY(grid_create(&scene->grid, &request, error));
  TRY(fields_create(&scene->fields, &scene->grid, n_fields, range, error));
  size_t memory[3] = {line_memory(n[0]), line_memory(n[1]), line_memory(n[2])}, threads = (size_t)omp_get_max_threads();
  double *place = scene->factors = malloc(n_fields * (memory[0] + memory[1] + memory[2]) * sizeof *place);
  if (!place || threads > COUNT(scene->scratch)) return error_set(error, ERROR_FAILED, "no room for the factors");
  for (size_t f = 0; f < n_fields; f++) {
    for (size_t a = 0; a < 3; place += memory[a++])
      line_factor(&scene->line[f][a], &scene->grid.axis[a], (struct range){0, n[a]}, 10 - 0.3 * (double)f,
                  a == 0 ? ALONG : ACROSS, place);
    line_scale(&scene->line[f][2], 1 / (1.001 + 1e-4 * (double)f));
  }
  for (size_t t = 0; t < threads; t++) {
    size_t doubles = line_scratch(n[0]) + scene->grid.pitch;
    scene->scratch[t] = aligned_alloc(64, doubles * sizeof(double));
    if (!scene->scratch[t]) return error_set(error, ERROR_FAILED, "no memory for the rows of a thread");
  }
#pragma omp parallel for collapse(2)
  for (size_t f = 0; f < n_fields; f++)
    for (size_t k = 0; k < n[2]; k++)
      for (size_t j = 0; j < n[1]; j++)
        for (size_t i = 0; i < n[0]; i++)
          fields_row(&scene->fields, f, j, k)[i] = 2 + sin(0.03 * (double)(i * (f + 1)) + 0.02 * (double)j + (double)k);
  return OK;
}

static int measure(const struct scene *scene, size_t repeats) {
  double *seconds = calloc(repeats, sizeof *seconds), least = HUGE_VAL, most = -HUGE_VAL;
  if (!seconds) return fputs("linear: no memory\n", stderr), 1;
  for (size_t r = 0; r <= repeats; r++) { /* the first, which warms, is not kept */
    double begin = omp_get_wtime();
    step(scene);
    if (r > 0) seconds[r - 1] = omp_get_wtime() - begin;
  }
  for (size_t f = 0; f < scene->fields.n; f++) {
    double value = *fields_row(&scene->fields, f, 0, scene->grid.axis[2].n / 2);
    least = fmin(least, value), most = fmax(most, value);
  }
  printf("{\"values\": %zu, \"threads\": %d, \"least\": %.17g, \"most\": %.17g",
         scene->fields.n * grid_size(&scene->grid), omp_get_max_threads(), least, most);
  timing_print("seconds", seconds, repeats);
  puts("}");
  free(seconds);
  return least > 0 && most < 3 ? 0 : (fputs("linear: the values are not what diffusion and decay make\n", stderr), 1);
}

int main(int argc, char **argv) {
  static struct scene scene;
  struct error error = {OK, ""};
  size_t counts[5];
  if (argc != 6 || !timing_counts(argv + 1, 5, counts) || counts[3] > MAX_FIELDS)
    return fputs("usage: linear NX NY NZ FIELDS REPEATS\n", stderr), 2;
  if (counts[0] < 2 || counts[1] < 2 || counts[2] < 2)
    return fputs("linear: an axis has at least two cells\n", stderr), 2;
  int status = 1;
  if (build(&scene, counts, counts[3], &error)) fprintf(stderr, "linear: %s\n", error.sentence);
  else status = measure(&scene, counts[4]);
  for (size_t t = 0; t < COUNT(scene.scratch); t++) free(scene.scratch[t]);
  free(scene.factors);
  fields_free(&scene.fields);
  grid_free(&scene.grid);
  return status;
}
