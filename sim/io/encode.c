/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/encode.h"

#include <stdint.h>
#include <string.h>

enum { BLOCK = 256, DOUBLE_BITS = 52, KEPT_BITS = 12 };

const struct encoding encodings[] = {
    [FLOAT32] = {.size = sizeof(float), .mantissa_bits = 23},
    [FLOAT64] = {.size = sizeof(double), .mantissa_bits = DOUBLE_BITS},
    [TWELVE_BIT] = {.size = sizeof(float), .mantissa_bits = KEPT_BITS},
};

/* Keep the upper bits of the mantissa, rounded to nearest, halves to even. In double, so that it is rounded only once: what
 * comes out is a float. A carry goes into the exponent, as it should; NaN must not be carried into. */
static double rounded(double value) {
  const uint64_t unit = (uint64_t)1 << (DOUBLE_BITS - KEPT_BITS), exponent = (uint64_t)0x7ff << DOUBLE_BITS;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint64_t odd = (bits & unit) != 0, nearest = (bits + unit / 2 - 1 + odd) & ~(unit - 1);
  bits = (bits & exponent) == exponent ? bits : nearest;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void shuffle_floats(const float *values, size_t n, size_t stride, unsigned char *out) {
  uint32_t bits[BLOCK];
  memcpy(bits, values, n * sizeof *bits);
  for (size_t b = 0; b < sizeof *bits; b++)
    for (size_t i = 0; i < n; i++) out[b * stride + i] = (unsigned char)(bits[i] >> 8 * b);
}

static void shuffle_doubles(const double *values, size_t n, size_t stride, unsigned char *out) {
  uint64_t bits[BLOCK];
  memcpy(bits, values, n * sizeof *bits);
  for (size_t b = 0; b < sizeof *bits; b++)
    for (size_t i = 0; i < n; i++) out[b * stride + i] = (unsigned char)(bits[i] >> 8 * b);
}

void encode_row(enum precision precision, const double *values, size_t n, size_t stride, unsigned char *out) {
  float floats[BLOCK];
  for (size_t begin = 0; begin < n; begin += BLOCK) {
    const double *from = values + begin;
    size_t m = n - begin < BLOCK ? n - begin : BLOCK;
    switch (precision) {
      case FLOAT64: shuffle_doubles(from, m, stride, out + begin); continue;
      case FLOAT32:
        for (size_t i = 0; i < m; i++) floats[i] = (float)from[i];
        break;
      case TWELVE_BIT:
        for (size_t i = 0; i < m; i++) floats[i] = (float)rounded(from[i]);
        break;
    }
    shuffle_floats(floats, m, stride, out + begin);
  }
}
