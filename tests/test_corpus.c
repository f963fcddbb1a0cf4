/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inputs that were once looked for, or found (fuzz/), in every build. What must hold of them, the targets say. */
#include <criterion/criterion.h>
#include <dirent.h>

#include "targets.h"

/* Feed a file, and say whether it was one. */
static size_t feed_file(const char *path, void (*feed)(const uint8_t *bytes, size_t n)) {
  static uint8_t bytes[1 << 16];
  FILE *file = fopen(path, "rb");
  cr_assert(file, "%s", path);
  size_t n = fread(bytes, 1, sizeof bytes, file);
  bool whole = feof(file) && !ferror(file);
  fclose(file);
  cr_assert(whole, "%s is no file of less than %zu bytes", path, sizeof bytes);
  feed(bytes, n);
  return 1;
}

static void feed_folder(const char *target, void (*feed)(const uint8_t *bytes, size_t n)) {
  char folder[512], path[1024];
  snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s", MEND_SOURCE_DIR, target);
  DIR *stream = opendir(folder);
  cr_assert(stream, "%s", folder);
  size_t n = 0;
  for (struct dirent *entry; (entry = readdir(stream));) {
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (entry->d_name[0] != '.') n += feed_file(path, feed);
  }
  closedir(stream);
  cr_assert(n >= 10, "%s holds %zu inputs", folder, n);
}

#define TEST_TARGET(name) \
  Test(corpus, of_##name##_harms_nothing) { feed_folder(#name, feed_##name); }
FUZZ_TARGETS(TEST_TARGET)
