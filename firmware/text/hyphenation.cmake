# The Bengali hyphenation patterns of the package hyphen-bn, checked by SHA-256 and compiled into a
# table of constants (KJ_EXTRA_text). KAGOJ_HYPHENATION in the environment: the file, or its folder.
set(patterns /usr/share/hyphen)
if(DEFINED ENV{KAGOJ_HYPHENATION})
  set(patterns $ENV{KAGOJ_HYPHENATION})
endif()
if(IS_DIRECTORY ${patterns})
  set(patterns ${patterns}/hyph_bn_IN.dic)
endif()
if(NOT EXISTS ${patterns})
  message(FATAL_ERROR "${patterns} is missing: install the package hyphen-bn, or set "
    "KAGOJ_HYPHENATION to a folder with its hyph_bn_IN.dic")
endif()
file(STRINGS ${CMAKE_SOURCE_DIR}/assets/hyphenation/SHA256SUMS expected REGEX "hyph_bn_IN.dic$")
string(REGEX REPLACE " .*" "" expected "${expected}")
file(SHA256 ${patterns} found)
if(NOT found STREQUAL expected)
  message(FATAL_ERROR "${patterns} is another version of the patterns: SHA-256 ${found}, "
    "expected ${expected}")
endif()

# The compiler of the patterns runs on the host, also when the firmware is built for a device.
set(compile ${CMAKE_SOURCE_DIR}/assets/hyphenation/compile.c)
set(KJ_EXTRA_text ${CMAKE_BINARY_DIR}/generated/hyphenation.c)
find_program(KAGOJ_HOST_CC NAMES cc gcc clang NO_CMAKE_FIND_ROOT_PATH REQUIRED)
add_custom_command(
  OUTPUT ${KJ_EXTRA_text}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
  COMMAND ${KAGOJ_HOST_CC} -std=c11 -O1 -Wall -Wextra -o ${CMAKE_BINARY_DIR}/generated/compile-hyphenation ${compile}
  COMMAND ${CMAKE_BINARY_DIR}/generated/compile-hyphenation ${patterns} ${KJ_EXTRA_text}
  DEPENDS ${compile} ${patterns}
  COMMENT "Hyphenation patterns" VERBATIM)
