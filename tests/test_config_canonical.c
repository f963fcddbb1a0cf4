/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/sections.h"
#include "config/table.h"
#include "config_cases.h"

/* Two texts must come to the same canonical configuration. */
static void expect_same(const char *a, const char *b) {
  struct reading one = read_text(a), other = read_text(b);
  expect_good(&one);
  expect_good(&other);
  cr_expect_str_eq(one.settings->canonical, other.settings->canonical);
  done(&one);
  done(&other);
}

Test(canonical, holds_every_key_in_the_order_of_the_tables) {
  struct reading reading = read_text(GOOD);
  char *canonical = expect_fixed(&reading);
  cr_expect_str_eq(
      canonical,
      "skin:\n  model: tiny\n  layers: {upper: 0.1 mm, lower: 1.5 mm}\n  modules: [vessels]\n  parameters:\n"
      "    speed: 150 um/day\n    gain: 0.5\n    rate: 0.2 1/day\n    count: 3\n    shape: round\n    fast: yes\n"
      "grid:\n  geometry: cartesian\n  sides: periodic\n  width: [2 mm, 1 mm]\n"
      "  spacing: [25 um, 25 um, 25 um]\n"
      "treatment:\n  device:\n    type: random\n    density: 250 1/cm^2\n    length: 1.5 mm\n"
      "    needle_diameter: 0.25 mm\n    depth_efficiency: 0.6\n    indentation: 0.2 mm\n"
      "    depth_deviation: 0.063\n    taper: 0.5\n  sessions: [0 day, 28 day, 56 day, 84 day]\n"
      "run:\n  end: 182 day\n  tolerance: 0.01\n  scheme: ros2\n  seed: 7\n"
      "output:\n  precision: float64\n  frames: {every: 7 day, at: [1 day, 3 day]}\n"
      "  measures: {every: 1 day, at: []}\n");
  free(canonical);
  done(&reading);
}

Test(canonical, is_the_same_for_other_words_of_one_meaning) {
  expect_same(
      GOOD,
      "output: {precision: float64, measures: {at: [], every: 24 h}, frames: {at: [24 h, 3 d], every: 7 days}}\n"
      "run: {seed: 7, end: 182 day}\n"
      "treatment:\n"
      "  sessions: [0 s, 28 day, 84 day, 8 week]\n"
      "  device: {type: random, needle_diameter: 250 um, length: 1500 um, density: 2.5 /mm^2, indentation: 200 um}\n"
      "grid: {width: [2000 um, 0.1 cm], spacing: [0.025 mm, 25 um, 2.5e-5 m]}\n"
      "skin: {layers: {lower: 0.15 cm, upper: 100 um}, modules: [\"vessels\"], model: tiny,\n"
      "       parameters: {rate: 1.4 /week, speed: 6.25 um/h, gain: .5}}\n");
}

Test(canonical, of_axisymmetric_untreated_and_odd_numbers_gives_itself_too) {
  const char *const texts[] = {"grid={geometry: axisymmetric, spacing: [10 um, 20 um]}",
                               "treatment={sessions: []}",
                               "skin.layers={lower: 1 mm}",
                               "skin.parameters={speed: 123.456789012345 um/day, rate: 0.333333333333333 /h}",
                               "grid={width: [3 mm], spacing: [1 mm, 1 mm, 25 um]}",
                               "grid={width: [], spacing: [1 mm, 1 mm, 25 um]}",
                               "treatment.device.density=123.45678901234567 /cm^2",
                               "treatment.device.length=0.91234567890123 mm",
                               "output={frames: {every: 0.1 s, at: [1.001 s, 90 min, 5 h]}}",
                               "run.seed=999999999999999",
                               "output={measures: {every: 0 day, at: [1 day]}}",
                               "output.precision=12 bit"};
  for (size_t i = 0; i < COUNT(texts); i++) {
    struct reading reading = read_with(texts[i]);
    free(expect_fixed(&reading));
    done(&reading);
  }
}

static struct reading read_unlikely(const char *parameters, const char *spacing) {
  char text[1024];
  snprintf(text, sizeof text,
           "skin: {model: tiny, modules: [vessels], layers: {upper: 0.2 mm, lower: 1.6 mm}, parameters: %s}\n"
           "grid: {width: [2 mm, 2 mm], spacing: %s}\nrun: {end: 1 week}\n",
           parameters, spacing);
  return read_text(text);
}

Test(canonical, warnings_depend_neither_on_order_nor_on_wording) {
  const char expected[] =
      "skin.parameters.speed: 500 um/day is outside the plausible range 100 to 300 um/day\n"
      "skin.parameters.rate: 5 1/day is outside the plausible range 0 to 1 1/day\n"
      "grid.spacing: 0.5 um is outside the plausible range";
  struct reading one = read_unlikely("{rate: 5 /day, speed: 0.5 mm/day}", "0.5 um");
  struct reading other = read_unlikely("{speed: 500 um/day, rate: 35 /week}", "[0.5 um, 5e-7 m, 0.0005 mm]");
  expect_good(&one);
  expect_good(&other);
  cr_expect_eq(strncmp(one.settings->warnings, expected, strlen(expected)), 0, "%s", one.settings->warnings);
  size_t lines = 0;
  for (const char *c = one.settings->warnings; *c; c++) lines += *c == '\n';
  cr_expect_eq(lines, 3, "the spacing is warned of once, not for each axis:\n%s", one.settings->warnings);
  cr_expect_str_eq(one.settings->warnings, other.settings->warnings);
  done(&one);
  done(&other);
}

Test(canonical, a_number_in_the_unit_of_its_row_reads_as_the_same_bits) {
  const struct param_spec *const rows[] = {section_row(SECTION_DEVICE, "speed"), section_row(SECTION_DEVICE, "rate"),
                                           section_row(SECTION_DEVICE, "density"), section_row(SECTION_GRID, "spacing"),
                                           section_row(SECTION_DEVICE, "tilt")};
  size_t in_its_unit = 0;
  for (size_t r = 0; r < COUNT(rows); r++)
    for (int k = 1; k <= 500; k++) {
      struct error error = {OK, ""};
      char given[64], *printed = NULL;
      size_t length = 0;
      double value = 0, again = 0;
      snprintf(given, sizeof given, k % 2 ? "%.15g %s" : "%.3g %s", 1 + k / 7.0, rows[r]->unit);
      cr_assert_eq(row_read(rows[r], given, &value, &error), OK, "%s", error.sentence);
      FILE *stream = open_memstream(&printed, &length);
      row_print_number(rows[r], value, stream);
      fclose(stream);
      cr_assert_eq(row_read(rows[r], printed, &again, &error), OK, "%s", error.sentence);
      cr_expect_eq(memcmp(&value, &again, sizeof value), 0, "%s was printed as %s", given, printed);
      in_its_unit += strstr(printed, rows[r]->unit) != NULL;
      if (k % 2 == 0) cr_expect_str_eq(printed, given);
      free(printed);
    }
  cr_expect_gt(in_its_unit, COUNT(rows) * 450, "only %zu numbers are in the unit of their row", in_its_unit);
  units_free();
}
