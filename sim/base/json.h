/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  JSON (RFC 8259) written as it comes, one member or element per line. The text is valid whatever the strings hold:
 *  bytes that are no UTF-8 become the replacement character.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { JSON_DEPTH = 16 };

/** A text being written. Zeroed but for the stream, it stands before the root. */
struct json {
  FILE *stream; /**< borrowed */
  size_t depth;
  struct {
    char end;    /* the bracket that closes it */
    bool filled; /* something stands in it already */
    bool line;   /* its elements stand on one line */
  } open[JSON_DEPTH];
};

/* In all that follows, `key` is the member's name inside an object, and NULL inside an array and at the root. */

/** Open an object, an array, or an array whose elements stand on one line; json_end closes the last one opened. They
 *  nest at most JSON_DEPTH deep. */
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_row(struct json *json, const char *key);
void json_end(struct json *json);

/** One value. A number is written with the fewest digits that read back as itself; what is not finite is null, and so is
 *  the text NULL. */
void json_number(struct json *json, const char *key, double value);
void json_text(struct json *json, const char *key, const char *text);
void json_truth(struct json *json, const char *key, bool value);

/** An array of n numbers on one line. */
void json_numbers(struct json *json, const char *key, size_t n, const double values[]);
