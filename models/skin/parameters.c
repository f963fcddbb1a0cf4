/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The parameters' table, what follows from them, the rest state, and what a range cannot say.
 *
 *  Rest values in closed form, so that nothing is typed twice:
 *      T_h  = (pTM M2_h + pTF F_h)/dT,  T3_h = (p3M M2_h + p3F F_h)/dT,
 *      G_h  = (pGM M2_h + pGF F_h)/dG,  V_h  = (pVM M2_h + pVF F_h)/dV.
 *  1 pg/cell/day x 1 cell/mm^3 = 1 ng/mL/day.
 */
#include <stdio.h>

#include "skin.h"

// clang-format off
#define ROW(key, symbol, unit, value, low, high, allowed, basis, source, module, doc)                          \
  {#key, symbol, NUMBER, unit, value, {low, high}, {allowed},                                                   \
   NULL, basis, source, doc, module, offsetof(struct parameters, key)},
const struct param_spec skin_params[N_PARAMETERS] = {PARAMETERS(ROW)};
#undef ROW
// clang-format on

void skin_derive(const void *params, const bool *module_on, void *derived) {
  struct derived *d = derived;
  d->p = *(const struct parameters *)params;
  const struct parameters *p = &d->p;
  const double M2_h = p->repair_macrophages_rest, F_h = p->fibroblasts_rest;
  for (int module = 0; module < N_MODULES; module++) d->module_on[module] = module_on[module];

  d->tgf_beta1_rest = (p->macrophage_tgf_beta1 * M2_h + p->fibroblast_tgf_beta1 * F_h) / p->tgf_beta_decay;
  d->tgf_beta3_rest = (p->macrophage_tgf_beta3 * M2_h + p->fibroblast_tgf_beta3 * F_h) / p->tgf_beta_decay;
  d->pdgf_rest = (p->macrophage_pdgf * M2_h + p->fibroblast_pdgf * F_h) / p->pdgf_decay;
  d->vegf_rest = (p->macrophage_vegf * M2_h + p->fibroblast_vegf * F_h) / p->vegf_decay;

  d->tgf_beta1_half = p->tgf_beta_half * d->tgf_beta1_rest;
  /* Without any source TGF-beta3 stays 0 for ever; any width then makes its response 0 instead of 0/0. */
  d->tgf_beta3_half = d->tgf_beta3_rest > 0 ? p->tgf_beta_half * d->tgf_beta3_rest : 1;
  d->pdgf_half = p->pdgf_half * d->pdgf_rest;
  d->vegf_half = p->vegf_half * d->vegf_rest;
  d->inhibition_half = p->collagenolysis_tgf_beta_half * d->tgf_beta1_rest;

  const double collagen = p->collagen1_rest + p->collagen3_rest;
  d->collagen3_share_rest = p->collagen3_rest / collagen;
  d->collagen3_per_collagen1 = p->collagen3_rest / p->collagen1_rest;
  d->collagen_formation_rest = p->collagen_turnover * collagen;
  d->collagen_formation_per_cell = d->collagen_formation_rest / (F_h * (p->collagen_max - collagen));
}

void skin_rest(const void *derived, double u[]) {
  const struct derived *d = derived;
  const struct parameters *p = &d->p;
  for (int field = 0; field < N_FIELDS; field++) u[field] = 0;
  u[F_repair_macrophages] = p->repair_macrophages_rest;
  u[F_tgf_beta1] = d->tgf_beta1_rest;
  u[F_tgf_beta3] = d->tgf_beta3_rest;
  u[F_pdgf] = d->pdgf_rest;
  u[F_fibroblasts] = p->fibroblasts_rest;
  u[F_collagenolysis] = 1;
  u[F_collagen3] = p->collagen3_rest;
  u[F_collagen1] = p->collagen1_rest;
  u[F_elastin] = p->elastin_rest;
  u[F_keratinocyte_cover] = 1;
  u[F_vegf] = d->vegf_rest;
  u[F_capillaries] = 1;
  u[F_hyaluronan] = p->hyaluronan_rest;
}

/** Say why the rest state does not exist. @return whether it exists */
static bool rest_exists(const struct derived *d, struct judge *judge) {
  const struct parameters *p = &d->p;
  bool exists = true;
  char sentence[256];
  if (!(p->collagen_max > p->collagen1_rest + p->collagen3_rest)) {
    snprintf(sentence, sizeof sentence,
             "collagen_max = %g mg/mL must be above collagen1_rest + collagen3_rest = %g mg/mL", p->collagen_max,
             p->collagen1_rest + p->collagen3_rest);
    judge->say(judge, REFUSAL, sentence);
    exists = false;
  }
  if (!(p->fibroblasts_max >= p->fibroblasts_rest)) {
    snprintf(sentence, sizeof sentence,
             "fibroblasts_max = %g cells/mm^3 must be at least fibroblasts_rest = %g cells/mm^3", p->fibroblasts_max,
             p->fibroblasts_rest);
    judge->say(judge, REFUSAL, sentence);
    exists = false;
  }
  const double rests[] = {d->tgf_beta1_rest, d->pdgf_rest, d->vegf_rest};
  const char *const names[] = {"TGF-beta1", "PDGF", "VEGF"};
  for (size_t i = 0; i < (d->module_on[VESSELS] ? 3 : 2); i++)
    if (!(rests[i] > 0)) {
      snprintf(
          sentence, sizeof sentence,
          "nothing makes %s at rest: cells answer to its multiple of rest, so that macrophages or fibroblasts must",
          names[i]);
      judge->say(judge, REFUSAL, sentence);
      exists = false;
    }
  return exists;
}

/** a/b, and 0 where a is, whatever b: a loop without its first link has no gain. */
static double gain(double a, double b) { return a > 0 ? a / b : 0; }

/* The linearised gains of the two loops that feed themselves. R_F: fibroblasts make PDGF, which raises their capacity.
 * R_Y: myofibroblasts make TGF-beta1, which makes myofibroblasts; R_Y* counts the fibroblasts that it takes. */
void skin_check(const void *derived, struct judge *judge) {
  const struct derived *d = derived;
  const struct parameters *p = &d->p;
  if (!rest_exists(d, judge)) return;
  const double R_F = gain((p->fibroblasts_max - p->fibroblasts_rest) * p->fibroblast_pdgf,
                          p->pdgf_half * p->pdgf_decay * d->pdgf_rest);
  const double activation = p->myofibroblast_activation * p->fibroblasts_rest;
  const double restraint = p->tgf_beta_decay * d->tgf_beta1_half * (p->myofibroblast_loss + p->myofibroblast_reversion);
  const double R_Y = gain(activation * p->myofibroblast_tgf_beta1, restraint);
  const double used = 1 + gain(p->myofibroblast_loss, p->fibroblast_growth_rest);
  const double R_Y_star = R_Y - gain(activation * p->fibroblast_tgf_beta1 * used, restraint);

  char sentence[384];
  snprintf(sentence, sizeof sentence,
           "loop gains at rest, stable below 1: fibroblasts and PDGF R_F = %.3g,\n"
           "myofibroblasts and TGF-beta1 R_Y = %.3g (R_Y* = %.3g, as fibroblasts are used up)",
           R_F, R_Y, R_Y_star);
  judge->say(judge, NOTE, sentence);
  if (!(R_F <= 1)) {
    snprintf(sentence, sizeof sentence,
             "R_F = %.3g is above 1: fibroblasts and PDGF raise each other, and the rest state does not hold", R_F);
    judge->say(judge, WARNING, sentence);
  }
  if (R_Y_star > 1) {
    snprintf(sentence, sizeof sentence,
             "the rest state is unstable: R_Y* = %.3g is above 1; trust the peak of myofibroblasts and their number at "
             "day 90, no later state",
             R_Y_star);
    judge->say(judge, WARNING, sentence);
  } else if (!(R_Y <= 1)) {
    snprintf(sentence, sizeof sentence,
             "R_Y = %.3g is above 1: the rest state holds only because fibroblasts are used up (R_Y* = %.3g)", R_Y,
             R_Y_star);
    judge->say(judge, WARNING, sentence);
  }
}
