/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A fit file: a configuration, the parameters to be fitted with their ranges, the observations, and the treatments they were made
 *  after.
 */
#pragma once
#include "config/csv.h"
#include "config/document.h"
#include "config/settings.h"
#include "study/fit.h"

enum { MOST_FITTED = 32, MOST_STARTS = 1000 };

/** One row of the observations. */
struct fit_observation {
  const char *name;        /**< of an outcome, a conclusion, a measure or a combination: borrowed from the model */
  const char *unit;        /**< of the model's row */
  bool timed;              /**< a series at `time`; else an outcome */
  size_t index;            /**< of the series, or of the outcome among outcomes and conclusions */
  int64_t time;            /**< [ms] */
  double value, deviation; /**< [unit] */
  size_t treatment;
  bool used; /**< false: held out */
  struct place place;
};

/** What was done to the skin; all observations after it come from one run. */
struct fit_treatment {
  const char *name;         /**< "" of the base alone */
  struct settings settings; /**< of its run, which keeps measures at the times of its observations */
};

struct fit_file {
  struct pool pool; /**< owns all below but what is said to be borrowed */
  struct document document;
  struct complaints complaints;
  const char *path, *base, *observations_text;
  char *observations_path;
  char observations_hash[17]; /**< FNV-1a of its bytes, 16 hexadecimal digits */
  struct csv csv;
  const struct model *model; /**< borrowed */
  size_t n_set;
  const char **set; /**< assignments for every run */
  size_t n_parameters;
  const struct param_spec *rows[MOST_FITTED]; /**< of the parameters, borrowed from the model, shape [n_parameters] */
  struct fit_transform *transforms;           /**< in internal units, shape [n_parameters] */
  size_t n_treatments;
  struct fit_treatment *treatments;
  size_t n_observations;
  struct fit_observation *observations;
  size_t starts;
  uint64_t seed;
  bool relative;
};

/** What to read, and by which models. All is borrowed. */
struct fit_file_request {
  const char *path;
  const struct model *const *models;
  size_t n_models;
  settings_refuse_fn *refuse_grid; /**< see settings_request */
};

/** Read a fit file and all that it names. Every mistake is printed to `complaints`, as settings_read does.
 *  Free with fit_file_free, also after an error; it stays where it was read, for places point into it.
 *  Errors: ERROR_CONFIG with the number of mistakes; ERROR_FAILED without memory. */
int fit_file_read(struct fit_file *file, const struct fit_file_request *request, FILE *complaints, struct error *error);
void fit_file_free(struct fit_file *file);

/** Read the CSV of observations, whose columns are outcome, time [unit], value [unit], deviation [unit], and as you like unit,
 *  treatment and use, in any order. Mistakes are complained of. Errors: ERROR_FAILED without memory. */
int fit_observations_read(struct fit_file *file, struct error *error);
