/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Some memory of a state that is kept and put back.
 */
#pragma once
#include <stddef.h>

struct piece {
  void *memory;
  size_t bytes;
};
