# kj_toml: TOML files as C structs, for manifests and feed lists; include() it, once or more.
if(NOT TARGET kj_toml)
  add_library(kj_toml STATIC ${CMAKE_CURRENT_LIST_DIR}/toml.cc)
  set_target_properties(kj_toml PROPERTIES CXX_STANDARD 17)
  target_include_directories(kj_toml PUBLIC ${CMAKE_SOURCE_DIR}/assets)
  target_link_libraries(kj_toml PUBLIC kj_flags)
endif()
