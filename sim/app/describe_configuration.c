/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What a configuration may say: the model's parameters, the engine's keys, the devices.
 */
#include <math.h>
#include <string.h>

#include "app/describe.h"
#include "config/devices.h"

static const char *type_name(enum param_type type) {
  static const char *const names[] = {
      [NUMBER] = "number", [WHOLE] = "whole number", [CHOICE] = "word", [YES_NO] = "yes or no", [TEXT] = "text"};
  return names[type];
}

static const char *basis_name(enum basis basis) {
  static const char *const names[] = {
      [MEASURED] = "measured", [FITTED] = "fitted", [ASSUMED] = "assumed", [NUMERICAL] = "numerical"};
  return names[basis];
}

/* Unit, default, plausible and allowed range, words to choose from, basis, source. */
static void fill_number(const struct param_spec *spec, struct row *row) {
  const bool number = spec->type == NUMBER || spec->type == WHOLE;
  size_t n_choices = 0;
  while (spec->type == CHOICE && spec->choices[n_choices]) n_choices++;
  if (number) row_unit(row, spec->unit);
  else row_nothing(row);
  if (number) row_number(row, spec->value);
  else if (spec->type == YES_NO) row_truth(row, spec->value > 0);
  else row_words(row, spec->type == CHOICE && isfinite(spec->value) ? spec->choices[(size_t)spec->value] : NULL);
  row_range(row, number ? spec->plausible : (double[]){-HUGE_VAL, HUGE_VAL});
  row_range(row, number ? spec->allowed : (double[]){-HUGE_VAL, HUGE_VAL});
  row_list(row, spec->choices, n_choices);
  row_words(row, number ? basis_name(spec->basis) : NULL);
  row_words(row, spec->source);
}

#define NUMBER_COLUMNS                                                                                \
  {"unit", COLUMN_FACT, NULL}, {"default", COLUMN_FACT, NULL}, {"plausible", COLUMN_FACT, NULL},      \
      {"allowed", COLUMN_FACT, NULL}, {"choices", COLUMN_FACT, NULL}, {"basis", COLUMN_FACT, NULL}, { \
    "source", COLUMN_FACT, NULL                                                                       \
  }

static bool source_is_called(const struct reference *reference, size_t i, const void *key) {
  return strcmp(reference->bibliography.entries[i].key, key) == 0;
}

/* parameters */

static const struct column PARAMETER_COLUMNS[] = {{"name", COLUMN_NAME, NULL},   {"symbol", COLUMN_FACT, NULL},
                                                  {"type", COLUMN_DATA, NULL},   NUMBER_COLUMNS,
                                                  {"module", COLUMN_FACT, NULL}, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_parameters(const struct reference *reference) { return reference->model->n_params; }
static const char *name_parameter(const struct reference *reference, size_t i) {
  return reference->model->params[i].key;
}
static const char *symbol_parameter(const struct reference *reference, size_t i) {
  return reference->model->params[i].symbol;
}
static void fill_parameter(struct reference *reference, size_t i, struct row *row) {
  const struct model *model = reference->model;
  const struct param_spec *spec = &model->params[i];
  row_words(row, spec->key);
  row_words(row, spec->symbol);
  row_words(row, type_name(spec->type));
  fill_number(spec, row);
  row_words(row, spec->module == CORE ? NULL : model->modules[spec->module].name);
  row_words(row, spec->doc);
}

static bool field_is_named_by(const struct reference *reference, size_t i, const void *spec) {
  return parameter_names_field(reference->model, spec, &reference->model->fields[i]);
}
static void relate_parameter(struct reference *reference, size_t i, struct page *page) {
  const struct param_spec *spec = &reference->model->params[i];
  topic_list_related(reference, &topic_fields, page, "Fields that it names", field_is_named_by, spec);
  topic_write_related(reference, &topic_sources, page, "Its source", source_is_called, spec->source);
}

const struct topic topic_parameters = {
    .key = "parameters",
    .singular = "parameter",
    .title = "Parameters",
    .doc = "Numbers of the model; skin.parameters sets them.",
    .note =
        "Outside the plausible range a run warns, outside the allowed range it is refused. Numbers are in the unit of "
        "the row. Basis: measured or fitted in the source, assumed, or numerical.",
    COLUMNS(PARAMETER_COLUMNS),
    .count = count_parameters,
    .name = name_parameter,
    .symbol = symbol_parameter,
    .fill = fill_parameter,
    .relate = relate_parameter};

/* configuration */

static const struct column CONFIGURATION_COLUMNS[] = {
    {"name", COLUMN_NAME, NULL}, {"type", COLUMN_FACT, NULL}, NUMBER_COLUMNS, {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_keys(const struct reference *reference) { return reference->n_keys; }
static const char *name_key(const struct reference *reference, size_t i) { return reference->keys[i].name; }

static bool is_section(const char *name) {
  for (size_t s = 0; s < N_SECTIONS; s++)
    if (strcmp(sections[s].name, name) == 0) return true;
  return false;
}

static void fill_key(struct reference *reference, size_t i, struct row *row) {
  const struct key *key = &reference->keys[i];
  const bool plain = key->row < sections[key->section].rows + sections[key->section].n_plain;
  row_words(row, key->name);
  /* Of a text that is not plain the sentence says what may stand there. */
  if (is_section(key->name)) row_words(row, "section");
  else row_words(row, key->row->type == TEXT && !plain ? NULL : type_name(key->row->type));
  fill_number(key->row, row);
  row_words(row, key->row->doc);
}

static bool key_is_below(const struct reference *reference, size_t i, const void *section) {
  const char *name = reference->keys[i].name;
  const size_t length = strlen(section);
  return strncmp(name, section, length) == 0 && name[length] == '.' && !strchr(name + length + 1, '.');
}
static bool device_takes_key(const struct reference *reference, size_t i, const void *key) {
  (void)reference;
  return device_takes(&devices[i], key);
}
static void relate_key(struct reference *reference, size_t i, struct page *page) {
  const struct key *key = &reference->keys[i];
  topic_list_related(reference, &topic_configuration, page, "Keys below it", key_is_below, key->name);
  if (key->section == SECTION_DEVICE)
    topic_list_related(reference, &topic_devices, page, "Devices that take it", device_takes_key, key->row->key);
  topic_write_related(reference, &topic_sources, page, "Its source", source_is_called, key->row->source);
}

const struct topic topic_configuration = {
    .key = "configuration",
    .singular = "key",
    .title = "Configuration",
    .doc = "Every key of a configuration file, by its full name.",
    .note =
        "--set takes these names too. A key without a default must be given, or follows from others, or may be left "
        "out, as its sentence says.",
    COLUMNS(CONFIGURATION_COLUMNS),
    .count = count_keys,
    .name = name_key,
    .fill = fill_key,
    .relate = relate_key};

/* sweeps */

static size_t count_sweep_keys(const struct reference *reference) { return reference->n_sweep_keys; }
static const char *name_sweep_key(const struct reference *reference, size_t i) { return reference->sweep_keys[i].name; }
static void fill_sweep_key(struct reference *reference, size_t i, struct row *row) {
  const struct param_spec *spec = reference->sweep_keys[i].row;
  row_words(row, reference->sweep_keys[i].name);
  row_words(row, spec->type == TEXT ? NULL : type_name(spec->type));
  fill_number(spec, row);
  row_words(row, spec->doc);
}

const struct topic topic_sweeps = {
    .key = "sweeps",
    .singular = "key of a sweep file",
    .title = "Sweep files",
    .doc = "Every key of a sweep file, which 'mend sweep plan' reads; there without 'sweep.'.",
    COLUMNS(CONFIGURATION_COLUMNS),
    .count = count_sweep_keys,
    .name = name_sweep_key,
    .fill = fill_sweep_key};

/* devices */

static const struct column DEVICE_COLUMNS[] = {{"name", COLUMN_NAME, NULL},
                                               {"keys", COLUMN_FACT, NULL},
                                               {"required", COLUMN_FACT, NULL},
                                               {"usual_passes", COLUMN_FACT, NULL},
                                               {"usual_efficiency", COLUMN_FACT, NULL},
                                               {"sentence", COLUMN_SENTENCE, NULL}};

static size_t count_devices(const struct reference *reference) {
  (void)reference;
  return N_DEVICES;
}
static const char *name_device(const struct reference *reference, size_t i) {
  (void)reference;
  return devices[i].name;
}

/* The keys of treatment.device for which `which` holds. */
static void fill_keys(struct reference *reference, const struct device_spec *device,
                      bool (*which)(const struct device_spec *device, const char *key), struct row *row) {
  const struct section *section = &sections[SECTION_DEVICE];
  const size_t before = reference->n_names;
  for (size_t r = 0; r < section->n; r++)
    if (which(device, section->rows[r].key)) reference_name(reference, section->rows[r].key);
  row_list(row, reference->names + before, reference->n_names - before);
}

static void fill_device(struct reference *reference, size_t i, struct row *row) {
  row_words(row, devices[i].name);
  fill_keys(reference, &devices[i], device_takes, row);
  fill_keys(reference, &devices[i], device_requires, row);
  row_number(row, devices[i].passes > 0 ? (double)devices[i].passes : (double)NAN);
  row_number(row, devices[i].efficiency);
  row_words(row, devices[i].doc);
}

static bool key_is_taken(const struct reference *reference, size_t i, const void *device) {
  const struct key *key = &reference->keys[i];
  return key->section == SECTION_DEVICE && device_takes(device, key->row->key);
}
static void relate_device(struct reference *reference, size_t i, struct page *page) {
  topic_write_related(reference, &topic_configuration, page, "Its keys", key_is_taken, &devices[i]);
}

const struct topic topic_devices = {.key = "devices",
                                    .singular = "device",
                                    .title = "Devices",
                                    .doc = "What makes the punctures; treatment.device.type names one.",
                                    .note =
                                        "Which keys of treatment.device each takes, and what is meant where they are "
                                        "not given. Of keys that may stand for "
                                        "each other, as length and channel_depth, one is required too.",
                                    COLUMNS(DEVICE_COLUMNS),
                                    .count = count_devices,
                                    .name = name_device,
                                    .fill = fill_device,
                                    .relate = relate_device};
