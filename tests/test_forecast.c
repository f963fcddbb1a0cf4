/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What is foretold of a run: how much its punctures vary between seeds, what its frames take.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "run/forecast.h"
#include "run/size.h"
#include "tiny_run.h"

static const int64_t DAY = 86400000; /* [ms] */
static struct tiny numbers = {.signal_diffusivity = 0.05, .decay = 3, .growth = 2, .capacity = 1};

/* In its place, for its parts point at each other. */
static void foretell(struct forecast *forecast, const struct settings *settings) {
  struct error error = {OK, ""};
  cr_assert_eq(forecast_create(forecast, settings, &error), OK, "%s", error.sentence);
}

/* Two passes of a square lattice of 0.3 mm in each of two sessions. */
static struct settings *stamped(void) {
  struct settings *s = tiny_settings(&tiny_model, &numbers);
  tiny_treat(s, 2, 5, 0.3, 0.05);
  s->device = STAMP;
  s->lattice = (struct lattice){.step = {{0.3, 0}, {0, 0.3}}, .n = 1};
  s->passes = 2;
  s->density = 2 / 0.09;
  s->n_directions = 1;
  s->direction[0] = 30;
  s->seed = 7;
  return s;
}

Test(forecast, spreads_over_the_next_64_seeds) {
  struct settings *settings = stamped();
  struct forecast forecast;
  foretell(&forecast, settings);
  double mean = 0, squares = 0, n[64] = {0};
  const double width[2] = {0.8, 0.8};
  for (size_t k = 0; k < 64; k++) {
    struct needles needles = treatment_needles(settings);
    needles.seed = 7 + k;
    for (size_t session = 0; session < 2; session++) {
      struct punctures punctures;
      struct error error = {OK, ""};
      cr_assert_eq(punctures_make(&punctures, &needles, session, width, false, &error), OK);
      n[k] += (double)punctures.n;
      punctures_free(&punctures);
    }
    mean += n[k] / 64;
  }
  for (size_t k = 0; k < 64; k++) squares += (n[k] - mean) * (n[k] - mean) / 64;
  cr_expect_eq(forecast.n_seeds, 64);
  cr_expect_float_eq(forecast.mean, mean, 1e-12, "%g", forecast.mean);
  cr_expect_float_eq(forecast.deviation, sqrt(squares), 1e-9, "%g", forecast.deviation);
  cr_expect_gt(forecast.deviation, 0.5);
  forecast_free(&forecast);
  free(settings);
}

Test(forecast, has_no_spread_where_no_seed_counts) {
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  tiny_treat(settings, 3, 5, 0.3, 0.05);
  struct forecast forecast;
  foretell(&forecast, settings);
  cr_expect(forecast.n_seeds == 64 && forecast.mean == 15 && forecast.deviation == 0, "as many for every seed");
  forecast_free(&forecast);
  settings->geometry = AXISYMMETRIC;
  settings->radius = 0.2;
  foretell(&forecast, settings);
  cr_expect_eq(forecast.n_seeds, 0, "one channel on the axis");
  forecast_free(&forecast);
  free(settings);
}

/* Bytes of a run of four days with a frame a day, treated once on `day`; a negative day: never. */
static double disk(int64_t day, enum precision precision) {
  struct settings *settings = tiny_settings(&tiny_model, &numbers);
  if (day >= 0) {
    tiny_treat(settings, 1, 5, 0.3, 0.05);
    settings->session[0] = day * DAY;
  }
  settings->end = 4 * DAY;
  settings->frames.every = DAY;
  settings->precision = (int)precision;
  struct forecast forecast;
  foretell(&forecast, settings);
  double bytes = forecast.disk;
  cr_expect_eq(forecast.rehearsal.frames, 5);
  cr_expect_geq(forecast.meanwhile, bytes, "packing takes the frames a second time");
  cr_expect_geq(forecast.meanwhile, 2.0 * 11 * 64 * 8, "two checkpoints of 11 planes of 64 cells in doubles");
  forecast_free(&forecast);
  free(settings);
  return bytes;
}

/* Frames of resting fields compress to nothing; that of the session's own time is of before it. */
Test(forecast, counts_the_bytes_of_frames_after_the_first_session) {
  double untreated = disk(-1, FLOAT32), early = disk(0, FLOAT32) - untreated, late = disk(2, FLOAT32) - untreated;
  cr_expect_float_eq(early, 2 * late, 1e-6, "four frames %g, two frames %g", early, late);
  double exact = disk(0, FLOAT64) - untreated, rough = disk(0, TWELVE_BIT) - untreated;
  cr_expect(exact > 2 * early && exact <= 4.0 * 11 * 64 * 8, "twice the bytes, and worse to compress: %g", exact);
  cr_expect(rough > 0 && rough < 0.5 * early, "half of the bits are 0: %g", rough);
  cr_expect(late > 0 && late <= 2.0 * 11 * 64 * 4, "11 planes of 64 cells in floats: %g", late);
  cr_expect_float_eq(disk(4, FLOAT32), untreated, 1e-6, "a session at the end is in no frame");
}

Test(forecast, reports_the_sessions_the_memory_and_the_time) {
  struct settings *settings = stamped();
  struct forecast forecast;
  foretell(&forecast, settings);
  cr_assert(forecast.injured && forecast.box.treatment.n_planned == 2);
  for (size_t i = 0; i < 2; i++) {
    const struct session *session = &forecast.box.treatment.session[i];
    cr_expect_eq(session->report.n_punctures, session->punctures.n);
    cr_expect_gt(session->report.injured_area, 0);
  }
  cr_expect_gt(forecast.memory, size_bytes(settings, &forecast.box.grid));
  cr_expect_eq(forecast.density, 2 / 0.09);
  const struct rehearsal *rehearsal = &forecast.rehearsal;
  double steps = rehearsal->start_wall + (double)rehearsal->steps * rehearsal->step_wall;
  cr_expect(forecast.wall > steps && forecast.wall < steps + 0.1, "%g s, and two small frames", forecast.wall);
  forecast_free(&forecast);
  free(settings);
}
