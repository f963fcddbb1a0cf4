/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  For the tests of runs: settings of the small model, as a configuration would have made them.
 */
#pragma once
#include <criterion/criterion.h>
#include <stdlib.h>

#include "config/settings.h"
#include "tiny_model.h"

/** A box of 0.8 x 0.8 mm in cells of 0.1 mm, layers of 0.2 and 0.3 mm, without sessions. Model and numbers are borrowed. */
static inline struct settings *tiny_settings(const struct model *model, struct tiny *numbers) {
  struct settings *s = calloc(1, sizeof *s);
  cr_assert_not_null(s);
  s->model = model;
  s->params = numbers;
  s->geometry = CARTESIAN;
  s->width[0] = s->width[1] = 0.8;
  s->spacing[0] = s->spacing[1] = s->spacing[2] = 0.1;
  s->thickness[0] = 0.2, s->thickness[1] = 0.3;
  s->tolerance = 1e-2;
  s->seed = 1;
  s->end = 86400000;
  return s;
}

/** Sessions on the days 0, 1, ... of a device that makes `punctures` channels per 0.64 mm^2. */
static inline void tiny_treat(struct settings *s, size_t sessions, double punctures, double depth, double radius) {
  s->treated = true;
  s->device = RANDOM;
  s->density = punctures / 0.64;
  s->channel_depth = depth;
  s->channel_radius = radius;
  s->n_sessions = sessions;
  for (size_t i = 0; i < sessions; i++) s->session[i] = (int64_t)i * 86400000;
}
