/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend run CONFIG: read, check, simulate, write.
 */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/configuration.h"
#include "base/units.h"
#include "build_info.h"
#include "run/run.h"
#include "run/size.h"

enum { QUIET = 'q', FORCE = 'f' };

struct arguments {
  struct configuration_arguments configuration;
  const char *folder;
  bool force, quiet;
};

static const struct argp_option OPTIONS[] = {
    {"output", 'o', "FOLDER", 0, "write the result here (default: the name of CONFIG without its ending)", 0},
    {"force", FORCE, NULL, 0, "replace an existing result", 0},
    {"quiet", QUIET, NULL, 0, "say nothing but errors", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &arguments->configuration; return 0;
    case 'o': arguments->folder = argument; return 0;
    case FORCE: arguments->force = true; return 0;
    case QUIET: arguments->quiet = true; return 0;
    default: return ARGP_ERR_UNKNOWN;
  }
}

/* The name of the configuration without folder and ending. */
static void default_folder(const char *config, char folder[1024]) {
  const char *slash = strrchr(config, '/');
  snprintf(folder, 1024, "%s", slash ? slash + 1 : config);
  char *dot = strrchr(folder, '.');
  if (dot && dot != folder) *dot = 0;
  else strncat(folder, "_result", 1023 - strlen(folder));
}

int run_command(const struct program *program, int argc, char **argv) {
  struct arguments arguments = {0};
  struct argp argp = {
      .options = OPTIONS,
      .parser = parse,
      .doc = "Simulate what CONFIG describes and write a result folder: frames for ParaView, tables, provenance.",
      .children = (const struct argp_child[]){{.argp = &configuration_argp}, {0}}};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  char folder[1024];
  default_folder(arguments.configuration.config, folder);
  struct error error = {0};
  struct settings settings = {0};
  int code = configuration_read(&settings, &arguments.configuration, program, size_refuse, &error);
  struct run_options options = {.folder = arguments.folder ? arguments.folder : folder,
                                .force = arguments.force,
                                .quiet = arguments.quiet,
                                .program = "mend " MEND_VERSION " (" MEND_REVISION ")",
                                .build = MEND_COMPILER " " MEND_FLAGS};
  if (code == OK) code = run(&settings, &options, stderr, &error);
  if (code) fprintf(stderr, "mend: %s\n", error.sentence);
  settings_free(&settings);
  units_free();
  return code;
}
