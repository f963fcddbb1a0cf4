/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The command mend, for any set of models: a program of one's own is a list of models and a call of mend_main.
 */
#pragma once
#include "model.h"

/** Run the command line. @param models  those that `skin.model` may name, shape [n_models]; the first is meant where
 *  nothing is said
 *  @return the exit status: 0 done, 1 failed, 2 wrong usage or configuration */
int mend_main(int argc, char **argv, const struct model *const models[], size_t n_models);
