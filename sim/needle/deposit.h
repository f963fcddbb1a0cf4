/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Exact injury: volume averages over grid cells of what punctures leave (model.h, deposit_spec).
 *
 *  A channel's section at depth z is the disc of radius r_c(z) = radius (1 - z/depth)^taper about its axis, around it a
 *  rim that falls linearly to 0 over rim_width and ends flat at the channel's depth. Over a cell: the core is a 4-point
 *  Gauss sum over depth of the closed-form area of disc and rectangle; the rim, as the integral over s in 0..1 of the
 *  discs r_c + s rim_width less the core, a 3-point Gauss sum over s in panels of half a cell. Periodic sides wrap. On
 *  a grid of one plane the channel is infinitely long, with the radius at the surface.
 */
#pragma once
#include "grid/grid.h"
#include "needle/punctures.h"

/** Sum of one puncture's share of every cell, added to the arrays; the cap at 1 is deposit_cap's.
 *  @param deposits  shape [model->n_deposits][nz][ny][pitch], added to
 *  Sums run in the order of the calls: call it for the punctures in their order. */
void deposit_add(const struct grid *grid, const struct model *model, const void *derived,
                 const struct puncture *puncture, double *const deposits[]);

/** min(1, .) over a deposit, shape [nz][ny][pitch]; 1 also where only rounding, less than 1e-12, keeps it from 1. */
void deposit_cap(const struct grid *grid, double *deposit);

/** Share of each cell that lies within `distance` [mm] of the channel's axis, which goes on below the channel's end;
 *  added to share[nz][ny][pitch]. A puncture of depth 0 has no channel and adds nothing. */
void deposit_add_neighbourhood(const struct grid *grid, const struct puncture *puncture, double distance,
                               double *share);

/** Volume of one channel, weighted `core` inside and linearly falling from `rim` to 0 across its rim, down to the depth
 *  `bottom`, before any cap [mm^3]: what deposit_add spreads, in closed form. With b = min(bottom, depth) and
 *  I(q) = depth (1 - (1 - b/depth)^(q+1))/(q+1), the integral of (1 - z/depth)^q down to b, it is
 *  pi (core radius^2 I(2 taper) + rim (radius rim_width I(taper) + rim_width^2 b/3)). */
double puncture_volume(const struct puncture *puncture, double core, double rim, double rim_width, double bottom);

/** What one session did. */
struct injury_report {
  size_t n_punctures, n_pierced; /**< pierced: of a depth above 0 */
  double density;                /**< punctures per area [1/mm^2] */
  /** Share of the channels nearer than the sum of the radii to another's axis at the surface; NAN without memory. */
  double overlap;
  double injured_area;               /**< mean over the top plane of cells: share of the surface, rim weighted */
  double injured_volume[MAX_LAYERS]; /**< share of each layer's volume */
};

/** Report one session. @param injured  the deposit whose mean is reported, after the cap, shape [nz][ny][pitch] */
void injury_report_make(struct injury_report *report, const struct grid *grid, const struct punctures *punctures,
                        const double *injured);
