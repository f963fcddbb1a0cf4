/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/fit_report.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/json.h"
#include "base/number.h"
#include "base/units.h"
#include "config/table.h"
#include "io/atomic.h"
#include "io/folder.h"

static const double DAY = 86400000; /* [ms] */

double fit_report_in_unit(const struct param_spec *row, double value) {
  struct error error = {OK, ""};
  double factor = 1;
  if (strcmp(row->unit, "1") != 0) unit_factor(row->unit, unit_internal(row->unit), &factor, &error);
  return value / factor;
}

static void print_date(FILE *out) {
  char text[32];
  time_t now = time(NULL);
  struct tm utc;
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
  fputs(text, out);
}

/* The fragment: YAML whose comments say where the numbers come from. */
static void write_fragment(const struct fit_report *report, FILE *out) {
  const struct fit_file *file = report->file;
  const struct fit_solution *solution = report->solution;
  fprintf(out, "# Parameters of the model %s, fitted by %s, ", file->model->name, report->program);
  print_date(out);
  fprintf(out, "\n# fit file      %s\n# base          %s\n# observations  %s, hash %s (FNV-1a)\n", file->path,
          file->base, file->observations_path, file->observations_hash);
  fprintf(out, "# chi2          %.6g of %zu observations, %zu degrees of freedom\n", solution->chi2, solution->n_used,
          solution->freedom);
  if (solution->n_held)
    fprintf(out, "# held out      chi2 %.6g of %zu observations, which were not fitted\n", solution->held_chi2,
            solution->n_held);
  for (size_t i = 0; i < solution->n_remarks; i++) fprintf(out, "# warning: %s\n", solution->remarks[i]);
  fprintf(
      out,
      "# Intervals hold the truth in 95 %% of fits, if the model and the deviations of the observations are right.\n");
  for (size_t k = 0; k < file->n_parameters; k++) {
    const struct param_spec *row = file->rows[k];
    const struct fit_estimate *estimate = &solution->estimates[k];
    fprintf(out, "%s: ", row->key);
    row_print_number(row, round_to_12(estimate->value), out);
    if (estimate->determined)
      fprintf(out, "  # %.4g to %.4g %s\n", fit_report_in_unit(row, estimate->low),
              fit_report_in_unit(row, estimate->high), row->unit);
    else fprintf(out, "  # not determined\n");
  }
}

static void put_matrix(struct json *json, const char *key, const struct fit_file *file, const double *matrix,
                       bool in_units) {
  json_array(json, key);
  for (size_t j = 0; j < file->n_parameters; j++) {
    double row[MOST_FITTED];
    for (size_t k = 0; k < file->n_parameters; k++) {
      double scale = in_units ? fit_report_in_unit(file->rows[j], 1) * fit_report_in_unit(file->rows[k], 1) : 1;
      row[k] = scale * matrix[j * file->n_parameters + k];
    }
    json_numbers(json, NULL, file->n_parameters, row);
  }
  json_end(json);
}

static void put_parameters(struct json *json, const struct fit_report *report) {
  json_array(json, "parameters");
  for (size_t k = 0; k < report->file->n_parameters; k++) {
    const struct param_spec *row = report->file->rows[k];
    const struct fit_transform *transform = &report->file->transforms[k];
    const struct fit_estimate *estimate = &report->solution->estimates[k];
    json_object(json, NULL);
    json_text(json, "name", row->key);
    json_text(json, "unit", row->unit);
    json_text(json, "description", row->doc);
    json_number(json, "value", fit_report_in_unit(row, estimate->value));
    json_number(json, "low", fit_report_in_unit(row, estimate->low));
    json_number(json, "high", fit_report_in_unit(row, estimate->high));
    json_number(json, "deviation", fit_report_in_unit(row, estimate->deviation));
    json_truth(json, "determined", estimate->determined);
    json_number(json, "from", fit_report_in_unit(row, transform->from));
    json_number(json, "to", fit_report_in_unit(row, transform->to));
    json_truth(json, "log", transform->logarithmic);
    json_number(json, "configured", fit_report_in_unit(row, transform->begin));
    json_end(json);
  }
  json_end(json);
}

static void put_values(struct json *json, const char *key, const struct fit_file *file, const double *values) {
  double numbers[MOST_FITTED];
  for (size_t k = 0; k < file->n_parameters; k++) numbers[k] = fit_report_in_unit(file->rows[k], values[k]);
  json_numbers(json, key, file->n_parameters, numbers);
}

static void put_starts(struct json *json, const struct fit_report *report) {
  json_array(json, "starts");
  for (size_t i = 0; i < report->solution->n_starts; i++) {
    const struct fit_start *start = &report->solution->starts[i];
    json_object(json, NULL);
    put_values(json, "begin", report->file, start->begin);
    put_values(json, "found", report->file, start->found);
    json_number(json, "chi2", start->chi2);
    json_text(json, "end", fit_end_word[start->end]);
    json_truth(json, "same", start->same);
    json_number(json, "iterations", (double)start->iterations);
    json_number(json, "evaluations", (double)start->evaluations);
    json_end(json);
  }
  json_end(json);
}

static void put_observations(struct json *json, const struct fit_report *report) {
  json_array(json, "observations");
  for (size_t i = 0; i < report->file->n_observations; i++) {
    const struct fit_observation *row = &report->file->observations[i];
    double predicted = report->solution->predicted[i];
    json_object(json, NULL);
    json_text(json, "outcome", row->name);
    json_text(json, "treatment", report->file->treatments[row->treatment].name);
    json_number(json, "time", row->timed ? (double)row->time / DAY : (double)NAN);
    json_text(json, "unit", row->unit);
    json_number(json, "observed", row->value);
    json_number(json, "deviation", row->deviation);
    json_number(json, "predicted", predicted);
    json_number(json, "residual", (predicted - row->value) / row->deviation);
    json_truth(json, "used", row->used);
    json_end(json);
  }
  json_end(json);
}

static void write_json(const struct fit_report *report, FILE *out) {
  const struct fit_file *file = report->file;
  const struct fit_solution *solution = report->solution;
  struct json json = {.stream = out};
  json_object(&json, NULL);
  json_number(&json, "format_version", 1);
  json_text(&json, "program", report->program);
  json_text(&json, "model", file->model->name);
  json_text(&json, "fit_file", file->path);
  json_text(&json, "base", file->base);
  json_text(&json, "observations_file", file->observations_path);
  json_text(&json, "observations_hash", file->observations_hash);
  json_text(&json, "deviations", file->relative ? "relative" : "absolute");
  json_number(&json, "chi2", solution->chi2);
  json_number(&json, "degrees_of_freedom", (double)solution->freedom);
  json_number(&json, "used", (double)solution->n_used);
  json_number(&json, "held_out", (double)solution->n_held);
  json_number(&json, "held_out_chi2", solution->held_chi2);
  json_number(&json, "noise", solution->noise);
  json_number(&json, "difference_step", solution->step);
  json_number(&json, "seed", (double)file->seed);
  put_parameters(&json, report);
  put_matrix(&json, "covariance", file, solution->covariance, true);
  put_matrix(&json, "correlation", file, solution->correlation, false);
  put_starts(&json, report);
  put_observations(&json, report);
  json_array(&json, "remarks");
  for (size_t i = 0; i < solution->n_remarks; i++) json_text(&json, NULL, solution->remarks[i]);
  json_end(&json);
  json_end(&json);
  fputc('\n', out);
}

static void write_residuals(const struct fit_report *report, FILE *out) {
  char text[NUMBER_LENGTH];
  fputs("outcome,time [day],treatment,unit,observed,deviation,predicted,residual,use\n", out);
  for (size_t i = 0; i < report->file->n_observations; i++) {
    const struct fit_observation *row = &report->file->observations[i];
    double predicted = report->solution->predicted[i];
    const double numbers[] = {row->value, row->deviation, predicted, (predicted - row->value) / row->deviation};
    fprintf(out, "%s,%s,%s,%s", row->name, row->timed ? number_text((double)row->time / DAY, text) : "",
            report->file->treatments[row->treatment].name, row->unit);
    for (size_t k = 0; k < COUNT(numbers); k++)
      fprintf(out, ",%s", isnan(numbers[k]) ? "" : number_text(numbers[k], text));
    fprintf(out, ",%s\n", row->used ? "fit" : "keep");
  }
}

static const struct part {
  const char *name;
  void (*write)(const struct fit_report *report, FILE *out);
} PARTS[] = {{FIT_RESIDUALS, write_residuals}, {FIT_JSON, write_json}, {FIT_FRAGMENT, write_fragment}};

int fit_report_refuse(const char *folder, struct error *error) {
  for (size_t i = 0; i < COUNT(PARTS); i++) {
    char path[PATH_SIZE];
    struct stat status;
    TRY(atomic_join(path, folder, PARTS[i].name, error));
    if (lstat(path, &status) == 0)
      return error_set(error, ERROR_FAILED, "%s is there already: a fit is not overwritten without --force", path);
    if (errno != ENOENT && errno != ENOTDIR)
      return error_set(error, ERROR_FAILED, "cannot look for %s: %s", path, strerror(errno));
  }
  return OK;
}

int fit_report_write(const struct fit_report *report, const char *folder, struct error *error) {
  TRY(folder_make(folder, error));
  for (size_t i = 0; i < COUNT(PARTS); i++) {
    struct atomic atomic;
    TRY(atomic_begin(&atomic, folder, PARTS[i].name, error));
    FILE *out = atomic_open(&atomic, error);
    if (!out) return (int)error->code;
    PARTS[i].write(report, out);
    atomic_close(&atomic, out, error);
    TRY(atomic_end(&atomic, NULL, error));
  }
  return OK;
}
