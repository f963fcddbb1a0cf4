/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Two files written in turn: which is read, and what damage costs.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/folder.h"
#include "io/slots.h"

enum { TEXT = 32 }; /* bytes of the first piece */
static char folder[] = "/tmp/mend_slots_XXXXXX";
static struct slots slots;
static struct error error;

static void set_up(void) {
  cr_assert_not_null(mkdtemp(folder));
  cr_assert_eq(slots_open(&slots, folder, &error), OK, "%s", error.sentence);
}

static void tear_down(void) {
  slots_remove(&slots, &error);
  rmdir(folder);
}

TestSuite(slots, .init = set_up, .fini = tear_down, .timeout = 60);

/* Content i: two pieces, "state <i>" and 3000 numbers. */
static void write_content(int i) {
  char text[TEXT] = "";
  double numbers[3000];
  snprintf(text, sizeof text, "state %d", i);
  for (size_t n = 0; n < 3000; n++) numbers[n] = i + 0.001 * (double)n;
  cr_assert_eq(slots_write(&slots, (struct piece[]){{text, sizeof text}, {numbers, sizeof numbers}}, 2, &error), OK,
               "%s", error.sentence);
}

/* Which content is the newest when the files are looked at anew; 0: there is none. */
static int newest(void) {
  char text[TEXT];
  double last;
  struct slots again;
  cr_assert_eq(slots_open(&again, folder, &error), OK, "%s", error.sentence);
  if (again.newest < 0) return 0;
  cr_assert_eq(again.bytes, TEXT + 3000 * sizeof(double));
  cr_assert_eq(slots_read(&again, 0, &(struct piece){text, sizeof text}, 1, &error), OK);
  cr_assert_eq(slots_read(&again, TEXT + 2999 * sizeof(double), &(struct piece){&last, sizeof last}, 1, &error), OK);
  int content = atoi(text + strlen("state "));
  cr_assert_eq(last, content + 0.001 * 2999);
  return content;
}

/* Change a byte of a file, or cut it there. */
static void damage(int slot, off_t at, bool cut) {
  int descriptor = open(slots.path[slot], O_RDWR);
  unsigned char byte;
  cr_assert(descriptor >= 0);
  if (cut) cr_assert_eq(ftruncate(descriptor, at), 0);
  else {
    cr_assert_eq(pread(descriptor, &byte, 1, at), 1);
    byte ^= 0x10;
    cr_assert_eq(pwrite(descriptor, &byte, 1, at), 1);
  }
  close(descriptor);
}

Test(slots, are_none_in_an_empty_folder) { cr_expect_eq(newest(), 0); }

Test(slots, give_the_newest_of_what_was_written_in_turn) {
  for (int i = 1; i < 6; i++) {
    write_content(i);
    cr_expect_eq(newest(), i);
  }
  struct stat status;
  for (int s = 0; s < SLOTS; s++) cr_expect_eq(stat(slots.path[s], &status), 0, "both are there");
}

Test(slots, fall_back_on_the_older_when_any_byte_of_the_newer_is_damaged) {
  const off_t length = 32 + TEXT + 3000 * 8 + 4;
  write_content(1);
  write_content(2);
  struct stat status;
  cr_assert_eq(stat(slots.path[1], &status), 0);
  cr_assert_eq(status.st_size, length);
  for (off_t at = 0; at < length; at += at < 64 || at > length - 64 ? 1 : 997) {
    damage(1, at, false);
    cr_expect_eq(newest(), 1, "byte %lld", (long long)at);
    damage(1, at, false);
    cr_expect_eq(newest(), 2);
  }
}

Test(slots, fall_back_on_the_older_when_the_newer_was_cut_off) {
  for (off_t at = 24000; at >= 0; at -= 1500) {
    write_content(1);
    write_content(2);
    int cut = slots.newest;
    damage(cut, at, true);
    cr_expect_eq(newest(), 1, "cut at %lld", (long long)at);
  }
}

Test(slots, are_none_when_both_are_damaged) {
  write_content(1);
  write_content(2);
  damage(0, 100, false);
  damage(1, 0, true);
  cr_expect_eq(newest(), 0);
}

Test(slots, keep_the_newer_when_the_next_cannot_be_written) {
  write_content(1);
  write_content(2);
  struct rlimit before, limit;
  cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
  limit = (struct rlimit){4096, before.rlim_max};
  signal(SIGXFSZ, SIG_IGN);
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
  double numbers[3000] = {0};
  cr_expect_eq(slots_write(&slots, &(struct piece){numbers, sizeof numbers}, 1, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, slots.path[0]), "%s", error.sentence);
  setrlimit(RLIMIT_FSIZE, &before);
  error = (struct error){0};
  cr_expect_eq(newest(), 2);
}

Test(slots, set_space_aside_without_being_content) {
  cr_assert_eq(slots_reserve(&slots, 100000, &error), OK, "%s", error.sentence);
  struct stat status;
  for (int s = 0; s < SLOTS; s++) {
    cr_assert_eq(stat(slots.path[s], &status), 0);
    cr_expect_geq((double)status.st_blocks * 512, 100000);
  }
  cr_expect_eq(newest(), 0);
  write_content(1);
  cr_expect_eq(newest(), 1);
}
