# build_info.h: what a result's provenance says of the program. Made at every build, because the revision changes without
# CMake's knowledge, but rewritten only when it differs, so that nothing is compiled without need.
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
get_target_property(MEND_FLAGS mend_contract INTERFACE_COMPILE_OPTIONS)
list(JOIN MEND_FLAGS " " MEND_FLAGS)
string(STRIP "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${build_type}} -std=c11 ${MEND_FLAGS} ${OpenMP_C_FLAGS}" MEND_FLAGS)
add_custom_target(mend_build_info
  COMMAND ${CMAKE_COMMAND} "-DOUT=${PROJECT_BINARY_DIR}/generated/build_info.h" "-DSOURCE_DIR=${PROJECT_SOURCE_DIR}"
          "-DMEND_VERSION=${PROJECT_VERSION}" "-DMEND_COMPILER=${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}"
          "-DMEND_FLAGS=${MEND_FLAGS}" -P ${PROJECT_SOURCE_DIR}/scripts/cmake/write_build_info.cmake
  BYPRODUCTS ${PROJECT_BINARY_DIR}/generated/build_info.h
  COMMENT "build_info.h" VERBATIM)
