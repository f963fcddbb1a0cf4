/* SPDX-License-Identifier: GPL-3.0-or-later */
/* treatment.device: which keys belong to its type, what contradicts, and numbers that follow from others. */
#include <gsl/gsl_math.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "config/content.h"
#include "config/reader.h"
#include "config/table.h"

/* Of a file of punctures: ten million lines of a hundred bytes. */
enum { MOST_BYTES = 1 << 30 };

static const double USUAL_DIRECTIONS[] = {0, 90, 45, 135}; /* [deg], assumed */

/* Complain of `key` if both it and `other` are given. */
static void exclude(struct reader *reader, const struct node *mapping, const char *key, const char *other,
                    const char *why) {
  const struct node *node = node_find(mapping, key), *against = node_find(mapping, other);
  char where[PLACE_LENGTH];
  if (!node || !against) return;
  place_print(against->key_place, where);
  mistake(reader, node, NULL, "contradicts %s at %s: %s", other, where, why);
}

static void require_one(struct reader *reader, const struct node *mapping, const char *key, const char *other) {
  if (node_find(mapping, key) || node_find(mapping, other)) return;
  if (is_misspelt(reader, mapping, key) || is_misspelt(reader, mapping, other)) return;
  mistake(reader, mapping, key, "is required, or %s", other);
}

/* kalluri2011: (770 - 200) um of needle made a channel of 154 um; longer needles of a roller reach a larger share. */
static double usual_efficiency(double length) {
  const double low = 0.27, high = 0.6, from = 0.8, to = 1.0;
  if (length <= from) return low;
  if (length >= to) return high;
  return low + (high - low) * (length - from) / (to - from);
}

static void derive_channel(struct reader *reader, const struct node *device, const struct device_spec *spec) {
  struct settings *settings = reader->settings;
  const struct node *length = node_find(device, "length");
  if (length && !node_find(device, "channel_depth") && isfinite(settings->length)) {
    if (!node_find(device, "depth_efficiency"))
      settings->depth_efficiency =
          isfinite(spec->efficiency) ? spec->efficiency : round_to_12(usual_efficiency(settings->length));
    settings->channel_depth = round_to_12(settings->depth_efficiency * (settings->length - settings->indentation));
    if (!(settings->channel_depth > 0))
      mistake(reader, length, NULL, "'%s' does not pierce: the skin yields by the indentation of %g mm first",
              length->text, settings->indentation);
  }
  if (isfinite(settings->needle_diameter) && !node_find(device, "channel_radius"))
    settings->channel_radius = round_to_12(0.25 * settings->needle_diameter);
  double total = 0;
  for (size_t l = 0; l < MAX_LAYERS; l++) total += settings->thickness[l];
  const struct node *cause = length ? length : node_find(device, "channel_depth");
  if (cause && total > 0 && reader->skin_is_good && settings->channel_depth > total)
    mistake(reader, cause, NULL,
            "makes channels %g mm deep, deeper than the skin, whose layers are %g mm thick (skin.layers)",
            settings->channel_depth, total);
}

static void read_channel(struct reader *reader, const struct node *device, const struct device_spec *spec) {
  require_one(reader, device, "length", "channel_depth");
  require_one(reader, device, "needle_diameter", "channel_radius");
  exclude(reader, device, "channel_depth", "length", "the depth follows from the length");
  exclude(reader, device, "channel_radius", "needle_diameter", "the radius follows from the diameter");
  exclude(reader, device, "depth_efficiency", "channel_depth", "it is for a depth that follows from the length");
  exclude(reader, device, "indentation", "channel_depth", "it is for a depth that follows from the length");
  derive_channel(reader, device, spec);
}

static void read_turns(struct reader *reader, const struct node *device) {
  struct settings *settings = reader->settings;
  const struct node *directions = node_find(device, "directions"), *phases = node_find(device, "phases");
  int n = directions ? read_numbers(reader, directions, SECTION_DEVICE, MAX_TURNS, settings->direction) : 0;
  if (n == 0 && directions) mistake(reader, directions, NULL, "lacks its values: leave it out for 0, 90, 45, 135 deg");
  if (!directions) {
    memcpy(settings->direction, USUAL_DIRECTIONS, sizeof USUAL_DIRECTIONS);
    n = (int)COUNT(USUAL_DIRECTIONS);
  }
  settings->n_directions = n > 0 ? (size_t)n : 0;
  n = phases ? read_numbers(reader, phases, SECTION_DEVICE, MAX_TURNS, settings->phase) : 0;
  settings->n_phases = n > 0 ? (size_t)n : 0;
}

/* The needles' places in one pass, and with them the density. */
static void lay_needles(struct reader *reader, const struct device_spec *spec) {
  struct settings *settings = reader->settings;
  const struct param_spec *row = section_row(SECTION_DEVICE, "density");
  if (settings->passes == 0) settings->passes = spec->passes;
  spec->lay(settings, &settings->lattice);
  settings->density = round_to_12(lattice_density(&settings->lattice) * (double)settings->passes);
  if (row_is_plausible(row, settings->density)) return;
  char range[RANGE_LENGTH];
  fprintf(reader->warnings, "treatment.device: makes %.4g punctures per cm^2, outside the plausible range %s\n",
          100 * settings->density, range_print(row->plausible, row->unit, range));
}

static void read_file(struct reader *reader, const struct node *device) {
  struct settings *settings = reader->settings;
  const struct node *file = node_find(device, "file"), *expected = node_find(device, "file_hash");
  const char *stored = reader->request->file_text;
  size_t length = stored ? strlen(stored) : 0;
  char digits[17];
  struct error cause = {OK, ""};
  if (!file || !settings->file_name) return;
  settings->file = beside(reader, settings->file_name);
  if (!settings->file) return;
  if (stored) settings->file_text = strdup(stored);
  else content_read(settings->file, true, MOST_BYTES, &settings->file_text, &length, &cause);
  if (cause.code == ERROR_CONFIG) mistake(reader, file, NULL, "%s", cause.sentence);
  else if (!settings->file_text) reader->complaints.no_memory = true;
  if (!settings->file_text) return;
  snprintf(digits, sizeof digits, "%016" PRIx64, hash_bytes(HASH_START, settings->file_text, length));
  if (expected && settings->file_hash && strcmp(settings->file_hash, digits) != 0)
    mistake(reader, expected, NULL, "%s is another file than the one meant: its hash is %s", settings->file, digits);
  free(settings->file_hash);
  settings->file_hash = strdup(digits);
  if (!settings->file_hash) reader->complaints.no_memory = true;
  if (strlen(settings->file_text) < length)
    mistake(reader, file, NULL, "%s is not text: it holds the character 0", settings->file);
  else if (settings->geometry != AXISYMMETRIC) read_punctures(reader);
}

/* A key of another type: whose it is. */
static void refuse_key(struct reader *reader, const struct node *node, const struct node *type) {
  char takers[128] = "", where[PLACE_LENGTH];
  size_t length = 0;
  for (size_t d = 0; d < N_DEVICES; d++)
    if (device_takes(&devices[d], node->key))
      length += (size_t)snprintf(takers + length, sizeof takers - length, "%s%s", length ? ", " : "", devices[d].name);
  place_print(type->place, where);
  mistake(reader, node, NULL, "is a key of %s, not of %s (%s)", takers, type->text, where);
}

/* Keys that belong to other types, and keys that are missing. */
static void check_keys(struct reader *reader, const struct node *device, const struct device_spec *spec) {
  const struct section *section = &sections[SECTION_DEVICE];
  for (size_t r = 0; r < section->n; r++) {
    const struct param_spec *row = &section->rows[r];
    const struct node *node = node_find(device, row->key);
    if (node && !device_takes(spec, row->key)) refuse_key(reader, node, node_find(device, "type"));
    if (!node && device_requires(spec, row->key) && !is_misspelt(reader, device, row->key))
      mistake(reader, device, row->key, "is required for %s: %s", spec->name, row->doc);
  }
}

void read_device(struct reader *reader, const struct node *device) {
  size_t mistakes = reader->complaints.n;
  read_plain(reader, device, SECTION_DEVICE);
  const struct node *type = required(reader, device, SECTION_DEVICE, "type");
  struct error error = {OK, ""};
  double index = 0;
  if (!type || type->kind != SCALAR || row_read(section_row(SECTION_DEVICE, "type"), type->text, &index, &error))
    return;
  const struct device_spec *spec = &devices[(int)index];
  check_keys(reader, device, spec);
  if (device_takes(spec, "file")) read_file(reader, device);
  if (device_takes(spec, "length")) read_channel(reader, device, spec);
  if (!spec->lay) return;
  read_turns(reader, device);
  if (reader->complaints.n == mistakes) lay_needles(reader, spec);
}
