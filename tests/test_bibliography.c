/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Reading BibTeX: entries, TeX in values, mistakes.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "app/bibliography.h"

static struct bibliography bibliography;
static struct error error;
static void clear(void) {
  bibliography_free(&bibliography);
  error = (struct error){0};
}
TestSuite(bibliography, .init = clear, .fini = clear);

static const struct entry *only_entry(const char *text) {
  cr_assert_eq(bibliography_add(&bibliography, text, "a test", &error), OK, "%s", error.sentence);
  cr_assert_eq(bibliography.n, 1u);
  return &bibliography.entries[0];
}

Test(bibliography, an_entry_has_a_key_and_fields) {
  const struct entry *entry = only_entry(
      "% comment\n@article{wave1937,\n  title = {The wave of advance},\n  YEAR = 1937 ,\n"
      "  journal = \"Annals\"\n}\n");
  cr_assert_eq(entry->n_fields, 3u);
  cr_expect_str_eq(entry->key, "wave1937");
  cr_expect_str_eq(entry_field(entry, "title"), "The wave of advance");
  cr_expect_str_eq(entry_field(entry, "year"), "1937");
  cr_expect_str_eq(entry_field(entry, "journal"), "Annals");
  cr_expect_str_eq(entry_field(entry, "doi"), "");
}

Test(bibliography, values_lose_braces_line_breaks_and_double_dashes) {
  const struct entry *entry = only_entry("@misc{a, title = {The {SIAM}\n     wave, 5 \\% of it}, pages = {1--20}}");
  cr_expect_str_eq(entry_field(entry, "title"), "The SIAM wave, 5 % of it");
  cr_expect_str_eq(entry_field(entry, "pages"), "1-20");
}

Test(bibliography, accents_of_tex_become_marks_after_their_letter) {
  const struct entry *entry = only_entry("@misc{a, title = {Sj{\\\"o}gren, \\'{e}tude}, author = \"Sj\\\"ogren\"}");
  cr_expect_str_eq(entry_field(entry, "title"), "Sjo\xCC\x88gren, e\xCC\x81tude");
  cr_expect_str_eq(entry->authors, "Sjo\xCC\x88gren");
}

Test(bibliography, authors_are_named_first_name_first) {
  const struct entry *entry = only_entry("@misc{a, author = {Writer, Ann B. and Bob Other and others}}");
  cr_expect_str_eq(entry->authors, "Ann B. Writer, Bob Other et al.");
}

Test(bibliography, a_doi_is_the_link_before_a_pmid) {
  cr_assert_eq(
      bibliography_add(&bibliography, "@misc{a, doi = {10.1/x}, pmid = {7}} @misc{b, pmid = {8}} @misc{c, year = 1}",
                       "a test", &error),
      OK);
  cr_assert_eq(bibliography.n, 3u);
  cr_expect_str_eq(bibliography.entries[0].link, "https://doi.org/10.1/x");
  cr_expect_str_eq(bibliography.entries[1].link, "https://pubmed.ncbi.nlm.nih.gov/8");
  cr_expect_str_eq(bibliography.entries[2].link, "");
}

Test(bibliography, comments_and_strings_are_no_works) {
  const struct entry *entry = only_entry("@comment{a b} @string{b = {Annals}} @preamble{{x}} @book{d, year = {1952}}");
  cr_expect_str_eq(entry->key, "d");
}

Test(bibliography, two_texts_may_share_an_entry_but_not_a_key) {
  only_entry("@misc{a, doi = {10.1/x}}");
  only_entry("@misc{a, doi = {10.1/x}, title = {Longer}}");
  cr_expect_eq(bibliography_add(&bibliography, "@misc{a, doi = {10.1/y}}", "another", &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "another: a: is the key of two works"), "%s", error.sentence);
}

Test(bibliography, what_is_not_bibtex_is_refused_with_a_sentence) {
  static const char *const texts[][2] = {{"@misc", "lacks its brace"},
                                         {"@misc{, year = 1}", "lacks its key"},
                                         {"@misc{a, year 1}", "lacks its name"},
                                         {"@misc{a, title = {open", "does not end"},
                                         {"@misc{a, title = \"open", "does not end"},
                                         {"@misc{a, year = 1", "lacks its name"},
                                         {"@misc{a", "lacks its name"}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    clear();
    cr_expect_eq(bibliography_add(&bibliography, texts[i][0], "a test", &error), ERROR_FAILED, "%s", texts[i][0]);
    cr_expect_not_null(strstr(error.sentence, texts[i][1]), "%s: %s", texts[i][0], error.sentence);
  }
}
