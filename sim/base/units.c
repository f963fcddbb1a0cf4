/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "units.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <udunits2.h>

#include "base/nearest.h"

/* What a unit is made of. Anything else that UDUNITS knows (current, ...) counts as OTHER. */
enum { LENGTH, TIME, MASS, CELLS, AMOUNT, TEMPERATURE, ANGLE, N_KNOWN, OTHER = N_KNOWN, N_DIMENSIONS };
static const char *const BASE[N_KNOWN] = {"m", "s", "kg", "cell", "mol", "K", "radian"};
static const char *const DIMENSION[N_DIMENSIONS] = {"length", "time",        "mass",  "cells",
                                                    "amount", "temperature", "angle", "other"};
static const char *const INSIDE[] = {"mm", "day"};
static const char *const TIMES[] = {"s", "min", "h", "d", "day", "days", "week", "weeks"};

enum { UNIT_LENGTH = 64, PRODUCT_LENGTH = 160 };

struct powers {
  int of[N_DIMENSIONS];
};

struct internal_unit {
  struct internal_unit *next;
  char unit[UNIT_LENGTH], internal[PRODUCT_LENGTH];
};

static ut_system *unit_system;
static ut_unit *base[N_KNOWN];
static struct internal_unit *internal_units;

void units_free(void) {
  while (internal_units) {
    struct internal_unit *next = internal_units->next;
    free(internal_units);
    internal_units = next;
  }
  for (size_t b = 0; b < N_KNOWN; b++) {
    ut_free(base[b]);
    base[b] = NULL;
  }
  ut_free_system(unit_system);
  unit_system = NULL;
}

static int open_system(struct error *error) {
  if (unit_system) return OK;
  ut_set_error_message_handler(ut_ignore);
  unit_system = ut_read_xml(NULL);
  if (!unit_system) return error_set(error, ERROR_FAILED, "the table of units of UDUNITS-2 cannot be read");
  ut_unit *cell = ut_new_base_unit(unit_system);
  bool known = cell && ut_map_name_to_unit("cell", UT_UTF8, cell) == UT_SUCCESS &&
               ut_map_name_to_unit("cells", UT_UTF8, cell) == UT_SUCCESS;
  ut_free(cell);
  ut_unit *degree = ut_parse(unit_system, "degree", UT_UTF8);
  known = known && degree && ut_map_name_to_unit("deg", UT_UTF8, degree) == UT_SUCCESS;
  ut_free(degree);
  for (size_t b = 0; b < N_KNOWN; b++) {
    base[b] = ut_parse(unit_system, BASE[b], UT_UTF8);
    known = known && base[b];
  }
  if (known) return OK;
  units_free();
  return error_set(error, ERROR_FAILED, "UDUNITS-2 lacks a base unit");
}

static void add_power(const ut_unit *unit, int power, struct powers *powers) {
  size_t b = 0;
  while (b < N_KNOWN && ut_compare(unit, base[b]) != 0) b++;
  powers->of[b] += power;
}

static ut_status visit_basic(const ut_unit *unit, void *powers) {
  add_power(unit, 1, powers);
  return UT_SUCCESS;
}

static ut_status visit_product(const ut_unit *unit, int count, const ut_unit *const *factors, const int *exponents,
                               void *powers) {
  (void)unit;
  for (int i = 0; i < count; i++) add_power(factors[i], exponents[i], powers);
  return UT_SUCCESS;
}

static const ut_visitor VISITOR; /* completed below: the visits call each other */

static ut_status visit_galilean(const ut_unit *unit, double scale, const ut_unit *under, double offset, void *powers) {
  (void)unit, (void)scale, (void)offset;
  return ut_accept_visitor(under, &VISITOR, powers);
}

static ut_status visit_timestamp(const ut_unit *unit, const ut_unit *step, double origin, void *powers) {
  (void)unit, (void)step, (void)origin;
  ((struct powers *)powers)->of[OTHER]++;
  return UT_SUCCESS;
}

static ut_status visit_logarithmic(const ut_unit *unit, double logarithm, const ut_unit *reference, void *powers) {
  (void)unit, (void)logarithm, (void)reference;
  ((struct powers *)powers)->of[OTHER]++;
  return UT_SUCCESS;
}

static const ut_visitor VISITOR = {visit_basic, visit_product, visit_galilean, visit_timestamp, visit_logarithmic};

static struct powers powers_of(const ut_unit *unit) {
  struct powers powers = {{0}};
  ut_accept_visitor(unit, &VISITOR, &powers);
  return powers;
}

static void append(char text[PRODUCT_LENGTH], const char *separator, const char *name, int power) {
  size_t used = strlen(text);
  if (power == 1) snprintf(text + used, PRODUCT_LENGTH - used, "%s%s", separator, name);
  else snprintf(text + used, PRODUCT_LENGTH - used, "%s%s^%d", separator, name, power);
}

/* length^2/time, or mm^2/day with the names of units; several divisors are separated by / as well */
static void write_product(char text[PRODUCT_LENGTH], const struct powers *powers, const char *const names[], size_t n) {
  text[0] = '\0';
  for (size_t d = 0; d < n; d++)
    if (powers->of[d] > 0) append(text, text[0] ? " " : "", names[d], powers->of[d]);
  if (!text[0]) snprintf(text, PRODUCT_LENGTH, "1");
  for (size_t d = 0; d < n; d++)
    if (powers->of[d] < 0) append(text, "/", names[d], -powers->of[d]);
}

/* UDUNITS reads numbers and dates inside a unit; here a digit is only the 1 of a leading 1/, or an exponent. */
static bool is_well_formed(const char *unit) {
  size_t n = strlen(unit);
  if (n == 0 || n >= UNIT_LENGTH - 2) return false;
  size_t start = 0;
  if (unit[0] == '1') start = 1 + strspn(unit + 1, " ");
  if (start && unit[start] != '/') return n == 1;
  if (unit[start] == '/') start++;
  for (size_t i = start; i < n; i++) {
    unsigned char c = (unsigned char)unit[i], before = i ? (unsigned char)unit[i - 1] : ' ';
    bool letter_before = isalpha(before) || before >= 0x80;
    if (isdigit(c) && !letter_before && !strchr("^-+", before)) return false;
    if ((c == '-' || c == '+') && !letter_before && before != '^') return false;
    if (!isalnum(c) && c < 0x80 && !strchr(" ^-+*/.()%", c)) return false;
  }
  return true;
}

static int check_time_names(const char *unit, struct error *error) {
  for (const char *p = unit; *p;) {
    if (!isalpha((unsigned char)*p)) {
      p++;
      continue;
    }
    char name[UNIT_LENGTH];
    size_t n = 0;
    while (isalpha((unsigned char)p[n])) n++;
    snprintf(name, sizeof name, "%.*s", (int)n, p);
    p += n;
    ut_unit *part = ut_parse(unit_system, name, UT_UTF8);
    if (!part) continue;
    bool is_time = ut_are_convertible(part, base[TIME]) && powers_of(part).of[TIME] == 1, allowed = !is_time;
    ut_free(part);
    for (size_t t = 0; t < sizeof TIMES / sizeof TIMES[0]; t++) allowed = allowed || strcmp(TIMES[t], name) == 0;
    if (!allowed)
      return error_set(error, ERROR_CONFIG, "'%s' is not used here: times are in s, min, h, day or week", name);
  }
  return OK;
}

/* With the usual unit that it may have been meant to be. */
static int refuse_unknown(const char *text, struct error *error) {
  static const char *const USUAL[] = {"nm",     "um",     "mm",   "cm",    "m",     "s",     "min",
                                      "h",      "day",    "week", "ng/mL", "ug/mL", "mg/mL", "cells/mm^3",
                                      "um^2/s", "um/day", "Hz",   "cm/s",  "deg"};
  char hint[HINT_LENGTH];
  struct nearest nearest = nearest_to(text);
  for (size_t u = 0; u < sizeof USUAL / sizeof USUAL[0]; u++) nearest_offer(&nearest, USUAL[u]);
  return error_set(error, ERROR_CONFIG, "'%.*s' is not a known unit%s", UNIT_LENGTH, text,
                   nearest_hint(&nearest, hint));
}

/* The caller frees the unit. */
static int parse(const char *text, ut_unit **unit, struct error *error) {
  TRY(open_system(error));
  *unit = NULL;
  if (is_well_formed(text)) {
    TRY(check_time_names(text, error));
    char whole[UNIT_LENGTH];
    snprintf(whole, sizeof whole, "%s%s", text[0] == '/' ? "1" : "", text);
    *unit = ut_parse(unit_system, whole, UT_UTF8);
  }
  return *unit ? OK : refuse_unknown(text, error);
}

const char *unit_internal(const char *unit) {
  for (const struct internal_unit *known = internal_units; known; known = known->next)
    if (strcmp(known->unit, unit) == 0) return known->internal;
  struct error error = {OK, ""};
  ut_unit *parsed = NULL;
  if (parse(unit, &parsed, &error)) return unit;
  struct powers powers = powers_of(parsed);
  ut_free(parsed);
  for (size_t d = MASS; d < N_DIMENSIONS; d++)
    if (powers.of[d] != 0) return unit;
  struct internal_unit *added = calloc(1, sizeof *added);
  if (!added) abort(); /* a hundred bytes */
  snprintf(added->unit, sizeof added->unit, "%s", unit);
  write_product(added->internal, &powers, INSIDE, sizeof INSIDE / sizeof INSIDE[0]);
  added->next = internal_units;
  internal_units = added;
  return added->internal;
}

static int refuse_dimension(const char *unit, const ut_unit *from, const char *to, const ut_unit *into,
                            struct error *error) {
  char found[PRODUCT_LENGTH], wanted[PRODUCT_LENGTH];
  struct powers powers = powers_of(from);
  write_product(found, &powers, DIMENSION, N_DIMENSIONS);
  powers = powers_of(into);
  write_product(wanted, &powers, DIMENSION, N_DIMENSIONS);
  return error_set(error, ERROR_CONFIG, "'%s' has the dimension %s; a unit of %s, such as %s, is needed", unit, found,
                   wanted, to);
}

static int convert(const char *unit, ut_unit *from, const char *to, ut_unit *into, double *factor,
                   struct error *error) {
  if (ut_compare(from, into) == 0) {
    *factor = 1;
    return OK;
  }
  struct powers a = powers_of(from), b = powers_of(into);
  cv_converter *converter = memcmp(&a, &b, sizeof a) == 0 ? ut_get_converter(from, into) : NULL;
  if (!converter) return refuse_dimension(unit, from, to, into, error);
  double zero = cv_convert_double(converter, 0);
  *factor = cv_convert_double(converter, 1);
  cv_free(converter);
  if (zero < 0 || zero > 0) return error_set(error, ERROR_CONFIG, "'%s' does not begin at 0 %s", unit, to);
  if (!(*factor > 0) || isinf(*factor)) return refuse_dimension(unit, from, to, into, error);
  return OK;
}

int unit_factor(const char *unit, const char *to, double *factor, struct error *error) {
  ut_unit *from = NULL, *into = NULL;
  int code = parse(unit, &from, error);
  if (!code) code = parse(to, &into, error);
  if (!code) code = convert(unit, from, to, into, factor, error);
  ut_free(from);
  ut_free(into);
  return code;
}

/* Length of the decimal number that text begins with, 0 if there is none. */
static size_t number_length(const char *text) {
  const char *digits = "0123456789";
  size_t n = text[0] == '+' || text[0] == '-';
  size_t whole = strspn(text + n, digits), fraction = 0;
  n += whole;
  if (text[n] == '.') {
    fraction = strspn(text + n + 1, digits);
    n += 1 + fraction;
  }
  if (whole + fraction == 0) return 0;
  if (text[n] == 'e' || text[n] == 'E') {
    size_t sign = text[n + 1] == '+' || text[n + 1] == '-', power = strspn(text + n + 1 + sign, digits);
    if (power) n += 1 + sign + power;
  }
  return n;
}

int quantity_read(const char *text, const char *unit, double *value, struct error *error) {
  bool pure = strcmp(unit, "1") == 0;
  size_t n = number_length(text);
  const char *rest = text + n + strspn(text + n, " ");
  if (n == 0 || rest[0] == 'x' || rest[0] == ',')
    return error_set(error, ERROR_CONFIG, "'%.100s' is not a decimal number%s%s", text,
                     pure ? "" : " with a unit, such as 1 ", pure ? "" : unit);
  errno = 0;
  double number = strtod(text, NULL);
  if (!isfinite(number)) return error_set(error, ERROR_CONFIG, "'%.100s' is not a finite number", text);
  if (errno == ERANGE) return error_set(error, ERROR_CONFIG, "'%.100s' is too near to 0 for a number", text);
  *value = number;
  if (pure && rest[0]) return error_set(error, ERROR_CONFIG, "'%.100s' has a unit, but is a plain number", text);
  if (pure) return OK;
  if (!rest[0]) return error_set(error, ERROR_CONFIG, "'%.100s' lacks its unit, such as %s", text, unit);
  double given = 0, inside = 0;
  const char *internal = unit_internal(unit);
  TRY(unit_factor(rest, unit, &given, error)); /* so that messages speak of the row's unit */
  TRY(unit_factor(rest, internal, &inside, error));
  *value = number * inside;
  if (!isfinite(*value)) return error_set(error, ERROR_CONFIG, "'%.100s' is not a finite number", text);
  return OK;
}
