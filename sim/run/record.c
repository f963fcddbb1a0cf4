/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/series.h"

enum { REPORT_COLUMNS = 5 + MAX_LAYERS };

int record_create(struct record *record, const struct simulation *simulation, size_t capacity, struct error *error) {
  const struct model *model = simulation->settings->model;
  size_t nz = simulation->grid.axis[2].n, sessions = simulation->settings->n_sessions;
  *record = (struct record){.simulation = simulation, .capacity = capacity};
  for (size_t l = 0; l < model->n_layers; l++)
    snprintf(record->volume_name[l], VOLUME_NAME, "injured_volume_%s", model->layers[l].name);
  record->time = calloc(capacity, sizeof(double));
  record->series = calloc(series_count(model) * capacity + 1, sizeof(double));
  size_t n_profiles = 0;
  for (size_t m = 0; m < model->n_measures; m++) n_profiles += model->measures[m].reduction == PROFILE;
  record->profiles = calloc(n_profiles * capacity * nz + 1, sizeof(double));
  record->sample = calloc(series_count(model) + 1, sizeof(double));
  record->sample_profiles = calloc(model->n_measures * nz + 1, sizeof(double));
  record->outcomes = calloc(model->n_outcomes + model->n_concludes + 1, sizeof(double));
  record->columns = calloc(series_count(model) + 1, sizeof(struct column));
  record->outcome_columns = calloc(model->n_outcomes + model->n_concludes + 1, sizeof(struct column));
  record->sessions = calloc(sessions + 1, sizeof(struct session_record));
  record->report = calloc(sessions * REPORT_COLUMNS + 1, sizeof(struct column));
  record->report_values = calloc(sessions * REPORT_COLUMNS + 1, sizeof(double));
  if (!record->time || !record->series || !record->profiles || !record->sample || !record->sample_profiles ||
      !record->outcomes || !record->columns || !record->outcome_columns || !record->sessions || !record->report ||
      !record->report_values)
    return error_set(error, ERROR_FAILED, "no memory for tables of %zu rows", capacity);
  return OK;
}

void record_free(struct record *record) {
  void *owned[] = {record->time,    record->series,          record->profiles, record->sample, record->sample_profiles,
                   record->columns, record->outcome_columns, record->sessions, record->report, record->report_values,
                   record->outcomes};
  for (size_t i = 0; i < COUNT(owned); i++) free(owned[i]);
  *record = (struct record){0};
}

void record_take(struct record *record) {
  const struct simulation *sim = record->simulation;
  const struct model *model = sim->settings->model;
  size_t nz = sim->grid.axis[2].n, row = record->n_rows++, profile = 0;
  gauges_take(sim->gauges, stepper_state(sim->stepper), sim->t, true, record->sample, record->sample_profiles);
  record->time[row] = sim->t;
  for (size_t s = 0; s < series_count(model); s++) record->series[s * record->capacity + row] = record->sample[s];
  for (size_t m = 0; m < model->n_measures; m++)
    if (model->measures[m].reduction == PROFILE)
      memcpy(record->profiles + (profile++ * record->capacity + row) * nz, record->sample_profiles + m * nz,
             nz * sizeof(double));
}

static struct table measures(struct record *record) {
  const struct simulation *sim = record->simulation;
  const struct model *model = sim->settings->model;
  size_t n = 0, profile = 0;
  for (size_t s = 0; s < series_count(model); s++) {
    bool is_profile = s < model->n_measures && model->measures[s].reduction == PROFILE;
    const double *values = is_profile ? record->profiles + profile++ * record->capacity * sim->grid.axis[2].n
                                      : record->series + s * record->capacity;
    if (!gauges_present(sim->gauges, s)) continue;
    struct label label = series_label(model, s);
    record->columns[n++] = (struct column){
        .name = label.name, .unit = label.unit, .description = label.doc, .profile = is_profile, .values = values};
  }
  return (struct table){.n_columns = n, .n_rows = record->n_rows, .columns = record->columns, .time = record->time};
}

static struct table outcomes(struct record *record) {
  const struct simulation *sim = record->simulation;
  const struct model *model = sim->settings->model;
  outcomes_values(sim->outcomes, record->outcomes);
  size_t n = 0;
  for (size_t i = 0; i < model->n_outcomes + model->n_concludes; i++) {
    if (!outcomes_present(sim->outcomes, i)) continue;
    struct label label = outcomes_label(model, i);
    record->outcome_columns[n++] = (struct column){
        .name = label.name, .unit = label.unit, .description = label.doc, .values = &record->outcomes[i]};
  }
  return (struct table){.n_columns = n, .n_rows = 1, .columns = record->outcome_columns};
}

static size_t report_session(struct record *record, size_t i) {
  const struct simulation *sim = record->simulation;
  const struct injury_report *report = &sim->treatment.session[i].report;
  struct column *column = record->report + i * REPORT_COLUMNS;
  double *value = record->report_values + i * REPORT_COLUMNS;
  const struct column rows[] = {
      {.name = "punctures", .unit = "1", .description = "number of punctures"},
      {.name = "punctures_pierced", .unit = "1", .description = "number of punctures that left a channel"},
      {.name = "density", .unit = "1/mm^2", .description = "punctures per area"},
      {.name = "overlap", .unit = "1", .description = "share of the channels that touch another at the surface"},
      {.name = "injured_area", .unit = "1", .description = "share of the uppermost cells that channels and rims took"}};
  const double numbers[] = {(double)report->n_punctures, (double)report->n_pierced, report->density, report->overlap,
                            report->injured_area};
  size_t n = 0;
  for (; n < COUNT(rows); n++) {
    column[n] = rows[n];
    value[n] = numbers[n];
  }
  for (size_t l = 0; l < sim->grid.n_layers; l++) {
    if (sim->grid.layer[l].k1 == sim->grid.layer[l].k0) continue;
    column[n] = (struct column){.name = record->volume_name[l],
                                .unit = "1",
                                .description = "share of the layer's volume that channels and rims took"};
    value[n++] = report->injured_volume[l];
  }
  for (size_t c = 0; c < n; c++) column[c].values = &value[c];
  return n;
}

struct content record_content(struct record *record) {
  const struct treatment *treatment = &record->simulation->treatment;
  for (size_t i = 0; i < treatment->n_done; i++) {
    const struct session *session = &treatment->session[i];
    record->sessions[i] = (struct session_record){.time = session->time,
                                                  .punctures = session->punctures.puncture,
                                                  .n_punctures = session->punctures.n,
                                                  .injured = session->injured,
                                                  .n_report = report_session(record, i),
                                                  .report = record->report + i * REPORT_COLUMNS};
  }
  return (struct content){.measures = measures(record),
                          .outcomes = outcomes(record),
                          .n_sessions = treatment->n_done,
                          .sessions = record->sessions};
}

size_t record_pieces(const struct record *record, size_t n_rows, struct piece *pieces) {
  const struct model *model = record->simulation->settings->model;
  size_t n = 0, nz = record->simulation->grid.axis[2].n, capacity = record->capacity, profile = 0;
  if (pieces) pieces[n] = (struct piece){record->time, n_rows * sizeof(double)};
  n++;
  for (size_t s = 0; s < series_count(model); s++, n++)
    if (pieces) pieces[n] = (struct piece){record->series + s * capacity, n_rows * sizeof(double)};
  for (size_t m = 0; m < model->n_measures; m++) {
    if (model->measures[m].reduction != PROFILE) continue;
    if (pieces) pieces[n] = (struct piece){record->profiles + profile * capacity * nz, n_rows * nz * sizeof(double)};
    profile++;
    n++;
  }
  return n;
}
