/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  mend run --refine: the error bar of the discretisation, by a second run on a finer grid with smaller steps.
 */
#pragma once
#include "app/configuration.h"
#include "run/run.h"

/** Run the settings into options->folder; run them into FOLDER_refined with half the spacing along every axis of more than
 *  one cell and a tenth of the tolerance; lay the outcomes side by side, on stderr and in FOLDER/refinement.csv (name,
 *  unit, value, refined, difference, and that in percent of the value). The refined numbers go through the door of the
 *  configuration, so that both results can be run again.
 *  @param arguments  what the settings were read from
 *  Errors: ERROR_CONFIG before anything runs if the refined numbers are refused; ERROR_FAILED before anything runs if
 *  a result stands in one of the folders, without options->force; those of run. */
int refine_run(const struct settings *settings, const struct configuration_arguments *arguments,
               const struct program *program, const struct run_options *options, struct error *error);
