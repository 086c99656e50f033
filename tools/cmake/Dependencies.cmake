# Libraries of others, each as one imported or interface target. Header-only ones are looked up with find_path, since a
# cross build must see them without ever having all of /usr/include on its path.

function(jmvae_header_only target header)
  cmake_parse_arguments(arg "" "PACKAGE" "" ${ARGN})
  string(TOUPPER ${target} upper)
  find_path(JMVAE_${upper}_INCLUDE ${header} PATHS /usr/include /usr/local/include
            PATH_SUFFIXES eigen3 NO_CMAKE_FIND_ROOT_PATH
            DOC "Folder that holds ${header} (Debian: ${arg_PACKAGE})")
  if(NOT JMVAE_${upper}_INCLUDE)
    message(FATAL_ERROR "${header} not found. Install ${arg_PACKAGE} or set JMVAE_${upper}_INCLUDE.")
  endif()
  # One link per library keeps the rest of that folder out of sight.
  get_filename_component(top ${header} DIRECTORY)
  string(REGEX REPLACE "/.*" "" top ${top})
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/include/${target})
  file(CREATE_LINK ${JMVAE_${upper}_INCLUDE}/${top} ${CMAKE_BINARY_DIR}/include/${target}/${top} SYMBOLIC)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE ${CMAKE_BINARY_DIR}/include/${target})
endfunction()

jmvae_header_only(eigen Eigen/Core PACKAGE libeigen3-dev)
jmvae_header_only(expected tl/expected.hpp PACKAGE libexpected-dev)
jmvae_header_only(json nlohmann/json.hpp PACKAGE nlohmann-json3-dev)

# Batches are shared out between threads by us, in fixed pieces; Eigen itself stays single-threaded.
target_compile_definitions(eigen INTERFACE EIGEN_DONT_PARALLELIZE)
if(EMSCRIPTEN)
  # Eigen's SSE path, which Emscripten maps to WASM SIMD: two small headers make it compile, and telling it of 16
  # registers (it assumes 8 with 32-bit pointers) gains a quarter of the speed.
  target_include_directories(eigen BEFORE INTERFACE ${CMAKE_CURRENT_LIST_DIR}/wasm)
  target_compile_options(eigen INTERFACE -msimd128 -msse4.2 "SHELL:-include \"${CMAKE_CURRENT_LIST_DIR}/wasm/eigen_wasm.h\"")
  target_compile_definitions(eigen INTERFACE EIGEN_ARCH_DEFAULT_NUMBER_OF_REGISTERS=16)
  # Eigen keeps panels of a product on the stack.
  if(DEFINED EMSCRIPTEN_VERSION AND EMSCRIPTEN_VERSION VERSION_LESS 3.1.25)
    target_link_options(eigen INTERFACE -sTOTAL_STACK=1MB)
  else()
    target_link_options(eigen INTERFACE -sSTACK_SIZE=1MB)
  endif()
else()
  find_package(OpenMP REQUIRED COMPONENTS CXX)
  find_package(ZLIB REQUIRED)
  find_package(JPEG REQUIRED)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(spng REQUIRED IMPORTED_TARGET spng)
  pkg_check_modules(zip REQUIRED IMPORTED_TARGET libzip)
endif()
if(JMVAE_TESTS)
  jmvae_header_only(doctest doctest/doctest.h PACKAGE doctest-dev)
endif()
if(JMVAE_TOOLS AND NOT EMSCRIPTEN)
  jmvae_header_only(cli11 CLI/CLI.hpp PACKAGE libcli11-dev)
endif()
