/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How the numbers of a frame become bytes: rounded to a precision, and shuffled as HDF5's filter of that name does.
 */
#pragma once
#include <stddef.h>

#include "config/settings.h"

/** A number in a file: little-endian IEEE 754. */
struct encoding {
  size_t size;       /**< [byte] */
  int mantissa_bits; /**< that are kept, beside the leading one; the others are 0 */
};

/** By enum precision. */
extern const struct encoding encodings[];

/** Round n numbers to a precision, halves to even, and shuffle them: byte b of number i becomes out[b stride + i], byte 0
 *  the lowest. NaN and infinities stay what they are; what is too large for the precision becomes infinite, as in any
 *  conversion to float.
 *  @param values  shape [n]
 *  @param stride  numbers of the whole that is shuffled
 *  @param out     of encodings[precision].size times stride bytes */
void encode_row(enum precision precision, const double *values, size_t n, size_t stride, unsigned char *out);
