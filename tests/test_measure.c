/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Series of a small model against arithmetic by hand: which cells count, how they are reduced, what is absent.
 */
#include <omp.h>

#include "base/random.h"
#include "gauge_scene.h"
#include "measure/series.h"

Test(measure, means_and_profiles_are_those_by_hand) {
  struct scene s;
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  cr_assert(s.grid.axis[0].n == 5 && s.grid.axis[1].n == 4 && s.grid.axis[2].n == 5);
  take(&s, 2);
  const double column = 1 + 0.25 + 10 * 0.2;
  cr_expect_float_eq(s.series[MEAN_OF_ALL], column + 100 * 0.25, 1e-12);
  cr_expect_float_eq(s.series[MEAN_OF_LOWER], column + 100 * 0.35, 1e-12);
  cr_expect_float_eq(s.series[LEAST], 1 + 0.05 + 0.5 + 5, 1e-12);
  cr_expect_float_eq(s.series[WHERE], 0.25 + 10 * 0.2 + 100 * 0.25 + 2000, 1e-9);
  /* squares: the mean's, and the variances of x (5 cells), 10 y (4 cells) and 100 z (2 planes): h^2 (n^2 - 1)/12 */
  double squares = pow(column + 100 * 0.1, 2) + 0.01 * 24 / 12 + 1 * 15.0 / 12 + 100 * 3.0 / 12;
  cr_expect_float_eq(s.series[SQUARE], squares, 1e-10);
  cr_expect(isnan(s.series[BY_DEPTH]), "a profile is no number");
  for (size_t k = 0; k < 5; k++) {
    double x = s.profiles[BY_DEPTH * 5 + k];
    if (k < 2) cr_expect(isnan(x), "above its layer");
    else cr_expect_float_eq(x, column + 100 * (0.05 + 0.1 * (double)k), 1e-12);
  }
  scene_free(&s);
}

Test(measure, a_band_of_depths_cuts_cells_by_the_fraction_inside) {
  struct scene s;
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  take(&s, 0);
  /* 0.12 to 0.35 mm: 0.8 of plane 1, all of plane 2, half of plane 3 */
  cr_expect_float_eq(s.series[BAND], 3.25 + 100 * (0.8 * 0.15 + 0.25 + 0.5 * 0.35) / 2.3, 1e-12);
  scene_free(&s);
}

Test(measure, rings_count_by_their_area) {
  struct scene s;
  const double n = 7;
  scene_make(&s, AXISYMMETRIC, 0.1 * n, 0.2, 0.3);
  cr_assert(s.grid.axis[0].n == 7 && s.grid.axis[1].n == 1);
  take(&s, 0);
  /* mean of the rings' centres over the disc: h (4 n^2 - 1)/(6 n) */
  double radius = 0.1 * (4 * n * n - 1) / (6 * n), column = 1 + radius + 10 * s.grid.axis[1].centre[0];
  cr_expect_float_eq(s.series[MEAN_OF_ALL], column + 100 * 0.25, 1e-12);
  cr_expect_float_eq(s.series[MEAN_OF_LOWER], column + 100 * 0.35, 1e-12);
  cr_expect_float_eq(s.profiles[BY_DEPTH * 5 + 4], column + 100 * 0.45, 1e-12);
  scene_free(&s);
}

Test(measure, what_the_run_lacks_is_absent) {
  struct scene s;
  scene_make(&s, CARTESIAN, 0.5, 0, 0.3);
  take(&s, 0);
  for (size_t m = 0; m < N_SERIES; m++) {
    bool absent = m == BELOW_THE_GRID || m == OF_OFF || m == OF_ABSENT || m == SQUARE || m == RATIO || m == MORE;
    cr_expect_eq(gauges_present(s.gauges, m), !absent, "series %zu", m);
    if (absent) cr_expect(isnan(s.series[m]), "series %zu", m);
  }
  cr_expect_eq(s.series[OF_MOVER], 0);
  scene_free(&s);
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  cr_expect(gauges_present(s.gauges, SQUARE) && gauges_present(s.gauges, MORE));
  scene_free(&s);
}

Test(measure, there_is_nothing_near_channels_before_the_first) {
  struct scene s;
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  take(&s, 0);
  for (size_t m = NEAR; m <= MEAN_PIERCED; m++)
    if (m != LEAST) cr_expect(gauges_present(s.gauges, m) && isnan(s.series[m]), "%s", measures[m].name);
  struct puncture blunt = {.x = 0.25, .y = 0.25, .depth = 0, .radius = 0.01};
  double *core = calloc(s.grid.pitch * 4 * 5, sizeof *core);
  gauges_session(s.gauges, &(struct punctures){1, &blunt}, core);
  take(&s, 0);
  for (size_t m = NEAR; m <= MEAN_PIERCED; m++)
    if (m != LEAST)
      cr_expect(isnan(s.series[m]), "%s: a needle that did not pierce leaves no channel", measures[m].name);
  free(core);
  scene_free(&s);
}

Test(measure, the_region_near_channels_grows_over_sessions_and_counts_no_cell_twice) {
  struct scene s;
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  const double first = at(&s.grid, 1, 2, 2), second = at(&s.grid, 4, 0, 2), share = acos(-1.0) * 0.04 * 0.04 / 0.01;
  cr_assert_float_eq(share, 0.5027, 1e-4, "half of the one cell that it lies in");
  session(&s, 1, (const size_t[][2]){{1, 2}}, NULL);
  cr_expect_float_eq(s.series[NEAR], first, 1e-12, "all planes, below the channel's end too");
  cr_expect_float_eq(s.series[LEAST_NEAR], first, 1e-12);
  session(&s, 1, (const size_t[][2]){{4, 0}}, NULL);
  cr_expect_float_eq(s.series[NEAR], (first + second) / 2, 1e-12);
  cr_expect_float_eq(s.series[LEAST_NEAR], second, 1e-12);
  session(&s, 2, (const size_t[][2]){{1, 2}, {1, 2}}, NULL);
  cr_expect_float_eq(s.series[NEAR], (first + share * second) / (1 + share), 1e-12, "min(1, 3 shares)");
  scene_free(&s);
}

Test(measure, pierced_cells_are_those_more_than_half_taken_or_the_most_taken_by_the_last_session) {
  struct scene s;
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  size_t plane = s.grid.pitch * 4, n = plane * 5;
  const size_t one = 2 * plane + 3, two = 4 * plane + s.grid.pitch + 1, three = 3 * plane, above = 1;
  const double at_one = at(&s.grid, 3, 0, 2), at_two = at(&s.grid, 1, 1, 4), at_three = at(&s.grid, 0, 0, 3);
  double *core = calloc(n, sizeof *core);
  core[one] = 0.6, core[two] = 0.51, core[three] = 0.5, core[above] = 1;
  session(&s, 1, (const size_t[][2]){{1, 1}}, core);
  cr_expect_float_eq(s.series[LEAST_PIERCED], at_one, 1e-12);
  cr_expect_float_eq(s.series[MEAN_PIERCED], (at_one + at_two) / 2, 1e-12);
  core[one] = 0.1, core[two] = core[three] = 0.3;
  session(&s, 1, (const size_t[][2]){{1, 1}}, core);
  cr_expect_float_eq(s.series[LEAST_PIERCED], at_three, 1e-12);
  cr_expect_float_eq(s.series[MEAN_PIERCED], (at_two + at_three) / 2, 1e-12);
  session(&s, 1, (const size_t[][2]){{1, 1}}, NULL);
  cr_expect(isnan(s.series[LEAST_PIERCED]) && isnan(s.series[MEAN_PIERCED]), "the last session took no cell");
  free(core);
  scene_free(&s);
}

Test(measure, pierced_rings_count_by_their_area) {
  struct scene s;
  scene_make(&s, AXISYMMETRIC, 0.5, 0.2, 0.3);
  double *core = calloc(s.grid.pitch * 5, sizeof *core);
  core[3 * s.grid.pitch] = core[3 * s.grid.pitch + 2] = 1;
  session(&s, 1, (const size_t[][2]){{0, 0}}, core);
  cr_expect_float_eq(s.series[MEAN_PIERCED], (at(&s.grid, 0, 0, 3) + 5 * at(&s.grid, 2, 0, 3)) / 6, 1e-12);
  free(core);
  scene_free(&s);
}

Test(measure, combinations_follow_from_measures_and_earlier_combinations) {
  struct scene s;
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  take(&s, 0);
  cr_expect_float_eq(s.series[RATIO], s.series[MEAN_OF_LOWER] / s.series[SQUARE], 1e-15);
  cr_expect_float_eq(s.series[MORE], s.series[RATIO] + 1, 1e-15);
  scene_free(&s);
}

Test(measure, between_the_times_of_the_table_only_what_is_wanted_is_taken) {
  struct scene s;
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  gauges_take(s.gauges, &s.u, 0, false, s.series, s.profiles);
  for (size_t m = 0; m < N_SERIES; m++) cr_expect(isnan(s.series[m]), "series %zu", m);
  cr_expect(isnan(s.profiles[BY_DEPTH * 5 + 4]));
  gauges_want(s.gauges, MORE);
  gauges_take(s.gauges, &s.u, 0, false, s.series, NULL);
  for (size_t m = 0; m < N_SERIES; m++)
    cr_expect_eq(isnan(s.series[m]), m != MEAN_OF_LOWER && m != SQUARE && m != RATIO && m != MORE, "series %zu", m);
  double wanted = s.series[MORE];
  take(&s, 0);
  cr_expect_eq(s.series[MORE], wanted);
  scene_free(&s);
}

/* Series and profiles of a signal of noise with 200 channels, as `threads` threads find them. */
static void noise(int threads, double series[N_SERIES], double profile[20]) {
  omp_set_num_threads(threads);
  struct scene s;
  scene_make(&s, CARTESIAN, 10, 0.5, 1.5);
  cr_assert_gt(grid_size(&s.grid), 1u << 12, "so many cells that threads share them");
  for (size_t k = 0; k < 20; k++)
    for (size_t j = 0; j < 4; j++)
      for (size_t i = 0; i < 100; i++) fields_row(&s.u, T_SIGNAL, j, k)[i] = random_uniform(1, k, j, i);
  double *core = calloc(s.grid.pitch * 4 * 20, sizeof *core);
  struct puncture puncture[200];
  for (size_t p = 0; p < 200; p++) {
    core[(13 * 4 + p / 100) * s.grid.pitch + p % 100] = 0.7;
    puncture[p] =
        (struct puncture){.x = 10 * random_uniform(2, 0, p, 0), .y = 0.4 * random_uniform(2, 0, p, 1), .depth = 1};
  }
  gauges_session(s.gauges, &(struct punctures){200, puncture}, core);
  take(&s, 1);
  memcpy(series, s.series, sizeof s.series);
  memcpy(profile, s.profiles + BY_DEPTH * 20, 20 * sizeof *profile);
  free(core);
  scene_free(&s);
}

Test(measure, has_the_same_bits_on_any_number_of_threads) {
  double one[N_SERIES], many[N_SERIES], one_profile[20], many_profile[20];
  noise(1, one, one_profile);
  for (size_t m = 0; m < N_SERIES; m++)
    if (m < OF_MOVER && m != BELOW_THE_GRID && m != BY_DEPTH) cr_expect(isfinite(one[m]), "series %zu", m);
  for (int threads = 2; threads <= 4; threads++) {
    noise(threads, many, many_profile);
    cr_expect_arr_eq(many, one, sizeof one, "%d threads", threads);
    cr_expect_arr_eq(many_profile, one_profile, sizeof one_profile, "%d threads", threads);
  }
}

static void expect_refused(const struct measure_spec *rows, size_t n, const struct combine_spec *combined,
                           size_t n_combined, const char *word) {
  struct scene s;
  struct gauges *gauges;
  struct error error = {OK, ""};
  scene_make(&s, CARTESIAN, 0.5, 0.2, 0.3);
  s.model.measures = rows, s.model.n_measures = n, s.model.combines = combined, s.model.n_combines = n_combined;
  cr_expect_eq(gauges_create(&gauges, &s.laws, &error), ERROR_FAILED, "%s", word);
  cr_expect_not_null(strstr(error.sentence, word), "'%s' names %s", error.sentence, word);
  gauges_free(gauges);
  scene_free(&s);
}

Test(measure, rows_that_cannot_be_taken_are_refused) {
  const struct combine_spec odd[] = {{"early", "1", "", {"late"}, more}, {"late", "1", "", {"MEAN_OF_ALL"}, more}};
  const struct combine_spec of_profile[] = {{"flat", "1", "", {"BY_DEPTH"}, more}};
  const struct measure_spec pierced[] = {{"integrand", "1", "", NO_FIELD, square, {LOWER, ALL, 0, true}, MEAN},
                                         {"profile", "1", "", T_SIGNAL, NULL, {LOWER, ALL, 0, true}, PROFILE},
                                         {"distance", "1", "", T_SIGNAL, NULL, {LOWER, ALL, 0.1, true}, MEAN}};
  expect_refused(measures, N_MEASURES, odd, 2, "late");
  expect_refused(measures, N_MEASURES, of_profile, 1, "BY_DEPTH");
  for (size_t m = 0; m < COUNT(pierced); m++) expect_refused(&pierced[m], 1, NULL, 0, pierced[m].name);
}

Test(measure, series_are_found_by_name) {
  struct field_spec fields[T_FIELDS];
  struct model model = gauged(fields);
  cr_expect_eq(series_index(&model, "BAND"), BAND);
  cr_expect_eq(series_index(&model, "MORE"), MORE);
  cr_expect_eq(series_index(&model, "BY_DEPTH"), -1, "a profile is no series");
  cr_expect_eq(series_index(&model, "band"), -1);
}
