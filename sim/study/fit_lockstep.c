/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_lockstep.h"

#include <pthread.h>
#include <string.h>

/* One search, and what it waits for. */
struct walker {
  struct together *together;
  struct fit_problem problem; /* as the search sees it */
  struct fit_descent *descent;
  pthread_t thread;
  struct error error;
  bool waits, answered;
  size_t n_vectors;
  const double *parameters;
  double *predictions;
};

struct together {
  const struct fit_problem *problem;
  pthread_mutex_t mutex;
  pthread_cond_t asked, answered;
  size_t n, n_busy; /* busy: neither waiting nor at its end */
  struct walker *walkers;
  struct error error; /* of an evaluation: ends all */
};

static int ask(void *context, size_t n_vectors, const double *parameters, double *predictions, struct error *error) {
  struct walker *walker = context;
  struct together *all = walker->together;
  pthread_mutex_lock(&all->mutex);
  walker->n_vectors = n_vectors;
  walker->parameters = parameters;
  walker->predictions = predictions;
  walker->waits = true;
  walker->answered = false;
  all->n_busy--;
  pthread_cond_signal(&all->asked);
  while (!walker->answered) pthread_cond_wait(&all->answered, &all->mutex);
  if (all->error.code) *error = all->error;
  pthread_mutex_unlock(&all->mutex);
  return (int)error->code;
}

static void *walk(void *context) {
  struct walker *walker = context;
  fit_descend(walker->descent, &walker->error);
  pthread_mutex_lock(&walker->together->mutex);
  walker->together->n_busy--;
  pthread_cond_signal(&walker->together->asked);
  pthread_mutex_unlock(&walker->together->mutex);
  return NULL;
}

/* Evaluate what is asked for, in the order of the searches. */
static void answer(struct together *all, size_t n_vectors) {
  size_t p = all->problem->n_parameters, n = all->problem->n_observations, first = 0;
  struct pool pool = {NULL};
  double *parameters = pool_take(&pool, n_vectors * p, sizeof *parameters, &all->error);
  double *predictions = pool_take(&pool, n_vectors * n, sizeof *predictions, &all->error);
  for (size_t w = 0; w < all->n && !all->error.code; w++) {
    const struct walker *walker = &all->walkers[w];
    if (!walker->waits) continue;
    memcpy(parameters + first * p, walker->parameters, walker->n_vectors * p * sizeof *parameters);
    first += walker->n_vectors;
  }
  if (!all->error.code) all->problem->evaluate(all->problem->context, n_vectors, parameters, predictions, &all->error);
  first = 0;
  for (size_t w = 0; w < all->n; w++) {
    struct walker *walker = &all->walkers[w];
    if (!walker->waits) continue;
    if (!all->error.code)
      memcpy(walker->predictions, predictions + first * n, walker->n_vectors * n * sizeof *predictions);
    first += walker->n_vectors;
    walker->waits = false;
    walker->answered = true;
    all->n_busy++;
  }
  pool_free(&pool);
}

/* Until no search asks any more. */
static void serve(struct together *all) {
  pthread_mutex_lock(&all->mutex);
  for (;;) {
    size_t n_vectors = 0;
    while (all->n_busy > 0) pthread_cond_wait(&all->asked, &all->mutex);
    for (size_t w = 0; w < all->n; w++) n_vectors += all->walkers[w].waits ? all->walkers[w].n_vectors : 0;
    if (n_vectors == 0) break;
    answer(all, n_vectors);
    pthread_cond_broadcast(&all->answered);
  }
  pthread_mutex_unlock(&all->mutex);
}

int fit_lockstep(const struct fit_problem *problem, struct fit_descent descents[], size_t n, struct error *error) {
  struct pool pool = {NULL};
  struct together all = {.problem = problem, .mutex = PTHREAD_MUTEX_INITIALIZER};
  pthread_cond_init(&all.asked, NULL);
  pthread_cond_init(&all.answered, NULL);
  all.walkers = pool_take(&pool, n, sizeof *all.walkers, error);
  for (size_t w = 0; all.walkers && w < n && !error->code; w++) {
    struct walker *walker = &all.walkers[w];
    *walker = (struct walker){.together = &all, .problem = *problem, .descent = &descents[w]};
    walker->problem.evaluate = ask;
    walker->problem.context = walker;
    descents[w].problem = &walker->problem;
    pthread_mutex_lock(&all.mutex);
    if (pthread_create(&walker->thread, NULL, walk, walker))
      error_set(error, ERROR_FAILED, "no thread for a search can be made");
    else all.n++, all.n_busy++;
    pthread_mutex_unlock(&all.mutex);
  }
  pthread_mutex_lock(&all.mutex);
  if (error->code) all.error = *error; /* those that began are told at their next question */
  pthread_mutex_unlock(&all.mutex);
  serve(&all);
  for (size_t w = 0; w < all.n; w++) {
    pthread_join(all.walkers[w].thread, NULL);
    descents[w].problem = problem;
    if (all.walkers[w].error.code) error_set(error, all.walkers[w].error.code, "%s", all.walkers[w].error.sentence);
  }
  if (all.error.code) error_set(error, all.error.code, "%s", all.error.sentence);
  pthread_cond_destroy(&all.asked);
  pthread_cond_destroy(&all.answered);
  pthread_mutex_destroy(&all.mutex);
  pool_free(&pool);
  return (int)error->code;
}
