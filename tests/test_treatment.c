/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a session does to the state.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "run/treatment.h"
#include "tiny_run.h"

enum { TIMES = T_SIGNAL, PLACE = T_MOVER, OFF = T_CROWD, CORE_SHARE = 0, HURT_SHARE = 1 };
static const double REST[T_FIELDS] = {5, 6, 7}, PI = 3.14159265358979323846;

static void rest_of_three(const void *derived, double u[]) {
  (void)derived;
  memcpy(u, REST, sizeof REST);
}

static void core_alone(const void *derived, const struct puncture *puncture, double *core, double *rim) {
  (void)derived, (void)puncture;
  *core = 1, *rim = 0;
}

/* Counts how often a cell was injured, notes where it is, checks what it is shown and spoils what nobody should read. */
static void injure(const void *derived, const struct cells *cells, const double *const deposits[], double *const u[]) {
  (void)derived;
  for (size_t i = 0; i < cells->n; i++) {
    cr_assert_eq(u[OFF][i], REST[OFF], "a field that is off reads as rest");
    if (cells->layer == 0) cr_assert_eq(u[PLACE][i], REST[PLACE], "so does one that does not live here");
    cr_assert(deposits[HURT_SHARE][i] >= 0 && deposits[HURT_SHARE][i] <= 1);
    u[TIMES][i] += 1;
    u[PLACE][i] = cells->x[i] + 10 * cells->y + 100 * cells->z + 1000 * cells->t;
    u[OFF][i] = -1;
  }
}

struct scene {
  struct tiny numbers;
  struct model model;
  struct field_spec fields[T_FIELDS];
  struct settings *settings;
  struct grid grid;
  struct laws laws;
  struct fields state;
  struct treatment treatment;
};

static const struct deposit_spec deposits[] = {{"core", core_alone, ""}, {"hurt", tiny_amplitude, ""}};
static const struct module_spec modules[] = {{"off", false, NULL, tiny_react, NULL, ""}};

/* The box of tiny_settings, `width` long, with sessions on day 0, 1, ... */
static struct scene *scene_of(size_t sessions, double punctures, double depth, double radius, double rim,
                              double width) {
  struct scene *s = calloc(1, sizeof *s);
  struct error error = {OK, ""};
  s->numbers = (struct tiny){.rim = rim};
  s->model = tiny_model;
  memcpy(s->fields, tiny_fields, sizeof s->fields);
  s->fields[OFF].module = 0;
  s->model.fields = s->fields, s->model.modules = modules, s->model.n_modules = 1;
  s->model.deposits = deposits, s->model.n_deposits = 2, s->model.injured_deposit = HURT_SHARE;
  s->model.rest = rest_of_three, s->model.injure = injure;
  s->settings = tiny_settings(&s->model, &s->numbers);
  tiny_treat(s->settings, sessions, punctures * 0.8 / width, depth, radius);
  struct grid_request request = {.geometry = CARTESIAN,
                                 .width = {width, 0.8},
                                 .spacing = {0.1, 0.1, 0.1},
                                 .periodic = true,
                                 .n_layers = 2,
                                 .thickness = {0.2, 0.3}};
  cr_assert_eq(grid_create(&s->grid, &request, &error), OK, "%s", error.sentence);
  cr_assert_eq(laws_create(&s->laws, &s->model, s->settings->module_on, &s->numbers, &s->grid, &error), OK);
  cr_assert_eq(fields_create(&s->state, &s->grid, T_FIELDS, s->laws.range, &error), OK);
  cr_assert_eq(treatment_plan(&s->treatment, s->settings, &s->laws, &error), OK, "%s", error.sentence);
  cr_assert_eq(treatment_furnish(&s->treatment, &error), OK, "%s", error.sentence);
  for (size_t f = 0; f < T_FIELDS; f++)
    for (size_t k = s->state.range[f].k0; k < s->state.range[f].k1; k++)
      for (size_t j = 0; j < s->grid.axis[1].n; j++)
        for (size_t i = 0; i < s->grid.axis[0].n; i++) fields_row(&s->state, f, j, k)[i] = REST[f];
  return s;
}

static void scene_free(struct scene *s) {
  treatment_free(&s->treatment);
  fields_free(&s->state);
  laws_free(&s->laws);
  grid_free(&s->grid);
  free(s->settings);
  free(s);
}

static double share(const struct scene *s, size_t deposit, size_t i, size_t j, size_t k) {
  return s->treatment.deposit[deposit][(k * s->grid.axis[1].n + j) * s->grid.pitch + i];
}

/* Every cell that the session reached was injured `times` times, the others never. @return how many were reached */
static size_t expect_injured(const struct scene *s, double times) {
  size_t reached = 0;
  const struct axis *axis = s->grid.axis;
  for (size_t k = 0; k < axis[2].n; k++)
    for (size_t j = 0; j < axis[1].n; j++)
      for (size_t i = 0; i < axis[0].n; i++) {
        bool hit = share(s, HURT_SHARE, i, j, k) > 0;
        double place = axis[0].centre[i] + 10 * axis[1].centre[j] + 100 * axis[2].centre[k];
        reached += hit;
        cr_assert_eq(fields_row(&s->state, TIMES, j, k)[i], REST[TIMES] + (hit ? times : 0), "%zu %zu %zu", i, j, k);
        if (k >= 2) cr_assert_float_eq(fields_row(&s->state, PLACE, j, k)[i], hit ? place : REST[PLACE], 1e-10);
      }
  return reached;
}

/* Put all punctures of a session at one place. */
static void gather(struct scene *s, size_t session, double x, double y) {
  struct punctures *punctures = &s->treatment.session[session].punctures;
  for (size_t p = 0; p < punctures->n; p++) punctures->puncture[p].x = x, punctures->puncture[p].y = y;
}

Test(treatment, injures_once_each_cell_that_it_reaches_and_no_other) {
  struct scene *s = scene_of(1, 3, 0.3, 0.03, 0.02, 0.8);
  cr_assert_eq(s->treatment.session[0].punctures.n, 3);
  const struct session *session = treatment_apply(&s->treatment, 0, 0, &s->state);
  cr_expect_eq(session, &s->treatment.session[0]);
  cr_expect_eq(session->report.n_punctures, 3);
  size_t reached = expect_injured(s, 1);
  cr_expect(reached >= 3 * 3 && reached <= 3 * 3 * 4, "three planes of one to four cells each: %zu", reached);
  cr_expect_null(s->state.plane0[OFF]);
  scene_free(s);
}

Test(treatment, a_rim_alone_reaches_a_cell) {
  struct scene *s = scene_of(1, 1, 0.3, 0.01, 0.05, 0.8);
  gather(s, 0, 0.36, 0.45); /* the channel in column (3, 4), its rim 20 um into (2, 4) below 0.3 mm */
  treatment_apply(&s->treatment, 0, 0, &s->state);
  cr_expect(share(s, CORE_SHARE, 2, 4, 1) <= 0 && share(s, HURT_SHARE, 2, 4, 1) <= 0);
  scene_free(s);
  s = scene_of(1, 1, 0.3, 0.01, 0.07, 0.8);
  gather(s, 0, 0.36, 0.45);
  treatment_apply(&s->treatment, 0, 0, &s->state);
  cr_expect(share(s, CORE_SHARE, 2, 4, 1) <= 0 && share(s, HURT_SHARE, 2, 4, 1) > 0);
  cr_expect_eq(fields_row(&s->state, TIMES, 4, 1)[2], REST[TIMES] + 1);
  expect_injured(s, 1);
  scene_free(s);
}

Test(treatment, deposits_add_up_and_are_capped_at_1) {
  const double one = PI * 0.02 * 0.02 / 0.01; /* of a cell's volume */
  for (size_t n = 1; n <= 10; n++) {
    struct scene *s = scene_of(1, (double)n, 0.2, 0.02, 0, 0.8);
    gather(s, 0, 0.35, 0.45);
    treatment_apply(&s->treatment, 0, 0, &s->state);
    cr_expect_float_eq(share(s, CORE_SHARE, 3, 4, 0), fmin(1, (double)n * one), 1e-12, "%zu channels", n);
    cr_expect_eq(expect_injured(s, 1), 2, "one cell on each plane, once, however many channels");
    scene_free(s);
  }
}

Test(treatment, long_rows_are_injured_in_whole) {
  struct scene *s = scene_of(1, 1, 0.5, 20, 0, 15);
  cr_assert_eq(s->grid.axis[0].n, 150);
  gather(s, 0, 7.5, 0.4);
  treatment_apply(&s->treatment, 0, 0, &s->state);
  cr_expect_eq(expect_injured(s, 1), 150u * 8 * 5);
  scene_free(s);
}

Test(treatment, sessions_have_positions_and_deposits_of_their_own) {
  struct scene *s = scene_of(3, 4, 0.3, 0.02, 0.01, 0.8);
  size_t cells = s->treatment.cells;
  double *kept = malloc(cells * sizeof *kept);
  for (size_t i = 0; i < 3; i++) {
    const struct session *session = treatment_apply(&s->treatment, i, (double)i, &s->state);
    cr_expect_eq(s->treatment.n_done, i + 1);
    cr_expect_eq(session->time, (double)i);
    cr_expect_arr_eq(session->injured, s->treatment.deposit[HURT_SHARE], cells * sizeof(double));
    for (size_t p = 0; i && p < 4; p++)
      cr_expect_neq(session->punctures.puncture[p].x, s->treatment.session[0].punctures.puncture[p].x);
    if (i == 0) memcpy(kept, session->injured, cells * sizeof *kept);
  }
  cr_expect_arr_eq(s->treatment.session[0].injured, kept, cells * sizeof *kept, "the first session's fraction is kept");
  cr_expect_arr_neq(s->treatment.session[2].injured, kept, cells * sizeof *kept);
  free(kept);
  scene_free(s);
}

Test(treatment, a_session_leaves_alone_what_only_an_earlier_one_reached) {
  struct scene *s = scene_of(2, 2, 0.3, 0.02, 0.01, 0.8);
  for (size_t i = 0; i < 2; i++) {
    gather(s, i, 0.25 + 0.3 * (double)i, 0.25);
    treatment_apply(&s->treatment, i, 0, &s->state);
  }
  cr_expect(share(s, HURT_SHARE, 2, 2, 0) <= 0 && share(s, HURT_SHARE, 5, 2, 0) > 0, "deposits are the last session's");
  cr_expect_eq(fields_row(&s->state, TIMES, 2, 0)[2], REST[TIMES] + 1);
  cr_expect_eq(fields_row(&s->state, TIMES, 2, 0)[5], REST[TIMES] + 1);
  scene_free(s);
}

Test(treatment, hurts_again_what_was_hurt_before) {
  struct scene *s = scene_of(2, 2, 0.3, 0.02, 0.01, 0.8);
  for (size_t i = 0; i < 2; i++) {
    gather(s, i, 0.25, 0.25);
    treatment_apply(&s->treatment, i, 0, &s->state);
  }
  cr_expect_gt(expect_injured(s, 2), 0);
  scene_free(s);
}

Test(treatment, is_the_same_on_any_number_of_threads) {
  omp_set_num_threads(1);
  struct scene *one = scene_of(1, 40, 0.3, 0.03, 0.02, 0.8);
  treatment_apply(&one->treatment, 0, 0, &one->state);
  for (int threads = 2; threads <= 4; threads++) {
    omp_set_num_threads(threads);
    struct scene *many = scene_of(1, 40, 0.3, 0.03, 0.02, 0.8);
    treatment_apply(&many->treatment, 0, 0, &many->state);
    for (size_t f = 0; f < OFF; f++) {
      size_t n = (one->state.range[f].k1 - one->state.range[f].k0) * one->state.plane;
      cr_expect_arr_eq(many->state.plane0[f], one->state.plane0[f], n * sizeof(double), "%d threads", threads);
    }
    scene_free(many);
  }
  scene_free(one);
}

Test(treatment, without_sessions_needs_nothing) {
  struct scene *s = scene_of(0, 1, 0.3, 0.02, 0.01, 0.8);
  cr_expect(s->treatment.n_planned == 0 && s->treatment.session == NULL && s->treatment.deposit[0] == NULL);
  scene_free(s);
}

/* The points of a square lattice of `distance`, moved along x by `phase` of it from the middle of the box. */
static void stamp(struct settings *s, double distance, double phase) {
  s->device = STAMP;
  s->lattice = (struct lattice){.step = {{distance, 0}, {0, distance}}, .n = 1};
  s->density = 1 / (distance * distance);
  s->passes = 1;
  s->n_directions = s->n_phases = 1;
  s->phase[0] = phase;
}

Test(treatment, without_a_puncture_in_any_session_is_refused_but_one_session_may_be_empty) {
  struct scene *s = scene_of(0, 1, 0.3, 0.02, 0.01, 0.8);
  struct error error = {OK, ""};
  tiny_treat(s->settings, 2, 1, 0.3, 0.02);
  stamp(s->settings, 1, 0.5); /* 0.1 mm beyond the side */
  cr_expect_eq(treatment_plan(&s->treatment, s->settings, &s->laws, &error), ERROR_CONFIG);
  cr_expect_not_null(strstr(error.sentence, "no needle meets the box of 0.8 x 0.8 mm in any session"), "%s",
                     error.sentence);
  treatment_free(&s->treatment);
  error = (struct error){OK, ""};
  stamp(s->settings, 1, 0.3);
  cr_assert_eq(treatment_plan(&s->treatment, s->settings, &s->laws, &error), OK, "%s", error.sentence);
  cr_assert_eq(treatment_furnish(&s->treatment, &error), OK);
  cr_assert(s->treatment.session[0].punctures.n == 1 && s->treatment.session[1].punctures.n == 1);
  punctures_free(&s->treatment.session[0].punctures);
  const struct session *session = treatment_apply(&s->treatment, 0, 0, &s->state);
  cr_expect(session->report.n_punctures == 0 && session->report.overlap == 0 && session->report.injured_area == 0);
  cr_expect_eq(expect_injured(s, 0), 0);
  scene_free(s);
}
