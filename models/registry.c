/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "registry.h"

#define ADDRESS(name) &model_##name,
const struct model *const models[] = {MODELS(ADDRESS)};
const size_t n_models = COUNT(models);
