# cmake -P: writes the C file OUT with the bytes of the file TEXT and a final 0 as `const char SYMBOL[]`. Bytes, since C need not
# take a string of more than 4095.
file(READ ${TEXT} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n  " bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
get_filename_component(name ${TEXT} NAME)
file(WRITE ${OUT}
"/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  The text of ${name}; made by the build.
 */
extern const char ${SYMBOL}[];
const char ${SYMBOL}[] = {
  ${bytes}0};
")
