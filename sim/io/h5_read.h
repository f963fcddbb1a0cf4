/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The other direction of h5.h: a file is read in one straight line, the first failure is kept, every later call does
 *  nothing. A file may be broken or foreign: only objects that it holds itself are followed, and nothing is allocated
 *  that a file of its size cannot hold.
 */
#pragma once
#include "base/pool.h"
#include "io/h5.h"

/** Open a file for reading, without HDF5's locks, so that it may be looked at while it is replaced.
 *  Errors: ERROR_FAILED with the path and the cause; h5_close must be called all the same. */
int h5_open(struct h5_file *file, const char *path, struct error *error);

/** Whether a file begins like one of HDF5. */
bool h5_begins(const char *path);

/** Whether a group holds an object of this name itself (and not a link to another file). */
bool h5_has(struct h5_file *file, hid_t parent, const char *name);

/** Open a group or a dataset; one that is missing is an error. The caller closes it with H5Oclose. */
hid_t h5_object(struct h5_file *file, hid_t parent, const char *name);

/** Names of what a group holds, in alphabetical order. @param n  out @return in the pool; NULL after an error */
char **h5_names(struct h5_file *file, hid_t group, struct pool *pool, size_t *n);

/** Rank and shape of a dataset. @param dims  out @return -1 after an error, and for an object that is no dataset of
 *  numbers */
int h5_shape(struct h5_file *file, hid_t dataset, hsize_t dims[H5S_MAX_RANK]);

/** All numbers of a dataset of this rank. @param dims  out, shape [rank]; for rank 0 NULL will do
 *  @return in the pool; NULL after an error: missing, no numbers, of another rank, or too many to be true */
double *h5_numbers(struct h5_file *file, hid_t parent, const char *name, int rank, hsize_t dims[], struct pool *pool);

/** The n numbers of an attribute. */
void h5_attribute_numbers(struct h5_file *file, hid_t object, const char *name, size_t n, double values[]);

/** A text dataset, or a text attribute ("" if there is none). @return in the pool; NULL after an error */
char *h5_read_string(struct h5_file *file, hid_t parent, const char *name, struct pool *pool);
char *h5_read_text(struct h5_file *file, hid_t object, const char *name, struct pool *pool);
