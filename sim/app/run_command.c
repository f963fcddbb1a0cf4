/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend run CONFIG: read, check, simulate, write.
 */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/refine.h"
#include "app/threads.h"
#include "base/units.h"
#include "build_info.h"
#include "io/stored.h"
#include "run/run.h"
#include "run/size.h"

enum {
  QUIET = 'q',
  FORCE = 'f',
  REFINE = 0x100,
  RESUME,
  KEEP_CHECKPOINT,
  KEEP_FRAMES,
  TABLES_ONLY,
  CHECKPOINT_EVERY,
  MAX_WALL
};
static const double CHECKPOINT_INTERVAL = 600; /* [s] */

struct arguments {
  struct configuration_arguments configuration;
  const char *folder;
  bool force, quiet, refine, resume, keep_checkpoint, keep_frames, tables_only;
  double checkpoint_every, max_wall; /* [s] */
};

static const struct argp_option OPTIONS[] = {
    {"output", 'o', "FOLDER", 0,
     "write the result here (default: the name of CONFIG without its ending; of a result NAME_rerun)", 0},
    {"force", FORCE, NULL, 0, "replace an existing result", 0},
    {"refine", REFINE, NULL, 0,
     "run a second time with half the spacing and a tenth of the tolerance, into FOLDER_refined, and show how the "
     "outcomes differ: the error of the discretisation",
     0},
    {"resume", RESUME, NULL, 0,
     "go on from the newest checkpoint of the result; without one start afresh; a finished result is left as it is", 0},
    {"checkpoint-every", CHECKPOINT_EVERY, "TIME", 0,
     "wall time between checkpoints (default: 10 min; 0 s: only when the run is stopped)", 0},
    {"keep-checkpoint", KEEP_CHECKPOINT, NULL, 0,
     "keep the checkpoint at the end too, so that the run can be prolonged with a later run.end", 0},
    {"max-wall", MAX_WALL, "TIME", 0, "stop with a checkpoint and exit status 85 before so much wall time has passed",
     0},
    {"keep-frames", KEEP_FRAMES, NULL, 0,
     "leave each frame in a file of its own; without it, all are packed into FOLDER/run.vtkhdf at the end", 0},
    {"tables-only", TABLES_ONLY, NULL, 0,
     "write no frames: FOLDER/run.vtkhdf holds measures, outcomes and punctures, the same numbers as with frames", 0},
    {"quiet", QUIET, NULL, 0, "say nothing but errors", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &arguments->configuration; return 0;
    case 'o': arguments->folder = argument; return 0;
    case FORCE: arguments->force = true; return 0;
    case REFINE: arguments->refine = true; return 0;
    case RESUME: arguments->resume = true; return 0;
    case KEEP_CHECKPOINT: arguments->keep_checkpoint = true; return 0;
    case CHECKPOINT_EVERY:
      arguments->checkpoint_every = arguments_duration(state, argument, "--checkpoint-every");
      return 0;
    case MAX_WALL: arguments->max_wall = arguments_duration(state, argument, "--max-wall"); return 0;
    case ARGP_KEY_END:
      if (arguments->resume && arguments->force)
        argp_error(state, "--resume goes on and --force starts afresh: one of them");
      if (arguments->resume && arguments->refine)
        argp_error(state, "--refine makes two runs, which --resume cannot take up");
      return 0;
    case KEEP_FRAMES: arguments->keep_frames = true; return 0;
    case TABLES_ONLY: arguments->tables_only = true; return 0;
    case QUIET: arguments->quiet = true; return 0;
    default: return ARGP_ERR_UNKNOWN;
  }
}

/* The name of the configuration without folder and ending; that of a result with an ending of its own. */
static void default_folder(const char *config, char folder[1024]) {
  if (stored_is_meant(config)) {
    char name[STORED_NAME];
    snprintf(folder, 1024, "%s_rerun", stored_name(config, name));
    return;
  }
  const char *slash = strrchr(config, '/');
  snprintf(folder, 1024, "%s", slash ? slash + 1 : config);
  char *dot = strrchr(folder, '.');
  if (dot && dot != folder) *dot = 0;
  else strncat(folder, "_result", 1023 - strlen(folder));
}

int run_command(const struct program *program, int argc, char **argv) {
  struct arguments arguments = {.checkpoint_every = CHECKPOINT_INTERVAL};
  struct argp argp = {.options = OPTIONS,
                      .parser = parse,
                      .doc =
                          "Simulate what CONFIG describes and write a result folder: frames for ParaView, tables, "
                          "provenance. CONFIG is a file, or a result whose run is repeated.",
                      .children = (const struct argp_child[]){{.argp = &configuration_argp}, {0}}};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  char folder[1024];
  default_folder(arguments.configuration.config, folder);
  struct error error = {0};
  struct settings settings = {0};
  arguments.configuration.quiet = arguments.quiet;
  int code = configuration_read(&settings, &arguments.configuration, program, size_refuse, &error);
  struct run_options options = {.folder = arguments.folder ? arguments.folder : folder,
                                .force = arguments.force,
                                .quiet = arguments.quiet,
                                .resume = arguments.resume,
                                .keep_checkpoint = arguments.keep_checkpoint,
                                .checkpoint_every = arguments.checkpoint_every,
                                .max_wall = arguments.max_wall,
                                .keep_frames = arguments.keep_frames,
                                .tables_only = arguments.tables_only,
                                .program = program->version,
                                .build = MEND_COMPILER " " MEND_FLAGS};
  threads_bind();
  if (code == OK && arguments.refine) code = refine_run(&settings, &arguments.configuration, program, &options, &error);
  else if (code == OK) code = run(&settings, &options, stderr, &error);
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  settings_free(&settings);
  units_free();
  return code;
}
