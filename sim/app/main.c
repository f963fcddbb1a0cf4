/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The program mend: the command with the models of this house.
 */
#include "app/app.h"
#include "models/registry.h"

int main(int argc, char **argv) { return mend_main(argc, argv, models, n_models); }
