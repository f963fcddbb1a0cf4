/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One time step of all fields on the grid, written once for the table of schemes.
 */
#pragma once
#include "base/error.h"
#include "ops/laws.h"
#include "ops/update.h"
#include "step/control.h"
#include "step/costs.h"
#include "step/scheme.h"
#include "step/worst.h"

/** Lowest value of a field that a step may leave, as a share of its scale: below it the step is to be rejected. */
static const double STEP_LOWEST = -1e-3;

struct stepper; /* owns the state, the stages and the factors */

/** Make a stepper at rest. The laws and the scheme are borrowed. Free with stepper_free.
 *  Errors: ERROR_FAILED with the need, without memory. */
int stepper_create(struct stepper **stepper, const struct laws *laws, const struct scheme *scheme, double tolerance,
                   struct error *error);
void stepper_free(struct stepper *stepper);

/** The state; may be changed between steps. Pads must stay 0. */
struct fields *stepper_state(struct stepper *stepper);

/** Try one step of size dt [day] from time t [day].
 *  @param rung  of dt on the ladder, so that factors are reused; -1: none
 *  @return the verdict; the state is still the old one until stepper_accept */
struct verdict_of_step stepper_try(struct stepper *stepper, double t, double dt, int rung);

/** Where the last try, which was rejected, is worst: the cell of the largest error of a field, or of its lowest value where no
 *  error is too large; where the state itself has rates that are not finite, the first such cell. The same on any number of
 *  threads.
 *  @param t      as in the last try
 *  @param field  of its verdict */
struct worst_cell stepper_worst(struct stepper *stepper, double t, size_t field);

/** Make the values of the last try the state. */
void stepper_accept(struct stepper *stepper);

/** Transport + production - loss u of the state at time t [day], of all fields [unit/day]; borrowed until the next try. */
const struct fields *stepper_rates(struct stepper *stepper, double t);

/** How near the diffusing fields are to balance at time t [day]: balance.h. @param residual  out, shape [n_fields] */
void stepper_balance(struct stepper *stepper, double t, double residual[]);

/** Production - loss u + transport of the state at time t [day] over each field's scale: the largest of all cells. */
double stepper_residual(struct stepper *stepper, double t);

/** Values of all fields that a step computes: cells without pads, summed over the fields. */
size_t stepper_values(const struct stepper *stepper);

/** Bytes of all arrays of fields of a stepper. @param planes  on which each field lives, summed over the fields */
double stepper_bytes(const struct grid *grid, size_t planes, const struct scheme *scheme);

/** Wall time of all tries so far [s]. */
double stepper_wall(const struct stepper *stepper);

/** Steps tried so far. */
size_t stepper_tries(const struct stepper *stepper);

/** The same by term. */
struct step_costs stepper_costs(const struct stepper *stepper);
