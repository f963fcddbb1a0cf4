/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number with its unit. The first byte chooses the unit of the row. Refused with a sentence, or a finite number. */
#include <math.h>
#include <string.h>

#include "base/units.h"
#include "targets.h"

static const char *const ROWS[] = {"1", "mm", "um^2/s", "1/cm^2", "day", "Hz", "ng/mL", "cells/mm^3", "deg", "um/day"};
enum { N_ROWS = sizeof ROWS / sizeof ROWS[0] };

void feed_quantity(const uint8_t *bytes, size_t n) {
  if (n == 0) return;
  char *text = malloc(n);
  HOLDS(text);
  memcpy(text, bytes + 1, n - 1);
  text[n - 1] = '\0';
  const char *row = ROWS[bytes[0] % N_ROWS];
  struct error error = {0};
  double value = 0;
  int code = quantity_read(text, row, &value, &error);
  HOLDS(code == (int)error.code && (code == OK || code == ERROR_CONFIG));
  HOLDS(code == OK ? isfinite(value) : error.sentence[0] != '\0');
  free(text);
}
