/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/size.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/progress.h"
#include "io/packer.h"
#include "measure/gauge.h"
#include "step/step.h"

struct grid_request size_request(const struct settings *s) {
  struct grid_request request = {
      .geometry = (enum geometry)s->geometry, .periodic = s->periodic, .n_layers = s->model->n_layers};
  for (size_t a = 0; a < 3; a++) request.spacing[a] = s->spacing[a];
  for (size_t a = 0; a < 2; a++) request.width[a] = s->width[a];
  if (s->geometry == AXISYMMETRIC) request.width[0] = s->radius, request.width[1] = 0;
  for (size_t l = 0; l < s->model->n_layers; l++) request.thickness[l] = s->thickness[l];
  return request;
}

size_t size_fields(const struct settings *s, const struct grid *grid) {
  size_t n = 0;
  for (size_t f = 0; f < s->model->n_fields; f++) {
    struct range range = laws_planes(s->model, s->module_on, grid, f);
    n += range.k1 > range.k0;
  }
  return n;
}

size_t size_planes(const struct settings *s, const struct grid *grid) {
  size_t n = 0;
  for (size_t f = 0; f < s->model->n_fields; f++) {
    struct range range = laws_planes(s->model, s->module_on, grid, f);
    n += range.k1 - range.k0;
  }
  return n;
}

double size_bytes(const struct settings *s, const struct grid *grid) {
  size_t arrays = gauges_arrays(s->model);
  if (s->n_sessions > 0) arrays += s->n_sessions + s->model->n_deposits;
  double cells = (double)grid->pitch * (double)grid->axis[1].n * (double)grid->axis[2].n;
  return stepper_bytes(grid, size_planes(s, grid), &schemes[s->scheme]) + (double)arrays * cells * sizeof(double) +
         packer_bytes(grid, (enum precision)s->precision);
}

/* A number in a file, in its line that begins with `key`; +infinity where there is none. */
static double number_in(const char *path, const char *key) {
  char line[512];
  double value = HUGE_VAL;
  FILE *file = fopen(path, "r");
  if (!file) return value;
  while (fgets(line, sizeof line, file) && !isfinite(value)) {
    if (strncmp(line, key, strlen(key)) != 0) continue;
    char *end, *start = line + strlen(key);
    double found = strtod(start, &end);
    if (end != start) value = found;
  }
  fclose(file);
  return value;
}

/* What the control group of this process may still take (version 2 of control groups, as Slurm and containers use it). */
static double group_available(void) {
  char line[512] = "", path[640];
  FILE *file = fopen("/proc/self/cgroup", "r");
  if (!file) return HUGE_VAL;
  while (fgets(line, sizeof line, file) && strncmp(line, "0::", 3) != 0) line[0] = '\0';
  fclose(file);
  line[strcspn(line, "\n")] = '\0';
  if (!line[0]) return HUGE_VAL;
  snprintf(path, sizeof path, "/sys/fs/cgroup%s/memory.max", line + 3);
  double most = number_in(path, "");
  snprintf(path, sizeof path, "/sys/fs/cgroup%s/memory.current", line + 3);
  double used = number_in(path, "");
  snprintf(path, sizeof path, "/sys/fs/cgroup%s/memory.stat", line + 3);
  double cache = number_in(path, "file "); /* which is given up when memory runs short */
  return isfinite(most) && isfinite(used) ? most - used + (isfinite(cache) ? cache : 0) : HUGE_VAL;
}

double size_available(void) {
  struct rlimit limit;
  double most = fmin(1024 * number_in("/proc/meminfo", "MemAvailable:"), group_available());
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) most = fmin(most, (double)limit.rlim_cur);
  return most;
}

/* @return whether the grid can be counted */
static bool shape(const struct settings *s, struct grid *grid, char sentence[REFUSAL_LENGTH]) {
  struct error error = {OK, ""};
  struct grid_request request = size_request(s);
  if (grid_shape(grid, &request, &error)) snprintf(sentence, REFUSAL_LENGTH, "%s", error.sentence);
  return error.code == OK;
}

void size_refuse_uncountable(const struct settings *s, char sentence[REFUSAL_LENGTH]) {
  struct grid grid;
  shape(s, &grid, sentence);
}

void size_refuse(const struct settings *s, char sentence[REFUSAL_LENGTH]) {
  struct grid grid;
  if (!shape(s, &grid, sentence)) return;
  double need = size_bytes(s, &grid), most = size_available();
  char needed[24], available[24];
  bytes_text(need, needed);
  bytes_text(most, available);
  if (need > most)
    snprintf(sentence, REFUSAL_LENGTH,
             "gives %zu x %zu x %zu cells, which need %s of memory; %s are available: choose larger cells or a smaller "
             "box",
             grid.axis[0].n, grid.axis[1].n, grid.axis[2].n, needed, available);
}
