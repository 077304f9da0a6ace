# kj_linker_script(TARGET): the SDK's own linker script, but for what it puts into RAM of the
# compiler's libraries: of them all, floating point with the rest, it takes 8 KB for speed that
# nothing here needs. What copies and fills memory stays in RAM, as does what the SDK marks so.
function(kj_linker_script target)
  file(READ ${PICO_LINKER_SCRIPT_PATH}/memmap_default.ld text)
  foreach(section text rodata)
    set(theirs "*(EXCLUDE_FILE(*libgcc.a: *libc.a:*lib_a-mem*.o *libm.a:) .${section}*)")
    set(ours "*(.${section}*)")
    string(FIND "${text}" "${theirs}" found)
    if(found EQUAL -1)
      message(FATAL_ERROR "the SDK's linker script has no line ${theirs}")
    endif()
    string(REPLACE "${theirs}" "${ours}" text "${text}")
  endforeach()
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${target}.ld CONTENT "${text}")
  pico_set_linker_script(${target} ${CMAKE_CURRENT_BINARY_DIR}/${target}.ld)
endfunction()
