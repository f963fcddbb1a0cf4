/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/fit_summary.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "app/sheet.h"
#include "study/fit_report.h"

static const char *range_text(const struct fit_file *file, size_t k, struct pool *pool, struct error *error) {
  const struct fit_transform *transform = &file->transforms[k];
  if (!fit_transform_is_bounded(transform)) return "above 0";
  return pool_print(pool, error, "%.4g to %.4g%s", fit_report_in_unit(file->rows[k], transform->from),
                    fit_report_in_unit(file->rows[k], transform->to), transform->logarithmic ? ", log" : "");
}

static int print_parameters(const struct fit_file *file, const struct fit_solution *solution, struct pool *pool,
                            struct error *error) {
  struct sheet sheet = sheet_make(7, file->n_parameters, pool, error);
  const char **name = sheet_texts(&sheet, "parameter");
  double *value = sheet_numbers(&sheet, "value", "1", NULL), *low = sheet_numbers(&sheet, "low", "1", NULL),
         *high = sheet_numbers(&sheet, "high", "1", NULL);
  const char **unit = sheet_texts(&sheet, "unit"), **range = sheet_texts(&sheet, "range");
  for (size_t k = 0; k < file->n_parameters && !error->code; k++) {
    const struct param_spec *row = file->rows[k];
    name[k] = row->key;
    unit[k] = row->unit;
    value[k] = fit_report_in_unit(row, solution->estimates[k].value);
    low[k] = fit_report_in_unit(row, solution->estimates[k].low);
    high[k] = fit_report_in_unit(row, solution->estimates[k].high);
    range[k] = range_text(file, k, pool, error);
  }
  if (!error->code) sheet_print(&sheet, "  ", stdout);
  return (int)error->code;
}

static int print_correlation(const struct fit_file *file, const struct fit_solution *solution, struct pool *pool,
                             struct error *error) {
  size_t p = file->n_parameters;
  struct sheet sheet = sheet_make(p + 1, p, pool, error);
  const char **name = sheet_texts(&sheet, "correlation");
  for (size_t k = 0; k < p && !error->code; k++) {
    double *column = sheet_numbers(&sheet, file->rows[k]->key, "1", NULL);
    name[k] = file->rows[k]->key;
    for (size_t j = 0; j < p && column; j++) column[j] = round(1e3 * solution->correlation[j * p + k]) / 1e3;
  }
  if (!error->code) printf("\n");
  if (!error->code) sheet_print(&sheet, "  ", stdout);
  return (int)error->code;
}

static void print_misfit(const struct fit_file *file, const struct fit_solution *solution) {
  printf("\nchi2       %.4g of %zu observations", solution->chi2, solution->n_used);
  if (solution->freedom) {
    double freedom = (double)solution->freedom;
    printf(", %.3g per degree of freedom", solution->chi2 / freedom);
    if (!file->relative) printf("; so much or more by chance: %.2g", gsl_cdf_chisq_Q(solution->chi2, freedom));
  }
  if (solution->n_held) printf("\nheld out   chi2 %.4g of %zu observations", solution->held_chi2, solution->n_held);
  if (file->relative) printf("\ndeviations relative: intervals are scaled by the residuals");
  printf("\n");
}

static void print_searches(const struct fit_runs *runs, const struct fit_solution *solution) {
  size_t ends[N_FIT_ENDS] = {0};
  for (size_t i = 0; i < solution->n_starts; i++) ends[solution->starts[i].end]++;
  printf("searches   %zu of %zu came to this misfit;", solution->n_same, solution->n_starts);
  const char *separator = " ";
  for (size_t e = 0; e < N_FIT_ENDS; e++) {
    if (ends[e]) printf("%s%zu %s", separator, ends[e], fit_end_word[e]);
    if (ends[e]) separator = ", ";
  }
  printf("\nruns       %zu", runs->done);
  if (runs->failed) printf(", of which %zu failed; the last: %s", runs->failed, runs->reason);
  printf("\nnoise      %.2g of a deviation; differences of %.2g in the coordinates\n", solution->noise, solution->step);
}

int fit_summary_print(const struct fit_runs *runs, const struct fit_solution *solution, struct error *error) {
  struct pool pool = {NULL};
  const struct fit_file *file = runs->file;
  int code = print_parameters(file, solution, &pool, error);
  if (!code && file->n_parameters > 1) code = print_correlation(file, solution, &pool, error);
  if (!code) print_misfit(file, solution);
  if (!code) print_searches(runs, solution);
  for (size_t i = 0; i < solution->n_remarks && !code; i++) printf("warning: %s\n", solution->remarks[i]);
  pool_free(&pool);
  if (!code && (fflush(stdout) || ferror(stdout)))
    code = error_set(error, ERROR_FAILED, "cannot write: %s", strerror(errno));
  return code;
}
