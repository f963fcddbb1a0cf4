/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is fed with bytes of any kind. Each target is a file of its name, a folder of its name in corpus/, and a word in
 * CMakeLists.txt. A target aborts where something is untrue that must hold for every input. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define DECLARE_TARGET(name) void feed_##name(const uint8_t *bytes, size_t n);
FUZZ_TARGETS(DECLARE_TARGET)
#undef DECLARE_TARGET

/* Abort unless it is true: also where asserts are off. */
#define HOLDS(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s:%d: %s is untrue\n", __FILE__, __LINE__, #condition); \
      abort();                                                                  \
    }                                                                           \
  } while (0)
