/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "study/fit_lockstep.h"
#include "study/fit_noise.h"
#include "study/fit_statistics.h"

const char *const fit_end_word[N_FIT_ENDS] = {[FIT_CONVERGED] = "converged",
                                              [FIT_NOISE] = "no step leads further",
                                              [FIT_TIRED] = "too many iterations",
                                              [FIT_LOST] = "lost"};

static const double SAME = 0.05; /* of chi2, of its size per observation where deviations are relative */

/* Random place of start i in key k: a permutation of the n slices by sorting random numbers, and a place in the slice. */
static double place(const struct fit_request *request, size_t n, size_t k, size_t i) {
  size_t rank = 0;
  double mine = random_uniform(request->seed, k, i, 0);
  for (size_t other = 0; other < n; other++) rank += random_uniform(request->seed, k, other, 0) < mine;
  return ((double)rank + random_uniform(request->seed, k, i, 1)) / (double)n;
}

/* The first start is where the parameters are, the others are spread. */
static void begin(const struct fit_problem *problem, const struct fit_request *request, struct fit_descent descents[]) {
  for (size_t i = 0; i < request->starts; i++)
    for (size_t k = 0; k < problem->n_parameters; k++) {
      const struct fit_transform *transform = &problem->transforms[k];
      descents[i].coordinate[k] = i == 0 ? fit_transform_coordinate(transform, transform->begin)
                                         : fit_transform_place(transform, place(request, request->starts - 1, k, i));
    }
}

static void make_room(struct fit_solution *solution, const struct fit_problem *problem, struct fit_descent descents[],
                      size_t n_starts, struct error *error) {
  struct pool *pool = &solution->pool;
  size_t p = problem->n_parameters, n = problem->n_observations, used = fit_count_used(problem);
  solution->starts = pool_take(pool, n_starts, sizeof *solution->starts, error);
  solution->estimates = pool_take(pool, p, sizeof *solution->estimates, error);
  solution->covariance = pool_take(pool, p * p, sizeof(double), error);
  solution->correlation = pool_take(pool, p * p, sizeof(double), error);
  for (size_t i = 0; i < n_starts && !error->code; i++) {
    descents[i].problem = problem;
    descents[i].coordinate = pool_take(pool, p, sizeof(double), error);
    descents[i].residual = pool_take(pool, used, sizeof(double), error);
    descents[i].jacobian = pool_take(pool, used * p, sizeof(double), error);
    descents[i].predicted = pool_take(pool, n, sizeof(double), error);
    solution->starts[i].begin = pool_take(pool, p, sizeof(double), error);
    solution->starts[i].found = pool_take(pool, p, sizeof(double), error);
  }
}

static void put_values(const struct fit_problem *problem, const double *coordinate, double *values) {
  for (size_t k = 0; k < problem->n_parameters; k++)
    values[k] = fit_transform_value(&problem->transforms[k], coordinate[k]);
}

static void compare_starts(struct fit_solution *solution, const struct fit_problem *problem,
                           const struct fit_descent descents[]) {
  double least = HUGE_VAL;
  for (size_t i = 0; i < solution->n_starts; i++) {
    struct fit_start *start = &solution->starts[i];
    start->chi2 = descents[i].chi2;
    start->iterations = descents[i].iterations;
    start->evaluations = descents[i].evaluations;
    start->end = descents[i].end;
    put_values(problem, descents[i].coordinate, start->found);
    solution->evaluations += descents[i].evaluations;
    if (!(start->chi2 < least)) continue;
    least = start->chi2;
    solution->best = i;
  }
  double scale = problem->relative ? least / (double)fit_count_used(problem) : 1;
  for (size_t i = 0; i < solution->n_starts; i++) {
    solution->starts[i].same = solution->starts[i].chi2 <= least + SAME * scale;
    solution->n_same += solution->starts[i].same;
  }
}

static int search_all(struct fit_solution *solution, const struct fit_problem *problem,
                      const struct fit_request *request, struct fit_descent descents[], struct error *error) {
  begin(problem, request, descents);
  TRY(fit_noise_measure(problem, descents[0].coordinate, &solution->noise, &solution->step, &solution->evaluations,
                        error));
  for (size_t i = 0; i < request->starts; i++) {
    descents[i].step = solution->step;
    descents[i].noise = isnan(solution->noise) ? 0 : solution->noise;
    put_values(problem, descents[i].coordinate, solution->starts[i].begin);
  }
  TRY(fit_lockstep(problem, descents, request->starts, error));
  compare_starts(solution, problem, descents);
  if (solution->n_same == 0)
    return error_set(error, ERROR_FAILED, "none of %zu beginnings leads anywhere: predictions fail there",
                     request->starts);
  return OK;
}

int fit_solve(struct fit_solution *solution, const struct fit_problem *problem, const struct fit_request *request,
              const char *const names[], struct error *error) {
  *solution = (struct fit_solution){.n_starts = request->starts};
  size_t used = fit_count_used(problem);
  if (used < problem->n_parameters + problem->relative)
    return error_set(error, ERROR_CONFIG, "%zu observations are too few for %zu parameters%s", used,
                     problem->n_parameters, problem->relative ? " and the size of the deviations" : "");
  struct fit_descent *descents = pool_take(&solution->pool, request->starts, sizeof *descents, error);
  if (descents) make_room(solution, problem, descents, request->starts, error);
  if (!descents || error->code) return (int)error->code;
  gsl_error_handler_t *before = gsl_set_error_handler_off();
  int code = search_all(solution, problem, request, descents, error);
  solution->predicted = descents[solution->best].predicted;
  if (!code) code = fit_judge(solution, problem, &descents[solution->best], names, error);
  gsl_set_error_handler(before);
  return code;
}

void fit_free(struct fit_solution *solution) { pool_free(&solution->pool); }
