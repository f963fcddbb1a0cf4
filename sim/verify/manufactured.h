/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A model whose exact solution is chosen beforehand: what diffusion, taxis and reaction leave over is added as a source
 *  (the method of manufactured solutions; Roache 2002). It includes the contract alone, like any model.
 *
 *      u = (1 + a sin wt) F(x) F(y) F(z),             F = 1 + b c,   c = cos k(x - shift), or J0(k r)
 *      s = 3 (1 + a' sin wt) exp(b' sum c') - scale,  whose gradient over s + scale is b' grad(sum c')
 *      du/dt = D lap u - div(v u (1 - u/K)) + h u^2/(1 + u^2) - h u^2 - decay u + source
 *      ds/dt = D' lap s - decay s + source
 *
 *  Time is a field too, `clock`, which grows by 1 a day: sources are then functions of the state, and each stage of a step
 *  sees the time that is its own.
 */
#pragma once
#include "model.h"

enum { MANUFACTURED_CLOCK, MANUFACTURED_SIGNAL, MANUFACTURED_MOVER };

/** Waves along the three axes. */
struct waves {
  bool radial;          /**< the first one is J0(k r) */
  double number[3];     /**< k [1/mm]; 0: constant */
  double shift[3];      /**< [mm] */
  double eigenvalue[3]; /**< of the second difference along the axis [1/mm^2]: -k^2, or that of the grid */
};

struct manufactured {
  bool sourced;     /**< without sources and reactions fields are only moved */
  double frequency; /**< w [1/day] */
  struct waves waves, signal_waves;
  double swing, signal_swing; /**< a, a' */
  double diffusivity, signal_diffusivity;
  double decay, reaction;      /**< [1/day] */
  double speed, length, scale; /**< of taxis */
  double crowding;             /**< 1/K */
};

/** The signal lives in both layers, the mover in the lower one. */
extern const struct model verify_manufactured;

/** The exact solution. @param numbers  a struct manufactured */
double verify_manufactured_mover(const void *numbers, double x, double y, double z, double t);
double verify_manufactured_signal(const void *numbers, double x, double y, double z, double t);
