/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A checkpoint: as the bytes of a file, and as the content of a file that is whole. It is refused with a sentence, or taken up; then
 * what comes next lies ahead. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "read_settings.h"
#include "run/checkpoint.h"

static const char CONFIGURATION[] =
    "skin: {model: fisher, layers: {tissue: 0.1 mm}}\n"
    "grid: {width: [0.1 mm, 0.1 mm], spacing: 25 um}\n"
    "treatment: {device: {type: random, density: 20000 /cm^2, channel_depth: 0.05 mm, channel_radius: 0.02 mm},\n"
    "            sessions: [0 day, 1 day]}\n"
    "run: {end: 2 day}\n"
    "output: {measures: {every: 6 h}}\n";

/* A run that takes up every checkpoint that fits it, made once. */
struct taker {
  struct settings settings;
  struct simulation simulation;
  struct schedule schedule;
  struct record record;
  char folder[64];
};

static struct taker *taker(void) {
  static struct taker *made;
  if (made) return made;
  struct error error = {0};
  made = calloc(1, sizeof *made);
  HOLDS(made && read_settings(&made->settings, CONFIGURATION, "") == OK);
  HOLDS(schedule_create(&made->schedule, &made->settings, &error) == OK);
  HOLDS(simulation_create(&made->simulation, &made->settings, &error) == OK);
  HOLDS(record_create(&made->record, &made->simulation, made->schedule.n, &error) == OK);
  strcpy(made->folder, "/tmp/mend_checkpoint_XXXXXX");
  HOLDS(mkdtemp(made->folder));
  return made;
}

static void take_up(struct taker *t, struct slots *slots) {
  struct error error = {0};
  struct checkpoint checkpoint = {.simulation = &t->simulation,
                                  .record = &t->record,
                                  .schedule = &t->schedule,
                                  .program = "program",
                                  .build = "build"};
  int code = checkpoint_read(slots, &checkpoint, &error);
  HOLDS(code == OK ? checkpoint.event < t->schedule.n : error.sentence[0] != '\0');
  HOLDS(t->record.n_rows <= t->record.capacity && t->simulation.treatment.n_done <= t->settings.n_sessions);
  HOLDS(t->simulation.control.rung >= 0 && t->simulation.control.rung < N_RUNGS);
}

void feed_checkpoint(const uint8_t *bytes, size_t n) {
  struct taker *t = taker();
  struct error error = {0};
  struct slots slots;
  HOLDS(slots_open(&slots, t->folder, &error) == OK && slots.newest < 0);
  int descriptor = open(slots.path[0], O_WRONLY | O_CREAT | O_TRUNC, 0600);
  HOLDS(descriptor >= 0 && write(descriptor, bytes, n) == (ssize_t)n && close(descriptor) == 0);
  HOLDS(slots_open(&slots, t->folder, &error) == OK);
  if (slots.newest >= 0) take_up(t, &slots);
  HOLDS(slots_write(&slots, &(struct piece){(void *)(uintptr_t)bytes, n}, 1, &error) == OK);
  take_up(t, &slots);
  HOLDS(slots_remove(&slots, &error) == OK);
}
