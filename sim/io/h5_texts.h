/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Many texts as one dataset: an array of strings of one fixed length, compressed, as readers of tables expect them.
 */
#pragma once
#include "io/h5_read.h"

/** Write n texts. @return the dataset, which the caller closes with H5Oclose */
hid_t h5_texts(struct h5_file *file, hid_t parent, const char *name, size_t n, const char *const texts[]);

/** Read them. @param n  out @return in the pool; NULL after an error: missing, no texts of fixed length, or too many to be true */
const char **h5_read_texts(struct h5_file *file, hid_t parent, const char *name, size_t *n, struct pool *pool);
