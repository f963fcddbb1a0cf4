/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config/content.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FIRST_ROOM = 1 << 16 };

/* Before it is opened: to open a pipe is to wait for its writer. */
static int refuse_special(const char *path, struct error *error) {
  struct stat status;
  if (stat(path, &status) || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))
    return OK; /* opening or reading says it */
  return error_set(error, ERROR_CONFIG, "%s cannot be read: it is no ordinary file", path);
}

/* The stream's bytes and a 0, in twice the room whenever it is full, but no more than can be wanted. */
static int take_all(FILE *stream, const char *path, size_t most, char **bytes, size_t *length, struct error *error) {
  size_t room = 0, n = 0;
  do {
    room = room ? 2 * room : FIRST_ROOM;
    if (room > most + 1) room = most + 1;
    char *more = realloc(*bytes, room);
    if (!more) return error_set(error, ERROR_FAILED, "no memory to read %s", path);
    *bytes = more;
    n += fread(more + n, 1, room - n, stream);
  } while (n == room && n <= most);
  if (ferror(stream)) return error_set(error, ERROR_CONFIG, "%s cannot be read: %s", path, strerror(errno));
  if (n > most) return error_set(error, ERROR_CONFIG, "%s is larger than %zu MiB", path, most >> 20);
  (*bytes)[n] = '\0';
  *length = n;
  return OK;
}

int content_read(const char *path, bool ordinary, size_t most, char **bytes, size_t *length, struct error *error) {
  *bytes = NULL;
  *length = 0;
  if (ordinary) TRY(refuse_special(path, error));
  errno = 0;
  FILE *stream = fopen(path, "rb");
  if (!stream) return error_set(error, ERROR_CONFIG, "%s cannot be read: %s", path, strerror(errno));
  int code = take_all(stream, path, most, bytes, length, error);
  fclose(stream);
  if (!code) return OK;
  free(*bytes);
  *bytes = NULL;
  return code;
}

char *content_beside(const char *path, const char *name, struct pool *pool, struct error *error) {
  const char *slash = strrchr(path, '/');
  int folder = name[0] == '/' || !slash ? 0 : (int)(slash - path) + 1;
  return pool_print(pool, error, "%.*s%s", folder, path, name);
}
