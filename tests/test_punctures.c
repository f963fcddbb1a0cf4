/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "needle/punctures.h"

static const double WIDTH[2] = {2, 3};
static const double PI = 3.14159265358979323846;

static struct needles field(double density) {
  return (struct needles){.device = DEVICE_RANDOM,
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

static struct needles file_device(const char *path) {
  return (struct needles){.device = DEVICE_FILE, .file = path, .taper = 0.25};
}

Test(file_device, reads_columns_in_any_order_and_unit) {
  struct needles needles = file_device(MEND_SOURCE_DIR "/tests/data/punctures.csv");
  struct punctures first = make(&needles, 0), second = make(&needles, 1);
  cr_assert_eq(first.n, 2);
  cr_assert_eq(second.n, 3);
  struct puncture expected[] = {
      {0.25, 1.5, {0, 0}, 0.15, 0.035, 0.5},
      {2, 0, {0, 1}, 0, 0.04, 1},
      {1.25, 0.75, {tan(PI / 6), 0}, 0.3, 0.06, 0},
  };
  for (size_t p = 0; p < 3; p++) {
    const struct puncture *a = &second.puncture[p], *b = &expected[p];
    cr_expect_float_eq(hypot(a->x - b->x, a->y - b->y), 0, 1e-15);
    cr_expect_float_eq(hypot(a->shear[0] - b->shear[0], a->shear[1] - b->shear[1]), 0, 1e-12);
    cr_expect_float_eq(hypot(a->depth - b->depth, a->radius - b->radius), 0, 1e-15);
    cr_expect_eq(a->taper, b->taper);
  }
  cr_expect_arr_eq(first.puncture, second.puncture, 2 * sizeof *first.puncture);
  punctures_free(&first);
  punctures_free(&second);
}

/* Read a CSV of this content. @param error  out; its sentence without the folder's name */
static int read_text(const char *content, size_t session, struct punctures *punctures, struct error *error) {
  char path[] = "/tmp/mend-punctures-XXXXXX";
  int descriptor = mkstemp(path);
  cr_assert_geq(descriptor, 0);
  FILE *file = fdopen(descriptor, "w");
  cr_assert(file && fputs(content, file) >= 0 && fclose(file) == 0);
  struct needles needles = file_device(path);
  *error = (struct error){0};
  int code = punctures_make(punctures, &needles, session, WIDTH, false, error);
  char *name = strstr(error->sentence, path);
  if (name) memmove(name, name + strlen(path), strlen(name + strlen(path)) + 1);
  unlink(path);
  return code;
}

Test(file_device, takes_the_taper_of_the_device_where_the_file_has_none) {
  struct punctures punctures;
  struct error error;
  cr_assert_eq(read_text("x [mm],y [mm],depth [mm],radius [mm]\n1,1,0.1,0.03", 7, &punctures, &error), OK);
  cr_assert_eq(punctures.n, 1);
  cr_expect_eq(punctures.puncture[0].taper, 0.25);
  punctures_free(&punctures);
}

Test(file_device, reads_what_spreadsheets_of_other_systems_write) {
  struct punctures punctures;
  struct error error;
  const char *text =
      "\xef\xbb\xbfx [mm],y [mm],depth [mm],radius [mm]\r\n# \"aside\"\r\n\r\n1e0,+1,.1,30e-3\r\n2,3,0,0\r\n";
  cr_assert_eq(read_text(text, 0, &punctures, &error), OK, "%s", error.sentence);
  cr_assert_eq(punctures.n, 2);
  cr_expect(punctures.puncture[0].depth == 0.1 && punctures.puncture[0].radius == 0.03);
  cr_expect(punctures.puncture[1].x == 2 && punctures.puncture[1].y == 3 && punctures.puncture[1].depth == 0);
  punctures_free(&punctures);
}

#define NAMES "x [mm],y [mm],depth [mm],radius [um]"

Test(file_device, says_where_and_what_is_wrong) {
  static const struct {
    const char *content, *say[3];
  } cases[] = {
      {"", {"empty", "column names", ""}},
      {"x [mm],y [mm],depth [mm]\n1,1,1\n", {":1: ", "'radius [mm]'", "missing"}},
      {"x [mm],y [mm],dept [mm],radius [um]\n", {":1: ", "'dept'", "nearest known one is 'depth'"}},
      {"x [mm],y,depth [mm],radius [um]\n", {":1: ", "column y", "no unit"}},
      {"x [mm],y [],depth [mm],radius [um]\n", {":1: ", "column y", "no unit"}},
      {"x [mm],y [mm]m,depth [mm],radius [um]\n", {":1: ", "'y [mm]m'", "no column name"}},
      {"x [mm],y [day],depth [mm],radius [um]\n", {":1: ", "column y", "day"}},
      {"x [mm],y [zork],depth [mm],radius [um]\n", {":1: ", "column y", "zork"}},
      {"x [mm],y [1],depth [mm],radius [um]\n", {":1: ", "column y", "'y [mm]'"}},
      {NAMES ",tilt [1]\n", {":1: ", "column tilt", "'tilt [deg]'"}},
      {NAMES ",taper [deg]\n", {":1: ", "column taper", "'taper [1]'"}},
      {NAMES ",x [mm]\n", {":1: ", "column x", "twice"}},
      {NAMES "\n1,1,1,30\n1,one,1,30\n", {":3: column y", "'one'", "not a number"}},
      {NAMES "\n1,,1,30\n", {":2: column y", "''", "not a number"}},
      {NAMES "\n1,1 1,1,30\n", {":2: column y", "'1 1'", "not a number"}},
      {NAMES "\n1,0x1,1,30\n", {":2: column y", "'0x1'", "not a number"}},
      {NAMES "\n1,nan,1,30\n", {":2: column y", "'nan'", "not finite"}},
      {NAMES "\n1,1e999,1,30\n", {":2: column y", "'1e999'", "not finite"}},
      {NAMES "\n1,1,-0.1,30\n", {":2: column depth", "'-0.1'", "allowed is 0 or more"}},
      {NAMES "\n# a remark\n1,1,0.1,-30\n", {":3: column radius", "'-30'", "allowed is 0 to 10 mm"}},
      {NAMES "\n2.01,1,0.1,30\n", {":2: column x", "'2.01'", "width of the box"}},
      {NAMES "\n1,-0.01,0.1,30\n", {":2: column y", "'-0.01'", "width of the box"}},
      {NAMES ",tilt [deg]\n1,1,0.1,30,90\n", {":2: column tilt", "'90'", "less than 90"}},
      {NAMES ",taper [1]\n1,1,0.1,30,-1\n", {":2: column taper", "'-1'", "0 or more"}},
      {NAMES ",session [1]\n1,1,0.1,30,1.5\n", {":2: column session", "'1.5'", "whole number"}},
      {NAMES ",session [1]\n1,1,0.1,30,0\n", {":2: column session", "'0'", "whole number"}},
      {NAMES ",session [1]\n1,1,0.1,30,2\n", {"no puncture", "session 1", ""}},
      {NAMES "\n1,1,0.1\n", {":2: ", "3 fields", "4 columns"}},
      {NAMES "\n1,1,0.1,30,5\n", {":2: ", "5 fields", "4 columns"}},
      {NAMES "\n1,1,\"0.1\",30\n", {":2: ", "quoted", "not allowed"}},
      {NAMES "\n", {"no puncture", "session 1", ""}},
  };
  for (size_t c = 0; c < COUNT(cases); c++) {
    struct punctures punctures;
    struct error error;
    cr_expect_eq(read_text(cases[c].content, 0, &punctures, &error), ERROR_CONFIG, "case %zu", c);
    for (size_t s = 0; s < 3; s++)
      cr_expect(strstr(error.sentence, cases[c].say[s]), "case %zu: '%s' is not in: %s", c, cases[c].say[s],
                error.sentence);
    cr_expect(punctures.n == 0 && punctures.puncture == NULL);
  }
}

Test(file_device, refuses_endless_lines_missing_files_and_axisymmetric_cells) {
  struct punctures punctures;
  struct error error;
  char text[6000];
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  cr_expect_eq(read_text(text, 0, &punctures, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, ":1: the line is longer than 4096 characters"), "%s", error.sentence);
  const char *paths[] = {"/nowhere/punctures.csv", "/tmp"};
  for (size_t i = 0; i < COUNT(paths); i++) {
    struct needles needles = file_device(paths[i]);
    error = (struct error){0};
    cr_expect_eq(punctures_make(&punctures, &needles, 0, WIDTH, false, &error), ERROR_CONFIG);
    cr_expect(strstr(error.sentence, paths[i]), "%s", error.sentence);
  }
  struct needles needles = file_device(MEND_SOURCE_DIR "/tests/data/punctures.csv");
  error = (struct error){0};
  cr_expect_eq(punctures_make(&punctures, &needles, 0, WIDTH, true, &error), ERROR_CONFIG);
  cr_expect(strstr(error.sentence, "axisymmetric"));
}
