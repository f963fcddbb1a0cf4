/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/sections.h"
#include "config_cases.h"

static const double PI = 3.14159265358979323846;

#define NEEDLE "length: 1.5 mm, needle_diameter: 0.25 mm"
#define ROLLER_OF(keys) "treatment.device={type: roller, " keys NEEDLE "}"
#define PEN_OF(keys) "treatment.device={type: pen, needles: 12, speed: 4 cm/s, cartridge: 8 mm, " keys NEEDLE "}"
#define STAMP_OF(keys) "treatment.device={type: stamp, needle_distance: 2 mm, " keys NEEDLE "}"

static void expect_density(const char *device, double density) {
  struct reading reading = read_with(device);
  expect_good(&reading);
  cr_expect_float_eq(reading.settings->density / density, 1, 1e-11, "%s: %.12g per mm^2", device,
                     reading.settings->density);
  done(&reading);
}

Test(densities, follow_from_the_geometry_of_the_device) {
  expect_density(ROLLER_OF(""), 192 * 15 / (PI * 20 * 20));
  expect_density(
      ROLLER_OF("rows: 9, needles_per_row: 60, drum_diameter: 3 cm, drum_width: 18 mm, passes: 2, stagger: 0.3, "),
      9 * 60 * 2 / (PI * 30 * 18));
  expect_density(PEN_OF("rate: 117 Hz, "), 12 * 117 / (40.0 * 8));
  expect_density(PEN_OF("rate: 7000 /min, passes: 3, "), 3 * 12 * 7000 / 60.0 / (40.0 * 8));
  expect_density(PEN_OF(""), 12 * 116.7 / (40.0 * 8));
  expect_density(STAMP_OF(""), 1 / 4.0);
  expect_density(STAMP_OF("pattern: hexagonal, passes: 7, "), 7 * 2 / (sqrt(3) * 4));
}

Test(densities, give_an_axisymmetric_cell_its_radius_and_leave_a_warning_outside_the_plausible_range) {
  struct reading reading = folder_make();
  const struct assignment assignments[] = {{PEN_OF("rate: 117 Hz, passes: 6, ")},
                                           {"grid={geometry: axisymmetric, spacing: [10 um, 20 um]}"}};
  read_in(&reading, GOOD, assignments, 2);
  expect_good(&reading);
  cr_expect_float_eq(reading.settings->radius, 1 / sqrt(PI * 6 * 4.3875), 1e-12);
  cr_expect_str_eq(reading.settings->warnings,
                   "treatment.device: makes 2632 punctures per cm^2, outside the plausible range 10 to 2000 1/cm^2\n");
  done(&reading);
}

Test(efficiencies, are_those_of_the_device_unless_given) {
  const struct {
    const char *device;
    double efficiency;
  } cases[] = {{ROLLER_OF(""), 0.6},
               {PEN_OF(""), 0.75},
               {STAMP_OF(""), 0.6},
               {PEN_OF("depth_efficiency: 0.5, "), 0.5},
               {"treatment.device={type: stamp, needle_distance: 1 mm, length: 0.5 mm, needle_diameter: 0.1 mm}", 0.6},
               {"treatment.device={type: roller, length: 0.5 mm, needle_diameter: 0.1 mm}", 0.27}};
  for (size_t c = 0; c < COUNT(cases); c++) {
    struct reading reading = read_with(cases[c].device);
    expect_good(&reading);
    cr_expect_float_eq(reading.settings->depth_efficiency, cases[c].efficiency, 1e-12, "%s", cases[c].device);
    cr_expect_float_eq(reading.settings->channel_depth, cases[c].efficiency * (reading.settings->length - 0.2), 1e-12);
    done(&reading);
  }
}

Test(passes, have_their_usual_number_and_directions_unless_given) {
  const struct {
    const char *device;
    long passes;
  } cases[] = {{ROLLER_OF(""), 15}, {PEN_OF(""), 1}, {STAMP_OF(""), 1}, {ROLLER_OF("passes: 3, "), 3}};
  for (size_t c = 0; c < COUNT(cases); c++) {
    struct reading reading = read_with(cases[c].device);
    expect_good(&reading);
    const struct settings *settings = reading.settings;
    cr_expect_eq(settings->passes, cases[c].passes);
    cr_assert(settings->n_directions == 4 && settings->n_phases == 0);
    cr_expect(settings->direction[0] == 0 && settings->direction[1] == 90 && settings->direction[2] == 45 &&
              settings->direction[3] == 135);
    cr_expect(settings->entry_angle == 15 && settings->tilt == 0);
    done(&reading);
  }
  struct reading reading = read_with(ROLLER_OF("directions: [30 deg, 0.5 rad], phases: [0, 0.5, 1], "));
  expect_good(&reading);
  cr_assert(reading.settings->n_directions == 2 && reading.settings->n_phases == 3);
  cr_expect(reading.settings->direction[0] == 30 && reading.settings->phase[1] == 0.5);
  cr_expect_float_eq(reading.settings->direction[1], 90 / PI, 1e-10);
  done(&reading);
}

Test(canonical, of_every_device_gives_itself_and_holds_the_keys_that_belong) {
  const struct {
    const char *device, *holds;
  } cases[] = {
      {ROLLER_OF(""),
       "type: roller\n    length: 1.5 mm\n    needle_diameter: 0.25 mm\n    depth_efficiency: 0.6\n    indentation: "
       "0.2 mm\n"
       "    depth_deviation: 0.063\n    taper: 0.5\n    drum_diameter: 20 mm\n    drum_width: 20 mm\n    rows: 8\n"
       "    needles_per_row: 24\n    stagger: 0.5\n    entry_angle: 15 deg\n    passes: 15\n"
       "    directions: [0 deg, 90 deg, 45 deg, 135 deg]\n  sessions:"},
      {PEN_OF("rate: 117 Hz, tilt: 5 deg, phases: 0.5, "),
       "    taper: 0.5\n    needles: 12\n    rate: 117 Hz\n    speed: 4 cm/s\n    cartridge: 8 mm\n"
       "    tilt: 5 deg\n    passes: 1\n    directions: [0 deg, 90 deg, 45 deg, 135 deg]\n    phases: [0.5]\n  "
       "sessions:"},
      {STAMP_OF("pattern: hexagonal, directions: -30 deg, "),
       "    taper: 0.5\n    pattern: hexagonal\n    needle_distance: 2 mm\n    tilt: 0 deg\n    passes: 1\n"
       "    directions: [-30 deg]\n  sessions:"},
      {"treatment.device={type: roller, channel_depth: 1 mm, channel_radius: 50 um, drum_diameter: 33.3333333333333 "
       "mm}",
       "type: roller\n    channel_depth: 1 mm\n    channel_radius: 0.05 mm\n    depth_deviation: 0.063\n"},
  };
  for (size_t c = 0; c < COUNT(cases); c++) {
    struct reading reading = read_with(cases[c].device);
    char *canonical = expect_fixed(&reading);
    cr_expect(strstr(canonical, cases[c].holds) != NULL, "wanted: %s\nfound: %s", cases[c].holds, canonical);
    free(canonical);
    done(&reading);
  }
}

Test(devices, take_their_own_keys_only) {
  expect_refused(PEN_OF("rows: 3, "), "treatment.device.rows: is a key of roller, not of pen (--set", NULL);
  expect_refused(PEN_OF("density: 3 /mm^2, "), "treatment.device.density: is a key of random, not of pen", NULL);
  expect_refused(ROLLER_OF("tilt: 3 deg, "), "treatment.device.tilt: is a key of pen, stamp, not of roller", NULL);
  expect_refused(STAMP_OF("file: a.csv, "), "treatment.device.file: is a key of file, not of stamp", NULL);
  expect_refused("treatment.device.directions=[30 deg]",
                 "treatment.device.directions: is a key of roller, pen, stamp, not of random", "case.yaml:8:18)");
}

Test(devices, say_what_they_lack_and_what_is_wrong) {
  struct reading reading = read_with("treatment.device={type: pen, length: 1 mm}");
  const char *const parts[] = {"treatment.device.needles: is required", "treatment.device.speed: is required",
                               "treatment.device.cartridge: is required",
                               "treatment.device.needle_diameter: is required, or channel_radius"};
  for (size_t p = 0; p < COUNT(parts); p++) expect_said(&reading, parts[p]);
  cr_expect(strncmp(reading.error.sentence, "4 mistakes", 10) == 0, "%s\n%s", reading.error.sentence, reading.said);
  done(&reading);
  expect_refused("treatment.device={type: stamp, " NEEDLE "}", "treatment.device.needle_distance: is required", NULL);
  expect_refused(STAMP_OF("pattern: hexagon, "), "'hexagon' is not one of square, hexagonal; did you mean 'hexagonal'?",
                 NULL);
  expect_refused(ROLLER_OF("rows: 0, "), "treatment.device.rows: '0' is out of range; allowed: 1 to 1000", NULL);
  expect_refused(ROLLER_OF("rows: 2.5, "), "treatment.device.rows: '2.5' is not a whole number", NULL);
  expect_refused(ROLLER_OF("entry_angle: 90 deg, "), "'90 deg' is out of range; allowed: 0 to 80 deg", NULL);
  expect_refused(ROLLER_OF("entry_angle: 1 mm, "), "'mm' has the dimension length; a unit of angle, such as deg,",
                 NULL);
  expect_refused(ROLLER_OF("directions: [0, 90 deg], "), "treatment.device.directions: '0' lacks its unit, such as deg",
                 NULL);
  expect_refused(ROLLER_OF("directions: [], "), "treatment.device.directions: lacks its values", NULL);
  expect_refused(ROLLER_OF("phases: [0, 1.5], "), "treatment.device.phases: '1.5' is out of range; allowed: 0 to 1",
                 NULL);
  expect_refused(PEN_OF("rate: 117 mm, "), "'mm' has the dimension length; a unit of 1/time, such as Hz", NULL);
  expect_refused(PEN_OF("channel_depth: 1 mm, "), "treatment.device.channel_depth: contradicts length at --set", NULL);
  expect_refused("treatment.device={type: rolle, length: 1 mm}", "did you mean 'roller'?", NULL);
}

Test(devices, and_the_keys_of_the_section_name_each_other) {
  const struct section *section = &sections[SECTION_DEVICE];
  for (size_t d = 0; d < N_DEVICES; d++) {
    char words[512];
    snprintf(words, sizeof words, "%s %s", devices[d].keys, devices[d].required);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
      bool known = false;
      for (size_t r = 0; r < section->n; r++) known = known || strcmp(section->rows[r].key, word) == 0;
      cr_expect(known, "%s: %s", devices[d].name, word);
    }
  }
  for (size_t r = 0; r < section->n; r++) {
    size_t takers = 0;
    for (size_t d = 0; d < N_DEVICES; d++) takers += device_takes(&devices[d], section->rows[r].key);
    cr_expect_gt(takers, 0, "%s", section->rows[r].key);
  }
  cr_expect(device_takes(&devices[PEN], "needles") && !device_takes(&devices[PEN], "needles_per_row"));
  cr_expect(!device_takes(&devices[ROLLER], "needles") && !device_takes(&devices[ROLLER], ""));
}

Test(devices, name_both_places_of_a_contradiction) {
  expect_refused("treatment.device.channel_depth=0.5 mm", "treatment.device.channel_depth: contradicts length at /tmp/",
                 "case.yaml:8:46: the depth follows from the length");
  expect_refused("treatment.device.channel_radius=50 um",
                 "treatment.device.channel_radius: contradicts needle_diameter at", NULL);
  expect_refused(
      "treatment.device={type: random, density: 1 /mm^2, channel_depth: 1 mm, needle_diameter: 0.2 mm, indentation: 1 "
      "um}",
      "treatment.device.indentation: contradicts channel_depth at --set treatment.device", NULL);
  expect_refused("treatment.device={type: random, channel_depth: 1 mm, channel_radius: 50 um}",
                 "treatment.device.density: is required", NULL);
  expect_refused("treatment.device={type: random, density: 1 /mm^2, channel_radius: 50 um}",
                 "treatment.device.length: is required, or channel_depth", NULL);
  expect_refused("treatment.device={type: random, density: 1 /mm^2, length: 1 mm}",
                 "treatment.device.needle_diameter: is required, or channel_radius", NULL);
  expect_refused("treatment.device.type=stomp",
                 "treatment.device.type: 'stomp' is not one of random, roller, pen, stamp, file; did you mean 'stamp'?",
                 NULL);
  expect_refused("treatment.device={density: 1 /mm^2}", "treatment.device.type: is required", NULL);
  expect_refused("treatment.device.file=holes.csv", "treatment.device.file: is a key of file, not of random (",
                 "case.yaml:8:18)");
  expect_refused("treatment.device={type: file}", "treatment.device.file: is required", NULL);
  expect_refused("treatment.device={type: file, file: none.csv}", "treatment.device.file: /tmp/",
                 "none.csv cannot be read");
}

Test(devices, pierce_the_skin_but_not_through_it) {
  expect_refused("treatment.device.length=0.2 mm",
                 "'0.2 mm' does not pierce: the skin yields by the indentation of 0.2 mm first", NULL);
  expect_refused("treatment.device.length=5 mm",
                 "treatment.device.length: makes channels 2.88 mm deep, deeper than the skin, whose layers are 1.6 mm "
                 "thick (skin.layers)",
                 NULL);
}

Test(devices, of_a_file_need_a_box) {
  struct reading reading = folder_make();
  const struct assignment assignments[] = {{"treatment.device={type: file, file: holes.csv}"},
                                           {"grid={geometry: axisymmetric, radius: 1 mm, spacing: 10 um}"}};
  write_file(&reading, "holes.csv", "x [mm], y [mm]\n");
  read_in(&reading, GOOD, assignments, 2);
  expect_said(&reading, "punctures from a file need a cartesian box; grid.geometry is axisymmetric (--set grid)");
  done(&reading);
}
