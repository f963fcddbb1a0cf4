/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STUDY/table.csv: the same table for spreadsheets; a first line of names with units, and a line for each point. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "study/collect.h"
#include "study/collected.h"

/* A text that would be taken apart is quoted (RFC 4180). */
static void print_text(FILE *out, const char *text) {
  if (!strpbrk(text, ",\"\n")) {
    fputs(text, out);
    return;
  }
  fputc('"', out);
  for (const char *c = text; *c; c++) {
    if (*c == '"') fputc('"', out);
    fputc(*c, out);
  }
  fputc('"', out);
}

void collected_print_number(FILE *out, double value) {
  char digits[NUMBER_LENGTH];
  if (isfinite(value)) fputs(number_text(value, digits), out);
}

void collected_print_name(FILE *out, const char *name, const char *unit) {
  fprintf(out, ",%s", name);
  if (unit[0]) fprintf(out, " [%s]", unit);
}

void collected_print_value(FILE *out, const struct plan_point *point, const struct plan_key *key, size_t k) {
  fputc(',', out);
  if (key->is_word) print_text(out, point->word[k]);
  else collected_print_number(out, point->value[k]);
}

static void print_header(FILE *out, const struct collected *table) {
  const struct plan *plan = table->plan;
  fputs("point,identity,status,setting,replicate,sample", out);
  for (size_t k = 0; k < plan->n_keys; k++) collected_print_name(out, plan->keys[k].name, plan->keys[k].unit);
  for (size_t o = 0; o < table->n_outcomes; o++)
    collected_print_name(out, table->outcomes[o].name, table->outcomes[o].unit);
  fputs(",wall_time [s],steps,reason\n", out);
}

static void print_row(FILE *out, const struct collected *table, size_t i) {
  const struct plan *plan = table->plan;
  const struct plan_point *point = &plan->points[i];
  fprintf(out, "%zu,%s,%s,%zu,%zu,%zu", i, point->identity, store_state_word[table->state[i]], point->setting,
          point->replicate, point->sample);
  for (size_t k = 0; k < plan->n_keys; k++) collected_print_value(out, point, &plan->keys[k], k);
  for (size_t o = 0; o < table->n_outcomes; o++) {
    fputc(',', out);
    collected_print_number(out, table->outcomes[o].values[i]);
  }
  fputc(',', out);
  collected_print_number(out, table->wall[i]);
  fputc(',', out);
  collected_print_number(out, table->steps[i]);
  fputc(',', out);
  print_text(out, table->reason[i]);
  fputc('\n', out);
}

int collected_write_csv(const struct collected *table, struct error *error) {
  struct atomic atomic;
  uint64_t bytes = 0;
  TRY(atomic_begin(&atomic, table->plan->folder, TABLE_TEXT_FILE, error));
  FILE *out = atomic_open(&atomic, error);
  if (!out) return (int)error->code;
  print_header(out, table);
  for (size_t i = 0; i < table->plan->n_points; i++) print_row(out, table, i);
  atomic_close(&atomic, out, error);
  return atomic_end(&atomic, &bytes, error);
}
