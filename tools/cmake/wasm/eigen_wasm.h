#pragma once
// Eigen 3.4 takes clang, which calls itself GCC 4.2, for an old GCC and then writes x86 assembly into pmin
// and pmax on its SSE path. Raising only Eigen's own idea of the compiler's version avoids that; Eigen 5
// needs no help.
#if defined(__EMSCRIPTEN__) && defined(__SSE2__) && defined(__cplusplus) && __has_include(<Eigen/Core>) && \
    !__has_include(<Eigen/Version>)
#include <Eigen/src/Core/util/Macros.h>
#undef EIGEN_COMP_GNUC
#define EIGEN_COMP_GNUC 63
#endif
