# How every target of ours is compiled. jmvae_library(NAME sources...) makes a room's library with its alias.

add_library(jmvae_options INTERFACE)
target_compile_options(jmvae_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion)
if(NOT CMAKE_UNITY_BUILD)
  target_compile_options(jmvae_options INTERFACE -Wshadow)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(jmvae_options INTERFACE -Wshadow=local)  # files compiled as one share what is outside of functions
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 takes the undefined vectors of its own AVX-512 headers for mistakes of ours.
  target_compile_options(jmvae_options INTERFACE -Wno-uninitialized -Wno-maybe-uninitialized)
endif()
if(JMVAE_WERROR)
  target_compile_options(jmvae_options INTERFACE -Werror)
endif()
target_include_directories(jmvae_options INTERFACE ${PROJECT_SOURCE_DIR}/src)

if(JMVAE_SANITIZE)
  add_compile_options(-fsanitize=${JMVAE_SANITIZE} -fno-omit-frame-pointer -g)
  add_link_options(-fsanitize=${JMVAE_SANITIZE})
endif()

if(NOT EMSCRIPTEN)
  if(JMVAE_NATIVE_ARCH)
    add_compile_options(-march=native)
  else()
    add_compile_options(-march=x86-64-v2)
  endif()
endif()

# The core never throws, so it is built without exceptions; what uses throwing libraries (tests, command line) is not.
function(jmvae_library name)
  add_library(jmvae_${name} STATIC ${ARGN})
  add_library(jmvae::${name} ALIAS jmvae_${name})
  target_link_libraries(jmvae_${name} PUBLIC jmvae_options)
  target_compile_options(jmvae_${name} PRIVATE -fno-exceptions)
  if(EMSCRIPTEN)
    target_compile_options(jmvae_${name} PRIVATE -fno-rtti)  # the names of types would be sent with the page
    target_compile_definitions(jmvae_${name} PUBLIC JMVAE_INFERENCE_ONLY)  # nor does the page train (nn/tape.h)
  endif()
endfunction()

# jmvae_rooms_again(NAME rooms...): the sources of some rooms once more in one library, for other definitions than theirs.
function(jmvae_rooms_again name)
  set(all_sources)
  foreach(room ${ARGN})
    get_target_property(sources jmvae_${room} SOURCES)
    get_target_property(folder jmvae_${room} SOURCE_DIR)
    list(TRANSFORM sources PREPEND ${folder}/)
    list(APPEND all_sources ${sources})
  endforeach()
  add_library(${name} STATIC ${all_sources})
  target_link_libraries(${name} PUBLIC jmvae_options eigen expected json)
  target_precompile_headers(${name} PRIVATE <nlohmann/json.hpp> <Eigen/Core>)
endfunction()
