/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Which fields a parameter's row speaks of.
 */
#include <ctype.h>
#include <string.h>

#include "app/describe.h"

static bool is_letter(char c) { return isalnum((unsigned char)c) != 0; }

/* Whether a text goes on with a name, whatever its case and whatever parts its words; an s of the plural may be missing. */
static bool begins_with(const char *text, const char *name) {
  for (; *name; text++, name++) {
    const bool part = *name == '_';
    if (part && *text && !is_letter(*text)) continue;
    /* TGF-beta1 is the field tgf_beta1. */
    if (!part && tolower((unsigned char)*text) == tolower((unsigned char)*name)) continue;
    return strcmp(name, "s") == 0 && !is_letter(*text);
  }
  return !is_letter(*text) || (tolower((unsigned char)*text) == 's' && !is_letter(text[1]));
}

static bool speaks_of(const char *text, const char *name) {
  for (const char *c = text; *c; c++)
    if ((c == text || !is_letter(c[-1])) && begins_with(c, name)) return true;
  return false;
}

/* The symbol of a field at the beginning of a text; of several the longest. */
static size_t symbol_at(const char *text, const struct model *model) {
  size_t longest = 0;
  for (size_t f = 0; f < model->n_fields; f++) {
    size_t length = strlen(model->fields[f].symbol);
    if (length > longest && strncmp(text, model->fields[f].symbol, length) == 0) longest = length;
  }
  return longest;
}

/* Symbols are made like dN, kSZ, D_F, K_TP, F_max: what kind of number it is in small letters or before a _, then fields. */
static bool symbol_has(const char *symbol, const struct model *model, const char *field) {
  const char *low = strchr(symbol, '_');
  if (low && (isupper((unsigned char)low[1]) || strncmp(symbol, "K_", 2) == 0)) symbol = low + 1;
  for (const char *c = symbol; *c && *c != '_';) {
    size_t length = symbol_at(c, model);
    if (length && strlen(field) == length && strncmp(c, field, length) == 0) return true;
    c += length ? length : 1;
  }
  return false;
}

bool parameter_names_field(const struct model *model, const struct param_spec *row, const struct field_spec *field) {
  return speaks_of(row->key, field->name) || speaks_of(row->doc, field->name) ||
         symbol_has(row->symbol, model, field->symbol);
}
