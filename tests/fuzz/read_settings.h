/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings read from a text as `mend check` reads them, and what must hold for any of them. */
#pragma once
#include <string.h>

#include "config/settings.h"
#include "models/registry.h"
#include "run/size.h"
#include "targets.h"

/* @param text       the configuration
 *  @param file_text  what stands for the file of punctures, or NULL
 *  @return the code; the caller frees settings, not the table of units: to read that takes longer than all else */
static inline int read_settings(struct settings *settings, const char *text, const char *file_text) {
  char *said = NULL;
  size_t length = 0;
  FILE *stream = open_memstream(&said, &length);
  HOLDS(stream);
  struct error error = {0};
  int code = settings_read(settings,
                           &(struct settings_request){.path = "/dev/null/input.yaml", /* files are looked for nowhere */
                                                      .text = text,
                                                      .file_text = file_text,
                                                      .models = models,
                                                      .n_models = n_models,
                                                      .refuse_grid = size_refuse_uncountable},
                           stream, &error);
  fclose(stream);
  HOLDS(code == OK || code == ERROR_CONFIG); /* never out of memory */
  HOLDS(code == (int)error.code);
  HOLDS((code == OK) == (said[0] == '\0')); /* what is refused is explained */
  HOLDS(code == OK || error.sentence[0]);
  free(said);
  return code;
}
