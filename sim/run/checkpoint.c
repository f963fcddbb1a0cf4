/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content of a slot: a head, texts, and the memory that holds the state, piece by piece. What is written and what is read is
 * one list of pieces. */
#include "run/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "measure/series.h"
#include "run/identity.h"

enum { N_TEXTS = 5, MOST_PIECES = MAX_FIELDS + 3 };

/* Numbers of fixed size, and the lengths of what follows. */
struct head {
  uint64_t text[N_TEXTS]; /* lengths of the texts, in their order */
  uint64_t event, past, rows, sessions, resumes, accepted, rejected, negative;
  double t, last_error, lowest, rest_residual, wall;
  int64_t rung, was_rejected;
};

/* What was to happen before event n, as a number. */
static uint64_t past_of(const struct schedule *schedule, size_t n) {
  uint64_t hash = HASH_START;
  for (size_t i = 0; i < n; i++) {
    const struct event *event = &schedule->event[i];
    const int64_t words[] = {event->time, event->measure, event->frame, event->session};
    for (size_t w = 0; w < COUNT(words); w++) hash = hash_step(hash, (uint64_t)words[w]);
  }
  return hash;
}

/* Texts that identify the run, and what was said in its course. */
static void texts_of(const struct checkpoint *c, const char *text[N_TEXTS]) {
  const struct settings *settings = c->simulation->settings;
  text[0] = settings->canonical;
  text[1] = settings->file_text ? settings->file_text : "";
  text[2] = c->program;
  text[3] = c->build;
  text[4] = c->simulation->notes;
}

/* All memory of the state, the rows of the tables apart. */
static size_t state_pieces(const struct checkpoint *c, struct piece pieces[MOST_PIECES]) {
  struct simulation *sim = c->simulation;
  const struct fields *state = stepper_state(sim->stepper);
  size_t n = 0;
  pieces[n++] = (struct piece){sim->series, series_count(sim->settings->model) * sizeof(double)};
  pieces[n++] = outcomes_memory(sim->outcomes);
  for (size_t f = 0; f < state->n; f++)
    if (state->plane0[f])
      pieces[n++] =
          (struct piece){state->plane0[f], (state->range[f].k1 - state->range[f].k0) * state->plane * sizeof(double)};
  return n;
}

static uint64_t sum_of(const struct piece *pieces, size_t n) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < n; i++) bytes += pieces[i].bytes;
  return bytes;
}

/* Pieces are written from, or read into; texts only the former. */
static struct piece text_piece(const char *text, uint64_t length) {
  union {
    const char *from;
    void *memory;
  } same = {text};
  return (struct piece){same.memory, length};
}

/* Head, texts, state, rows. To be freed; NULL: there is no memory. */
static struct piece *all_pieces(const struct checkpoint *c, struct head *head, const char *const text[N_TEXTS],
                                size_t rows, size_t *n) {
  struct piece *pieces = malloc((1 + N_TEXTS + MOST_PIECES + record_pieces(c->record, rows, NULL)) * sizeof *pieces);
  if (!pieces) return NULL;
  *n = 0;
  pieces[(*n)++] = (struct piece){head, sizeof *head};
  for (size_t i = 0; i < N_TEXTS; i++) pieces[(*n)++] = text_piece(text[i], head->text[i]);
  *n += state_pieces(c, pieces + *n);
  *n += record_pieces(c->record, rows, pieces + *n);
  return pieces;
}

static void fill_head(const struct checkpoint *c, const char *const text[N_TEXTS], struct head *head) {
  const struct simulation *sim = c->simulation;
  for (size_t i = 0; i < N_TEXTS; i++) head->text[i] = strlen(text[i]);
  head->event = c->event;
  head->past = past_of(c->schedule, c->event);
  head->rows = c->record->n_rows;
  head->sessions = sim->treatment.n_done;
  head->resumes = c->resumes;
  head->accepted = sim->tally.accepted;
  head->rejected = sim->tally.rejected;
  head->negative = sim->tally.negative;
  head->t = sim->t;
  head->last_error = sim->control.last_error;
  head->lowest = sim->tally.lowest;
  head->rest_residual = sim->tally.rest_residual;
  head->wall = c->wall;
  head->rung = sim->control.rung;
  head->was_rejected = sim->control.rejected;
}

uint64_t checkpoint_bytes(const struct checkpoint *c) {
  enum { SESSION_NOTE = 256 };
  const char *text[N_TEXTS];
  struct head head = {0};
  size_t n = 0;
  texts_of(c, text);
  fill_head(c, text, &head);
  struct piece *pieces = all_pieces(c, &head, text, c->record->capacity, &n);
  uint64_t bytes = pieces ? sum_of(pieces, n) : 0;
  free(pieces);
  return bytes + c->simulation->settings->n_sessions * SESSION_NOTE;
}

int checkpoint_write(struct slots *slots, const struct checkpoint *c, struct error *error) {
  const char *text[N_TEXTS];
  struct head head;
  size_t n = 0;
  memset(&head, 0, sizeof head);
  texts_of(c, text);
  fill_head(c, text, &head);
  struct piece *pieces = all_pieces(c, &head, text, c->record->n_rows, &n);
  if (!pieces) return error_set(error, ERROR_FAILED, "no memory for a checkpoint");
  int code = slots_write(slots, pieces, n, error);
  free(pieces);
  return code;
}

/* Refuse what is not this run. */
static int check_identity(const struct checkpoint *c, const struct head *head, const char *const text[N_TEXTS],
                          struct error *error) {
  const char *own[N_TEXTS];
  texts_of(c, own);
  for (size_t i = 0; i < N_TEXTS; i++)
    if (!text[i]) return error_set(error, ERROR_FAILED, "the checkpoint does not say what it is of");
  if (strcmp(text[2], own[2]) != 0 || strcmp(text[3], own[3]) != 0)
    return error_set(error, ERROR_FAILED,
                     "the checkpoint was written by another program (%s, %s), whose results may differ in their last "
                     "digits: go on with that one, or start afresh with --force",
                     text[2], text[3]);
  char *lines = NULL;
  size_t size;
  FILE *stream = open_memstream(&lines, &size);
  if (!stream) return error_set(error, ERROR_FAILED, "no memory for a comparison");
  int differences = identity_differences(text[0], own[0], stream);
  fclose(stream);
  if (differences > 0)
    error_set(
        error, ERROR_CONFIG,
        "the checkpoint is of another configuration:\n%sOnly run.end, output.frames and output.measures may change "
        "while a run is going on, and the number of threads",
        lines);
  free(lines);
  if (!error->code && strcmp(text[1], own[1]) != 0)
    error_set(error, ERROR_CONFIG, "the file of punctures is another than when the checkpoint was written");
  if (!error->code && (head->event >= c->schedule->n || past_of(c->schedule, head->event) != head->past))
    error_set(error, ERROR_CONFIG,
              "the checkpoint stands at day %.6g, and of run.end, output.frames and output.measures something before "
              "that has changed: only what is still to come may",
              head->t);
  return (int)error->code;
}

/* Head and texts, each with an end of its own; to be freed. */
static int read_texts(const struct slots *slots, struct head *head, char *text[N_TEXTS], struct error *error) {
  TRY(slots_read(slots, 0, &(struct piece){head, sizeof *head}, 1, error));
  uint64_t at = sizeof *head;
  for (size_t i = 0; i < N_TEXTS; i++) {
    if (head->text[i] > slots->bytes) return error_set(error, ERROR_FAILED, "the checkpoint holds no state of a run");
    text[i] = calloc(1, head->text[i] + 1);
    if (!text[i]) return error_set(error, ERROR_FAILED, "no memory for the texts of a checkpoint");
    TRY(slots_read(slots, at, &(struct piece){text[i], head->text[i]}, 1, error));
    at += head->text[i];
  }
  return OK;
}

static void take_head(struct checkpoint *c, const struct head *head) {
  struct simulation *sim = c->simulation;
  c->event = head->event;
  c->resumes = head->resumes + 1;
  c->wall = head->wall;
  c->record->n_rows = head->rows;
  sim->t = head->t;
  sim->control =
      (struct control){.rung = (int)head->rung, .last_error = head->last_error, .rejected = head->was_rejected != 0};
  sim->tally.accepted = head->accepted;
  sim->tally.rejected = head->rejected;
  sim->tally.negative = head->negative;
  sim->tally.lowest = head->lowest;
  sim->tally.rest_residual = head->rest_residual;
}

static int read_state(const struct slots *slots, struct checkpoint *c, const char *const text[N_TEXTS],
                      struct head *head, struct error *error) {
  struct simulation *sim = c->simulation;
  size_t n = 0, before = 1 + N_TEXTS, said = strlen(sim->notes);
  if (head->rows > c->record->capacity || head->sessions > sim->treatment.n_planned || head->rung < 0 ||
      head->rung >= N_RUNGS)
    return error_set(error, ERROR_FAILED, "the checkpoint does not fit this run");
  struct piece *pieces = all_pieces(c, head, text, head->rows, &n);
  if (!pieces) return error_set(error, ERROR_FAILED, "no memory for a checkpoint");
  uint64_t at = sum_of(pieces, before);
  if (sum_of(pieces, n) != slots->bytes)
    error_set(error, ERROR_FAILED, "the checkpoint has another size than the state of this run");
  else slots_read(slots, at, pieces + before, n - before, error);
  free(pieces);
  if (error->code) return (int)error->code;
  for (size_t i = 0; i < head->sessions; i++) simulation_recall(sim, i);
  if (strlen(text[4]) > said) fputs(text[4] + said, sim->note); /* of the sessions; the rest has just been said again */
  fflush(sim->note);
  take_head(c, head);
  return OK;
}

int checkpoint_read(const struct slots *slots, struct checkpoint *c, struct error *error) {
  struct head head;
  char *read[N_TEXTS] = {0};
  const char *text[N_TEXTS];
  int code = read_texts(slots, &head, read, error);
  for (size_t i = 0; i < N_TEXTS; i++) text[i] = read[i];
  if (code == OK) code = check_identity(c, &head, text, error);
  if (code == OK) code = read_state(slots, c, text, &head, error);
  for (size_t i = 0; i < N_TEXTS; i++) free(read[i]);
  return code;
}
