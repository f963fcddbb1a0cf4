# cmake -P: writes OUT from MEND_VERSION, MEND_COMPILER, MEND_FLAGS and the revision of SOURCE_DIR.
find_program(GIT git)
set(MEND_REVISION "unknown")
# Only of a repository of our own: a copy may lie within somebody else's.
if(GIT AND EXISTS ${SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} describe --always --dirty=-modified --abbrev=12
    OUTPUT_VARIABLE described RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    set(MEND_REVISION "${described}")
  endif()
endif()
foreach(text MEND_COMPILER MEND_FLAGS)
  string(REPLACE "\\" "\\\\" ${text} "${${text}}")
  string(REPLACE "\"" "\\\"" ${text} "${${text}}")
endforeach()
file(CONFIGURE OUTPUT ${OUT} @ONLY CONTENT [=[
/** @file
 *  What this program was built from and how; made by the build.
 */
#pragma once
#define MEND_VERSION "@MEND_VERSION@"
#define MEND_REVISION "@MEND_REVISION@"
#define MEND_COMPILER "@MEND_COMPILER@"
#define MEND_FLAGS "@MEND_FLAGS@"
]=])
