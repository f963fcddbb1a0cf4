/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Area of the intersection of a disc and a rectangle, in closed form.
 */
#pragma once

/** @return area [mm^2] of the disc of radius r about (0, 0) within [x0, x1] x [y0, y1] */
double disc_rectangle_area(double r, double x0, double x1, double y0, double y1);

/** @return area [mm^2] of the disc of radius r about (0, 0) within the ring r0 <= radius <= r1 */
double disc_ring_area(double r, double r0, double r1);
