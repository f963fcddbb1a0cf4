/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The engine's own keys, section by section: what may be set, with units, defaults and ranges. The models' keys are
 *  the rows of model->params.
 */
#pragma once
#include "model.h"

/** The keys of one mapping of the file. The first n_plain hold one number or word each, at their offset in struct
 *  settings. The others hold lists, times or mappings, which the reader of the section knows; of their rows the unit,
 *  the default and the ranges count, for each entry. */
struct section {
  const char *name; /**< full, as "treatment.device" */
  const struct param_spec *rows;
  size_t n_plain, n;
  const char *doc;
};

enum section_index {
  SECTION_FILE,
  SECTION_SKIN,
  SECTION_GRID,
  SECTION_TREATMENT,
  SECTION_DEVICE,
  SECTION_SESSIONS,
  SECTION_RUN,
  SECTION_OUTPUT,
  SECTION_FRAMES,
  SECTION_MEASURES,
  N_SECTIONS
};

extern const struct section sections[N_SECTIONS];

/** Row of a key that must be in the section. */
const struct param_spec *section_row(enum section_index section, const char *key);
