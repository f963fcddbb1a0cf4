/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "needle/punctures.h"

static const double WIDTH[2] = {2, 3};

static struct needles field(double density) {
  return (struct needles){.placing = PLACED_AT_RANDOM,
                          .density = density,
                          .depth = 0.15,
                          .depth_deviation = 0.063,
                          .radius = 0.035,
                          .taper = 0.5,
                          .seed = 1};
}

static struct punctures make(const struct needles *needles, size_t session) {
  struct punctures punctures;
  struct error error = {0};
  cr_assert_eq(punctures_make(&punctures, needles, session, WIDTH, false, &error), OK, "%s", error.sentence);
  return punctures;
}

Test(random_device, refuses_a_density_that_makes_no_puncture) {
  struct needles needles = field(0.05);
  struct punctures punctures;
  struct error error = {0};
  cr_expect_eq(punctures_make(&punctures, &needles, 0, WIDTH, false, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "5 per cm^2 makes no puncture on 2 x 3 mm"), "%s", error.sentence);
}

Test(random_device, makes_as_many_punctures_as_density_times_area) {
  const double densities[] = {0.1, 2.5, 2.6, 1000};
  const size_t counts[] = {1, 15, 16, 6000}; /* 0.6, 15, 15.6, 6000 */
  for (size_t i = 0; i < COUNT(densities); i++) {
    struct needles needles = field(densities[i]);
    struct punctures punctures = make(&needles, 0);
    cr_expect_eq(punctures.n, counts[i], "%zu", punctures.n);
    for (size_t p = 0; p < punctures.n; p++) {
      struct puncture made = punctures.puncture[p];
      cr_assert(made.radius == 0.035 && made.taper == 0.5 && made.shear[0] == 0 && made.shear[1] == 0);
      cr_assert(made.x > 0 && made.x < 2 && made.y > 0 && made.y < 3);
    }
    punctures_free(&punctures);
  }
}

Test(random_device, covers_the_box_evenly) {
  struct needles needles = field(10000);
  struct punctures punctures = make(&needles, 0);
  cr_assert_eq(punctures.n, 60000);
  double count[48] = {0}, chi_squared = 0;
  for (size_t p = 0; p < punctures.n; p++) {
    size_t i = (size_t)(punctures.puncture[p].x * 3), j = (size_t)(punctures.puncture[p].y / 3 * 8);
    count[j * 6 + i]++;
  }
  for (size_t c = 0; c < 48; c++) chi_squared += (count[c] - 1250) * (count[c] - 1250) / 1250;
  /* 47 degrees of freedom: mean 47, deviation sqrt(94) = 9.7 */
  cr_expect(chi_squared > 47 - 4 * 9.7 && chi_squared < 47 + 4 * 9.7, "chi squared %g", chi_squared);
  punctures_free(&punctures);
}

Test(random_device, scatters_depths_as_a_normal_cut_at_three_deviations) {
  struct needles needles = field(10000);
  struct punctures punctures = make(&needles, 0);
  double n = (double)punctures.n, sum = 0, squares = 0, largest = 0;
  size_t outer = 0, within_one = 0;
  for (size_t p = 0; p < punctures.n; p++) {
    double deviation = (punctures.puncture[p].depth / 0.15 - 1) / 0.063;
    sum += deviation;
    squares += deviation * deviation;
    largest = fmax(largest, fabs(deviation));
    if (fabs(deviation) < 1) within_one++;
    if (fabs(deviation) > 2.9) outer++;
  }
  double mean = sum / n, sd = sqrt(squares / n - mean * mean);
  cr_expect_float_eq(mean, 0, 4 / sqrt(n));
  cr_expect_float_eq(sd, 0.98658, 4 / sqrt(2 * n));                       /* sqrt(1 - 6 phi(3)/(2 Phi(3) - 1)) */
  cr_expect_float_eq((double)within_one / n, 0.68454, 4 * 0.5 / sqrt(n)); /* 0.682689/0.997300 */
  cr_expect_leq(largest, 3 + 1e-12);
  cr_expect(outer > 30 && outer < 100, "%zu, where 62 are due", outer);
  punctures_free(&punctures);
}

Test(random_device, repeats_itself_for_the_same_seed_and_session_only) {
  struct needles needles = field(100), other = field(100), denser = field(200);
  other.seed = 2;
  struct punctures first = make(&needles, 0), again = make(&needles, 0), later = make(&needles, 1),
                   reseeded = make(&other, 0), more = make(&denser, 0);
  cr_assert(first.n == 600 && again.n == 600 && later.n == 600 && reseeded.n == 600 && more.n == 1200);
  size_t size = first.n * sizeof *first.puncture, same = 0;
  cr_expect_arr_eq(first.puncture, again.puncture, size);
  cr_expect_arr_eq(first.puncture, more.puncture, size, "a needle does not depend on how many there are");
  for (size_t p = 0; p < first.n; p++) {
    const struct puncture *a = &first.puncture[p], *b = &later.puncture[p], *c = &reseeded.puncture[p];
    if (a->x == b->x || a->y == b->y || a->depth == b->depth) same++;
    if (a->x == c->x || a->y == c->y || a->depth == c->depth || a->x / 2 == a->y / 3) same++;
  }
  cr_expect_eq(same, 0);
  struct punctures *all[] = {&first, &again, &later, &reseeded, &more};
  for (size_t i = 0; i < COUNT(all); i++) punctures_free(all[i]);
}

Test(random_device, is_one_channel_of_mean_depth_on_the_axis_of_an_axisymmetric_cell) {
  struct needles needles = field(2.5);
  struct punctures punctures;
  struct error error = {0};
  cr_assert_eq(punctures_make(&punctures, &needles, 3, WIDTH, true, &error), OK);
  cr_assert_eq(punctures.n, 1);
  struct puncture made = punctures.puncture[0];
  cr_expect(made.x == 0 && made.y == 0 && made.shear[0] == 0 && made.shear[1] == 0 && made.depth == 0.15);
  punctures_free(&punctures);
}

Test(random_device, refuses_a_scatter_that_makes_negative_depths) {
  struct needles needles = field(2.5);
  needles.depth_deviation = 0.34;
  struct punctures punctures;
  struct error error = {0};
  cr_assert_eq(punctures_make(&punctures, &needles, 0, WIDTH, false, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "0.34"));
  cr_expect_eq(punctures.n, 0);
}

Test(list, gives_each_session_its_punctures_and_those_of_all_in_their_order) {
  const struct puncture listed[] = {{.x = 1}, {.x = 2}, {.x = 3}, {.x = 4}};
  const long sessions[] = {2, 0, 1, 2};
  struct needles needles = {
      .placing = PLACED_BY_LIST, .n_listed = COUNT(listed), .listed = listed, .listed_session = sessions};
  struct punctures first = make(&needles, 0), second = make(&needles, 1), third = make(&needles, 2);
  cr_assert(first.n == 2 && second.n == 3 && third.n == 1);
  cr_expect(first.puncture[0].x == 2 && first.puncture[1].x == 3 && third.puncture[0].x == 2);
  cr_expect(second.puncture[0].x == 1 && second.puncture[1].x == 2 && second.puncture[2].x == 4);
  punctures_free(&first);
  punctures_free(&second);
  punctures_free(&third);
  struct error error = {0};
  cr_expect_eq(punctures_make(&first, &needles, 0, WIDTH, true, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "axisymmetric"));
}
