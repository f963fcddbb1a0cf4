/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A sweep file: a configuration, the keys that vary, and how points are chosen among their values.
 */
#pragma once
#include "config/settings.h"
#include "study/design.h"
#include "study/varied.h"

enum { MOST_KEYS = 64, MOST_POINTS = 50000 };

struct sweep {
  struct pool pool;        /**< owns all below */
  const char *path, *text; /**< of the sweep file */
  const char *title;
  const char *base; /**< path of the configuration */
  const char *base_text;
  const struct model *model; /**< of the configuration, untouched by what varies */
  long base_seed;            /**< its run.seed */
  size_t n_set;
  const char *const *set; /**< assignments for every point */
  enum design_kind kind;
  struct design design;    /**< all points of the design */
  size_t replicates;       /**< at least 1 */
  size_t samples;          /**< of the uncertain keys, at least 1 */
  struct design uncertain; /**< of the uncertain keys, if there are any */
  bool frames;
  size_t n_keys, n_uncertain; /**< of the design; uncertain */
  struct varied *keys;        /**< both, those of the design first */
};

struct sweep_request {
  const char *path;
  const struct model *const *models;
  size_t n_models;
};

/** Read a sweep file, and lay out its designs. Every mistake is printed to `complaints`, as settings_read does.
 *  Free with sweep_free, also after an error.
 *  Errors: ERROR_CONFIG with the number of mistakes; ERROR_FAILED without memory. */
int sweep_read(struct sweep *sweep, const struct sweep_request *request, FILE *complaints, struct error *error);
void sweep_free(struct sweep *sweep);
