/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/apart.h"

static int changed;

static int write_and_change(void *context, FILE *answer) {
  changed = 1;
  fwrite(context, 1, 6, answer);
  return 2;
}

Test(work_apart, answers_in_bytes_and_with_its_status_and_changes_nothing_else) {
  struct answer answer;
  struct error error = {0};
  char said[] = "one\0tw";
  cr_expect_eq(apart("a/file", write_and_change, said, &answer, &error), 2);
  cr_expect_eq(error.code, OK);
  cr_assert_eq(answer.length, 6);
  cr_expect_eq(memcmp(answer.text, "one\0tw", 7), 0, "a 0 stands behind it");
  cr_expect_eq(changed, 0);
  free(answer.text);
}

static int fill(void *context, FILE *answer) {
  size_t n = *(size_t *)context;
  for (size_t i = 0; i < n; i++) fputc((int)('a' + i % 26), answer);
  return OK;
}

Test(work_apart, may_answer_with_more_than_a_pipe_holds) {
  struct answer answer;
  struct error error = {0};
  size_t n = 1000003;
  cr_expect_eq(apart("a/file", fill, &n, &answer, &error), OK);
  cr_assert_eq(answer.length, n);
  for (size_t i = 0; i < n; i++) cr_assert_eq(answer.text[i], (char)('a' + i % 26));
  free(answer.text);
  n = 0;
  cr_expect_eq(apart("a/file", fill, &n, &answer, &error), OK);
  cr_expect_eq(answer.length, 0);
  cr_expect_str_eq(answer.text, "");
  free(answer.text);
}

static int die(void *context, FILE *answer) {
  fputs("half an ans", answer);
  fflush(answer);
  kill(getpid(), *(int *)context);
  return OK;
}

Test(work_apart, that_is_ended_by_a_signal_is_one_sentence_with_file_and_signal) {
  static const struct {
    int signal;
    const char *sentence;
  } cases[] = {{SIGKILL, "cannot read a/file: signal 9 (Killed) ended its reading; it is probably damaged"},
               {SIGTERM, "cannot read a/file: signal 15 (Terminated) ended its reading; it is probably damaged"}};
  for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
    struct answer answer;
    struct error error = {0};
    int ending = cases[c].signal;
    cr_expect_eq(apart("a/file", die, &ending, &answer, &error), ERROR_FAILED);
    cr_expect_str_eq(error.sentence, cases[c].sentence);
    free(answer.text);
  }
}

static int nest(void *context, FILE *answer) {
  struct answer inner;
  struct error error = {0};
  int code = apart("inner", die, context, &inner, &error);
  fputs(error.sentence, answer);
  free(inner.text);
  return code;
}

Test(work_apart, may_itself_have_work_done_apart) {
  struct answer answer;
  struct error error = {0};
  int ending = SIGKILL;
  cr_expect_eq(apart("outer", nest, &ending, &answer, &error), ERROR_FAILED);
  cr_expect_eq(error.code, OK);
  cr_expect(strncmp(answer.text, "cannot read inner: signal 9 ", 28) == 0, "%s", answer.text);
  free(answer.text);
}
