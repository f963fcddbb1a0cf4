/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A parameter as the solver sees it: a coordinate without limits, whatever the range of the parameter.
 */
#pragma once
#include <stdbool.h>

/** With s the value or, if `logarithmic`, its logarithm: the coordinate is s itself, or ln((s - a)/(b - s)) between the ends a and b
 *  of s. */
struct fit_transform {
  bool logarithmic;
  double from, to; /**< ends of the value; NAN: none */
  double begin;    /**< of the value: where a search begins, and the scale of a parameter without ends */
};

/** Whether it has ends. */
bool fit_transform_is_bounded(const struct fit_transform *transform);

/** Coordinate of a value; one nearer to an end than a hundredth of the range, or beyond it, counts as that far inside. */
double fit_transform_coordinate(const struct fit_transform *transform, double value);

/** Value at a coordinate; never beyond the ends. */
double fit_transform_value(const struct fit_transform *transform, double coordinate);

/** d value/d coordinate. */
double fit_transform_slope(const struct fit_transform *transform, double coordinate);

/** Coordinate of a place u in 0..1 among the values to begin at: the middle nine tenths of the range, or, without ends, a factor of
 *  4 to both sides of `begin`. */
double fit_transform_place(const struct fit_transform *transform, double u);

/** Place of a value within its range, 0..1, evenly in the value or its logarithm; NAN without ends. */
double fit_transform_share(const struct fit_transform *transform, double value);
