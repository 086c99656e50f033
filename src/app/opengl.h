#pragma once
// OpenGL's functions: of version ES 3 (WebGL 2) in the browser, otherwise the system's.

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#include <SDL_opengl.h>
#endif
