/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Rows of `mend verify`, its table of checks, and the cases that models bring along.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "fisher_cases.h"
#include "verify/verify.h"

static struct verify_report report;
static struct error error;

static void begin(void) {
  report = (struct verify_report){.group = "group"};
  error = (struct error){OK, ""};
}

static void end(void) { verify_report_free(&report); }

TestSuite(verify, .init = begin, .fini = end);

/* Whether a row of these numbers passes. */
static bool passes(double expected, double observed, double tolerance) {
  cr_assert_eq(verify_compare(&report, (struct verify_numbers){expected, observed, tolerance}, "why", &error, "what"),
               OK);
  return report.rows[report.n - 1].pass;
}

Test(verify, row_passes_within_its_tolerance) {
  cr_expect(passes(2, 2.25, 0.25));
  cr_expect(passes(2, 1.75, 0.25));
  cr_expect(passes(0, 0, 0));
  cr_expect_not(passes(2, 2.26, 0.25));
  cr_expect_not(passes(2, 1.74, 0.25));
  cr_expect_not(passes(0, 1e-300, 0));
  cr_expect_eq(verify_failures(&report), 3);
}

Test(verify, row_does_not_pass_with_what_is_no_number) {
  cr_expect_not(passes(0, (double)NAN, 1));
  cr_expect_not(passes(0, HUGE_VAL, 1));
  cr_expect_eq(verify_failures(&report), 2);
}

Test(verify, report_keeps_many_rows_and_their_texts) {
  for (int i = 0; i < 100; i++)
    cr_assert_eq(verify_compare(&report, (struct verify_numbers){i, i, 0}, "why", &error, "row %d", i), OK);
  cr_assert_eq(report.n, 100);
  cr_expect_str_eq(report.rows[0].what, "row 0");
  cr_expect_str_eq(report.rows[99].what, "row 99");
  cr_expect_str_eq(report.rows[50].group, "group");
  cr_expect_eq(report.rows[50].observed, 50);
}

Test(verify, check_is_meant_by_its_own_name_and_by_its_groups) {
  const struct verify_check check = {"threads", "invariants", "", NULL};
  cr_expect(verify_is_meant(&check, "threads"));
  cr_expect(verify_is_meant(&check, "invariants"));
  cr_expect_not(verify_is_meant(&check, "thread"));
}

Test(verify, names_of_checks_and_groups_are_unlike) {
  for (size_t i = 0; i < verify_n_checks; i++)
    for (size_t j = 0; j < verify_n_checks; j++) {
      cr_expect(i == j || strcmp(verify_checks[i].name, verify_checks[j].name) != 0, "%s", verify_checks[i].name);
      cr_expect(strcmp(verify_checks[i].name, verify_checks[j].group) != 0, "%s", verify_checks[i].name);
    }
}

static int impossible(const struct verify_models *of, struct verify_report *into, struct error *cause) {
  (void)of, (void)into;
  return error_set(cause, ERROR_FAILED, "the sky fell");
}

Test(verify, check_that_cannot_be_run_is_a_row_that_fails_and_says_why) {
  const struct verify_check check = {"heaven", "exact", "", impossible};
  cr_assert_eq(verify_run_check(&check, NULL, &report, &error), OK);
  cr_assert_eq(report.n, 1);
  cr_expect_not(report.rows[0].pass);
  cr_expect_str_eq(report.rows[0].group, "exact");
  cr_expect_str_eq(report.rows[0].what, "heaven could not be run");
  cr_expect_str_eq(report.rows[0].why, "the sky fell");
}

/* Numbers are derived once each time a configuration is run. */
static int runs;
static void counted(const void *params, const bool *module_on, void *derived) {
  runs++;
  model_fisher.derive(params, module_on, derived);
}

/* The cases of fisher: those given. */
static int run_cases(size_t n, const struct case_spec rows[]) {
  struct model model = model_fisher;
  model.derive = counted;
  model.n_cases = n;
  model.cases = rows;
  const struct model *const known[] = {&model};
  const struct verify_models one = {known, 1};
  runs = 0;
  return verify_cases(&one, &report, &error);
}

static struct case_spec closes_in(double hours) {
  return (struct case_spec){"one_cell", "time to close", FISHER_TEXT, "closure_time", hours,
                            0.01,       "steps",         "fisher1937"};
}

Test(verify, case_compares_an_outcome_with_what_is_expected_of_it) {
  const struct case_spec rows[] = {closes_in(fisher_closure()), closes_in(fisher_closure() + 0.02)};
  cr_assert_eq(run_cases(2, rows), OK, "%s", error.sentence);
  cr_assert_eq(report.n, 2);
  cr_expect(report.rows[0].pass, "%.10g h", report.rows[0].observed);
  cr_expect_not(report.rows[1].pass);
  cr_expect_float_eq(report.rows[0].observed, fisher_closure(), 0.01);
  cr_expect_str_eq(report.rows[0].what, "fisher, one_cell: time to close, h (fisher1937)");
  cr_expect_str_eq(report.rows[0].why, "steps");
}

Test(verify, cases_of_one_configuration_share_its_run) {
  const struct case_spec rows[] = {
      closes_in(fisher_closure()),
      {"other", "the same in half a day",
       "skin: {layers: {tissue: 0.1 mm}}\ngrid: {width: 0.1 mm, spacing: 0.1 mm}\nrun: {end: 12 h}\n", "density_change",
       0, 1e-9, "rest", ""},
      {"one_cell", "change", FISHER_TEXT, "density_change", fisher_change(), 0.1, "steps", ""}};
  cr_assert_eq(run_cases(3, rows), OK, "%s", error.sentence);
  cr_expect_eq(runs, 2);
  cr_assert_eq(report.n, 3);
  cr_expect_eq(verify_failures(&report), 0);
}

Test(verify, case_that_expects_an_unknown_outcome_says_so) {
  struct case_spec row = closes_in(1);
  row.outcome = "closing_time";
  cr_assert_eq(run_cases(1, &row), OK);
  cr_assert_eq(report.n, 1);
  cr_expect_not(report.rows[0].pass);
  cr_expect_str_eq(report.rows[0].what, "fisher, one_cell could not be run");
  cr_expect(strstr(report.rows[0].why, "closing_time"), "%s", report.rows[0].why);
}

Test(verify, case_whose_configuration_is_mistaken_says_where_and_hinders_no_other) {
  struct case_spec rows[] = {closes_in(1), closes_in(fisher_closure())};
  rows[0].configuration =
      "skin: {layers: {tissue: 0.1 mm}}\ngrid: {width: 0.1 mm, spacing: 0.1 mm}\nrun: {ende: 12 h}\n";
  cr_assert_eq(run_cases(2, rows), OK);
  cr_assert_eq(report.n, 2);
  cr_expect_not(report.rows[0].pass);
  cr_expect(strstr(report.rows[0].why, ":3:") && strstr(report.rows[0].why, "ende"), "%s", report.rows[0].why);
  cr_expect(report.rows[1].pass, "the other case is run all the same");
}
