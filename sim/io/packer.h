/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Arrays over the whole grid, cut into planes of depth that all threads shuffle and compress. HDF5 itself would compress
 *  in one thread; what it finds in the file is the same as if it had. The bytes do not depend on the number of threads.
 */
#pragma once
#include "grid/grid.h"
#include "io/encode.h"
#include "io/h5.h"

struct packer; /* opaque: it alone knows libdeflate */

/** Make room for some planes and a compressor for each thread.
 *  @param precision  of frames; the packer writes FLOAT32 besides
 *  @param packer     out; freed by packer_free, which takes NULL
 *  Errors: ERROR_FAILED without memory. */
int packer_create(struct packer **packer, const struct grid *grid, enum precision precision, struct error *error);
void packer_free(struct packer *packer);

/** Memory that packer_create takes for planes [byte]; the grid may be a mere shape. */
double packer_bytes(const struct grid *grid, enum precision precision);

/** HDF5's type of the numbers in a file. */
hid_t packer_type(enum precision precision);

/** Say in an array's attributes how many bits of the mantissa were kept, by the name that netCDF has for it; nothing if all
 *  were. */
void packer_label(struct h5_file *file, hid_t dataset, enum precision precision);

/** Write an array (z, y, x) as a new dataset. Outside the range nothing is stored, and NaN is read.
 *  @param values  of plane range.k0 and on, shape [k1 - k0][ny][pitch]
 *  @return the dataset, which the caller closes with H5Oclose */
hid_t packer_planes(struct packer *packer, struct h5_file *file, hid_t parent, const char *name,
                    enum precision precision, struct range range, const double *values);

/** Write the layer of each cell as a new dataset (z, y, x) of bytes, which the caller closes with H5Oclose. */
hid_t packer_layers(struct packer *packer, struct h5_file *file, hid_t parent, const char *name);
