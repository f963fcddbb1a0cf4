/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A configuration: refused with a sentence, or read; and what it means reads as the same. */
#include "read_settings.h"

static const char PUNCTURES[] = "x [mm],y [mm],depth [mm],radius [um]\n0.01,0.01,0.1,30\n";

void feed_configuration(const uint8_t *bytes, size_t n) {
  char *text = malloc(n + 1);
  HOLDS(text);
  if (n) memcpy(text, bytes, n);
  text[n] = '\0';
  struct settings settings = {0}, again = {0};
  if (read_settings(&settings, text, PUNCTURES) == OK) {
    HOLDS(read_settings(&again, settings.canonical, PUNCTURES) == OK);
    HOLDS(strcmp(settings.canonical, again.canonical) == 0);
    HOLDS(strcmp(settings.warnings, again.warnings) == 0);
  }
  settings_free(&again);
  settings_free(&settings);
  free(text);
}
