/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/sweep_rows.h"

#include <math.h>

#include "study/sweep.h"

#define AT(member) offsetof(struct sweep_numbers, member)
#define NONE ((double)NAN)
#define FREE \
  { -HUGE_VAL, HUGE_VAL }
/* clang-format off */
#define NAMES(key, doc) {key, "", TEXT, "1", 0, FREE, FREE, NULL, NUMERICAL, "", doc, CORE, 0}
#define COUNTED(key, value, low, high, doc, member) \
  {key, "", WHOLE, "1", value, FREE, {low, high}, NULL, NUMERICAL, "", doc, CORE, AT(member)}
#define WORD(key, value, choices, doc, member) \
  {key, "", CHOICE, "1", value, FREE, FREE, choices, NUMERICAL, "", doc, CORE, AT(member)}

#define DESIGN_NAME(index, name, doc) name,
static const char *const DESIGNS[] = {DESIGN_TABLE(DESIGN_NAME) NULL};

static const struct param_spec SWEEP[] = {
  COUNTED("replicates", 1, 1, 10000, "runs of each point, with run.seed, run.seed + 1, ...", replicates),
  {"frames", "", YES_NO, "1", 0, FREE, FREE, NULL, NUMERICAL, "", "points keep their fields, for ParaView", CORE, AT(frames)},
  NAMES("title", "what the sweep asks, in a sentence"),
  NAMES("base", "configuration that all points share, found from the folder of the sweep file"),
  NAMES("set", "keys of the configuration and their values, for every point"),
  NAMES("vary", "keys of the configuration, each with a list, a range {from, to, n, scale}, or the word plausible"),
  NAMES("cases", "alternatives by name, each a mapping of keys and values that belong together"),
  NAMES("design", "how points are chosen: its type, or a mapping"),
  NAMES("uncertainty", "keys that are not known, drawn anew by a Latin hypercube: {samples, seed, over: {key: range}}"),
};

static const struct param_spec DESIGN[] = {
  WORD("type", DESIGN_GRID, DESIGNS, "how points are chosen", kind),
  COUNTED("points", NONE, 1, MOST_POINTS, "latin hypercube: how many", points),
  COUNTED("rows", NONE, 2, MOST_POINTS, "sobol: a power of 2; there are keys + 2 points to a row", blocks),
  COUNTED("trajectories", NONE, 2, MOST_POINTS, "morris: how many; there are keys + 1 points to each", trajectories),
  COUNTED("levels", 4, 2, 1000, "morris: of each key, an even number", levels),
  COUNTED("seed", 1, 0, 1e15, "latin hypercube, morris", seed),
  NAMES("file", "list: CSV whose first line names keys with their units, found from the folder of the sweep file"),
};

static const struct param_spec UNCERTAINTY[] = {
  COUNTED("samples", 100, 1, MOST_POINTS, "runs of each point", samples),
  COUNTED("seed", 1, 0, 1e15, "of the Latin hypercube", sample_seed),
  NAMES("over", "keys, each with a list, a range {from, to, scale}, or the word plausible"),
};
/* clang-format on */

const struct sweep_rows sweep_rows[N_PARTS] = {
    [PART_SWEEP] = {"", SWEEP, 2, COUNT(SWEEP)},
    [PART_DESIGN] = {"design", DESIGN, 6, COUNT(DESIGN)},
    [PART_UNCERTAINTY] = {"uncertainty", UNCERTAINTY, 2, COUNT(UNCERTAINTY)}};
