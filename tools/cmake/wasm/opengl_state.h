#pragma once
// ImGui's renderer asks OpenGL for its state before each frame and puts it back afterwards. In a browser such
// a question makes the page wait until the graphics process has done all that it was told: 35 ms a frame
// where that draws by software. Nobody else draws on the canvas, so the answers are known: those of a fresh
// context.
#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>

static inline void jmvae_known_integer(GLenum name, GLint* value) {
  switch (name) {
    case GL_ACTIVE_TEXTURE:
      *value = GL_TEXTURE0;
      return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *value = GL_FUNC_ADD;
      return;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
      *value = GL_ONE;
      return;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      value[0] = value[1] = value[2] = value[3] = 0;
      return;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING:
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA:
      *value = 0;
      return;
    default:
      glGetIntegerv(name, value);
  }
}

static inline GLboolean jmvae_known_switch(GLenum) { return GL_FALSE; }

#define glGetIntegerv jmvae_known_integer
#define glIsEnabled jmvae_known_switch
