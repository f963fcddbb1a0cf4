/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The list of models. A new model NAME is a folder models/NAME that defines `const struct model model_NAME`, and one
 *  word here.
 */
#include "registry.h"

#define MODELS(X) X(skin)

#define DECLARE(name) extern const struct model model_##name;
MODELS(DECLARE)

#define ADDRESS(name) &model_##name,
const struct model *const models[] = {MODELS(ADDRESS)};
const size_t n_models = COUNT(models);
