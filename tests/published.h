/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The cases of published models, for tests that compute their numbers anew and without the engine.
 */
#pragma once
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "models/registry.h"

static inline const struct case_spec *published_case(const struct model *model, const char *name) {
  for (size_t i = 0; i < model->n_cases; i++)
    if (strcmp(model->cases[i].name, name) == 0) return &model->cases[i];
  cr_assert_fail("%s has no case %s", model->name, name);
  return NULL;
}

/** The number that a case expects is what was computed here, within a tenth of the case's tolerance. */
static inline void expect_published(const struct model *model, const char *name, double computed) {
  const struct case_spec *spec = published_case(model, name);
  cr_expect_float_eq(spec->expected, computed, 0.1 * spec->tolerance, "%s expects %.9g, computed %.9g within %.2g",
                     name, spec->expected, computed, 0.1 * spec->tolerance);
}
