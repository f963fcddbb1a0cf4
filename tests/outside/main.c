/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The command mend with a model of one's own beside one that comes with it.
 */
#include <mend/app.h>
#include <mend/registry.h>

extern const struct model model_gray_scott;

int main(int argc, char **argv) {
  static const struct model *const known[] = {&model_gray_scott, &model_fisher};
  return mend_main(argc, argv, known, COUNT(known));
}
