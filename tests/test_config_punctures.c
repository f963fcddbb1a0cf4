/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV of the device `file`. */
#include "config_cases.h"

static const double PI = 3.14159265358979323846;
static const char FILE_DEVICE[] = "treatment.device={type: file, file: holes.csv, taper: 0.25}";

/* The good configuration, whose box is 2 x 1 x 1.6 mm and has four sessions, with this CSV. */
static struct reading read_csv(const char *csv, const char *assignment) {
  struct reading reading = folder_make();
  const struct assignment assignments[] = {{FILE_DEVICE}, {assignment}};
  write_file(&reading, "holes.csv", csv);
  read_in(&reading, GOOD, assignments, assignment ? 2 : 1);
  return reading;
}

static void expect_puncture(const struct puncture *found, struct puncture expected) {
  cr_expect_float_eq(hypot(found->x - expected.x, found->y - expected.y), 0, 1e-15);
  cr_expect_float_eq(hypot(found->shear[0] - expected.shear[0], found->shear[1] - expected.shear[1]), 0, 1e-12);
  cr_expect_float_eq(hypot(found->depth - expected.depth, found->radius - expected.radius), 0, 1e-15);
  cr_expect_eq(found->taper, expected.taper);
}

Test(csv, has_columns_in_any_order_and_unit) {
  struct reading reading = read_csv(
      "# Written in mixed units.\n"
      "radius [um], x [mm], y [um], depth [mm], tilt [deg], azimuth [rad], session [1], taper [1]\n\n"
      " 35, 0.25, 750, 0.15,  0, 0,             , 0.5\n"
      " 40, 2,    0,    0,    45, 1.5707963267948966, , 1\n"
      " 60, 1.25, 250,  0.3,  30, 0,            2, 0\n",
      NULL);
  expect_good(&reading);
  const struct settings *settings = reading.settings;
  cr_assert_eq(settings->n_listed, 3);
  expect_puncture(&settings->listed[0], (struct puncture){0.25, 0.75, {0, 0}, 0.15, 0.035, 0.5});
  expect_puncture(&settings->listed[1], (struct puncture){2, 0, {0, 1}, 0, 0.04, 1});
  expect_puncture(&settings->listed[2], (struct puncture){1.25, 0.25, {tan(PI / 6), 0}, 0.3, 0.06, 0});
  cr_expect(settings->listed_session[0] == 0 && settings->listed_session[1] == 0 && settings->listed_session[2] == 2);
  done(&reading);
}

Test(csv, takes_the_taper_of_the_device_where_it_has_none) {
  struct reading reading = read_csv("x [mm],y [mm],depth [mm],radius [mm]\n1,1,0.1,0.03", NULL);
  expect_good(&reading);
  cr_assert_eq(reading.settings->n_listed, 1);
  cr_expect_eq(reading.settings->listed[0].taper, 0.25);
  done(&reading);
}

Test(csv, may_be_what_spreadsheets_of_other_systems_write) {
  struct reading reading = read_csv(
      "\xef\xbb\xbfx [mm],y [mm],depth [mm],radius [mm]\r\n# \"aside\"\r\n\r\n1e0,+1,.1,30e-3\r\n2,0,0,0\r\n", NULL);
  expect_good(&reading);
  cr_assert_eq(reading.settings->n_listed, 2);
  expect_puncture(&reading.settings->listed[0], (struct puncture){1, 1, {0, 0}, 0.1, 0.03, 0.25});
  expect_puncture(&reading.settings->listed[1], (struct puncture){2, 0, {0, 0}, 0, 0, 0.25});
  done(&reading);
}

Test(csv, of_many_punctures_is_kept_whole) {
  size_t length = 0;
  char *text = NULL;
  FILE *stream = open_memstream(&text, &length);
  fputs("x [um],y [mm],depth [mm],radius [mm]\n", stream);
  for (int p = 0; p < 1000; p++) fprintf(stream, "%d,1,0.1,0.03\n", p);
  fclose(stream);
  struct reading reading = read_csv(text, NULL);
  expect_good(&reading);
  cr_assert_eq(reading.settings->n_listed, 1000);
  for (int p = 0; p < 1000; p++) cr_expect_float_eq(reading.settings->listed[p].x, p / 1000.0, 1e-15);
  free(text);
  done(&reading);
}

#define NAMES "x [mm],y [mm],depth [mm],radius [um]"

Test(csv, mistakes_say_where_what_and_what_is_allowed) {
  static const struct {
    const char *content, *say[2];
  } cases[] = {
      {"", {"holes.csv:1:1: there is no line of column names", ""}},
      {"# only a remark\n", {"there is no line of column names", ""}},
      {"x [mm],y [mm],depth [mm]\n1,1,1\n", {":1:1: radius: is missing", "'radius [mm]'"}},
      {"x [mm],y [mm],dept [mm],radius [um]\n1,1,1,1\n",
       {":1:15: dept: is not a known column", "did you mean 'depth'?"}},
      {"x [mm],y,depth [mm],radius [um]\n1,1,1,1\n", {":1:8: y: has no unit", "'y [mm]'"}},
      {"x [mm],y [],depth [mm],radius [um]\n1,1,1,1\n", {":1:8: y: has no unit", ""}},
      {"x [mm],y [mm]m,depth [mm],radius [um]\n1,1,1,1\n",
       {":1:8: 'y [mm]m' is no column name", ":1:1: y: is missing"}},
      {"x [mm],y [day],depth [mm],radius [um]\n1,1,1,1\n", {":1:8: y: 'day' has the dimension time", "of length"}},
      {"x [mm],y [zork],depth [mm],radius [um]\n1,1,1,1\n", {":1:8: y: 'zork' is not a known unit", ""}},
      {"x [mm],y [1],depth [mm],radius [um]\n1,1,1,1\n", {":1:8: y: the unit '1' does not fit", "'y [mm]'"}},
      {NAMES ",tilt [1]\n1,1,1,1,1\n", {":1:38: tilt: the unit '1' does not fit", "'tilt [deg]'"}},
      {NAMES ",taper [deg]\n1,1,1,1,1\n", {":1:38: taper: the unit 'deg' does not fit", "'taper [1]'"}},
      {NAMES ",x [mm]\n1,1,1,1,1\n", {":1:38: x: stands twice", ""}},
      {NAMES "\n1,1,1,30\n1,one,1,30\n", {":3:3: y: 'one' is not a number", "    3 | 1,one,1,30\n      |   ^\n"}},
      {NAMES "\n1,,1,30\n", {":2:3: y: '' is not a number", ""}},
      {NAMES "\n1,1 1,1,30\n", {":2:3: y: '1 1' is not a number", ""}},
      {NAMES "\n1,0x1,1,30\n", {":2:3: y: '0x1' is not a number", ""}},
      {NAMES "\n1,nan,1,30\n", {":2:3: y: 'nan' is not finite", ""}},
      {NAMES "\n1,1e999,1,30\n", {":2:3: y: '1e999' is not finite", ""}},
      {NAMES "\n1,1,-0.1,30\n",
       {":2:5: depth: '-0.1' is out of range", "allowed: 0 to the depth of the skin, 1.6 mm\n"}},
      {NAMES "\n1,1,1.7,30\n", {":2:5: depth: '1.7' is out of range", "1.6 mm"}},
      {NAMES "\n# a remark\n1,1,0.1,-30\n", {":3:9: radius: '-30' is out of range", "allowed: 0 to 10 mm\n"}},
      {NAMES "\n1,1,0.1,11000\n", {":2:9: radius: '11000' is out of range", "allowed: 0 to 10 mm\n"}},
      {NAMES "\n2.01,1,0.1,30\n", {":2:1: x: '2.01' is out of range", "allowed: 0 to the width of the box, 2 mm\n"}},
      {NAMES "\n1,1.01,0.1,30\n", {":2:3: y: '1.01' is out of range", "allowed: 0 to the width of the box, 1 mm\n"}},
      {NAMES "\n1,-0.01,0.1,30\n", {":2:3: y: '-0.01' is out of range", ""}},
      {NAMES ",tilt [deg]\n1,1,0.1,30,90\n", {":2:12: tilt: '90' is out of range", "less than 90 deg"}},
      {NAMES ",taper [1]\n1,1,0.1,30,-1\n", {":2:12: taper: '-1' is out of range", "0 or more"}},
      {NAMES ",session [1]\n1,1,0.1,30,\n1,1,0.1,30,1.5\n",
       {":3:12: session: '1.5' is out of range", "number of a session"}},
      {NAMES ",session [1]\n1,1,0.1,30,0\n", {":2:12: session: '0' is out of range", "from 1 on"}},
      {NAMES ",session [1]\n1,1,0.1,30,5\n", {":2:12: session: '5' is out of range", "treatment.sessions has 4"}},
      {NAMES "\n1,1,0.1\n", {":2:1: 3 fields stand under 4 columns", ""}},
      {NAMES "\n1,1,0.1,30,5\n", {":2:1: 5 fields stand under 4 columns", ""}},
      {NAMES "\n1,1,\"0.1\",30\n", {":2:5: depth: '\"0.1\"' is not a number", ""}},
      {NAMES "\n", {":1:1: there is no puncture\n", ""}},
  };
  for (size_t c = 0; c < COUNT(cases); c++) {
    struct reading reading = read_csv(cases[c].content, NULL);
    for (size_t s = 0; s < 2; s++) expect_said(&reading, cases[c].say[s]);
    cr_expect(c == 6 || strncmp(reading.error.sentence, "1 mistake in ", 13) == 0, "case %zu: %s\n%s", c,
              reading.error.sentence, reading.said);
    done(&reading);
  }
}

Test(csv, mistakes_are_said_all_at_once_up_to_twenty) {
  struct reading reading =
      read_csv("x [mm],y [mm],depth [mm],radius [um],tlt [deg]\n3,one,0.1,40,0\n1,0,9,40,1\n", NULL);
  cr_expect(strncmp(reading.error.sentence, "4 mistakes in ", 14) == 0, "%s\n%s", reading.error.sentence, reading.said);
  done(&reading);
  char text[1024] = NAMES "\n";
  for (int line = 0; line < 50; line++) strcat(text, "1,1,1,no\n");
  reading = read_csv(text, "grid.spacing=3");
  expect_said(&reading, "grid.spacing: '3' lacks its unit");
  expect_said(&reading, ":21:7: radius: 'no'");
  expect_said(&reading, ":22:1: more than 20 mistakes: the rest is not read");
  cr_expect(strncmp(reading.error.sentence, "22 mistakes in ", 15) == 0, "%s", reading.error.sentence);
  done(&reading);
}

Test(csv, needs_a_puncture_in_every_session) {
  const char text[] = NAMES ",session [1]\n1,1,0.1,30,1\n1,1,0.1,30,3\n";
  struct reading reading = read_csv(text, NULL);
  expect_said(&reading, "holes.csv:1:1: there is no puncture of session 2\n");
  expect_said(&reading, "holes.csv:1:1: there is no puncture of session 4\n");
  done(&reading);
  reading = read_csv(text, "treatment.sessions=[1 day]");
  expect_said(&reading, ":3:12: session: '3' is out of range");
  done(&reading);
  reading = read_csv(text, "treatment.sessions=[]");
  expect_good(&reading);
  done(&reading);
}

Test(csv, is_not_measured_by_a_mistaken_grid) {
  struct reading reading = read_csv(NAMES "\n1.9,0.9,1.5,30\n", "grid.width=[2, 1 mm]");
  expect_said(&reading, "grid.width: '2' lacks its unit");
  cr_expect(strncmp(reading.error.sentence, "1 mistake in ", 13) == 0, "%s", reading.said);
  done(&reading);
}

Test(csv, may_go_to_any_depth_on_a_grid_of_one_plane) {
  struct reading reading = folder_make();
  const struct assignment assignments[] = {
      {FILE_DEVICE}, {"grid.spacing=[25 um, 25 um, 1.5 mm]"}, {"skin.layers={lower: 1.5 mm}"}};
  write_file(&reading, "holes.csv", NAMES "\n1,1,5,30\n");
  read_in(&reading, GOOD, assignments, COUNT(assignments));
  expect_good(&reading);
  done(&reading);
}

Test(csv, that_is_no_text_or_no_file_is_named) {
  struct reading reading = folder_make();
  char path[128];
  snprintf(path, sizeof path, "%s/holes.csv", reading.folder);
  FILE *file = fopen(path, "wb");
  cr_assert(file && fwrite("x [mm]\0y", 1, 8, file) == 8 && fclose(file) == 0);
  struct assignment assignment = {FILE_DEVICE};
  read_in(&reading, GOOD, &assignment, 1);
  expect_said(&reading, "holes.csv is not text: it holds the character 0");
  done(&reading);
  expect_refused("treatment.device={type: file, file: /tmp}",
                 "treatment.device.file: /tmp cannot be read: Is a directory", NULL);
}

Test(files_that_a_configuration_names, must_be_ordinary_for_others_may_never_end) {
  expect_refused("treatment.device={type: file, file: /dev/zero}",
                 "treatment.device.file: /dev/zero cannot be read: it is no ordinary file", NULL);
  expect_refused("skin.parameters_from=/dev/zero",
                 "skin.parameters_from: /dev/zero cannot be read: it is no ordinary file", NULL);
}

static const char ONE[] = "x [mm],y [mm],depth [mm],radius [um]\n1,0.5,0.1,30\n";

Test(files_of_punctures, are_found_beside_the_configuration_and_known_by_their_bytes) {
  struct reading reading = read_csv(ONE, NULL);
  expect_good(&reading);
  char path[128];
  snprintf(path, sizeof path, "%s/holes.csv", reading.folder);
  cr_expect(reading.settings->device == FROM_FILE);
  cr_expect_str_eq(reading.settings->file, path);
  cr_expect_str_eq(reading.settings->file_text, ONE);
  cr_expect_str_eq(reading.settings->file_hash, "95bf1eb4375943c5"); /* by another program */
  char *canonical = expect_fixed(&reading);
  cr_expect(strstr(canonical, "taper: 0.25\n    file: \"holes.csv\"\n    file_hash: \"95bf1eb4375943c5\"\n") != NULL,
            "%s", canonical);
  free(canonical);
  write_file(&reading, "holes.csv", NAMES "\n1,0.5,0.1,31\n");
  settings_free(reading.settings);
  free(reading.said);
  struct assignment both = {"treatment.device={type: file, file: holes.csv, file_hash: 95bf1eb4375943c5}"};
  read_in(&reading, GOOD, &both, 1);
  expect_said(&reading, "holes.csv is another file than the one meant");
  done(&reading);
}

Test(files_of_punctures, may_be_given_by_their_content_which_their_hash_must_match) {
  struct reading reading = folder_make();
  const struct model *models[] = {&TINY};
  const char *const hashes[] = {"95bf1eb4375943c5", "85944171f73967e8"};
  for (int h = 0; h < 2; h++) {
    char device[128];
    snprintf(device, sizeof device, "treatment.device={type: file, file: gone.csv, file_hash: %s}", hashes[h]);
    struct assignment assignment = {device};
    size_t length = 0;
    FILE *stream = open_memstream(&reading.said, &length);
    reading.error = (struct error){OK, ""};
    reading.code = settings_read(reading.settings,
                                 &(struct settings_request){.path = reading.path,
                                                            .text = GOOD,
                                                            .file_text = ONE,
                                                            .assignments = &assignment,
                                                            .n_assignments = 1,
                                                            .models = models,
                                                            .n_models = 1},
                                 stream, &reading.error);
    fclose(stream);
    if (h == 0) {
      expect_good(&reading);
      cr_assert_eq(reading.settings->n_listed, 1);
      cr_expect_float_eq(reading.settings->listed[0].radius, 0.03, 1e-16);
      settings_free(reading.settings);
      free(reading.said);
    } else {
      expect_said(&reading, "gone.csv is another file than the one meant: its hash is 95bf1eb4375943c5");
    }
  }
  done(&reading);
}
