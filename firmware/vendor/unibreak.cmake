# libunibreak with the tables of its properties packed: the compiler of the tables runs on the host,
# and linebreak.c is a copy in the build folder that asks unibreak_classes.c. So in every build.
set(made ${CMAKE_BINARY_DIR}/generated/unibreak)
set(compiler ${made}/unibreak-compile)
file(MAKE_DIRECTORY ${made})
find_program(KAGOJ_HOST_CC NAMES cc gcc clang NO_CMAKE_FIND_ROOT_PATH REQUIRED)
add_custom_command(
  OUTPUT ${made}/unibreak_table.h
  COMMAND ${KAGOJ_HOST_CC} -std=c11 -O1 -Wall -Wextra -isystem ${unibreak}/src -o ${compiler}
    ${CMAKE_CURRENT_SOURCE_DIR}/unibreak_compile.c
  COMMAND ${compiler} ${made}/unibreak_table.h
  DEPENDS unibreak_compile.c
  COMMENT "Line-breaking classes" VERBATIM)

set(asks "static enum LineBreakClass get_char_lb_class_default(\n        utf32_t ch)\n{\n")
file(READ ${unibreak}/src/linebreak.c text)
string(FIND "${text}" "${asks}" found)
if(found EQUAL -1)
  message(FATAL_ERROR "libunibreak's linebreak.c has no get_char_lb_class_default as expected")
endif()
string(REPLACE "${asks}" "${asks}    return kj_unibreak_line_class(ch);\n" text "${text}")
file(GENERATE OUTPUT ${made}/linebreak.c
  CONTENT "#include \"vendor/unibreak_classes.h\"\n${text}")

kjv_library(kjv_unibreak OURS unibreak_classes.c ${made}/unibreak_table.h THEIRS
  ${made}/linebreak.c ${unibreak}/src/linebreakdef.c ${unibreak}/src/unibreakbase.c
  ${unibreak}/src/unibreakdef.c)
target_include_directories(kjv_unibreak SYSTEM PUBLIC ${unibreak}/src)
target_include_directories(kjv_unibreak SYSTEM PRIVATE ${made})
