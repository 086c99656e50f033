# What the screens are drawn with: SDL2 and Dear ImGui, as the targets sdl2 and imgui. tools/setup puts their sources
# into build/sources; they may be elsewhere:
#   JMVAE_IMGUI_SOURCE_DIR  Dear ImGui's sources, 1.90 or newer; FETCHCONTENT_SOURCE_DIR_IMGUI is understood too
#   JMVAE_SDL2_SOURCE_DIR   SDL2's sources, browser only; empty: Emscripten's own port, which it downloads

if(DEFINED FETCHCONTENT_SOURCE_DIR_IMGUI)
  set(default_imgui ${FETCHCONTENT_SOURCE_DIR_IMGUI})
else()
  set(default_imgui ${PROJECT_SOURCE_DIR}/build/sources/imgui)
endif()
set(JMVAE_IMGUI_SOURCE_DIR ${default_imgui} CACHE PATH "Dear ImGui's sources")
if(NOT EXISTS ${JMVAE_IMGUI_SOURCE_DIR}/imgui.h)
  message(FATAL_ERROR "No imgui.h in ${JMVAE_IMGUI_SOURCE_DIR}. Run tools/setup, set JMVAE_IMGUI_SOURCE_DIR, or switch "
                      "the screens off with -DJMVAE_APP=OFF.")
endif()

# SDL brings a ready configuration for Emscripten, so its sources build without SDL's own slow checks.
function(jmvae_sdl2_from_sources folder)
  set(patterns)
  foreach(part . atomic audio audio/dummy cpuinfo dynapi events file haptic haptic/dummy joystick joystick/dummy
               joystick/emscripten libm loadso/dlopen locale locale/emscripten misc misc/emscripten power
               power/emscripten render sensor sensor/dummy stdlib thread thread/generic timer timer/unix video
               video/dummy video/emscripten video/yuv2rgb filesystem/emscripten)
    list(APPEND patterns ${folder}/src/${part}/*.c)
  endforeach()
  file(GLOB sources ${patterns})
  add_library(sdl2 STATIC ${sources})
  target_include_directories(sdl2 SYSTEM PUBLIC ${folder}/include)
  # Lean: without code for copying between pixel formats, which would be a fifth of the program.
  target_compile_definitions(sdl2 PRIVATE
    SDL_AUDIO_DISABLED=1 SDL_RENDER_DISABLED=1 SDL_JOYSTICK_DISABLED=1 SDL_LEAN_AND_MEAN=1)
  target_compile_options(sdl2 PRIVATE -Os -w)
  set_target_properties(sdl2 PROPERTIES UNITY_BUILD OFF)  # not ours to compile otherwise than its makers do
  # Otherwise what is missing here would quietly come from the SDL 1 inside Emscripten.
  target_link_options(sdl2 PUBLIC -sUSE_SDL=0)
endfunction()

if(EMSCRIPTEN)
  set(JMVAE_SDL2_SOURCE_DIR ${PROJECT_SOURCE_DIR}/build/sources/sdl2 CACHE PATH "SDL2's sources; empty: Emscripten's port")
  if(JMVAE_SDL2_SOURCE_DIR)
    if(NOT EXISTS ${JMVAE_SDL2_SOURCE_DIR}/include/SDL.h)
      message(FATAL_ERROR "No include/SDL.h in ${JMVAE_SDL2_SOURCE_DIR}. Run tools/setup or set JMVAE_SDL2_SOURCE_DIR.")
    endif()
    jmvae_sdl2_from_sources(${JMVAE_SDL2_SOURCE_DIR})
  else()
    add_library(sdl2 INTERFACE)
    target_compile_options(sdl2 INTERFACE -sUSE_SDL=2)
    target_link_options(sdl2 INTERFACE -sUSE_SDL=2)
  endif()
else()
  find_package(SDL2 REQUIRED)
  set(OpenGL_GL_PREFERENCE GLVND)
  find_package(OpenGL REQUIRED)
  add_library(sdl2 INTERFACE)
  target_link_libraries(sdl2 INTERFACE SDL2::SDL2 OpenGL::GL ${CMAKE_DL_LIBS})
endif()

add_library(imgui STATIC
  ${JMVAE_IMGUI_SOURCE_DIR}/imgui.cpp
  ${JMVAE_IMGUI_SOURCE_DIR}/imgui_draw.cpp
  ${JMVAE_IMGUI_SOURCE_DIR}/imgui_tables.cpp
  ${JMVAE_IMGUI_SOURCE_DIR}/imgui_widgets.cpp
  ${JMVAE_IMGUI_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp
  ${JMVAE_IMGUI_SOURCE_DIR}/backends/imgui_impl_sdl2.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${JMVAE_IMGUI_SOURCE_DIR} ${JMVAE_IMGUI_SOURCE_DIR}/backends)
target_compile_definitions(imgui PUBLIC
  IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_FILE_FUNCTIONS)
target_compile_options(imgui PRIVATE -w)
set_target_properties(imgui PROPERTIES UNITY_BUILD OFF)
target_link_libraries(imgui PUBLIC sdl2)
if(EMSCRIPTEN)
  target_compile_definitions(imgui PUBLIC IMGUI_IMPL_OPENGL_ES3)
  target_compile_options(imgui PRIVATE -Os)
  # The backend includes one of Emscripten's headers that older versions can't take alone, and asks too much.
  set_source_files_properties(${JMVAE_IMGUI_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp PROPERTIES
    COMPILE_OPTIONS "-include;${PROJECT_SOURCE_DIR}/tools/cmake/wasm/opengl_state.h")
  set_source_files_properties(${JMVAE_IMGUI_SOURCE_DIR}/backends/imgui_impl_sdl2.cpp PROPERTIES
    COMPILE_OPTIONS "-include;emscripten/emscripten.h")
endif()
