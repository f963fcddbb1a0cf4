/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PI controller (Gustafsson 1994): factor = 0.9 error^(-1/q) (last_error/error)^(0.2/q), q = embedded order + 1, within
 * [0.2, 4], rounded down to the ladder. The integral part is the full 1/q: rounding down already damps. */
#include "step/control.h"

#include <math.h>

enum { FIRST_RUNG = 56 }; /* 2.3 s: the fastest rate of an injury is a few per hour */
static const double SMALLEST = 1e-9, RATIO = 1.2;

double control_step(int rung) {
  double dt = SMALLEST;
  for (int r = 0; r < rung; r++) dt *= RATIO;
  return dt;
}

void control_restart(struct control *control) { *control = (struct control){.rung = FIRST_RUNG, .last_error = 1}; }

double control_next(const struct control *control, double left, int *rung) {
  double dt = control_step(control->rung);
  *rung = -1;
  if (left <= dt) return left;
  if (left < 2 * dt) return 0.5 * left;
  *rung = control->rung;
  return dt;
}

static int rungs(double factor) { return (int)floor(log(factor) / log(RATIO)); }

static int within_ladder(int rung) { return rung < 0 ? 0 : rung >= N_RUNGS ? N_RUNGS - 1 : rung; }

void control_accept(struct control *control, double error, int rung, int embedded_order) {
  if (rung < 0) { /* a cut step says nothing of the step that was wanted */
    control->rejected = false;
    return;
  }
  double q = embedded_order + 1, least = fmax(error, 1e-6);
  double factor = 0.9 * pow(least, -1 / q) * pow(control->last_error / least, 0.2 / q);
  int climb = rungs(fmin(fmax(factor, 0.2), 4.0));
  if (control->rejected && climb > 0) climb = 0;
  control->rung = within_ladder(rung + climb);
  control->last_error = fmax(error, 1e-3);
  control->rejected = false;
}

bool control_reject(struct control *control, double error, double dt, int embedded_order) {
  double factor = isfinite(error) && error > 1 ? fmax(0.9 * pow(error, -1.0 / (embedded_order + 1)), 0.1) : 0.25;
  int from = (int)ceil(log(dt / SMALLEST) / log(RATIO) - 1e-9), to = from + rungs(fmin(factor, 1 / RATIO));
  if (from <= 0) return false;
  control->rung = within_ladder(to);
  control->rejected = true;
  return true;
}
