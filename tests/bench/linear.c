/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seconds of a linear step: one implicit step of diffusion and decay of some fields, split into a decay and a line solve along
 * each axis. linear NX NY NZ FIELDS REPEATS, threads by OMP_NUM_THREADS; prints JSON.
 * With a field for every thread, each works a field in two passes over memory: down, the solves along x and y and the forward
 * half along z of a plane while it is in cache; up, the back half along z. With fewer fields the threads share out the planes
 * of the first solves, and then the columns of the last. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "grid/fields.h"
#include "ops/line.h"
#include "timing.h"

enum { ROW_GROUP = 16, LINE = 8, COLUMNS = 64 };

struct scene {
  struct grid grid;
  struct fields fields;
  struct line line[MAX_FIELDS][3];
  double *factors, *scratch[MAX_FIELDS];
};

static void fetch(const double *from, size_t n) {
  for (size_t i = 0; i < n; i += LINE) __builtin_prefetch(from + i, 1, 2);
}

/* Solve along x in groups of rows, each followed by the forward half along y; fetch what will be worked next. */
static void solve_rows(const struct scene *scene, size_t f, size_t k, bool fetches, double *scratch) {
  const struct fields *u = &scene->fields;
  size_t ny = scene->grid.axis[1].n;
  const struct line *line = scene->line[f];
  for (size_t j0 = 0; j0 < ny; j0 += ROW_GROUP) {
    size_t j1 = j0 + ROW_GROUP < ny ? j0 + ROW_GROUP : ny;
    double *rows = fields_row(u, f, j0, k);
    if (fetches) fetch(rows + u->plane, (j1 - j0) * u->row);
    line_solve_along(&line[0], rows, j1 - j0, u->row, scratch);
    line_forward_across(&line[1], fields_row(u, f, 0, k), u->row, u->row, j0, j1, NULL);
  }
}

static void solve_field(const struct scene *scene, size_t f, double *scratch) {
  const struct fields *u = &scene->fields;
  const struct line *y = &scene->line[f][1], *z = &scene->line[f][2];
  size_t nz = scene->grid.axis[2].n;
  double *carry = scratch + line_scratch(scene->grid.axis[0].n);
  for (size_t k = 0; k < nz; k++) {
    double *plane = fields_row(u, f, 0, k);
    solve_rows(scene, f, k, k + 1 < nz, scratch);
    if (k == 0) line_back_across(y, plane, u->row, u->row, NULL, carry);
    else line_back_then_forward(y, plane, u->row, u->row, NULL, z->e[k], plane - u->plane, carry);
  }
  line_back_across(z, fields_row(u, f, 0, 0), u->plane, u->plane, NULL, NULL);
}

static void step_by_fields(const struct scene *scene) {
#pragma omp parallel for schedule(dynamic, 1)
  for (size_t f = 0; f < scene->fields.n; f++) solve_field(scene, f, scene->scratch[omp_get_thread_num()]);
}

static void step_by_planes(const struct scene *scene) {
  const struct fields *u = &scene->fields;
  size_t nz = scene->grid.axis[2].n;
#pragma omp parallel
  for (size_t f = 0; f < u->n; f++) {
    double *scratch = scene->scratch[omp_get_thread_num()];
    size_t thread = (size_t)omp_get_thread_num(), threads = (size_t)omp_get_num_threads();
    size_t k0 = nz * thread / threads, k1 = nz * (thread + 1) / threads;
    for (size_t k = k0; k < k1; k++) {
      solve_rows(scene, f, k, k + 1 < k1, scratch);
      line_back_across(&scene->line[f][1], fields_row(u, f, 0, k), u->row, u->row, NULL, NULL);
    }
#pragma omp barrier
#pragma omp for schedule(static)
    for (size_t c = 0; c < u->plane; c += COLUMNS) {
      size_t length = c + COLUMNS < u->plane ? COLUMNS : u->plane - c;
      line_solve_across(&scene->line[f][2], fields_row(u, f, 0, 0) + c, u->plane, length);
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
      line_factor(&scene->line[f][a], &scene->grid.axis[a], (struct range){0, n[a]}, 10 - 0.3 * (double)f, place);
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
  bool by_fields = scene->fields.n >= (size_t)omp_get_max_threads();
  double *seconds = calloc(repeats, sizeof *seconds), least = HUGE_VAL, most = -HUGE_VAL;
  if (!seconds) return fputs("linear: no memory\n", stderr), 1;
  for (size_t r = 0; r <= repeats; r++) { /* the first, which warms, is not kept */
    double begin = omp_get_wtime();
    if (by_fields) step_by_fields(scene);
    else step_by_planes(scene);
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
