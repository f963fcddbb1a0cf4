/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What roller, pen and stamp of a configuration do to the skin. */
#include "config_cases.h"
#include "run/treatment.h"

static const double PI = 3.14159265358979323846;

#define CHANNEL "channel_depth: 0.5 mm, channel_radius: 60 um"
#define PEN_DEVICE(speed) \
  "treatment.device={type: pen, needles: 12, rate: 117 Hz, speed: " speed ", cartridge: 8 mm, " CHANNEL "}"
static const char ROLLER_DEVICE[] = "treatment.device={type: roller, " CHANNEL "}";

static struct punctures press(const struct reading *reading, long seed, size_t session, double width) {
  struct needles needles = treatment_needles(reading->settings);
  struct punctures punctures;
  struct error error = {OK, ""};
  const double box[2] = {width, width};
  needles.seed = (uint64_t)seed;
  cr_assert_eq(punctures_make(&punctures, &needles, session, box, false, &error), OK, "%s", error.sentence);
  return punctures;
}

/* Punctures per cm^2 over 60 x 60 mm differ from `density` by no more than `most`, for any seed and session. */
static void expect_density(const char *device, double density, double most) {
  struct reading reading = read_with(device);
  expect_good(&reading);
  for (long seed = 1; seed <= 4; seed++)
    for (size_t session = 0; session < 2; session++) {
      struct punctures punctures = press(&reading, seed, session, 60);
      cr_expect_float_eq((double)punctures.n / 36, density, most, "seed %ld: %g", seed, (double)punctures.n / 36);
      punctures_free(&punctures);
    }
  done(&reading);
}

Test(roller, makes_229_punctures_per_square_centimetre_in_15_passes) { expect_density(ROLLER_DEVICE, 229, 2); }

/* 90 tracks of needles cross the box, one more or less, and 1.2 % of a track lies between two stampings at 8.5 cm/s */
Test(pen, makes_439_punctures_at_4_centimetres_per_second_and_1755_at_1) {
  expect_density(PEN_DEVICE("4 cm/s"), 438.75, 438.75 * 0.015);
  expect_density(PEN_DEVICE("1 cm/s"), 1755, 1755 * 0.015);
}

Test(stamp, makes_its_density_in_either_pattern) {
  expect_density("treatment.device={type: stamp, needle_distance: 1 mm, passes: 5, " CHANNEL "}", 500, 2.5);
  expect_density("treatment.device={type: stamp, pattern: hexagonal, needle_distance: 1 mm, passes: 5, " CHANNEL "}",
                 1000 / sqrt(3), 3);
}

/* The mean count in a box of 2 mm is density times area, within four of its standard errors. */
static void expect_unbiased(const char *device, double density) {
  struct reading reading = read_with(device);
  expect_good(&reading);
  const int n = 1000;
  double sum = 0, squares = 0;
  for (int seed = 0; seed < n; seed++) {
    struct punctures punctures = press(&reading, seed, 3, 2);
    sum += (double)punctures.n;
    squares += (double)(punctures.n * punctures.n);
    punctures_free(&punctures);
  }
  double mean = sum / n, deviation = sqrt(squares / n - mean * mean);
  cr_expect_float_eq(mean, density * 0.04, 4 * deviation / sqrt(n), "%g +- %g", mean, deviation);
  cr_expect_gt(deviation, 0.1);
  done(&reading);
}

Test(devices, favour_no_place_of_the_skin) {
  expect_unbiased(ROLLER_DEVICE, 192 * 15 / (PI * 4));
  expect_unbiased(PEN_DEVICE("4 cm/s"), 438.75);
  expect_unbiased("treatment.device={type: stamp, needle_distance: 1.5 mm, directions: 30 deg, " CHANNEL "}",
                  100 / 2.25);
}

/* Whether some puncture of the pass stands at this step from one in the middle of the box. */
static bool stands_at(const struct puncture *pass, size_t n, double width, double dx, double dy) {
  const struct puncture *middle = pass;
  for (size_t p = 1; p < n; p++)
    if (hypot(pass[p].x - width / 2, pass[p].y - width / 2) < hypot(middle->x - width / 2, middle->y - width / 2))
      middle = &pass[p];
  for (size_t p = 0; p < n; p++)
    if (hypot(pass[p].x - middle->x - dx, pass[p].y - middle->y - dy) < 1e-9) return true;
  return false;
}

Test(roller, leaves_the_rows_of_its_drum_along_each_pass_and_leans_forward) {
  const double angles[] = {0, 90, 45, 135}, width = 60, along = PI * 20 / 24, across = 2.5;
  cr_assert_float_eq(along, 2.618, 1e-3);
  struct reading reading = read_with("treatment.device={type: roller, passes: 6, " CHANNEL "}");
  expect_good(&reading);
  struct punctures punctures = press(&reading, 1, 0, width);
  size_t begin = 0;
  for (int pass = 0; pass < 6; pass++) {
    double angle = angles[pass % 4] * PI / 180, c = cos(angle), s = sin(angle);
    size_t n = 0;
    const struct puncture *first = &punctures.puncture[begin];
    while (begin + n < punctures.n &&
           hypot(first[n].shear[0] - tan(PI / 12) * c, first[n].shear[1] - tan(PI / 12) * s) < 1e-12)
      n++;
    size_t due = (size_t)(width * width / (along * across));
    if (pass < 5) cr_assert(n > due - 15 && n < due + 15, "pass %d: %zu", pass, n);
    cr_expect(stands_at(first, n, width, along * c, along * s), "pass %d: needles of a row", pass);
    cr_expect(!stands_at(first, n, width, along / 2 * c, along / 2 * s), "pass %d: none between", pass);
    cr_expect(stands_at(first, n, width, along / 2 * c - across * s, along / 2 * s + across * c), "pass %d: rows",
              pass);
    begin += n;
  }
  cr_expect_eq(begin, punctures.n);
  punctures_free(&punctures);
  done(&reading);
}

Test(pen, spreads_its_needles_over_the_width_and_stamps_along_the_stroke) {
  struct reading reading = read_with(
      "treatment.device={type: pen, needles: 4, rate: 100 Hz, speed: 5 cm/s, cartridge: 8 mm, tilt: 10 deg, "
      "directions: [0 deg], phases: [0], " CHANNEL "}");
  expect_good(&reading);
  struct punctures punctures = press(&reading, 1, 0, 16);
  cr_assert_eq(punctures.n, 32 * 8, "%zu", punctures.n);
  const double golden = (sqrt(5) - 1) / 2;
  for (size_t p = 0; p < punctures.n; p++) {
    const struct puncture *made = &punctures.puncture[p];
    double track = made->y / 2 - 0.5, needle = round(fmod(track, 4)), offset = 0.5 * fmod(golden * needle, 1);
    double steps = (made->x - 8 - offset) / 0.5;
    cr_assert_float_eq(track, round(track), 1e-12);
    cr_assert_float_eq(steps, round(steps), 1e-12);
    cr_assert_float_eq(made->shear[0], tan(PI / 18), 1e-12);
    cr_assert_eq(made->shear[1], 0);
  }
  punctures_free(&punctures);
  done(&reading);
}

Test(stamp, of_a_hexagonal_pattern_gives_every_needle_six_neighbours) {
  struct reading reading = read_with(
      "treatment.device={type: stamp, pattern: hexagonal, needle_distance: 0.8 mm, directions: 17 deg, " CHANNEL "}");
  expect_good(&reading);
  struct punctures punctures = press(&reading, 1, 0, 8);
  size_t inner = 0;
  for (size_t p = 0; p < punctures.n; p++) {
    const struct puncture *a = &punctures.puncture[p];
    cr_assert(a->shear[0] == 0 && a->shear[1] == 0);
    if (hypot(a->x - 4, a->y - 4) > 3) continue;
    size_t neighbours = 0;
    for (size_t q = 0; q < punctures.n; q++) {
      double distance = hypot(punctures.puncture[q].x - a->x, punctures.puncture[q].y - a->y);
      cr_assert(q == p || distance > 0.8 - 1e-9);
      neighbours += q != p && distance < 0.8 + 1e-9;
    }
    cr_expect_eq(neighbours, 6);
    inner++;
  }
  cr_expect_gt(inner, 40);
  punctures_free(&punctures);
  done(&reading);
}

Test(phases, make_the_same_lattice_for_any_seed_with_other_depths) {
  struct reading reading = read_with("treatment.device={type: roller, phases: [0, 0.25], " CHANNEL "}");
  expect_good(&reading);
  struct punctures one = press(&reading, 1, 0, 10), other = press(&reading, 2, 5, 10);
  cr_assert_eq(one.n, other.n);
  bool central = false, second = false;
  size_t same_depth = 0;
  for (size_t p = 0; p < one.n; p++) {
    cr_assert(one.puncture[p].x == other.puncture[p].x && one.puncture[p].y == other.puncture[p].y);
    same_depth += one.puncture[p].depth == other.puncture[p].depth;
    second = second || hypot(one.puncture[p].x - 5, one.puncture[p].y - 5 - PI * 20 / 24 / 4) < 1e-12;
    central = central || hypot(one.puncture[p].x - 5, one.puncture[p].y - 5) < 1e-12;
  }
  cr_expect_eq(same_depth, 0);
  cr_expect(central, "at phase 0 a needle meets the middle");
  cr_expect(second, "the second pass, along y, has its own phase");
  punctures_free(&one);
  punctures_free(&other);
  done(&reading);
}

Test(devices, depend_on_seed_and_session_and_on_nothing_else) {
  struct reading reading = read_with(ROLLER_DEVICE);
  expect_good(&reading);
  struct punctures first = press(&reading, 1, 0, 10), again = press(&reading, 1, 0, 10),
                   later = press(&reading, 1, 1, 10), reseeded = press(&reading, 2, 0, 10);
  cr_assert_eq(first.n, again.n);
  cr_expect_arr_eq(first.puncture, again.puncture, first.n * sizeof *first.puncture);
  cr_expect(first.puncture[0].x != later.puncture[0].x && first.puncture[0].x != reseeded.puncture[0].x);
  double sum = 0, squares = 0, n = (double)first.n;
  for (size_t p = 0; p < first.n; p++) {
    double deviation = (first.puncture[p].depth / 0.5 - 1) / 0.063;
    sum += deviation;
    squares += deviation * deviation;
  }
  cr_expect_float_eq(sum / n, 0, 4 / sqrt(n));
  cr_expect_float_eq(sqrt(squares / n), 0.987, 4 / sqrt(2 * n));
  struct punctures *all[] = {&first, &again, &later, &reseeded};
  for (size_t i = 0; i < COUNT(all); i++) punctures_free(all[i]);
  done(&reading);
}

Test(passes, are_moved_anew_in_both_directions_by_seed_session_and_pass) {
  struct reading reading =
      read_with("treatment.device={type: stamp, needle_distance: 2 mm, passes: 2, directions: 0 deg, " CHANNEL "}");
  expect_good(&reading);
  struct punctures first = press(&reading, 1, 0, 2), later = press(&reading, 1, 1, 2),
                   reseeded = press(&reading, 2, 0, 2);
  cr_assert(first.n == 2 && later.n == 2 && reseeded.n == 2, "one needle of each pass meets the box of a cell");
  const struct puncture *others[] = {&first.puncture[1], &later.puncture[0], &reseeded.puncture[0]};
  for (size_t i = 0; i < COUNT(others); i++)
    cr_expect(fabs(first.puncture[0].x - others[i]->x) > 1e-6 && fabs(first.puncture[0].y - others[i]->y) > 1e-6);
  punctures_free(&first);
  punctures_free(&later);
  punctures_free(&reseeded);
  done(&reading);
}

Test(devices, are_one_upright_channel_on_the_axis_of_an_axisymmetric_cell) {
  const char *const texts[] = {ROLLER_DEVICE, PEN_DEVICE("4 cm/s")};
  for (size_t t = 0; t < COUNT(texts); t++) {
    struct reading reading = read_with(texts[t]);
    expect_good(&reading);
    struct needles needles = treatment_needles(reading.settings);
    struct punctures punctures;
    struct error error = {OK, ""};
    cr_assert_eq(punctures_make(&punctures, &needles, 0, (const double[]){0.3, 1}, true, &error), OK);
    cr_assert_eq(punctures.n, 1);
    const struct puncture *made = punctures.puncture;
    cr_expect(made->x == 0 && made->y == 0 && made->shear[0] == 0 && made->shear[1] == 0 && made->depth == 0.5);
    punctures_free(&punctures);
    done(&reading);
  }
}

Test(devices, may_miss_a_small_box_but_not_one_that_they_can_hardly_meet) {
  struct reading reading = read_with("treatment.device={type: roller, passes: 4, " CHANNEL "}");
  expect_good(&reading);
  size_t empty = 0;
  for (long seed = 0; seed < 200; seed++) {
    struct punctures punctures = press(&reading, seed, 0, 1); /* 0.61 are expected */
    empty += punctures.n == 0;
    punctures_free(&punctures);
  }
  cr_expect(empty > 50 && empty < 150, "%zu of 200", empty);
  struct needles needles = treatment_needles(reading.settings);
  struct punctures punctures;
  struct error error = {OK, ""};
  cr_expect_eq(punctures_make(&punctures, &needles, 0, (const double[]){0.9, 0.9}, false, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "61.1155 per cm^2 makes no puncture on 0.9 x 0.9 mm"), "%s", error.sentence);
  error = (struct error){OK, ""};
  cr_expect_eq(punctures_make(&punctures, &needles, 0, (const double[]){1e4, 1e4}, false, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "allowed are 1e+07"), "%s", error.sentence);
  done(&reading);
}
