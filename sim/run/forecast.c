/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/forecast.h"

#include <math.h>
#include <omp.h>

#include "io/encode.h"
#include "io/slots.h"
#include "run/size.h"

/* Measured on the shipped configurations. First the share of a treated frame that is left when compressed, by precision. */
static const double COMPRESSED[] = {[FLOAT32] = 0.5, [FLOAT64] = 0.65, [TWELVE_BIT] = 0.19};
static const double FRAME_BYTES = 70e3, MASTER_BYTES = 280e3; /* besides the fields */
static const double FRAME_RATE = 220e6;   /* compressed in a second and thread, before compression [byte] */
static const double FRAME_WALL = 8e-3;    /* of a frame and the master, besides the fields [s] */
static const double MOST_PUNCTURES = 4e5; /* made to see the spread over the seeds */

/* How many punctures this seed and the next ones make. */
static int spread_seeds(struct forecast *forecast, struct error *error) {
  enum { SEEDS = 64 };
  const struct settings *s = forecast->box.settings;
  const struct treatment *treatment = &forecast->box.treatment;
  const struct grid *grid = &forecast->box.grid;
  double planned = 0, squares = 0, width[2] = {grid->axis[0].length, grid->axis[1].length};
  for (size_t i = 0; i < treatment->n_planned; i++) planned += (double)treatment->session[i].punctures.n;
  if (planned == 0 || s->device == FROM_FILE || grid->geometry == AXISYMMETRIC || planned * SEEDS > MOST_PUNCTURES)
    return OK;
  struct needles needles = treatment_needles(s);
  for (; forecast->n_seeds < SEEDS; forecast->n_seeds++) {
    double n = 0;
    needles.seed = (uint64_t)s->seed + forecast->n_seeds;
    for (size_t i = 0; i < s->n_sessions; i++) {
      struct punctures punctures;
      int code = punctures_make(&punctures, &needles, i, width, false, error);
      n += (double)punctures.n;
      punctures_free(&punctures);
      TRY(code);
    }
    forecast->mean += n / SEEDS;
    squares += n * n / SEEDS;
  }
  forecast->deviation = sqrt(fmax(0, squares - forecast->mean * forecast->mean));
  return OK;
}

static int report_sessions(struct forecast *forecast, struct error *error) {
  struct treatment *treatment = &forecast->box.treatment;
  size_t arrays = treatment->n_planned + forecast->box.settings->model->n_deposits;
  forecast->injured = (double)arrays * (double)treatment->cells * sizeof(double) < 0.5 * forecast->available;
  if (!forecast->injured) return OK;
  TRY(treatment_furnish(treatment, error));
  for (size_t i = 0; i < treatment->n_planned; i++) treatment_deposit(treatment, i);
  return OK;
}

/* Frames up to the first session are of one value a field, and take nothing when compressed. */
static size_t treated_frames(const struct settings *s, const struct schedule *schedule) {
  size_t n = 0;
  for (size_t i = 0; i < schedule->n; i++)
    n += s->n_sessions > 0 && schedule->event[i].frame && schedule->event[i].time > s->session[0];
  return n;
}

static int price(struct forecast *forecast, struct error *error) {
  const struct settings *s = forecast->box.settings;
  const struct grid *grid = &forecast->box.grid;
  const struct rehearsal *rehearsal = &forecast->rehearsal;
  struct schedule schedule;
  int code = schedule_create(&schedule, s, error);
  size_t treated = treated_frames(s, &schedule);
  schedule_free(&schedule);
  TRY(code);
  double frame = (double)size_planes(s, grid) * (double)grid->axis[0].n * (double)grid->axis[1].n *
                 (double)encodings[s->precision].size;
  forecast->disk =
      COMPRESSED[s->precision] * (double)treated * frame + (double)rehearsal->frames * FRAME_BYTES + MASTER_BYTES;
  double checkpoints =
      SLOTS * (double)size_planes(s, grid) * (double)grid->pitch * (double)grid->axis[1].n * sizeof(double);
  forecast->meanwhile = fmax(checkpoints, forecast->disk);
  forecast->wall = rehearsal->start_wall + (double)rehearsal->steps * rehearsal->step_wall +
                   (double)rehearsal->frames * (frame / (FRAME_RATE * omp_get_max_threads()) + FRAME_WALL);
  return OK;
}

int forecast_create(struct forecast *forecast, const struct settings *s, struct error *error) {
  *forecast = (struct forecast){.density = s->density};
  TRY(simulation_prepare(&forecast->box, s, error));
  const struct grid *grid = &forecast->box.grid;
  forecast->memory = size_program + size_bytes(s, grid);
  forecast->available = size_available();
  TRY(report_sessions(forecast, error));
  TRY(spread_seeds(forecast, error));
  TRY(rehearse(&forecast->rehearsal, s, grid, &forecast->box.treatment, error));
  return price(forecast, error);
}

void forecast_free(struct forecast *forecast) {
  rehearsal_free(&forecast->rehearsal);
  simulation_free(&forecast->box);
  *forecast = (struct forecast){.n_seeds = 0};
}
