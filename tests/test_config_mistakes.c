/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config_cases.h"

Test(mistakes, have_a_place_a_key_a_sentence_the_line_and_a_caret) {
  struct reading reading = read_text(
      "skin: {model: tiny, layers: {lower: 1 mm}}\n"
      "grid:\n"
      "  spacing: 25 s\n"
      "run: {end: 1 day}\n");
  cr_expect(reading.code == ERROR_CONFIG);
  char expected[512];
  snprintf(expected, sizeof expected,
           "%s:3:12: grid.spacing: 's' has the dimension time; a unit of length, such as um, is needed\n"
           "    3 |   spacing: 25 s\n"
           "      |            ^\n",
           reading.path);
  cr_expect_str_eq(reading.said, expected);
  done(&reading);
}

Test(mistakes, are_said_all_at_once_and_counted) {
  struct reading reading = read_text(
      "skin: {model: tiny, layers: {uper: 1 mm}, modules: [swelling], parameters: {rate: 1 /day}}\n"
      "grid: {spacing: -1 um, width: 1 mm, widht: 2 mm}\n"
      "run: {seed: 1.5, scheme: ros3}\n"
      "output: {frames: {every: 1 month}}\n"
      "extra: 1\n");
  const char *const parts[] = {":1:30: skin.layers.uper: is not a known key; did you mean 'upper'?",
                               "skin.modules: swelling needs vessels, which is off",
                               "skin.parameters.rate: is a parameter of the module vessels, which is off",
                               ":2:17: grid.spacing: '-1 um' is out of range; allowed: 0.1 to 1e+06 um",
                               ":2:37: grid.widht: is not a known key; did you mean 'width'?",
                               ":3:13: run.seed: '1.5' is not a whole number",
                               ":3:26: run.scheme: 'ros3' is not one of ros2, ros34pw2; did you mean 'ros2'?",
                               "run.end: is required",
                               "output.frames.every: 'month' is not used here: times are in s, min, h, day or week",
                               ":5:1: extra: is not a known key; known are skin, grid, treatment, run, output\n"};
  for (size_t p = 0; p < COUNT(parts); p++) expect_said(&reading, parts[p]);
  cr_expect(strncmp(reading.error.sentence, "10 mistakes in /tmp/", 20) == 0, "%s\n%s", reading.error.sentence,
            reading.said);
  done(&reading);
}

Test(mistakes, of_the_command_line_go_through_the_same_door) {
  expect_refused("grid.spacing=25 s", "--set grid.spacing: 's' has the dimension time",
                 "    1 | grid.spacing=25 s\n      |              ^\n");
  expect_refused("grid.spacng=25 um", "--set grid.spacng: is not a known key; did you mean 'spacing'?", "     ^\n");
  expect_refused("grid.spacing", "'grid.spacing' has no '=': write key=value", NULL);
  expect_refused("grid.spacing=", "--set grid.spacing: nothing is written here", NULL);
  expect_refused("grid..spacing=1 um", "a part of the key is empty", NULL);
  expect_refused("=1 um", "a part of the key is empty", NULL);
  expect_refused("run.end.day=3", "run.end: holds a value, not keys", NULL);
  expect_refused("grid.width=[1 mm", "the YAML cannot be read", NULL);
  expect_refused("run.seed=[1, 2]", "run.seed: must be one value", NULL);
  expect_refused("run={end: 30 week, end: 31 week}", "run.end: is given twice, first at", NULL);
  expect_refused("run.seed=*here", "aliases (*here) are refused", NULL);
}

Test(yaml, that_a_reader_could_misread_is_refused) {
  const char *const cases[][2] = {
      {"run: &a {end: 1 day}\n", "anchors (&a) are refused"},
      {"run: {end: *a}\n", "aliases (*a) are refused: write the value again"},
      {"run: {end: !!str 1 day}\n", "tags (tag:yaml.org,2002:str) are refused"},
      {"run: {end: 1 day, end: 2 day}\n", "run.end: is given twice, first at"},
      {"run: {end: 1 day}\n---\nrun: {}\n", ":2:1: a second document is refused"},
      {"run: {? [a, b] : 1}\n", "a key must be a word"},
      {"run: {end: \"1\\0 day\"}\n", "must not hold the character 0"},
      {"a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}\n", "the nesting is deeper than 8"},
      {"run: [1 day\n", "the YAML cannot be read"},
      {"run: {end: \xff}\n", "the YAML cannot be read"},
      {"\trun: 1\n", ":1:1: the YAML cannot be read"},
      {"", "nothing is written here"},
      {"# only a remark\n", "nothing is written here"},
      {"- a\n- b\n", "must be a mapping"},
      {"run\n", "must be a mapping"},
      {"run: [1]\n", "run: must be a mapping"},
      {"run:\n", "run: must be a mapping"},
  };
  for (size_t c = 0; c < COUNT(cases); c++) {
    struct reading reading = read_text(cases[c][0]);
    expect_said(&reading, cases[c][1]);
    done(&reading);
  }
}

Test(files, over_one_mebibyte_are_refused) {
  struct reading reading = folder_make();
  char *text = malloc((1 << 20) + 2);
  cr_assert(text != NULL);
  memset(text, '#', (1 << 20) + 1);
  text[(1 << 20) + 1] = '\0';
  read_in(&reading, text, NULL, 0);
  cr_expect(reading.code == ERROR_CONFIG);
  cr_expect(strstr(reading.error.sentence, "is larger than 1 MiB") != NULL, "%s", reading.error.sentence);
  free(text);
  done(&reading);
}

Test(files, that_cannot_be_opened_are_named_with_the_cause) {
  struct reading reading = folder_make();
  read_in(&reading, NULL, NULL, 0);
  cr_expect(reading.code == ERROR_CONFIG);
  cr_expect(strstr(reading.error.sentence, "case.yaml cannot be read: No such file or directory") != NULL);
  done(&reading);
}

Test(skin, names_what_is_known_and_what_is_near) {
  expect_refused("skin.model=tinny", "skin.model: 'tinny' is not a known model; did you mean 'tiny'?", NULL);
  expect_refused("skin.modules=[vesels]", "skin.modules: 'vesels' is not a module of tiny; did you mean 'vessels'?",
                 NULL);
  expect_refused("skin.modules=[]", ":5:35: skin.parameters.rate: is a parameter of the module vessels, which is off;",
                 "add vessels to skin.modules, or take the parameter out");
  expect_refused("skin.modules=[vessels, vessels]", "skin.modules: 'vessels' is named twice", NULL);
  expect_refused("skin.modules=vessels", "skin.modules: must be a list", NULL);
  expect_refused("skin.layers={}", "skin.layers: must name at least one layer, such as upper", NULL);
  expect_refused("skin.layers.upper=0 mm", "skin.layers.upper: '0 mm' is out of range; allowed: 0.001 to 1000 mm",
                 NULL);
  expect_refused("skin.parameters.sped=1 um/day", "skin.parameters.sped: is not a known key; did you mean 'speed'?",
                 NULL);
  expect_refused("skin.parameters.zzzzzz=1",
                 "skin.parameters.zzzzzz: is not a known key; known are speed, gain, rate, count, shape, fast\n", NULL);
  expect_refused("skin.parameters.speed=2000 um/day", "'2000 um/day' is out of range; allowed: 0 to 1000 um/day", NULL);
  expect_refused("skin.parameters.count=100", "'100' is out of range; allowed: 1 to 99\n", NULL);
  expect_refused("skin.parameters.shape=squar", "'squar' is not one of round, square; did you mean 'square'?", NULL);
  expect_refused("skin.parameters.fast=maybe", "'maybe' is neither yes nor no", NULL);
  expect_refused("skin.parameters.gain=", "nothing is written here", NULL);
  expect_refused("skin.parameters.gain=''", "skin.parameters.gain: lacks its value", NULL);
  expect_refused("skin.parameters_from=none.yaml", "skin.parameters_from: ", "none.yaml cannot be read");
}

Test(fragments, have_places_of_their_own) {
  struct reading reading = folder_make();
  struct assignment assignment = {"skin.parameters_from=part.yaml"};
  write_file(&reading, "part.yaml", "gain: 1\nspedd: 3\n");
  read_in(&reading, GOOD, &assignment, 1);
  expect_said(&reading,
              "part.yaml:2:1: skin.parameters.spedd: is not a known key; did you mean 'speed'?\n    2 | spedd: 3\n");
  done(&reading);
}

Test(grids, contradict_neither_their_geometry_nor_themselves) {
  expect_refused("grid.radius=1 mm", "grid.radius: applies to an axisymmetric cell only", NULL);
  expect_refused("grid={geometry: axisymmetric, spacing: 10 um, width: 1 mm}", "grid.width: does not apply", NULL);
  expect_refused("grid={geometry: axisymmetric, spacing: 10 um, sides: periodic}",
                 "grid.sides: an axisymmetric cell is never periodic", NULL);
  expect_refused("grid={geometry: axisymmetric, spacing: [10 um, 10 um, 10 um]}",
                 "has 3 entries; allowed are one length, or a list of r, z", NULL);
  expect_refused("grid.spacing=[10 um, 10 um]", "has 2 entries; allowed are one length, or a list of x, y, z", NULL);
  expect_refused("grid.width=[1 mm, 1 mm, 1 mm]", "has 3 entries; allowed are at most 2", NULL);
  expect_refused("grid.geometry=spherical", "'spherical' is not one of cartesian, axisymmetric", NULL);
  expect_refused("grid={width: 1 mm}", "grid.spacing: is required", NULL);
  struct reading reading = read_text(
      "skin: {model: tiny, layers: {lower: 1 mm}}\n"
      "grid: {geometry: axisymmetric, spacing: 25 um}\nrun: {end: 1 day}\n");
  expect_said(&reading, "grid.radius: is required: without a device it does not follow from a density");
  done(&reading);
}

Test(sessions, are_apart_from_each_other_and_before_the_end) {
  expect_refused("treatment.sessions=[1 week, 7 day]",
                 "treatment.sessions: two sessions at one time: '7 day', and '1 week' at --set", NULL);
  expect_refused("treatment.sessions={count: 2, interval: 0 day}",
                 "treatment.sessions.interval: '0 day' is out of range", NULL);
  expect_refused("treatment.sessions={count: 2}", "treatment.sessions.interval: is required", NULL);
  expect_refused("treatment.sessions={interval: 1 week}", "treatment.sessions.count: is required", NULL);
  expect_refused("treatment.sessions={count: 5000, interval: 1 s}", "'5000' is out of range; allowed: 0 to 4096", NULL);
  expect_refused("treatment.sessions=3 day", "must be a list of times, or a mapping of first, count and interval",
                 NULL);
  expect_refused("treatment.sessions=[3 day, 4]", "treatment.sessions: '4' lacks its unit, such as day", NULL);
  expect_refused(
      "run.end=60 day",
      "treatment.sessions: session 4 is on day 84, after the end of the run on day 60 (run.end, --set run.end)", NULL);
  expect_refused("treatment={device: {type: random, density: 1 /mm^2, length: 1 mm, needle_diameter: 0.2 mm}}",
                 "treatment.sessions: is required", NULL);
  expect_refused("treatment={sessions: [1 day]}", "treatment.device: is required: there are sessions", NULL);
}

Test(runs, have_numbers_of_their_kind_and_range) {
  expect_refused("run.tolerance=0.7", "run.tolerance: '0.7' is out of range; allowed: 1e-08 to 0.5", NULL);
  expect_refused("run.tolerance=0x10", "run.tolerance: '0x10' is not a decimal number", NULL);
  expect_refused("run.tolerance=nan", "run.tolerance: 'nan' is not a decimal number", NULL);
  expect_refused("run.tolerance=1e400", "run.tolerance: '1e400' is not a finite number", NULL);
  expect_refused("run.tolerance=1 mm", "run.tolerance: '1 mm' has a unit, but is a plain number", NULL);
  expect_refused("run.seed=1e17", "run.seed: '1e17' is not a whole number of at most 15 digits", NULL);
  expect_refused("run.seed=-1", "run.seed: '-1' is out of range", NULL);
  expect_refused("run.end=26", "run.end: '26' lacks its unit, such as day", NULL);
  expect_refused("run.end=0 day", "run.end: '0 day' is out of range", NULL);
  expect_refused("run.end=3 mm", "run.end: 'mm' has the dimension length; a unit of time, such as day, is needed",
                 NULL);
  expect_refused("output.precision=float16", "'float16' is not one of float32, float64, 12 bit", NULL);
  expect_refused("output.frames.every=0.0001 s", "output.frames.every: '0.0001 s' is shorter than 1 ms", NULL);
  expect_refused("output.frames=1 day", "output.frames: must be a mapping", NULL);
  expect_refused("output.frames.at=1 day", "output.frames.at: must be a list, such as [a, b]\n", NULL);
}

Test(models, without_an_injury_refuse_sessions) {
  struct model calm = TINY;
  calm.injure = NULL;
  const struct model *models[] = {&calm};
  struct reading reading = folder_make();
  size_t length = 0;
  write_file(&reading, "case.yaml", GOOD);
  FILE *stream = open_memstream(&reading.said, &length);
  reading.code =
      settings_read(reading.settings, &(struct settings_request){.path = reading.path, .models = models, .n_models = 1},
                    stream, &reading.error);
  fclose(stream);
  expect_said(&reading, "treatment: the model tiny has nothing that a session could change");
  done(&reading);
}

Test(readers, survive_every_prefix_of_a_good_configuration) {
  struct reading reading = folder_make();
  size_t refused = 0;
  for (size_t n = 0; n < sizeof GOOD - 1; n++) {
    char text[sizeof GOOD];
    memcpy(text, GOOD, n);
    text[n] = '\0';
    read_in(&reading, text, NULL, 0);
    refused += reading.code == ERROR_CONFIG;
    cr_expect((reading.code == ERROR_CONFIG) == (reading.said[0] != '\0'), "%zu bytes: %s", n, reading.said);
    settings_free(reading.settings);
    free(reading.said);
    reading.said = NULL;
    reading.error = (struct error){OK, ""};
  }
  cr_expect(refused > sizeof GOOD / 2);
  done(&reading);
}

Test(readers, survive_every_changed_byte_of_a_good_configuration) {
  struct reading reading = folder_make();
  const char changes[] = {'[', '}', ':', '\n', '"', '&', '9', '\xff'};
  for (size_t i = 0; i < sizeof GOOD - 1; i++) {
    char text[sizeof GOOD];
    memcpy(text, GOOD, sizeof GOOD);
    text[i] = changes[i % sizeof changes];
    read_in(&reading, text, NULL, 0);
    cr_expect((reading.code == OK) == (reading.said[0] == '\0'), "byte %zu: %s", i, reading.said);
    settings_free(reading.settings);
    free(reading.said);
    reading.said = NULL;
    reading.error = (struct error){OK, ""};
  }
  done(&reading);
}

Test(grids, are_wide_enough_for_a_puncture) {
  expect_refused("grid.width=0.4 mm", "too small for a puncture at 250 per cm^2: a square of 0.63 mm would have one",
                 NULL);
  expect_refused("treatment.device.density=10 /cm^2",
                 "grid.width: gives a box of 2 x 1 mm, too small for a puncture at 10 per cm^2", "case.yaml:6:36");
}

Test(mistakes, of_a_name_hide_what_follows_from_them) {
  expect_refused("grid={width: 1 mm, spacng: 25 um}", "did you mean 'spacing'?", NULL);
  expect_refused("skin.layers={upper: 0.1 mm, lowr: 1.5 mm}", "did you mean 'lower'?", NULL);
  expect_refused("treatment.device={type: random, density: 2 /mm^2, lenght: 1.5 mm, needle_diameter: 0.2 mm}",
                 "did you mean 'length'?", NULL);
}
