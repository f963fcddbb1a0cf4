/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/costs_text.h"

#include <stdio.h>

/* A growing sentence. */
struct sentence {
  double whole;
  int decimals;
  const char *unit;
  char *text;
  size_t size, used;
};

static void say(struct sentence *s, const char *before, const char *name, double seconds) {
  if (s->used >= s->size) return;
  int n = snprintf(s->text + s->used, s->size - s->used, "%s%s %.*f%s", before, name, s->decimals, seconds / s->whole,
                   s->unit);
  s->used += n > 0 ? (size_t)n : 0;
}

void costs_text(const struct simulation *sim, double output_wall, double whole, int decimals, const char *unit,
                char *text, size_t size) {
  struct step_costs costs = stepper_costs(sim->stepper);
  struct sentence s = {whole, decimals, unit, text, size, 0};
  say(&s, "", "time steps", stepper_wall(sim->stepper));
  say(&s, " (", "diffusion", costs.diffusion);
  say(&s, ", ", "taxis", costs.taxis);
  for (size_t p = 0; p < sim->laws.n_react; p++) say(&s, ", ", sim->laws.react_name[p], costs.part[p]);
  say(&s, ", ", "stage", costs.stage);
  say(&s, ", ", "solves along x", costs.along_x);
  say(&s, ", ", "y", costs.along_y);
  say(&s, ", ", "z with new values", costs.columns);
  say(&s, "), ", "measures", sim->tally.measuring);
  say(&s, ", ", "sessions", sim->tally.injuring);
  say(&s, ", ", "output", output_wall);
}
