/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sensitivity_report.h"

#include <math.h>
#include <string.h>

#include "app/sheet.h"
#include "base/json.h"
#include "model.h"

/* An interval of a share of the variance that is wider ranks nothing. */
static const double WIDE = 0.2;
/* Blocks left out beyond this share say something of the model, not of chance. */
static const double MANY_LEFT_OUT = 0.1;
/* Of fewer blocks even the intervals are rough. */
static const size_t FEW_ROWS = 64, FEW_TRAJECTORIES = 10;
enum { MOST_CAUTIONS = 3 };

static bool is_sobol(const struct sensitivity_report *report) { return report->table->kind == DESIGN_SOBOL; }

static const char *block_name(const struct sensitivity_report *report) {
  return is_sobol(report) ? "rows" : "trajectories";
}

static size_t blocks_of(const struct sensitivity_report *report) {
  return report->table->design.n_points / report->table->design.block;
}

static size_t count_status(const struct study_table *table, const char *status) {
  size_t n = 0;
  for (size_t p = 0; p < table->n_points; p++) n += strcmp(table->status[p], status) == 0;
  return n;
}

/* The smallest and the largest value of a key; NaN of words. */
static void range_of(const struct study_table *table, const struct study_column *key, double range[2]) {
  range[0] = range[1] = (double)NAN;
  for (size_t p = 0; key->values && p < table->n_points; p++) {
    range[0] = fmin(range[0], key->values[p]);
    range[1] = fmax(range[1], key->values[p]);
  }
}

/* What is to be minded of an outcome. @return how many sentences */
static size_t find_cautions(const struct sensitivity_report *report, const struct outcome_indices *of,
                            const char *cautions[MOST_CAUTIONS], struct error *error) {
  size_t n = 0, all = blocks_of(report), widest = 0;
  const char *blocks = block_name(report);
  for (size_t key = 1; of->shares && key < report->table->design.n_keys; key++) {
    struct estimate best = of->shares[widest].total, total = of->shares[key].total;
    if (total.high - total.low > best.high - best.low) widest = key;
  }
  double width = of->shares ? of->shares[widest].total.high - of->shares[widest].total.low : 0;
  if (width > WIDE)
    cautions[n++] = pool_print(report->pool, error, "intervals are up to %.2g wide (total of %s): more rows are needed",
                               width, report->table->design_keys[widest].name);
  if (of->blocks < (is_sobol(report) ? FEW_ROWS : FEW_TRAJECTORIES))
    cautions[n++] = pool_print(report->pool, error, "%zu %s are few: even the intervals are rough", of->blocks, blocks);
  if ((double)(all - of->blocks) > MANY_LEFT_OUT * (double)all)
    cautions[n++] =
        pool_print(report->pool, error,
                   "%.0f %% of the %s are left out: what is said holds where the outcome is a number, which "
                   "need not be like the rest",
                   100 * (double)(all - of->blocks) / (double)all, blocks);
  return error->code ? 0 : n;
}

static const char *estimate_text(const struct sensitivity_report *report, struct estimate estimate,
                                 struct error *error) {
  return pool_print(report->pool, error, is_sobol(report) ? "%.3f (%.3f to %.3f)" : "%.4g (%.4g to %.4g)",
                    estimate.value, estimate.low, estimate.high);
}

static const char *range_text(const struct sensitivity_report *report, const struct study_column *key,
                              struct error *error) {
  double range[2];
  range_of(report->table, key, range);
  if (!key->values) return "words";
  return pool_print(report->pool, error, "%.4g to %.4g %s%s", range[0], range[1],
                    strcmp(key->unit, "1") == 0 ? "" : key->unit, key->logarithmic ? " (log)" : "");
}

/* The table of an outcome for people. */
static int print_outcome(const struct sensitivity_report *report, const struct outcome_indices *of, FILE *stream,
                         struct error *error) {
  const struct study_table *table = report->table;
  struct sheet sheet = sheet_make(5, table->design.n_keys, report->pool, error);
  const char **name = sheet_texts(&sheet, "key");
  const char **one = sheet_texts(&sheet, is_sobol(report) ? "first" : "mu*");
  const char **two = sheet_texts(&sheet, is_sobol(report) ? "total" : "sigma");
  double *mu = is_sobol(report) ? NULL : sheet_numbers(&sheet, "mu", NULL, NULL);
  const char **range = sheet_texts(&sheet, "range");
  TRY((int)error->code);
  for (size_t key = 0; key < table->design.n_keys; key++) {
    name[key] = table->design_keys[key].name;
    range[key] = range_text(report, &table->design_keys[key], error);
    one[key] = estimate_text(report, of->shares ? of->shares[key].first : of->effects[key].mu_star, error);
    two[key] = estimate_text(report, of->shares ? of->shares[key].total : of->effects[key].sigma, error);
    if (mu) mu[key] = of->effects[key].mu;
  }
  TRY((int)error->code);
  fprintf(stream, "\n%s [%s]: %s; %zu of %zu %s\n", of->outcome->name, of->outcome->unit, of->outcome->description,
          of->blocks, blocks_of(report), block_name(report));
  sheet_print(&sheet, "  ", stream);
  const char *cautions[MOST_CAUTIONS];
  size_t n = find_cautions(report, of, cautions, error);
  for (size_t i = 0; i < n; i++) fprintf(stream, "  note: %s\n", cautions[i]);
  return (int)error->code;
}

/* What was left out, a line for each reason. */
static void print_left_out(const struct sensitivity_report *report, FILE *stream) {
  bool said = false;
  for (size_t i = 0; i < report->n; i++) {
    const char *reason = report->outcomes[i].reason;
    bool first = reason != NULL;
    for (size_t j = 0; first && j < i; j++)
      first = !report->outcomes[j].reason || strcmp(report->outcomes[j].reason, reason) != 0;
    if (!first) continue;
    fprintf(stream, "%sleft out, %s:", said ? "" : "\n", reason);
    said = true;
    const char *between = " ";
    for (size_t j = i; j < report->n; j++) {
      if (!report->outcomes[j].reason || strcmp(report->outcomes[j].reason, reason) != 0) continue;
      fprintf(stream, "%s%s", between, report->outcomes[j].outcome->name);
      between = ", ";
    }
    fputc('\n', stream);
  }
}

int sensitivity_print(const struct sensitivity_report *report, FILE *stream, struct error *error) {
  const struct study_table *table = report->table;
  size_t done = count_status(table, "done"), failed = count_status(table, "failed"), whole = SIZE_MAX;
  for (size_t i = 0; i < report->n; i++)
    if (!report->outcomes[i].reason && report->outcomes[i].blocks < whole) whole = report->outcomes[i].blocks;
  fprintf(stream, "%s: %s design of %zu keys; %s%zu of %zu %s used; of %zu points %zu failed, %zu missing\n",
          report->study, design_word[table->kind], table->design.n_keys, whole < blocks_of(report) ? "at least " : "",
          whole, blocks_of(report), block_name(report), table->n_points, failed, table->n_points - done - failed);
  if (table->n_points > table->design.n_points)
    fprintf(stream, "Each output is the mean over the replicates and samples of one setting.\n");
  if (whole < blocks_of(report))
    fprintf(
        stream,
        "A point without a number takes all %zu points of its block with it: with one such point in ten some %.0f %% "
        "of the blocks are left.\n",
        table->design.block, 100 * pow(0.9, (double)table->design.block));
  fputs(
      is_sobol(report)
          ? "first: share of the variance that the key explains alone; total: with all that it takes part in.\n"
          : "mu*: mean size of the effect of the whole range of the key, in the unit of the outcome; mu: mean with its "
            "sign;\nsigma: how much the effect hangs on where it is taken.\n",
      stream);
  fprintf(stream, "In brackets: 95 %% of %zu resamples of the %s.\n", report->request.resamples, block_name(report));
  for (size_t i = 0; i < report->n; i++)
    if (!report->outcomes[i].reason) TRY(print_outcome(report, &report->outcomes[i], stream, error));
  print_left_out(report, stream);
  return OK;
}

/* Numbers of one outcome and key, in the order of their names. */
enum { MOST_NUMBERS = 7 };
static const char *const SHARE_NAMES[] = {"first", "first_low", "first_high", "total", "total_low", "total_high"};
static const char *const EFFECT_NAMES[] = {"mu_star",    "mu_star_low", "mu_star_high", "sigma", "sigma_low",
                                           "sigma_high", "mu"};

static void list_numbers(const struct outcome_indices *of, size_t key, double numbers[MOST_NUMBERS]) {
  struct estimate one = of->shares ? of->shares[key].first : of->effects[key].mu_star;
  struct estimate two = of->shares ? of->shares[key].total : of->effects[key].sigma;
  const double all[] = {
      one.value, one.low, one.high, two.value, two.low, two.high, of->shares ? 0 : of->effects[key].mu};
  memcpy(numbers, all, sizeof all);
}

int sensitivity_print_csv(const struct sensitivity_report *report, FILE *stream, struct error *error) {
  const struct study_table *table = report->table;
  size_t keys = table->design.n_keys, shown = 0, r = 0;
  const char *const *names = is_sobol(report) ? SHARE_NAMES : EFFECT_NAMES;
  size_t n_numbers = is_sobol(report) ? COUNT(SHARE_NAMES) : COUNT(EFFECT_NAMES);
  for (size_t i = 0; i < report->n; i++) shown += !report->outcomes[i].reason;
  struct sheet sheet = sheet_make(7 + MOST_NUMBERS, shown * keys, report->pool, error);
  const char **outcome = sheet_texts(&sheet, "outcome"), **unit = sheet_texts(&sheet, "outcome_unit");
  const char **key_name = sheet_texts(&sheet, "key"), **key_unit = sheet_texts(&sheet, "key_unit");
  double *from = sheet_numbers(&sheet, "from", NULL, NULL), *to = sheet_numbers(&sheet, "to", NULL, NULL);
  double *blocks = sheet_numbers(&sheet, block_name(report), NULL, NULL), *numbers[MOST_NUMBERS];
  for (size_t i = 0; i < n_numbers; i++) numbers[i] = sheet_numbers(&sheet, names[i], NULL, NULL);
  TRY((int)error->code);
  for (size_t i = 0; i < report->n; i++)
    for (size_t key = 0; !report->outcomes[i].reason && key < keys; key++, r++) {
      const struct outcome_indices *of = &report->outcomes[i];
      double range[2], values[MOST_NUMBERS];
      range_of(table, &table->design_keys[key], range);
      list_numbers(of, key, values);
      outcome[r] = of->outcome->name;
      unit[r] = of->outcome->unit;
      key_name[r] = table->design_keys[key].name;
      key_unit[r] = table->design_keys[key].unit;
      from[r] = range[0];
      to[r] = range[1];
      blocks[r] = (double)of->blocks;
      for (size_t v = 0; v < n_numbers; v++) numbers[v][r] = values[v];
    }
  sheet_print_csv(&sheet, stream);
  for (size_t i = 0; i < report->n; i++) {
    const char *cautions[MOST_CAUTIONS];
    size_t n = report->outcomes[i].reason ? 0 : find_cautions(report, &report->outcomes[i], cautions, error);
    for (size_t c = 0; c < n; c++) fprintf(stderr, "note: %s: %s\n", report->outcomes[i].outcome->name, cautions[c]);
  }
  print_left_out(report, stderr);
  return (int)error->code;
}

static void put_keys(const struct sensitivity_report *report, struct json *json) {
  const struct study_table *table = report->table;
  json_array(json, "keys");
  for (size_t key = 0; key < table->design.n_keys; key++) {
    const struct study_column *column = &table->design_keys[key];
    double range[2];
    range_of(table, column, range);
    json_object(json, NULL);
    json_text(json, "name", column->name);
    json_text(json, "unit", column->unit);
    json_text(json, "description", column->description);
    json_number(json, "from", range[0]);
    json_number(json, "to", range[1]);
    json_text(json, "scale", column->logarithmic ? "log" : "linear");
    json_end(json);
  }
  json_end(json);
}

static void put_outcome(const struct sensitivity_report *report, const struct outcome_indices *of, struct json *json,
                        struct error *error) {
  const char *const *names = is_sobol(report) ? SHARE_NAMES : EFFECT_NAMES, *cautions[MOST_CAUTIONS];
  size_t n_numbers = is_sobol(report) ? COUNT(SHARE_NAMES) : COUNT(EFFECT_NAMES), keys = report->table->design.n_keys;
  json_object(json, NULL);
  json_text(json, "name", of->outcome->name);
  json_text(json, "unit", of->outcome->unit);
  json_text(json, "description", of->outcome->description);
  json_number(json, block_name(report), (double)of->blocks);
  json_array(json, "notes");
  size_t n = find_cautions(report, of, cautions, error);
  for (size_t c = 0; c < n; c++) json_text(json, NULL, cautions[c]);
  json_end(json);
  json_object(json, "indices");
  for (size_t key = 0; key < keys; key++) {
    double values[MOST_NUMBERS];
    list_numbers(of, key, values);
    json_object(json, report->table->design_keys[key].name);
    for (size_t v = 0; v < n_numbers; v++) json_number(json, names[v], values[v]);
    json_end(json);
  }
  json_end(json);
  json_end(json);
}

int sensitivity_print_json(const struct sensitivity_report *report, FILE *stream, struct error *error) {
  const struct study_table *table = report->table;
  struct json json = {.stream = stream};
  json_object(&json, NULL);
  json_text(&json, "study", report->study);
  json_text(&json, "title", table->title);
  json_text(&json, "design", design_word[table->kind]);
  json_number(&json, block_name(report), (double)blocks_of(report));
  json_number(&json, "points", (double)table->n_points);
  json_number(&json, "failed", (double)count_status(table, "failed"));
  json_number(&json, "done", (double)count_status(table, "done"));
  json_number(&json, "resamples", (double)report->request.resamples);
  json_number(&json, "seed", (double)report->request.seed);
  put_keys(report, &json);
  json_array(&json, "outcomes");
  for (size_t i = 0; i < report->n; i++)
    if (!report->outcomes[i].reason) put_outcome(report, &report->outcomes[i], &json, error);
  json_end(&json);
  json_object(&json, "left_out");
  for (size_t i = 0; i < report->n; i++)
    if (report->outcomes[i].reason) json_text(&json, report->outcomes[i].outcome->name, report->outcomes[i].reason);
  json_end(&json);
  json_end(&json);
  fputc('\n', stream);
  return (int)error->code;
}
