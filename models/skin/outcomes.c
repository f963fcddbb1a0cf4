/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Outcomes: what a run comes to. Times are in days since the start unless the sentence says otherwise.
 */
#include "skin.h"

/** Hours in a day. */
#define TO_HOURS 24

// clang-format off
#define OUTCOMES_PULSE(name, unit, doc) \
  {#name "_near_channel_peak", unit, "largest mean within 0.06 mm of a channel's axis of: " doc, \
   #name "_near_channel", PEAK, SINCE_START, 0, 0, false, 0}, \
  {#name "_near_channel_peak_time", "day", "time of the largest mean within 0.06 mm of a channel's axis of: " doc, \
   #name "_near_channel", PEAK_TIME, SINCE_START, 0, 0, false, 0},
#define OUTCOMES_STORE(name, unit, doc) \
  {#name "_mean_change", unit, "change from the beginning to the end of the mean of: " doc, \
   #name "_mean", CHANGE, SINCE_START, 0, 0, false, 0},
#define OUTCOMES_NEITHER(name, unit, doc)
#define FIELD_ROWS(name, symbol, unit, layers, diffusivity, module, scale, course, doc) \
  OUTCOMES_##course(name, unit, doc)

/* name, unit, sentence, series, functional, clock, at, level, share of peak, factor */
const struct outcome_spec skin_outcomes[] = {
  {"net_collagen_change_papillary", "%", "change of the mass of collagen I and III at the end, dermis at 0.1 to 0.4 mm",
   "collagen_change_papillary", FINAL, SINCE_START, 0, 0, false, 0},
  {"net_collagen_change_reticular", "%", "change of the mass of collagen I and III at the end, dermis below 0.4 mm",
   "collagen_change_reticular", FINAL, SINCE_START, 0, 0, false, 0},
  {"net_collagen_change_mean", "%", "change of the mass of collagen I and III at the end, whole dermis",
   "collagen_change_mean", FINAL, SINCE_START, 0, 0, false, 0},
  {"neocollagenesis_index_papillary", "%",
   "collagen formed until the end beyond turnover at rest, as a share of the collagen at rest, dermis at 0.1 to 0.4 mm",
   "new_collagen_rate_papillary", INTEGRAL, SINCE_START, 0, 0, false, 0},
  {"neocollagenesis_index_reticular", "%",
   "collagen formed until the end beyond turnover at rest, as a share of the collagen at rest, dermis below 0.4 mm",
   "new_collagen_rate_reticular", INTEGRAL, SINCE_START, 0, 0, false, 0},
  {"neocollagenesis_index_mean", "%",
   "collagen formed until the end beyond turnover at rest, as a share of the collagen at rest, whole dermis",
   "new_collagen_rate_mean", INTEGRAL, SINCE_START, 0, 0, false, 0},
  {"collagen_ratio_peak", "1", "largest collagen III over I within 0.06 mm of a channel's axis",
   "collagen_ratio_near_channel", PEAK, SINCE_START, 0, 0, false, 0},
  {"collagen_ratio_peak_time", "day", "time of the largest collagen III over I within 0.06 mm of a channel's axis",
   "collagen_ratio_near_channel", PEAK_TIME, SINCE_START, 0, 0, false, 0},
  {"collagen_ratio_final", "1", "collagen III over I within 0.06 mm of a channel's axis at the end",
   "collagen_ratio_near_channel", FINAL, SINCE_START, 0, 0, false, 0},
  {"elastin_change_final", "%", "change of the mass of elastin at the end, whole dermis",
   "elastin_change_mean", FINAL, SINCE_START, 0, 0, false, 0},
  {"inflammation_auc", "cells day/mm^3", "integral over time of neutrophils and inflammatory macrophages, mean over the dermis",
   "inflammatory_cells_mean", INTEGRAL, SINCE_START, 0, 0, false, 0},
  {"myofibroblast_persistence", "day", "time after the last session until myofibroblasts stay below 1 % of their peak",
   "myofibroblasts_mean", LAST_ABOVE, SINCE_LAST_SESSION, 0, 0.01, true, 0},
  {"myofibroblasts_peak", "cells/mm^3", "largest mean of myofibroblasts after the last session",
   "myofibroblasts_mean", PEAK, SINCE_LAST_SESSION, 0, 0, false, 0},
  {"myofibroblasts_day90", "cells/mm^3", "mean of myofibroblasts 90 days after the last session",
   "myofibroblasts_mean", VALUE_AT, SINCE_LAST_SESSION, 90, 0, false, 0},
  {"reepithelialisation_t80", "h", "time after the last session until the least covered channel is covered by 80 %",
   "cover_minimum", FIRST_ABOVE, SINCE_LAST_SESSION, 0, 0.8, false, TO_HOURS},
  {"reepithelialisation_t95", "h", "time after the last session until the least covered channel is covered by 95 %",
   "cover_minimum", FIRST_ABOVE, SINCE_LAST_SESSION, 0, 0.95, false, TO_HOURS},
  {"tgf_beta3_ratio_day14", "1",
   "TGF-beta3 over rest within 0.06 mm of a channel's axis, 14 days after the last session",
   "tgf_beta3_ratio_near_channel", VALUE_AT, SINCE_LAST_SESSION, 14, 0, false, 0},
  {"collagen1_formation_near_channel_peak", "mg/mL/day",
   "largest formation of collagen I within 0.06 mm of a channel's axis",
   "collagen1_formation_near_channel", PEAK, SINCE_START, 0, 0, false, 0},
  {"collagen1_formation_near_channel_peak_time", "day", "time of the largest formation of collagen I near the channels",
   "collagen1_formation_near_channel", PEAK_TIME, SINCE_START, 0, 0, false, 0},
  {"alarm_mean_peak", "1", "largest mean of the alarm signal", "alarm_mean", PEAK, SINCE_START, 0, 0, false, 0},
  {"alarm_mean_peak_time", "day", "time of the largest mean of the alarm signal",
   "alarm_mean", PEAK_TIME, SINCE_START, 0, 0, false, 0},
  FIELDS(FIELD_ROWS)
};
// clang-format on
_Static_assert(COUNT(skin_outcomes) == N_OUTCOMES, "skin.h counts the outcomes");

static double percent_of(const void *derived, const double inputs[]) {
  (void)derived;
  return 100 * inputs[0] / inputs[1];
}

const struct conclude_spec skin_concludes[] = {
    {"myofibroblast_residue_day90",
     "%",
     "myofibroblasts 90 days after the last session, as a share of their peak after it",
     {"myofibroblasts_day90", "myofibroblasts_peak"},
     percent_of},
};
_Static_assert(COUNT(skin_concludes) == N_CONCLUDES, "skin.h counts the conclusions");

const char *const skin_headlines[] = {
    "net_collagen_change_papillary", "net_collagen_change_reticular", "neocollagenesis_index_mean",
    "collagen_ratio_peak",           "elastin_change_final",          "inflammation_auc",
    "myofibroblast_persistence",     "myofibroblast_residue_day90",   "reepithelialisation_t80",
};
_Static_assert(COUNT(skin_headlines) == N_HEADLINES, "skin.h counts the headlines");
