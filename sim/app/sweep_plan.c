/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend sweep plan SWEEP: check every point, say what all will cost, and write the plan.
 */
#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/arguments.h"
#include "app/sweep.h"
#include "base/progress.h"
#include "base/units.h"
#include "io/atomic.h"
#include "study/plan_make.h"
#include "study/tally.h"

enum { FORCE = 'f', STORE = 0x100, DRY = 'n' };

struct arguments {
  const char *sweep, *folder, *store;
  bool force, dry;
};

static const struct argp_option OPTIONS[] = {
    {"output", 'o', "STUDY", 0, "folder of the study (default: the name of SWEEP without its ending)", 0},
    {"store", STORE, "FOLDER", 0,
     "where finished points lie (default: STUDY/points); sweeps that share a store share the points that they have in "
     "common",
     0},
    {"dry-run", DRY, NULL, 0, "check and forecast, write nothing", 0},
    {"force", FORCE, NULL, 0, "replace another plan of STUDY; finished points stay", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case 'o': arguments->folder = argument; return 0;
    case STORE: arguments->store = argument; return 0;
    case FORCE: arguments->force = true; return 0;
    case DRY: arguments->dry = true; return 0;
    default: return arguments_one(key, argument, state, "SWEEP", &arguments->sweep);
  }
}

static const double POINT_BYTES = 110e3; /* measured on the shipped studies */

static void show(const struct plan *plan) {
  char whole[24], shortest[24], longest[24], memory[24], disk[24];
  double least = HUGE_VAL, most = 0, bytes = 0, wall = 0;
  struct plan_tally tally = plan_look(plan, NULL);
  size_t left = tally.different - tally.n[POINT_DONE];
  for (size_t s = 0; s < N_STORE_STATES; s++) wall += s == POINT_DONE ? 0 : tally.wall[s];
  for (size_t i = 0; i < plan->n_points; i++) {
    least = fmin(least, plan->points[i].wall);
    most = fmax(most, plan->points[i].wall);
    bytes = fmax(bytes, plan->points[i].memory);
  }
  duration_text(wall, whole);
  duration_text(least, shortest);
  duration_text(most, longest);
  bytes_text(bytes, memory);
  bytes_text(POINT_BYTES * (double)left, disk);
  if (plan->title[0]) printf("%s\n", plan->title);
  printf("points     %zu", plan->n_points);
  if (tally.different < plan->n_points) printf(", of which %zu differ", tally.different);
  printf("; %zu are done already\n", tally.n[POINT_DONE]);
  for (size_t k = 0; k < plan->n_keys; k++)
    printf("%s %s%s%s%s%s\n", k ? "          " : "keys      ", plan->keys[k].name, plan->keys[k].unit[0] ? " [" : "",
           plan->keys[k].unit, plan->keys[k].unit[0] ? "]" : "", plan->keys[k].uncertain ? ", uncertain" : "");
  printf("time       about %s to %s a point with one thread, %s for the %zu that are left\n", shortest, longest, whole,
         left);
  printf("memory     at most %s a point\n", memory);
  printf("disk       about %s%s\n", disk, plan->frames ? ", frames apart" : "");
}

/* The name of the sweep file without folder and ending. */
static void default_folder(const char *sweep, char folder[1024]) {
  const char *slash = strrchr(sweep, '/');
  snprintf(folder, 1024, "%s", slash ? slash + 1 : sweep);
  char *dot = strrchr(folder, '.');
  if (dot && dot != folder) *dot = 0;
  else strncat(folder, "_study", 1023 - strlen(folder));
}

/* An older plan stays unless it is of the same sweep file, or --force was said. */
static int refuse_other(const struct arguments *arguments, const char *folder, const struct sweep *sweep,
                        struct error *error) {
  char path[PATH_SIZE];
  struct plan old = {.folder = ""};
  struct error cause = {OK, ""};
  TRY(atomic_join(path, folder, PLAN_FILE, error));
  if (arguments->force || access(path, F_OK)) return OK;
  bool same = plan_read(&old, folder, &cause) == OK && strcmp(old.sweep, sweep->text) == 0;
  plan_free(&old);
  if (same) return OK;
  return error_set(error, ERROR_FAILED, "%s holds the plan of another sweep; choose another folder or say --force",
                   folder);
}

static int plan(const struct program *program, const struct arguments *arguments, struct error *error) {
  char folder[1024], store[PATH_SIZE];
  struct sweep sweep = {.path = NULL};
  struct plan made = {.folder = ""};
  default_folder(arguments->sweep, folder);
  struct sweep_request wanted = {arguments->sweep, program->models, program->n_models};
  struct plan_request request = {.sweep = &sweep,
                                 .models = program->models,
                                 .n_models = program->n_models,
                                 .folder = arguments->folder ? arguments->folder : folder,
                                 .store = arguments->store};
  int code = OK;
  if (arguments->store && arguments->store[0] != '/') {
    char here[PATH_SIZE / 2];
    if (!getcwd(here, sizeof here))
      return error_set(error, ERROR_FAILED, "this folder has no name: %s", strerror(errno));
    code = atomic_join(store, here, arguments->store, error);
    request.store = store;
  }
  if (!code) code = sweep_read(&sweep, &wanted, stderr, error);
  if (!code && !arguments->dry) code = refuse_other(arguments, request.folder, &sweep, error);
  if (!code) code = plan_make(&made, &request, stderr, error);
  if (!code) show(&made);
  if (!code && !arguments->dry) code = plan_write(&made, error);
  if (!code && !arguments->dry)
    printf("wrote      %s/%s; next: mend sweep run %s\n", made.folder, PLAN_FILE, made.folder);
  plan_free(&made);
  sweep_free(&sweep);
  return code;
}

int sweep_plan(const struct program *program, int argc, char **argv) {
  struct arguments arguments = {.sweep = NULL};
  struct argp argp = {.options = OPTIONS,
                      .parser = parse,
                      .args_doc = "SWEEP",
                      .doc =
                          "Check every point of the sweep file SWEEP as a configuration is checked, say what they will "
                          "cost, and write STUDY/" PLAN_FILE "."};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  struct error error = {OK, ""};
  int code = plan(program, &arguments, &error);
  if (code == OK && (fflush(stdout) || ferror(stdout)))
    code = error_set(&error, ERROR_FAILED, "cannot write: %s", strerror(errno));
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  units_free();
  return code;
}
