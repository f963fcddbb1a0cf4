# What `cmake --install` leaves: the program, what a model or a program elsewhere is built with, configurations, sources.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/mend)
install(TARGETS mend RUNTIME)
foreach(part contract sim models app)
  set_target_properties(mend_${part} PROPERTIES EXPORT_NAME ${part})
  install(TARGETS mend_${part} EXPORT mendTargets ARCHIVE)
endforeach()
# One folder, so that these headers find each other; only <mend/...> is seen by others.
install(FILES sim/model.h sim/app/app.h models/registry.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/mend)
install(DIRECTORY configs DESTINATION ${CMAKE_INSTALL_DATADIR}/mend)
install(FILES LICENSE CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(EXPORT mendTargets NAMESPACE mend:: DESTINATION ${package_dir})
configure_package_config_file(scripts/cmake/mendConfig.cmake.in mendConfig.cmake INSTALL_DESTINATION ${package_dir}
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(mendConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/mendConfig.cmake ${PROJECT_BINARY_DIR}/mendConfigVersion.cmake
  scripts/cmake/dependencies.cmake scripts/cmake/FindLibDeflate.cmake scripts/cmake/FindLibYAML.cmake
  scripts/cmake/FindUDUNITS2.cmake
  DESTINATION ${package_dir})
