# mend_embed_text(TARGET SYMBOL FILE): adds `const char SYMBOL[]` to TARGET, the text of FILE and a final 0. Made anew when FILE
# changes.
set(MEND_WRITE_TEXT ${CMAKE_CURRENT_LIST_DIR}/write_text.cmake)
function(mend_embed_text target symbol file)
  get_filename_component(file ${file} ABSOLUTE)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/generated/${symbol}.c)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} "-DOUT=${out}" "-DTEXT=${file}" "-DSYMBOL=${symbol}" -P ${MEND_WRITE_TEXT}
    DEPENDS ${file} ${MEND_WRITE_TEXT} COMMENT "${symbol}" VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
