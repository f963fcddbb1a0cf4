/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>

#include "grid/fields.h"
#include "grid/grid.h"

static const struct grid_request SKIN = {.geometry = CARTESIAN,
                                         .width = {2, 1},
                                         .spacing = {0.025, 0.025, 0.025},
                                         .periodic = true,
                                         .n_layers = 2,
                                         .thickness = {0.1, 1.5}};

Test(grid, counts_cells_by_rounding_and_lets_the_spacing_follow) {
  struct grid_request request = SKIN;
  request.width[0] = 0.357;
  request.spacing[0] = 0.01;
  struct grid grid;
  struct error error = {0};
  cr_assert_eq(grid_create(&grid, &request, &error), OK);
  cr_expect_eq(grid.axis[0].n, 36);
  cr_expect_float_eq(grid.axis[0].h, 0.357 / 36, 1e-15);
  cr_expect_eq(grid.pitch, 40);
  cr_expect_eq(grid.axis[1].n, 40);
  cr_expect_eq(grid_size(&grid), 36 * 40 * 64);
  grid_free(&grid);
}

Test(grid, ends_layers_on_the_nearest_cell_face) {
  struct grid_request request = SKIN;
  request.thickness[0] = 0.11;
  struct grid grid;
  struct error error = {0};
  cr_assert_eq(grid_create(&grid, &request, &error), OK);
  cr_expect_eq(grid.layer[0].k1, 4);
  cr_expect_eq(grid.layer[1].k0, 4);
  cr_expect_eq(grid.layer[1].k1, grid.axis[2].n);
  cr_expect_eq(grid_layer_at(&grid, 3), 0);
  cr_expect_eq(grid_layer_at(&grid, 4), 1);
  cr_expect_eq(grid_range(&grid, 2).k0, 4);
  cr_expect_eq(grid_range(&grid, 3).k0, 0);
  grid_free(&grid);
}

Test(grid, refuses_a_layer_thinner_than_half_a_cell) {
  struct grid_request request = SKIN;
  request.thickness[0] = 0.01;
  struct grid grid;
  struct error error = {0};
  cr_expect_eq(grid_create(&grid, &request, &error), ERROR_CONFIG);
  cr_expect(error.sentence[0]);
  grid_free(&grid);
}

Test(grid, has_no_cells_for_a_layer_it_lacks) {
  struct grid_request request = SKIN;
  request.thickness[0] = 0;
  struct grid grid;
  struct error error = {0};
  cr_assert_eq(grid_create(&grid, &request, &error), OK);
  cr_expect_eq(grid_range(&grid, 1).k1, 0);
  cr_expect_eq(grid_range(&grid, 3).k1, 60);
  grid_free(&grid);
}

Test(grid, gives_rings_their_area_and_the_axis_no_face) {
  struct grid_request request = {
      .geometry = AXISYMMETRIC, .width = {0.4}, .spacing = {0.01, 1, 1}, .n_layers = 1, .thickness = {1}};
  struct grid grid;
  struct error error = {0};
  cr_assert_eq(grid_create(&grid, &request, &error), OK);
  double area = 0;
  for (size_t i = 0; i < grid.axis[0].n; i++) area += grid.axis[0].measure[i];
  cr_expect_float_eq(area, acos(-1.0) * 0.16, 1e-14);
  cr_expect_eq(grid.axis[0].lower[0], 0);
  cr_expect_eq(grid.axis[0].upper[39], 0);
  cr_expect_float_eq(grid.axis[0].upper[3] * grid.axis[0].measure[3], grid.axis[0].lower[4] * grid.axis[0].measure[4],
                     1e-9, "what leaves a ring enters the next");
  cr_expect_not(grid.axis[0].periodic);
  grid_free(&grid);
}

Test(grid, tells_pointwise_functions_where_they_are) {
  struct grid grid;
  struct error error = {0};
  cr_assert_eq(grid_create(&grid, &SKIN, &error), OK);
  struct cells cells = grid_cells(&grid, 8, 5, 2, 6, 3.5);
  cr_expect_eq(cells.n, 5);
  cr_expect_float_eq(cells.x[0], 8.5 * 0.025, 1e-15);
  cr_expect_float_eq(cells.y, 2.5 * 0.025, 1e-15);
  cr_expect_float_eq(cells.z, 6.5 * 0.025, 1e-15);
  cr_expect_eq(cells.layer, 1);
  cr_expect_float_eq(cells.layer_top, 0.1, 1e-15);
  cr_expect_float_eq(cells.layer_bottom, 1.6, 1e-15);
  cr_expect_eq(cells.t, 3.5);
  grid_free(&grid);
}

Test(fields, are_stored_only_where_they_live_aligned_and_zeroed) {
  struct grid grid;
  struct fields fields;
  struct error error = {0};
  cr_assert_eq(grid_create(&grid, &SKIN, &error), OK);
  struct range range[3] = {{0, 64}, {4, 64}, {0, 0}};
  cr_assert_eq(fields_create(&fields, &grid, 3, range, &error), OK);
  cr_expect_null(fields.plane0[2]);
  cr_expect(fields_lives(&fields, 1, 4) && !fields_lives(&fields, 1, 3) && !fields_lives(&fields, 2, 0));
  for (size_t f = 0; f < 2; f++)
    for (size_t k = range[f].k0; k < range[f].k1; k++)
      for (size_t j = 0; j < 40; j++) {
        double *row = fields_row(&fields, f, j, k);
        cr_assert_eq((size_t)row % 64, 0);
        for (size_t i = 0; i < grid.pitch; i++) cr_assert_eq(row[i], 0);
        for (size_t i = 0; i < grid.pitch; i++) row[i] = (double)f;
      }
  cr_expect_eq(fields_row(&fields, 0, 39, 63)[79], 0);
  cr_expect_eq(fields_row(&fields, 1, 0, 4)[0], 1);
  fields_free(&fields);
  grid_free(&grid);
}

Test(fields, of_one_plane_are_the_same_memory_on_every_plane) {
  struct grid grid;
  struct fields fields;
  struct error error = {0};
  cr_assert_eq(grid_create(&grid, &SKIN, &error), OK);
  struct range range[3] = {{0, 64}, {4, 64}, {0, 0}};
  cr_assert_eq(fields_create_plane(&fields, &grid, 3, range, &error), OK);
  cr_expect_null(fields.plane0[2]);
  for (size_t f = 0; f < 2; f++)
    for (size_t j = 0; j < 40; j++)
      for (size_t i = 0; i < grid.pitch; i++) fields_row(&fields, f, j, 10)[i] = (double)f;
  for (size_t f = 0; f < 2; f++)
    for (size_t j = 0; j < 40; j++) {
      double *row = fields_row(&fields, f, j, 5);
      cr_assert(row == fields_row(&fields, f, j, 63) && (size_t)row % 64 == 0);
      for (size_t i = 0; i < grid.pitch; i++) cr_assert_eq(row[i], (double)f);
    }
  fields_free(&fields);
  grid_free(&grid);
}
