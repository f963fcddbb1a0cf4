/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The subcommands of mend: each reads its own arguments and returns the exit status.
 */
#pragma once

/** mend run CONFIG [-o OUT] ...: argv[0] is the name to show. */
int run_command(int argc, char **argv);
