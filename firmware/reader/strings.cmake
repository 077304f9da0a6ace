# The tables of assets/strings, checked and compiled into the enum kj_string and a table of constants
# (KJ_EXTRA_reader). The first language gives the order of the names.
set(tables ${CMAKE_SOURCE_DIR}/assets/strings)
set(languages bengali.strings english.strings)
list(TRANSFORM languages PREPEND ${tables}/)
set(made ${CMAKE_BINARY_DIR}/generated/reader)
set(compiler ${CMAKE_BINARY_DIR}/generated/compile-strings)
set(KJ_EXTRA_reader ${made}/string_names.h ${made}/string_table.c)

# The compiler of the tables runs on the host, also when the firmware is built for a device.
find_program(KAGOJ_HOST_CC NAMES cc gcc clang NO_CMAKE_FIND_ROOT_PATH REQUIRED)
add_custom_command(
  OUTPUT ${compiler}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${made}
  COMMAND ${KAGOJ_HOST_CC} -std=c11 -O1 -Wall -Wextra -o ${compiler} ${tables}/compile.c
  DEPENDS ${tables}/compile.c
  COMMENT "Compiler of strings" VERBATIM)
add_custom_command(
  OUTPUT ${KJ_EXTRA_reader}
  COMMAND ${compiler} ${made}/string_names.h ${made}/string_table.c ${languages}
  DEPENDS ${compiler} ${languages}
  COMMENT "Strings" VERBATIM)
