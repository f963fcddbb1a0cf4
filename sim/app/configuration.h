/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  CONFIG, --set and --threads of the commands that take a configuration, and the settings they come to.
 */
#pragma once
#include <argp.h>
#include <stdbool.h>

#include "app/commands.h"
#include "config/settings.h"

enum { MAX_ASSIGNMENTS = 256, MOST_THREADS = 4096 };

struct configuration_arguments {
  const char *config;
  struct assignment assignments[MAX_ASSIGNMENTS];
  size_t n_assignments;
  long threads; /**< 0: not given */
  bool quiet;   /**< no notes */
};

/** The child parser; its input is a struct configuration_arguments, zeroed. */
extern const struct argp configuration_argp;

/** Take the number of threads, and read the settings; mistakes go to stderr. CONFIG may be a result, whose own
 *  configuration is then read, and called "CONFIG: configuration" in messages.
 *  @param refuse_grid  see settings_request
 *  @param settings  out; freed with settings_free, also after an error. Errors: those of settings_read;
 *  ERROR_CONFIG with file and cause if the result cannot be read, or holds no configuration. */
int configuration_read(struct settings *settings, const struct configuration_arguments *arguments,
                       const struct program *program, settings_refuse_fn *refuse_grid, struct error *error);
