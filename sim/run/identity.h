/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Whether two configurations are the same run: their canonical forms, key by key.
 */
#pragma once
#include <stdio.h>

/** List the keys that differ and may not, a line each: "key: was OLD, is NEW".
 *  What may differ is what lies ahead of a run that goes on: the end, and the times of frames and tables.
 *  @param was, is  canonical forms. @return how many keys differ that may not */
int identity_differences(const char *was, const char *is, FILE *out);
