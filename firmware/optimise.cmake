# What a device's build optimises for size: all but what is on the way from a key to the page on the
# glass. The one list of it; -O2 is for what is not named here. See docs/decisions/0018. The option
# KAGOJ_LEAN builds the host's programs so too; kagoj-emulator --image counts the cycles of an image.
set(small kjv_expat kjv_fatfs kjv_freetype kjv_libpng kjv_unibreak kjv_zlib
  kj_base kj_device kj_document kj_layout kj_panel kj_reader kj_render kj_storage kj_text kj_vendor)
set(fast kj_panel:refresh.c kj_panel:bus.c kjv_freetype:truetype.c
  kjv_zlib:inffast.c kj_layout:set_line.c kj_render:dither.c kj_render:blit.c kj_render:painter.c
  kj_render:bitmap.c kj_render:outline.c kj_render:raster.c kj_render:scan.c kj_text:unicode.c kj_text:run_cache.c
  kj_text:itemize.c kj_text:shape.c kj_text:hyphenate.c kj_layout:paragraph.c kj_document:lines.c)

foreach(library ${small})
  target_compile_options(${library} PRIVATE -Os)
endforeach()
foreach(item ${fast})
  string(REPLACE ":" ";" item ${item})
  list(GET item 0 library)
  list(GET item 1 file)
  get_target_property(sources ${library} SOURCES)
  list(FILTER sources INCLUDE REGEX "/${file}$")
  if(NOT sources)
    message(FATAL_ERROR "optimise.cmake: ${library} has no ${file}")
  endif()
  set_property(SOURCE ${sources} TARGET_DIRECTORY ${library} APPEND PROPERTY COMPILE_OPTIONS -O2)
endforeach()

# A Cortex-M0+ has too few registers for what GCC likes to keep in them over a loop: without that its
# code is 3 KB shorter, and a little faster.
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  foreach(library ${small} kjv_harfbuzz)
    target_compile_options(${library} PRIVATE -fno-move-loop-invariants)
  endforeach()
  target_compile_options(kjv_harfbuzz PRIVATE -fno-ivopts)
endif()
