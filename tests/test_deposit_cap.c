/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What of a cell counts as the whole of it.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "patch.h"

/* Cells of 5 um within a channel of 200 um: their shares come from differences of coordinates, and from rings. */
Test(deposit_cap, leaves_nothing_of_a_cell_that_is_wholly_inside_a_channel) {
  struct patch patches[] = {box(0.5, 0.02, 0.005, false), rings(0.3, 0.02, 0.003)};
  for (size_t p = 0; p < COUNT(patches); p++) {
    const struct grid *grid = &patches[p].grid;
    bool radial = grid->geometry == AXISYMMETRIC;
    struct puncture puncture = {.x = radial ? 0 : 0.2503, .y = radial ? 0 : 0.2497, .depth = 0.02, .radius = 0.2};
    add(&patches[p], puncture);
    deposit_cap(grid, patches[p].deposit[FIBRIN]);
    size_t whole = 0, part = 0;
    for (size_t j = 0; j < grid->axis[1].n; j++)
      for (size_t i = 0; i < grid->axis[0].n; i++) {
        double h = grid->axis[0].h, x = fabs(grid->axis[0].centre[i] - puncture.x) + 0.5 * h;
        double y = radial ? 0 : fabs(grid->axis[1].centre[j] - puncture.y) + 0.5 * h;
        double share = at(&patches[p], FIBRIN, i, j, 1);
        bool inside = hypot(x, y) < 0.2 - 1e-9;
        if (inside) cr_expect_eq(share, 1, "patch %zu, cell %zu, %zu: 1 - %g", p, i, j, 1 - share);
        whole += inside, part += !inside && share > 0 && share < 1;
      }
    cr_expect(whole > 60 && part > 0, "%zu whole, %zu part", whole, part);
    patch_free(&patches[p]);
  }
}

/* Of the sum, too, only what rounding may have kept from 1 is taken for 1. */
Test(deposit_cap, keeps_what_is_truly_less_than_the_whole) {
  struct patch patch = box(0.05, 0.01, 0.01, false);
  double *deposit = patch.deposit[INJURED];
  deposit[0] = 1.5, deposit[1] = 1 - 1e-13, deposit[2] = 1 - 1e-11, deposit[3] = 0.25;
  deposit_cap(&patch.grid, deposit);
  cr_expect(deposit[0] == 1 && deposit[1] == 1 && deposit[2] == 1 - 1e-11 && deposit[3] == 0.25 && deposit[4] == 0);
  patch_free(&patch);
}
