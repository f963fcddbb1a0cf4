# What the engine is linked with, for the build (mend_find(find_package REQUIRED)) and for the installed package
# (mend_find(find_dependency)). Sets mend_unfit to a sentence if what was found does not do.
macro(mend_find find)
  set(HDF5_PREFER_PARALLEL OFF)
  cmake_language(CALL ${find} GSL 2.7 ${ARGN})
  cmake_language(CALL ${find} OpenMP ${ARGN} COMPONENTS C)
  cmake_language(CALL ${find} HDF5 ${ARGN} COMPONENTS C HL)
  cmake_language(CALL ${find} LibYAML ${ARGN})
  cmake_language(CALL ${find} UDUNITS2 ${ARGN})
  set(mend_unfit "")
  if(HDF5_IS_PARALLEL)
    set(mend_unfit "MEND needs the serial HDF5, but ${HDF5_C_LIBRARIES} is a parallel one; set HDF5_ROOT.")
  endif()
endmacro()
