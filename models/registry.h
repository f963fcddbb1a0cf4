/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The models of this house. A new model NAME is a folder models/NAME that defines `const struct model model_NAME`, and one
 *  word here.
 */
#pragma once
#include "model.h"

#define MODELS(X) X(skin) X(fisher) X(adler) X(sherratt_murray) X(disc_diffusion) X(burn) X(buganza)

#define DECLARE_MODEL(name) extern const struct model model_##name;
MODELS(DECLARE_MODEL)
#undef DECLARE_MODEL

/** All models; the word that a configuration's `skin.model` says is the model's name. */
extern const struct model *const models[];
extern const size_t n_models;
