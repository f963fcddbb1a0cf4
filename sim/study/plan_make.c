/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/plan_make.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "run/simulation.h"
#include "run/size.h"
#include "study/estimate.h"

enum { MOST_SHOWN = 3 };

/* A plan in the making. */
struct making {
  struct plan *plan;
  const struct plan_request *request;
  const struct sweep *sweep;
  struct plan_point *points;
  struct estimate_shape *shapes;
  FILE *say;
  size_t n_bad, n_warned;
  char *warning; /* the first that points were given, to be freed */
};

/* Coordinates of point i in both designs. */
struct place_of {
  const double *unit, *uncertain;
};

static struct place_of place_of(const struct making *making, const struct plan_point *point) {
  const struct sweep *sweep = making->sweep;
  return (struct place_of){sweep->design.unit + point->setting * sweep->design.n_keys,
                           sweep->n_uncertain ? sweep->uncertain.unit + point->sample * sweep->uncertain.n_keys : NULL};
}

static double unit_of(const struct sweep *sweep, const struct place_of *place, size_t k) {
  return k < sweep->n_keys ? place->unit[k] : place->uncertain[k - sweep->n_keys];
}

/* All assignments of a point, in the order of the file: set, vary, cases, uncertainty, the seed. */
static size_t assignments_of(const struct making *making, const struct plan_point *point, const char *list[],
                             struct pool *pool, struct error *error) {
  const struct sweep *sweep = making->sweep;
  struct place_of place = place_of(making, point);
  size_t n = 0;
  for (size_t i = 0; i < sweep->n_set; i++) list[n++] = sweep->set[i];
  for (size_t k = 0; k < sweep->n_keys + sweep->n_uncertain; k++)
    n += varied_assign(&sweep->keys[k], unit_of(sweep, &place, k), &list[n], pool, error);
  if (sweep->replicates > 1)
    list[n++] = pool_print(pool, error, "run.seed=%ld", sweep->base_seed + (long)point->replicate);
  return n;
}

static void print_place(FILE *say, const struct making *making, const struct plan_point *point) {
  const struct sweep *sweep = making->sweep;
  fprintf(say, "point %td (", point - making->points);
  for (size_t k = 0; k < sweep->n_keys + sweep->n_uncertain; k++) {
    const struct varied *key = &sweep->keys[k];
    fprintf(say, "%s%s = ", k ? ", " : "", key->name);
    if (key->is_word) fputs(point->word[k], say);
    else
      fprintf(say, "%.6g%s%s", point->value[k], strcmp(key->unit, "1") ? " " : "",
              strcmp(key->unit, "1") ? key->unit : "");
  }
  fprintf(say, ")");
}

static int read_values(struct making *making, struct plan_point *point, struct error *error) {
  const struct sweep *sweep = making->sweep;
  size_t n = sweep->n_keys + sweep->n_uncertain;
  double *value = pool_take(&making->plan->pool, n, sizeof *value, error);
  const char **word = pool_take(&making->plan->pool, n, sizeof *word, error);
  if (!value || !word) return (int)error->code;
  point->value = value;
  point->word = word;
  struct place_of place = place_of(making, point);
  for (size_t k = 0; k < n; k++) {
    struct varied_value at = varied_at(&sweep->keys[k], unit_of(sweep, &place, k));
    value[k] = at.number;
    word[k] = at.word ? pool_print(&making->plan->pool, error, "%s", at.word) : NULL;
  }
  return (int)error->code;
}

/* Keep the first warning of all, and count the points that have any. */
static void note_warnings(struct making *making, const char *implausible, const char *notes) {
  static const char MARK[] = "warning: ";
  const char *marked = strstr(notes, MARK);
  const char *found = implausible[0] ? implausible : marked ? marked + sizeof MARK - 1 : NULL;
  if (!found) return;
  making->n_warned++;
  if (!making->warning) making->warning = strndup(found, strcspn(found, "\n"));
}

/* What is kept of a point that is good. */
static int keep(struct making *making, struct plan_point *point, const struct settings *settings, struct error *error) {
  struct pool *pool = &making->plan->pool;
  char version[32];
  snprintf(version, sizeof version, "results version %d", RESULTS_VERSION);
  uint64_t hash = hash_bytes(HASH_START, settings->canonical, strlen(settings->canonical));
  snprintf(point->identity, IDENTITY_LENGTH, "%016" PRIx64, hash_bytes(hash, version, strlen(version)));
  point->configuration = pool_print(pool, error, "%s", settings->canonical);
  if (settings->file_text) point->file_text = pool_print(pool, error, "%s", settings->file_text);
  making->shapes[point - making->points] = estimate_shape_of(settings);
  point->memory = size_program + making->shapes[point - making->points].bytes;
  return (int)error->code;
}

/* What the model and the grid say of the numbers, as before a run. */
static int prepare(struct making *making, const struct settings *settings, struct error *error) {
  struct simulation sim = {0};
  int code = simulation_prepare(&sim, settings, error);
  if (!code) note_warnings(making, settings->warnings, sim.notes);
  simulation_free(&sim);
  return code;
}

static int check_point(struct making *making, struct plan_point *point, struct error *error) {
  enum { MOST = 2 * MOST_ASSIGNMENTS + MOST_KEYS };
  const struct sweep *sweep = making->sweep;
  const char *list[MOST];
  struct assignment assignments[MOST];
  struct pool pool = {NULL};
  struct error cause = {OK, ""};
  struct settings settings = {0};
  char *said = NULL;
  size_t size, n = assignments_of(making, point, list, &pool, error);
  FILE *complaints = open_memstream(&said, &size);
  if (!complaints) error_set(error, ERROR_FAILED, "no memory for complaints");
  for (size_t i = 0; i < n; i++) assignments[i].text = list[i];
  struct settings_request request = {.path = sweep->base,
                                     .text = sweep->base_text,
                                     .assignments = assignments,
                                     .n_assignments = n,
                                     .models = making->request->models,
                                     .n_models = making->request->n_models,
                                     .refuse_grid = size_refuse_uncountable};
  if (!error->code && settings_read(&settings, &request, complaints, &cause) == OK &&
      prepare(making, &settings, &cause) == ERROR_CONFIG)
    fprintf(complaints, "%s\n", cause.sentence);
  if (complaints) fclose(complaints);
  if (!error->code) read_values(making, point, error);
  if (cause.code == ERROR_CONFIG && ++making->n_bad <= MOST_SHOWN) {
    print_place(making->say, making, point);
    fprintf(making->say, " cannot be run:\n%s", said);
  }
  if (cause.code && cause.code != ERROR_CONFIG) error_set(error, cause.code, "%s", cause.sentence);
  if (!error->code && !cause.code) keep(making, point, &settings, error);
  settings_free(&settings);
  pool_free(&pool);
  free(said);
  return (int)error->code;
}

static int check_points(struct making *making, struct error *error) {
  const struct sweep *sweep = making->sweep;
  size_t i = 0;
  for (size_t s = 0; s < sweep->design.n_points; s++)
    for (size_t r = 0; r < sweep->replicates; r++)
      for (size_t u = 0; u < sweep->samples; u++, i++) {
        making->points[i].setting = s;
        making->points[i].replicate = r;
        making->points[i].sample = u;
        TRY(check_point(making, &making->points[i], error));
      }
  if (making->n_warned > 0)
    fprintf(making->say, "%zu of %zu points have warnings, the first: %s\n", making->n_warned, i, making->warning);
  if (making->n_bad == 0) return OK;
  return error_set(error, ERROR_CONFIG, "%zu of %zu points of %s cannot be run%s; nothing was planned", making->n_bad,
                   i, sweep->path, making->n_bad > MOST_SHOWN ? " (the first are shown)" : "");
}

static int keep_keys(struct plan *plan, const struct sweep *sweep, struct error *error) {
  size_t n = sweep->n_keys + sweep->n_uncertain;
  struct plan_key *keys = pool_take(&plan->pool, n, sizeof *keys, error);
  for (size_t k = 0; keys && k < n; k++) {
    const struct varied *key = &sweep->keys[k];
    keys[k] = (struct plan_key){.name = pool_print(&plan->pool, error, "%s", key->name),
                                .unit = pool_print(&plan->pool, error, "%s", key->unit),
                                .description = pool_print(&plan->pool, error, "%s", key->description),
                                .is_word = key->is_word,
                                .logarithmic = key->logarithmic,
                                .uncertain = key->uncertain};
  }
  plan->keys = keys;
  plan->n_keys = n;
  double *unit = pool_take(&plan->pool, sweep->design.n_points * sweep->n_keys, sizeof *unit, error);
  if (!unit) return (int)error->code;
  memcpy(unit, sweep->design.unit, sweep->design.n_points * sweep->n_keys * sizeof *unit);
  plan->design = sweep->design;
  plan->design.unit = unit;
  return (int)error->code;
}

static int read_point(void *context, size_t i, struct settings *settings, struct error *error) {
  const struct making *making = context;
  struct settings_request request = {.path = making->points[i].identity,
                                     .text = making->points[i].configuration,
                                     .file_text = making->points[i].file_text,
                                     .models = making->request->models,
                                     .n_models = making->request->n_models};
  return settings_read(settings, &request, making->say, error);
}

static int estimate(struct making *making, struct error *error) {
  size_t n = making->plan->n_points;
  double *walls = malloc((n ? n : 1) * sizeof *walls);
  if (!walls) return error_set(error, ERROR_FAILED, "no memory for %zu points", n);
  estimate_walls(making->shapes, n, read_point, making, walls);
  for (size_t i = 0; i < n; i++) making->points[i].wall = walls[i];
  free(walls);
  return OK;
}

int plan_make(struct plan *plan, const struct plan_request *request, FILE *say, struct error *error) {
  const struct sweep *sweep = request->sweep;
  *plan = (struct plan){.kind = sweep->kind, .frames = sweep->frames};
  double n = (double)sweep->design.n_points * (double)sweep->replicates * (double)sweep->samples;
  if (n > MOST_POINTS)
    return error_set(error, ERROR_CONFIG, "%s has %.0f points; allowed are at most %d", sweep->path, n, MOST_POINTS);
  plan->n_points = (size_t)n;
  plan->title = pool_print(&plan->pool, error, "%s", sweep->title);
  plan->sweep = pool_print(&plan->pool, error, "%s", sweep->text);
  struct making making = {.plan = plan,
                          .request = request,
                          .sweep = sweep,
                          .points = pool_take(&plan->pool, plan->n_points, sizeof *making.points, error),
                          .shapes = pool_take(&plan->pool, plan->n_points, sizeof *making.shapes, error),
                          .say = say};
  plan->points = making.points;
  if (!error->code) keep_keys(plan, sweep, error);
  if (!error->code) snprintf(plan->folder, PATH_SIZE, "%s", request->folder);
  plan->store_given = request->store != NULL;
  if (!error->code && request->store) snprintf(plan->store, PATH_SIZE, "%s", request->store);
  else if (!error->code) atomic_join(plan->store, request->folder, "points", error);
  if (!error->code) check_points(&making, error);
  if (!error->code) estimate(&making, error);
  free(making.warning);
  return (int)error->code;
}
