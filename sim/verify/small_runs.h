/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Small simulations of the program's models: from a configuration that stands in memory.
 */
#pragma once
#include "run/simulation.h"
#include "verify/checks.h"

/** What a small configuration says beside the model's name. */
struct verify_small {
  enum geometry geometry;
  bool periodic;
  double days;            /**< until the end */
  double spacing;         /**< [mm]; 0 stands for 0.025 */
  bool centred;           /**< a channel in the centre of a box; otherwise one by chance */
  bool untreated;         /**< no session */
  const char *parameters; /**< YAML within braces, or NULL */
};

/** Its parts point at each other: it stays where it was made. Zeroed, it may be freed. */
struct verify_run {
  struct settings settings;
  struct simulation sim;
};

/** A small configuration of a model with all its modules: YAML, in the pool. @return NULL after an error. Errors:
 *  ERROR_FAILED without memory. */
const char *verify_small_text(struct pool *pool, const struct model *model, const struct verify_small *small,
                              struct error *error);

/** Read a configuration. @param settings  out; freed with settings_free, also after an error
 *  Errors: ERROR_CONFIG with the mistakes found; ERROR_FAILED without memory. */
int verify_settings(struct settings *settings, const struct verify_models *models, const char *text,
                    struct error *error);

/** Make a small simulation and treat it, if it is to be, at day 0. Free with verify_run_free, also after an error.
 *  Errors: those of verify_small_text, verify_settings and simulation_create. */
int verify_run_begin(struct verify_run *run, const struct verify_models *models, const struct model *model,
                     const struct verify_small *small, struct error *error);
void verify_run_free(struct verify_run *run);

/** Add the rows of one model. */
typedef int verify_model_fn(const struct verify_models *models, const struct model *model, struct verify_report *report,
                            struct error *error);

/** Add the rows of each model; one that cannot be run is a row that fails. Errors: ERROR_FAILED without memory. */
int verify_each_model(const struct verify_models *models, const char *what, verify_model_fn *check,
                      struct verify_report *report, struct error *error);
