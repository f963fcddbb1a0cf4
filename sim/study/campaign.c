/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/campaign.h"

#include <stdio.h>
#include <stdlib.h>

#include "run/size.h"
#include "study/crew.h"
#include "study/point.h"

/* A campaign at work; processes of the crew have copies of it. */
struct work {
  const struct campaign *campaign;
  struct campaign_tally *tally;
  struct point_request request;
  struct campaign_display display;
  size_t *items; /* points to do, or to be looked at */
  size_t n;
  size_t *elsewhere; /* points that others had in work, [tally->busy] */
  bool out_of_time;
  struct error *error; /* of a record that could not be written */
};

static int run_item(void *context, size_t item, FILE *answer, struct error *error) {
  const struct work *work = context;
  bool busy;
  int code = point_run(&work->request, item, &busy, error);
  if (busy) {
    fputs(error->sentence, answer);
    *error = (struct error){OK, ""};
  }
  return code;
}

static void copy_once(char reason[REASON_SIZE], const char *sentence) {
  if (!*reason) snprintf(reason, REASON_SIZE, "%s", sentence);
}

/* A point failed: once it is done, it is its file that is not as it should be. */
static void hear_failure(struct work *work, const struct crew_answer *answer) {
  const struct plan *plan = work->campaign->plan;
  if (!point_is_done(plan, answer->item))
    store_keep_failure(plan->store, plan->points[answer->item].identity, answer->code, answer->sentence,
                       work->campaign->program, work->error);
  copy_once(work->tally->failure, answer->sentence);
  work->tally->failed++;
}

static void hear(void *context, const struct crew_answer *answer) {
  struct work *work = context;
  struct campaign_tally *tally = work->tally;
  struct campaign_display *display = &work->display;
  display->to_do--;
  display->heard = wall_clock();
  display->cost_done += work->campaign->plan->points[answer->item].wall;
  if (answer->code == ERROR_STOPPED) {
    work->out_of_time = true;
  } else if (answer->code) {
    hear_failure(work, answer);
  } else if (answer->length > 0) {
    work->elsewhere[tally->busy++] = answer->item;
    copy_once(tally->elsewhere, answer->text);
  } else {
    tally->done++;
  }
  display->done = tally->done + tally->done_before;
  display->failed = tally->failed + tally->failed_before;
}

static void tick(void *context) { campaign_show(&((struct work *)context)->display); }

/* A point of the share: see what stands in the store, and whether it is to do. */
static int look_at(struct work *work, size_t index, struct error *error) {
  const struct campaign *campaign = work->campaign;
  const struct plan *plan = campaign->plan;
  const char *identity = plan->points[index].identity;
  struct campaign_tally *tally = work->tally;
  char reason[REASON_SIZE];
  tally->points++;
  if (point_is_done(plan, index)) {
    TRY(point_clean(plan, index, error));
    if (plan->store_given) work->items[work->n++] = index; /* it may be of another study: to be compared */
    else tally->done_before++;
    return OK;
  }
  if (store_look(plan->store, identity) == POINT_FAILED) {
    if (!campaign->retry) {
      tally->failed_before++;
      copy_once(tally->failure, store_failure(plan->store, identity, reason));
      return OK;
    }
    TRY(store_forget_failure(plan->store, identity, error));
  }
  work->items[work->n++] = index;
  return OK;
}

static int largest_first(const void *a, const void *b) {
  double i = *(const double *)a, j = *(const double *)b;
  return (i < j) - (i > j);
}

/* Those of the share that are to do, the dearest first. */
static int select_items(struct work *work, struct error *error) {
  const struct campaign *campaign = work->campaign;
  const struct plan *plan = campaign->plan;
  bool *mine = calloc(plan->n_points + 1, sizeof *mine);
  size_t *order = calloc(plan->n_points + 1, sizeof *order), n = 0;
  work->items = calloc(plan->n_points + 1, sizeof *work->items);
  work->elsewhere = calloc(plan->n_points + 1, sizeof *work->elsewhere);
  bool room = mine && order && work->items && work->elsewhere;
  if (!room) error_set(error, ERROR_FAILED, "no memory for %zu points", plan->n_points);
  if (room) campaign_order(plan, order, &n, error);
  if (room && !error->code) campaign_share(plan, campaign->share, campaign->shares, mine, error);
  for (size_t i = 0; room && !error->code && i < n; i++)
    if (mine[order[i]]) look_at(work, order[i], error);
  free(mine);
  free(order);
  return (int)error->code;
}

/* As many processes as there are points, and as the memory holds of the largest points side by side; one at least. */
static int limit_processes(struct work *work, struct error *error) {
  const struct campaign *campaign = work->campaign;
  size_t n = campaign->processes < work->n ? campaign->processes : work->n, fit = 0;
  double *memory = calloc(work->n + 1, sizeof *memory), sum = 0, available = size_available();
  if (!memory) return error_set(error, ERROR_FAILED, "no memory for %zu points", work->n);
  for (size_t i = 0; i < work->n; i++) memory[i] = campaign->plan->points[work->items[i]].memory;
  qsort(memory, work->n, sizeof *memory, largest_first);
  while (fit < n && (sum += memory[fit]) <= available) fit++;
  free(memory);
  work->tally->processes = fit > 1 || n == 0 ? fit : 1;
  if (fit < n && !campaign->quiet) {
    char text[24];
    bytes_text(available, text);
    fprintf(stderr, "%zu at a time: more of the points would need more memory than the %s there are\n",
            work->tally->processes, text);
  }
  return OK;
}

/* Points that others had in work, and have done by now, are no more. */
static void look_again(struct work *work) {
  struct campaign_tally *tally = work->tally;
  size_t busy = tally->busy;
  tally->busy = 0;
  for (size_t i = 0; i < busy; i++)
    if (point_is_done(work->campaign->plan, work->elsewhere[i])) tally->done_before++;
    else work->elsewhere[tally->busy++] = work->elsewhere[i];
}

static int work_off(struct work *work, struct error *error) {
  const struct campaign *campaign = work->campaign;
  struct campaign_tally *tally = work->tally;
  work->display.points = tally->points;
  work->display.to_do = work->n;
  work->display.processes = tally->processes;
  for (size_t i = 0; i < work->n; i++) work->display.cost += campaign->plan->points[work->items[i]].wall;
  const struct crew crew = {tally->processes, campaign->threads, run_item, hear, tick, work};
  int code = crew_work(&crew, work->items, work->n, error);
  progress_end(&work->display.progress);
  tally->left = work->n - tally->done - tally->failed - tally->busy;
  look_again(work);
  if (!code && work->error->code) return error_set(error, work->error->code, "%s", work->error->sentence);
  return !code && work->out_of_time ? error_set(error, ERROR_STOPPED, "stopped by --max-wall") : code;
}

int campaign_run(const struct campaign *campaign, struct campaign_tally *tally, struct error *error) {
  struct error record = {OK, ""};
  struct work work = {.campaign = campaign, .tally = tally, .error = &record};
  double begin = wall_clock();
  *tally = (struct campaign_tally){0};
  work.request = (struct point_request){.plan = campaign->plan,
                                        .models = campaign->models,
                                        .n_models = campaign->n_models,
                                        .program = campaign->program,
                                        .build = campaign->build};
  if (campaign->max_wall > 0) work.request.deadline = begin + campaign->max_wall;
  progress_start(&work.display.progress, 0, campaign->quiet);
  work.display.begin = work.display.heard = begin;
  if (select_items(&work, error) == OK && limit_processes(&work, error) == OK && work.n > 0) work_off(&work, error);
  tally->wall = wall_clock() - begin;
  free(work.items);
  free(work.elsewhere);
  return (int)error->code;
}
