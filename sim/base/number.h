/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Numbers as text for other programs.
 */
#pragma once

enum { NUMBER_LENGTH = 32 };

/** Write the number with the fewest of 15 to 17 digits that reads back as itself; "nan", "inf" or "-inf" if it is none.
 *  @return text */
const char *number_text(double value, char text[NUMBER_LENGTH]);
