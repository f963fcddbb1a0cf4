/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The subcommands of mend: each reads its own arguments and returns the exit status. argv[0] is the name to show.
 */
#pragma once
#include "model.h"

/** What the program is made of. */
struct program {
  const struct model *const *models;
  size_t n_models;
  const char *version; /**< name, version and revision, as results keep it */
};

/** mend run CONFIG [-o OUT] ... */
int run_command(const struct program *program, int argc, char **argv);

/** mend check CONFIG ... */
int check_command(const struct program *program, int argc, char **argv);

/** mend describe [WHAT] ... */
int describe_command(const struct program *program, int argc, char **argv);

/** mend info RUN [RUN2] ... */
int info_command(const struct program *program, int argc, char **argv);

/** mend sweep COMMAND ... (sweep.h) */
int sweep_command(const struct program *program, int argc, char **argv);

/** mend sensitivity STUDY [--outcome NAME]... */
int sensitivity_command(const struct program *program, int argc, char **argv);

/** mend verify [NAME...] */
int verify_command(const struct program *program, int argc, char **argv);

/** mend fit FIT -o FOLDER */
int fit_command(const struct program *program, int argc, char **argv);
