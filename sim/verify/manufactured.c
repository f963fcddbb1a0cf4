/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify/manufactured.h"

#include <math.h>

static const double MOVER_WAVE = 0.4, SIGNAL_WAVE = 0.3, SIGNAL_SIZE = 3; /* b, b' and the factor of s */

/* A wave at one place, its first and second derivative, and its part of the Laplacian. */
struct crest {
  double value, slope, bend, laplacian;
};

static struct crest crest_at(const struct waves *waves, int axis, double x) {
  double k = waves->number[axis], phase = k * (x - waves->shift[axis]);
  if (waves->radial && axis == 0)
    return (struct crest){j0(phase), -k * j1(phase), -k * k * (j0(phase) - j1(phase) / phase),
                          waves->eigenvalue[0] * j0(phase)};
  return (struct crest){cos(phase), -k * sin(phase), -k * k * cos(phase), waves->eigenvalue[axis] * cos(phase)};
}

static double beat(const struct manufactured *p, double swing, double t) { return 1 + swing * sin(p->frequency * t); }

static double beat_rate(const struct manufactured *p, double swing, double t) {
  return swing * p->frequency * cos(p->frequency * t);
}

static double mover_value(const struct manufactured *p, const struct crest crest[3], double t) {
  double u = beat(p, p->swing, t);
  for (int a = 0; a < 3; a++) u *= 1 + MOVER_WAVE * crest[a].value;
  return u;
}

/* s + scale */
static double signal_value(const struct manufactured *p, const struct crest crest[3], double t) {
  double sum = crest[0].value + crest[1].value + crest[2].value;
  return SIGNAL_SIZE * beat(p, p->signal_swing, t) * exp(SIGNAL_WAVE * sum);
}

double verify_manufactured_mover(const void *numbers, double x, double y, double z, double t) {
  const struct manufactured *p = numbers;
  struct crest crest[3] = {crest_at(&p->waves, 0, x), crest_at(&p->waves, 1, y), crest_at(&p->waves, 2, z)};
  return mover_value(p, crest, t);
}

double verify_manufactured_signal(const void *numbers, double x, double y, double z, double t) {
  const struct manufactured *p = numbers;
  const struct waves *waves = &p->signal_waves;
  struct crest crest[3] = {crest_at(waves, 0, x), crest_at(waves, 1, y), crest_at(waves, 2, z)};
  return signal_value(p, crest, t) - p->scale;
}

/* div(v m) of the exact solution, with m = u (1 - u/K) and v = speed g/(1 + |g|). */
static double taxis(const struct manufactured *p, const struct crest mover[3], const struct crest signal[3], double u) {
  double square = 0, spread = 0, stretch = 0, along = 0;
  for (int a = 0; a < 3; a++) {
    double steepness = p->length * SIGNAL_WAVE, g = steepness * signal[a].slope;
    double slope = u * MOVER_WAVE * mover[a].slope / (1 + MOVER_WAVE * mover[a].value);
    square += g * g;
    spread += steepness * signal[a].laplacian;
    stretch += g * g * steepness * signal[a].bend;
    along += g * slope;
  }
  double size = sqrt(square), share = 1 / (1 + size);
  double div_v = share * spread - (size > 0 ? share * share * stretch / size : 0);
  return p->speed * (share * along * (1 - 2 * p->crowding * u) + div_v * u * (1 - p->crowding * u));
}

static double mover_source(const struct manufactured *p, const struct crest mover[3], const struct crest signal[3],
                           double t) {
  double u = mover_value(p, mover, t), laplacian = 0;
  for (int a = 0; a < 3; a++) laplacian += MOVER_WAVE * mover[a].laplacian / (1 + MOVER_WAVE * mover[a].value);
  double change = beat_rate(p, p->swing, t) / beat(p, p->swing, t) * u;
  double reaction = p->reaction * (u * u / (1 + u * u) - u * u) - p->decay * u;
  return change - p->diffusivity * laplacian * u + taxis(p, mover, signal, u) - reaction;
}

static double signal_source(const struct manufactured *p, const struct crest crest[3], double t) {
  double s = signal_value(p, crest, t), laplacian = 0;
  for (int a = 0; a < 3; a++)
    laplacian += SIGNAL_WAVE * crest[a].laplacian + SIGNAL_WAVE * SIGNAL_WAVE * crest[a].slope * crest[a].slope;
  double change = beat_rate(p, p->signal_swing, t) / beat(p, p->signal_swing, t) * s;
  double decay = p->signal_diffusivity > 0 ? p->decay : 0;
  return change - p->signal_diffusivity * laplacian * s + decay * (s - p->scale);
}

static void react(const void *derived, const struct cells *cells, const double *const u[], double *const production[],
                  double *const loss[]) {
  const struct manufactured *p = derived;
  const struct waves *m = &p->waves, *s = &p->signal_waves;
  if (!p->sourced) return;
  struct crest mover[3] = {{0}, crest_at(m, 1, cells->y), crest_at(m, 2, cells->z)};
  struct crest signal[3] = {{0}, crest_at(s, 1, cells->y), crest_at(s, 2, cells->z)};
  for (size_t i = 0; i < cells->n; i++) {
    double t = u[MANUFACTURED_CLOCK][i], value = u[MANUFACTURED_MOVER][i], square = value * value;
    mover[0] = crest_at(m, 0, cells->x[i]);
    signal[0] = crest_at(s, 0, cells->x[i]);
    production[MANUFACTURED_CLOCK][i] += 1;
    production[MANUFACTURED_MOVER][i] += p->reaction * square / (1 + square) + mover_source(p, mover, signal, t);
    loss[MANUFACTURED_MOVER][i] += p->reaction * value + p->decay;
    production[MANUFACTURED_SIGNAL][i] += signal_source(p, signal, t);
    loss[MANUFACTURED_SIGNAL][i] += p->signal_diffusivity > 0 ? p->decay : 0;
  }
}

static void filling(const void *derived, const struct cells *cells, const double *const u[], double *out) {
  const struct manufactured *p = derived;
  for (size_t i = 0; i < cells->n; i++) out[i] = 1 - p->crowding * u[MANUFACTURED_MOVER][i];
}

static void rest(const void *derived, double u[]) {
  (void)derived;
  u[MANUFACTURED_CLOCK] = u[MANUFACTURED_SIGNAL] = u[MANUFACTURED_MOVER] = 0;
}

enum { UPPER, LOWER };
static const struct layer_spec layers[] = {[UPPER] = {"upper", "above the mover"}, [LOWER] = {"lower", "of the mover"}};

// clang-format off
/* name, symbol, unit, layers, diffusivity, module, scale, sentence */
static const struct field_spec fields[] = {
  [MANUFACTURED_CLOCK] = {"clock", "t", "day", 1 << UPPER | 1 << LOWER, IMMOBILE, CORE, 1, "time"},
  [MANUFACTURED_SIGNAL] = {"signal", "s", "1", 1 << UPPER | 1 << LOWER,
                           offsetof(struct manufactured, signal_diffusivity), CORE, 1, "what the mover climbs"},
  [MANUFACTURED_MOVER] = {"mover", "u", "1", 1 << LOWER, offsetof(struct manufactured, diffusivity), CORE, 1,
                          "what diffuses, climbs and reacts"},
};
static const struct part_spec parts[] = {{"source", react, "reactions, and what makes the solution exact"}};
/* mover, signal, speed, length, scale, filling, sentence */
static const struct taxis_spec taxis_rows[] = {
  {MANUFACTURED_MOVER, MANUFACTURED_SIGNAL, offsetof(struct manufactured, speed),
   offsetof(struct manufactured, length), offsetof(struct manufactured, scale), filling, "the mover climbs the signal"},
};
// clang-format on

const struct model verify_manufactured = {.name = "manufactured",
                                          .doc = "a chosen solution",
                                          TABLE(layers),
                                          TABLE(fields),
                                          TABLE(parts),
                                          .n_taxis = COUNT(taxis_rows),
                                          .taxis = taxis_rows,
                                          .params_size = sizeof(struct manufactured),
                                          .derived_size = sizeof(struct manufactured),
                                          .rest = rest};
