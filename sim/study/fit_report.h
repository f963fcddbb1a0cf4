/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a fit leaves in its folder: fit.yaml, a fragment that skin.parameters_from can name; fit.json, all that is known; and
 *  residuals.csv.
 */
#pragma once
#include "study/fit_file.h"

#define FIT_FRAGMENT "fit.yaml"
#define FIT_JSON "fit.json"
#define FIT_RESIDUALS "residuals.csv"

/** A fit to be told of; all is borrowed. */
struct fit_report {
  const struct fit_file *file;
  const struct fit_solution *solution;
  const char *program; /**< name and version */
};

/** A number in internal units in the unit of its row. */
double fit_report_in_unit(const struct param_spec *row, double value);

/** Refuse a folder that holds one of these files. Errors: ERROR_FAILED naming it. */
int fit_report_refuse(const char *folder, struct error *error);

/** Write the files, each whole or not at all; the folder is made if need be. Errors: ERROR_FAILED with file and cause. */
int fit_report_write(const struct fit_report *report, const char *folder, struct error *error);
