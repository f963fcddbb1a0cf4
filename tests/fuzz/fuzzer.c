/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of libFuzzer to the target FUZZ_TARGET. */
#include "targets.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  FUZZ_TARGET(bytes, n);
  return 0;
}
