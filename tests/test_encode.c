/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of numbers in frames: rounded to the precision, and shuffled. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/random.h"
#include "io/encode.h"

enum { MANY = 1000 };

/* What a reader gets: the bytes put together again. */
static float float_of(const unsigned char *bytes, size_t stride, size_t i) {
  uint32_t bits = 0;
  float value;
  for (size_t b = 0; b < 4; b++) bits |= (uint32_t)bytes[b * stride + i] << 8 * b;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static double twelve_bit(double value) {
  unsigned char bytes[4];
  encode_row(TWELVE_BIT, &value, 1, 1, bytes);
  return (double)float_of(bytes, 1, 0);
}

/* 2^-n */
static double part(int n) { return ldexp(1, -n); }

Test(encode, puts_byte_b_of_number_i_at_b_times_the_stride_and_i) {
  /* 1.5 is 0x3fc00000, -2 is 0xc0000000 as float; 0x3ff8000000000000 and 0xc000000000000000 as double. */
  const double values[2] = {1.5, -2};
  unsigned char bytes[24];
  memset(bytes, 7, sizeof bytes);
  encode_row(FLOAT32, values, 2, 3, bytes);
  const unsigned char floats[12] = {0, 0, 7, 0, 0, 7, 0xc0, 0, 7, 0x3f, 0xc0, 7};
  cr_expect_arr_eq(bytes, floats, sizeof floats);
  memset(bytes, 7, sizeof bytes);
  encode_row(FLOAT64, values, 2, 3, bytes);
  const unsigned char doubles[24] = {0, 0, 7, 0, 0, 7, 0, 0, 7, 0, 0, 7, 0, 0, 7, 0, 0, 7, 0xf8, 0, 7, 0x3f, 0xc0, 7};
  cr_expect_arr_eq(bytes, doubles, sizeof doubles);
}

Test(encode, takes_rows_of_any_length) {
  double values[MANY];
  static unsigned char bytes[MANY * 4];
  for (size_t i = 0; i < MANY; i++) values[i] = (double)i / 3;
  for (size_t n = 0; n <= MANY; n += 37) {
    memset(bytes, 0xff, sizeof bytes);
    encode_row(FLOAT32, values, n, MANY, bytes);
    for (size_t i = 0; i < n; i++) cr_assert(float_of(bytes, MANY, i) == (float)values[i], "%zu of %zu", i, n);
    for (size_t i = n; i < MANY; i++) cr_assert(bytes[i] == 0xff, "nothing beyond the row: %zu of %zu", i, n);
  }
}

Test(encode, rounds_to_twelve_bits_with_halves_to_even) {
  cr_expect(twelve_bit(1 + part(12)) == 1 + part(12), "the last bit that is kept");
  cr_expect(twelve_bit(1 + part(13)) == 1, "a half goes down to the even neighbour");
  cr_expect(twelve_bit(1 + 3 * part(13)) == 1 + 2 * part(12), "and up to it");
  cr_expect(twelve_bit(1 + part(13) + part(50)) == 1 + part(12), "more than a half goes up, by one bit of the double");
  cr_expect(twelve_bit(1 + 3 * part(13) - part(50)) == 1 + part(12), "less than a half goes down");
  cr_expect(twelve_bit(2 - part(13)) == 2, "a carry reaches the exponent");
  cr_expect(twelve_bit(-1 - 3 * part(13)) == -1 - 2 * part(12), "signs do not matter");
}

Test(encode, to_twelve_bits_is_off_by_at_most_a_part_in_8192) {
  double worst = 0;
  for (uint64_t i = 0; i < 100000; i++) {
    double r[2] = {random_uniform(1, i, 0, 0), random_uniform(1, i, 1, 0)};
    double value = ldexp(1 + r[0], (int)(240 * r[1]) - 120), got = twelve_bit(value);
    worst = fmax(worst, fabs(got - value) / value);
    cr_assert(twelve_bit(got) == got, "what is rounded stays: %a", value);
    cr_assert(fmod(ldexp(got, 12 - ilogb(got)), 1) == 0, "12 bits are left: %a", got);
  }
  cr_expect(worst <= part(13) && worst > 0.9 * part(13), "%g", worst);
}

Test(encode, keeps_what_is_no_number_and_both_zeros) {
  uint64_t last = UINT64_C(0x7ff0000000000001), all = UINT64_C(0xffffffffffffffff);
  double nan_of_last_bit, nan_of_all_bits;
  memcpy(&nan_of_last_bit, &last, sizeof last);
  memcpy(&nan_of_all_bits, &all, sizeof all);
  cr_expect(isnan(twelve_bit((double)NAN)) && isnan(twelve_bit(nan_of_last_bit)) && isnan(twelve_bit(nan_of_all_bits)));
  cr_expect(twelve_bit(HUGE_VAL) == HUGE_VAL && twelve_bit(-HUGE_VAL) == -HUGE_VAL);
  cr_expect(twelve_bit(0) == 0 && !signbit(twelve_bit(0)) && twelve_bit(-0.0) == 0 && signbit(twelve_bit(-0.0)));
}
