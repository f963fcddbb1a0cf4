/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/size.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/progress.h"
#include "io/packer.h"
#include "measure/gauge.h"
#include "run/memory_group.h"
#include "step/step.h"

const double size_program = 26e6;

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

/* Limits of the process, and the line of its status that says how much of each is taken. */
static const struct {
  int resource;
  const char *taken;
} LIMITS[] = {{RLIMIT_AS, "VmSize:"}, {RLIMIT_DATA, "VmData:"}};

double size_available(void) {
  double most = 1024 * memory_group_number("/proc/meminfo", "MemAvailable:");
  most = fmin(most, memory_group_available("/proc/self/cgroup", "/sys/fs/cgroup"));
  for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
    struct rlimit limit;
    if (getrlimit(LIMITS[i].resource, &limit) || limit.rlim_cur == RLIM_INFINITY) continue;
    double taken = 1024 * memory_group_number("/proc/self/status", LIMITS[i].taken);
    most = fmin(most, fmax(0, (double)limit.rlim_cur - (isfinite(taken) ? taken : 0)));
  }
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
