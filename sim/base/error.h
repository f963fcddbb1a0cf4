/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Errors: a code and a sentence, made where the facts are, printed once by main.
 */
#pragma once

/** The codes are the program's exit statuses. */
enum error_code { OK = 0, ERROR_FAILED = 1, ERROR_CONFIG = 2, ERROR_STOPPED = 85 };

struct error {
  enum error_code code;
  char sentence[2048];
};

/** Store a code and a sentence made like printf; the first error wins. @return the code, for `return error_set(...)` */
int error_set(struct error *error, enum error_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** Go on with the sentence of an error, made like printf. */
void error_add(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Leave the function with the code of a failed call. */
#define TRY(call)                    \
  do {                               \
    int try_code_ = (call);          \
    if (try_code_) return try_code_; \
  } while (0)
