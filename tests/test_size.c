/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  How large a run is, before anything of the grid's size is made.
 */
#include <criterion/criterion.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "run/simulation.h"
#include "run/size.h"
#include "tiny_run.h"

Test(size, takes_the_grid_from_the_settings) {
  struct tiny numbers = {.capacity = 1};
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  settings->periodic = 1;
  struct grid_request request = size_request(settings);
  cr_expect(request.geometry == CARTESIAN && request.periodic && request.n_layers == 2);
  cr_expect(request.width[0] == 0.8 && request.width[1] == 0.8 && request.spacing[2] == 0.1);
  cr_expect(request.thickness[0] == 0.2 && request.thickness[1] == 0.3);
  settings->geometry = AXISYMMETRIC, settings->radius = 0.35;
  request = size_request(settings);
  cr_expect(request.geometry == AXISYMMETRIC && request.width[0] == 0.35 && request.width[1] == 0);
  free(settings);
}

Test(size, is_counted_without_making_the_grid) {
  struct tiny numbers = {.capacity = 1};
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  struct grid_request request = size_request(settings);
  struct grid shape, made;
  struct error error = {OK, ""};
  cr_assert_eq(grid_shape(&shape, &request, &error), OK);
  cr_assert_eq(grid_create(&made, &request, &error), OK);
  cr_expect_null(shape.axis[0].centre);
  for (size_t a = 0; a < 3; a++) cr_expect(shape.axis[a].n == made.axis[a].n && shape.axis[a].h == made.axis[a].h);
  for (size_t l = 0; l < 2; l++)
    cr_expect(shape.layer[l].k0 == made.layer[l].k0 && shape.layer[l].k1 == made.layer[l].k1);
  grid_free(&made);
  free(settings);
}

/* 8 x 8 x 5 cells in rows of 8. Signal in both layers (5 planes), mover and crowd in the lower one (3): 11 planes in three
 * arrays (state, two stages, the last of which becomes the new state); two sessions and two deposits; no measure asks for a distance. Output takes a
 * plane and all planes compressed, with some room for what cannot be: so few are the work of one thread. */
Test(size, counts_three_arrays_a_field_one_a_session_and_deposit_and_the_output) {
  struct tiny numbers = {.capacity = 1};
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  struct grid_request request = size_request(settings);
  struct grid grid;
  struct error error = {OK, ""};
  cr_assert_eq(grid_shape(&grid, &request, &error), OK);
  cr_expect_eq(size_fields(settings, &grid), 3);
  cr_expect_eq(size_planes(settings, &grid), 11);
  double output = size_bytes(settings, &grid) - 3 * 11 * 64 * 8, least = (1 + 5) * 64 * 4.0;
  cr_expect(output > least && output < 1.25 * least, "%g", output);
  tiny_treat(settings, 2, 5, 0.3, 0.05);
  size_t arrays = 2 + tiny_model.n_deposits;
  cr_expect_float_eq(size_bytes(settings, &grid), 3 * 11 * 64 * 8 + (double)arrays * 320 * 8 + output, 0.5);
  settings->precision = FLOAT64;
  cr_expect_gt(size_bytes(settings, &grid), 3 * 11 * 64 * 8 + (double)arrays * 320 * 8 + 1.9 * output);
  free(settings);
}

/* The address sanitizer itself lives beyond any limit that would mean something. */
#ifndef __SANITIZE_ADDRESS__
Test(size, refuses_a_grid_that_the_process_has_no_memory_for) {
  struct tiny numbers = {.capacity = 1};
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  char sentence[REFUSAL_LENGTH] = "";
  size_refuse(settings, sentence);
  cr_expect_str_eq(sentence, "", "a small grid has room");
  struct rlimit before, limit;
  cr_assert_eq(getrlimit(RLIMIT_AS, &before), 0);
  limit = (struct rlimit){(rlim_t)4 << 30, before.rlim_max};
  cr_assert_eq(setrlimit(RLIMIT_AS, &limit), 0);
  cr_expect(size_available() < (double)limit.rlim_cur, "some of it is taken already");
  settings->width[0] = settings->width[1] = 400; /* 16 M columns of 5 cells: 4.2 GB for 11 planes in three arrays */
  omp_set_num_threads(2);                        /* 64 MB a plane, and as much for it compressed, for each */
  size_refuse(settings, sentence);
  cr_expect_not_null(strstr(sentence, "4000 x 4000 x 5 cells"), "%s", sentence);
  cr_expect_not_null(strstr(sentence, "need 4.48 GB"), "%s", sentence);
  sentence[0] = '\0';
  size_refuse_uncountable(settings, sentence);
  cr_expect_str_eq(sentence, "", "it can be counted");
  settings->width[0] = settings->width[1] = 1e6;
  size_refuse_uncountable(settings, sentence);
  cr_expect_not_null(strstr(sentence, "5e+14 cells is larger than 1e+12"), "%s", sentence);
  setrlimit(RLIMIT_AS, &before);
  free(settings);
}
#endif
