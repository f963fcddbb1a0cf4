/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a fit file says of the parameters to be fitted.
 */
#pragma once
#include "study/fit_file.h"

/** Read the mapping `parameters`: keys of skin.parameters, each with {from, to}, {from, to, log: yes}, {log: yes} or the word
 *  plausible, which is the plausible range of its row, on a logarithmic scale where that begins above 0. Mistakes are complained of.
 *  @param base  whose values the first search begins with. Errors: ERROR_FAILED without memory. */
int fit_parameters_read(struct fit_file *file, const struct node *parameters, const struct settings *base,
                        struct error *error);
