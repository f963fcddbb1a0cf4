/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The models that the program knows.
 */
#pragma once
#include "model.h"

/** All models; the word that a configuration's `skin.model` says is the model's name. */
extern const struct model *const models[];
extern const size_t n_models;
