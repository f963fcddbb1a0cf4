/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char *number_text(double value, char text[NUMBER_LENGTH]) {
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, NUMBER_LENGTH, "%.*g", digits, value);
    double back = strtod(text, NULL);
    if (!isfinite(value) || !(back < value || back > value)) break;
  }
  return text;
}
