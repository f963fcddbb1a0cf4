/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A plan: every point of a sweep, checked, with its identity and its forecast, in one file STUDY/plan.h5. Once it is written, neither
 *  the sweep file nor what that names is needed any more.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"
#include "config/settings.h"
#include "io/atomic.h"
#include "study/design.h"

/** Raised by hand whenever the same configuration gives other numbers than before: points that were computed before are then
 *  computed anew. */
enum { RESULTS_VERSION = 1 };

#define PLAN_FILE "plan.h5"
enum { IDENTITY_LENGTH = 17 };

/** A key that differs between points. */
struct plan_key {
  const char *name;        /**< as in --set; or "case", whose words stand for several keys */
  const char *unit;        /**< of its numbers, as the sweep file writes them; "" of words */
  const char *description; /**< of the key, from the tables; may be "" */
  bool is_word;
  bool logarithmic; /**< spaced evenly in its logarithm */
  bool uncertain;   /**< one of `uncertainty`, not of `vary` */
};

struct plan_point {
  char identity[IDENTITY_LENGTH]; /**< hash of canonical configuration and RESULTS_VERSION, 16 hexadecimal digits */
  size_t setting;                 /**< points that differ in replicate or uncertain keys alone have one setting */
  size_t replicate;               /**< from 0 */
  size_t sample;                  /**< of the uncertain keys, from 0 */
  const double *value;            /**< shape [n_keys]; NaN of a word */
  const char *const *word;        /**< shape [n_keys]; NULL of a number */
  const char *configuration;      /**< canonical; settings_request.text */
  const char *file_text;          /**< of the device's CSV, or NULL; settings_request.file_text */
  double wall;                    /**< forecast, with one thread [s] */
  double memory;                  /**< [byte] */
};

struct plan {
  struct pool pool; /**< owns all below */
  char folder[PATH_SIZE], store[PATH_SIZE];
  bool store_given;  /**< the store is not STUDY/points, and stays where it is when the study is moved */
  const char *title; /**< of the sweep file, or "" */
  const char *sweep; /**< text of the sweep file */
  enum design_kind kind;
  struct design design; /**< of the varied keys, in the unit cube; unit is in the pool */
  bool frames;          /**< points keep frames too */
  size_t n_keys, n_points;
  const struct plan_key *keys; /**< those of the design first, then the uncertain ones */
  const struct plan_point *points;
};

/** Read a plan. @param study  folder that holds PLAN_FILE. Free with plan_free, also after an error.
 *  Errors: ERROR_CONFIG if there is none; ERROR_FAILED with file and cause. */
int plan_read(struct plan *plan, const char *study, struct error *error);

/** Write PLAN_FILE. Errors: ERROR_FAILED with file and cause. */
int plan_write(const struct plan *plan, struct error *error);
void plan_free(struct plan *plan);
